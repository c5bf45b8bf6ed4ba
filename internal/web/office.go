package web

import (
	"testamur/internal/record"

	"github.com/gin-gonic/gin"
)

// mountOffice registers the pages on which staff set up programmes and follow what happens in them.
func (p *Pages) mountOffice(to routes) {
	p.mountProgrammes(to)
	p.mountThemes(to)
	p.mountCohorts(to)
	p.mountEnrolments(to)
	p.mountCertificates(to)
	p.mountPaper(to)
	p.mountDetails(to)
	p.mountWork(to)
	p.mountMeetings(to)
	p.mountSpoken(to)
	p.mountPeople(to)
	p.mountErasing(to)
	p.mountEvents(to)
	p.mountTokens(to)
}

// wholePage is how much of a list a page shows.
var wholePage = record.Page{Limit: record.MaxPage}

// after reads where a list goes on.
func after(c *gin.Context) record.Page {
	return record.Page{After: idOf(c.Query("after")), Limit: 50}
}
