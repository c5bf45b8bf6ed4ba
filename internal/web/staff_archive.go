package web

import (
	"errors"
	"net/http"
	"time"

	"testamur/internal/access"

	"github.com/gin-gonic/gin"
)

// archivePatience is how long one piece of an archive may take to be sent: a cohort's takes as long as it takes.
const archivePatience = 60 * time.Second

// archiveCohort sends the certificates of a cohort that are in force, as one zip file. What breaks off while it is sent breaks
// the connection: half an archive never passes for a whole one.
func (p *Pages) archiveCohort(c *gin.Context, a access.Actor) error {
	cohort, err := p.staffedCohort(c, a)
	if err != nil {
		return err
	}
	w := &patientArchive{archive{w: c.Writer, name: cohort.Name + ".zip"}, http.NewResponseController(c.Writer), p.Now}
	err = p.Certificates.Archive(c.Request.Context(), a, cohort.ID, w)
	if err != nil && w.sent {
		p.Log.ErrorContext(c.Request.Context(), "archive broken off", "cohort", cohort.ID, "error", err)
		panic(http.ErrAbortHandler)
	}
	return err
}

// patientArchive gives every piece its own time, instead of all together.
type patientArchive struct {
	archive
	control *http.ResponseController
	now     func() time.Time
}

// Write implements io.Writer.
func (x *patientArchive) Write(b []byte) (int, error) {
	if err := x.control.SetWriteDeadline(x.now().Add(archivePatience)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return 0, err
	}
	return x.archive.Write(b)
}
