package api

import (
	"net/http"
	"strings"

	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
)

// lost answers what no operation and no page could: people with a page, programs with a problem.
func (s *server) lost(c *gin.Context, err error) {
	if s.Lost == nil || !wantsPage(c.Request) {
		s.fail(c, err)
		return
	}
	callOf(c).failure = err
	s.Lost(c, kinds[fault.CodeOf(err)].status)
	c.Abort()
}

// wantsPage says whether a browser asks for something to be looked at: such a request names HTML, and is none to an operation.
func wantsPage(r *http.Request) bool {
	return strings.Contains(r.Header.Get("Accept"), "text/html") && !strings.HasPrefix(r.URL.Path, "/v1/")
}
