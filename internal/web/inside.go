package web

import (
	"slices"
	"strings"

	"testamur/internal/access"

	"github.com/gin-gonic/gin"
)

// inside is what pages for people who are signed in have around their own matter.
type inside struct {
	Who    string // is signed in; empty on pages for anyone
	Places []place
	Trail  []crumb
	// AtAccount says that the page is the person's own account.
	AtAccount bool
}

// place is an entry of the navigation.
type place struct {
	Name, Path string
	needs      access.Operation // what somebody must be able to do to go there
	holds      []string         // paths besides its own whose pages belong to it
	Here       bool
}

// places are where the navigation leads, for those who may go there.
var places = []place{
	{Name: "Home", Path: "/"},
	{Name: "Programmes", Path: "/programmes", needs: access.OpUpdateProgramme, holds: []string{"/cohorts", "/enrolments", "/certificates", "/operations", "/meetings", "/notes", "/spoken", "/themes", "/assignments"}},
	{Name: "Frameworks", Path: "/frameworks", needs: access.OpCreateEdition, holds: []string{"/editions"}},
	{Name: "People", Path: "/people", needs: access.OpListPeople},
	{Name: "Events", Path: "/events", needs: access.OpListEvents},
	{Name: "Tokens", Path: "/tokens", needs: access.OpListTokens},
}

// crumb is a step on the way from home to a page.
type crumb struct{ Name, Path string }

// inside gives the view of a page for somebody who is signed in; the trail leads to it from home.
func (p *Pages) inside(c *gin.Context, a access.Actor, title string, trail ...crumb) view {
	v := p.view(title)
	v.Inside = &inside{Who: a.Name, Trail: trail, AtAccount: within(c.Request.URL.Path, "/account")}
	for _, place := range places {
		if place.needs == "" || a.Permit(place.needs) == nil {
			place.Here = slices.ContainsFunc(append(place.holds, place.Path), func(p string) bool { return within(c.Request.URL.Path, p) })
			v.Inside.Places = append(v.Inside.Places, place)
		}
	}
	v.Said = said[c.Query("done")]
	return v
}

// within says whether a page belongs to a place.
func within(path, place string) bool {
	return path == place || (place != "/" && strings.HasPrefix(path, place+"/"))
}

// sentTo says where the form of the page goes.
func (v view) sentTo(path string) view {
	v.Here = v.Base + path
	return v
}
