package api

import (
	"net/http"

	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// healthy says that the process lives, and nothing of what it depends on.
func healthy(c *gin.Context) {
	c.Data(http.StatusOK, "text/plain; charset=utf-8", []byte("ok\n"))
}

// ready says whether requests can be served.
func (s *server) ready(c *gin.Context) {
	if err := s.Ready(c.Request.Context()); err != nil {
		s.fail(c, fault.New(fault.Unavailable, "not_ready", "Not ready to serve requests.").Because(err))
		return
	}
	c.Data(http.StatusOK, "text/plain; charset=utf-8", []byte("ready\n"))
}

// contractFile serves openapi.yaml, byte for byte.
func contractFile(c *gin.Context) {
	c.Header("Cache-Control", "no-cache")
	c.Data(http.StatusOK, "application/yaml; charset=utf-8", contractYAML)
}
