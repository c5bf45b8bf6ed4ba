package api

import "github.com/gin-gonic/gin"

func (s *server) reference(engine *gin.Engine) error {
	engine.GET("/openapi.yaml", contractFile)
	return nil
}
