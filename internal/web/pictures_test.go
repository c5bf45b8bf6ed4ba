package web_test

import (
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gin-gonic/gin"
)

// exhibitions show all pages there are, to everybody who may see them: empty, with mistakes, and full.
var exhibitions = map[string]func(*testing.T){
	"frame": picturesOfTheFrame, "office": picturesOfTheOffice, "certificate": picturesOfACertificate, "review": picturesOfAReview,
	"nothing": picturesOfNothing, "staff": picturesOfStaffForms, "assessor": picturesOfAnAssessor, "participant": picturesOfAParticipant,
	"signatory": picturesOfASignatory, "reviewer": picturesOfAReviewer, "stranger": picturesOfStrangers, "writing": picturesOfWriting, "year": picturesOfAYear,
	"handbook": picturesOfHandbooks, "anyone": picturesForAnyone, "reviews": picturesOfReviewsSignedIn, "signing": picturesOfSigning,
	"together": picturesOfSigningTogether, "versions": picturesOfVersions, "desk": picturesOfTheDesk, "work": picturesOfWork, "meetings": picturesOfMeetings,
	"frameworks": picturesOfFrameworks, "coverage": picturesOfCoverage, "excerpts": picturesOfExcerpts,
	"spoken": picturesOfWhatWasSaid, "paper": picturesOfPaper, "erasing": picturesOfErasing, "offers": picturesOfOffers, "own meetings": picturesOfOwnMeetings,
}

// unseen are what can be got and is no page, and why.
var unseen = map[string]string{
	"/assets/*name":             "style, fonts and scripts",
	"/verify":                   "leads on to /v/ and the code",
	"/l/:secret/document":       "a PDF",
	"/s/:secret/document":       "a PDF",
	"/my-year/:id/document":     "a PDF",
	"/my-data/copy":             "an archive",
	"/people/:id/copy":          "an archive",
	"/versions/:id/document":    "a PDF",
	"/certificates/:id/preview": "a PDF; what stands in its way is shown",
	"/layouts/:name":            "a PDF",
	"/editions/:id/file":        "a YAML file",

	"/editions/:id/read/handbook.pdf": "a PDF",
	"/programmes/:id/logo":            "a picture",
	"/signing/:id/document":           "a PDF",
	"/signing/:id/picture/:file":      "a picture",
	"/l/:secret/picture/:file":        "a picture",
	"/favicon.ico":                    "a picture",

	"/cohorts/:id/import/template":               "a table",
	"/cohorts/:id/certificates.zip":              "an archive",
	"/handbook/:framework":                       "leads on to the newest edition",
	"/handbook/:framework/:edition/handbook.pdf": "a PDF",
}

// Whatever page there is, everybody can use it: axe-core finds no fault with it, light or dark; it fits a telephone and a wide screen
// at 200 %; it is light; and the browser reports no breach of its Content-Security-Policy.
func TestPicturesOfEveryPage(t *testing.T) {
	routes, seen := newEmptyWorld(t).handler.(*gin.Engine).Routes(), atomic.Int64{}
	t.Cleanup(func() { // once all were seen
		if seen.Load() < int64(len(exhibitions)) {
			return // only some were asked for, or there is no browser
		}
		for _, route := range routes {
			if _, no := unseen[route.Path]; !no && route.Method == http.MethodGet && !shown.has(route.Path) {
				t.Errorf("nobody looks at %s: take a picture of it in one of the exhibitions, or say why not", route.Path)
			}
		}
	})
	for name, show := range exhibitions {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			show(t)
			seen.Add(1)
		})
	}
}

// shown are the paths that were looked at.
var shown gallery

type gallery struct {
	lock  sync.Mutex
	paths []string
}

func (g *gallery) note(path string) {
	g.lock.Lock()
	defer g.lock.Unlock()
	path, _, _ = strings.Cut(path, "?")
	g.paths = append(g.paths, path)
}

func (g *gallery) has(route string) bool {
	g.lock.Lock()
	defer g.lock.Unlock()
	for _, path := range g.paths {
		if leads(route, path) {
			return true
		}
	}
	return false
}

// leads says whether a path is one of a route's; a word is no id.
func leads(route, path string) bool {
	names, parts := strings.Split(route, "/"), strings.Split(path, "/")
	if len(names) != len(parts) {
		return false
	}
	for i, name := range names {
		if name != parts[i] && (!strings.HasPrefix(name, ":") || parts[i] == "new") {
			return false
		}
	}
	return true
}
