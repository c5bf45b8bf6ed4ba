package web

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"testamur/internal/access"
	"testamur/internal/fault"
	"testamur/internal/framework"

	"github.com/gin-gonic/gin"
)

// maxDisciplineForm is how many bytes the form of a discipline may have: its texts are longer than those of other forms.
const maxDisciplineForm = 1 << 20

func (p *Pages) mountEditionTexts(to routes) {
	for path, ask := range map[string]draftForm{
		"/editions/:id/front": frontForm, "/editions/:id/new-group": newGroupForm, "/editions/:id/groups/:code": groupForm,
		"/editions/:id/new-discipline": newDisciplineForm, "/editions/:id/disciplines/:code": disciplineForm,
		"/editions/:id/groups/:code/remove": removeGroupForm, "/editions/:id/disciplines/:code/remove": removeDisciplineForm,
	} {
		to.form(path, func(c *gin.Context, a access.Actor) (formPage, error) { return p.draftPage(c, a, ask) })
	}
}

// draft is an edition that is written, and what it comes after.
type draft struct {
	framework.Edition
	Before framework.Content // zero for a first edition
}

func (p *Pages) openDraft(c *gin.Context, a access.Actor) (draft, error) {
	e, err := p.draft(c, a)
	if err != nil {
		return draft{}, err
	}
	_, before, err := p.Programmes.EditionToPrint(c.Request.Context(), a, e.ID)
	if err != nil || before == nil {
		return draft{Edition: e}, err
	}
	return draft{e, *before}, nil
}

// draftForm says what is asked about a part of a draft. code names the part, and group where a new one goes. Fails as NotFound.
type draftForm func(e draft, code, group string) (draftQuestions, error)

// draftQuestions is a form on a part of a draft.
type draftQuestions struct {
	title, lead, button string
	ask                 func(form) []group
	stored              url.Values
	// apply changes the content as was typed, and gives the pointer to what it changed.
	apply func(f *form, c *framework.Content) string
	links []crumb // below the edition
	done  string
}

func (p *Pages) draftPage(c *gin.Context, a access.Actor, ask draftForm) (formPage, error) {
	e, err := p.openDraft(c, a)
	if err != nil {
		return formPage{}, err
	}
	q, err := ask(e, c.Param("code"), c.Query("group"))
	if err != nil {
		return formPage{}, err
	}
	back := toEdition(e.Edition)
	page := formPage{
		view: p.inside(c, a, q.title, toFrameworks, back), Kicker: editionName(e.Edition) + ", draft", Lead: q.lead, Button: q.button,
		Back: crumb{"Back to the edition", back.Path}, Revision: e.Revision, Room: maxDisciplineForm,
		Ask: q.ask,
		Do: func(f *form) (string, error) {
			return back.Path + "?done=" + q.done, p.changeDraft(c.Request.Context(), a, e, q, f)
		},
		Reasons: map[string]string{"edition_state": ""},
	}
	page.Form.Typed = q.stored
	for _, l := range q.links {
		page.More = append(page.More, crumb{l.Name, back.Path + l.Path})
	}
	return page, nil
}

func (p *Pages) changeDraft(ctx context.Context, a access.Actor, e draft, q draftQuestions, f *form) error {
	at := q.apply(f, &e.Content)
	if err := f.mistyped(); err != nil {
		return err
	}
	_, err := p.Programmes.PutEdition(ctx, a, e.ID, revisionOf(f.Value("revision")), e.Content)
	f.blameAt(err, at)
	return err
}

// blameAt notes what is wrong with a part of an edition, each thing at the field in which it was typed.
func (f *form) blameAt(err error, at string) {
	for _, v := range violationsOf(err) {
		rest, own := strings.CutPrefix(v.Pointer, at+"/")
		if !own {
			f.refuse("", v.Message)
			continue
		}
		field, below, _ := strings.Cut(rest, "/")
		number, _, _ := strings.Cut(below, "/")
		if n, err := strconv.Atoi(number); err == nil {
			f.refuse(field, fmt.Sprintf("Number %d: %s", n+1, v.Message))
			continue
		}
		f.refuse(field, v.Message)
	}
}

const proseHint = "An empty line begins a paragraph. Lines that begin with a hyphen and a space are a list. *Stars* set a word in italics."

func frontForm(e draft, _, _ string) (draftQuestions, error) {
	x := e.Framework
	return draftQuestions{
		title: "Title and introduction", button: "Keep title and introduction", done: "edition-kept",
		stored: url.Values{"name": {x.Name}, "title": {x.Title}, "introduction": {x.Introduction}, "how_to_use": {x.HowToUse}},
		ask: func(f form) []group {
			return []group{{Fields: []field{
				f.Field("name", "Name of the framework", "text", ""),
				f.Field("title", "Title of the handbook", "text", ""),
				f.Area("introduction", "Introduction", 14, proseHint),
				f.Area("how_to_use", "How to use it", 10),
			}}}
		},
		apply: func(f *form, c *framework.Content) string {
			x := &c.Framework
			x.Name, x.Title, x.Introduction, x.HowToUse = f.Value("name"), f.Value("title"), f.Value("introduction"), f.Value("how_to_use")
			return "/framework"
		},
	}, nil
}

const codeHint = "Up to 32 capital letters, digits and underscores. It stays the same from edition to edition, whatever the name."

func newGroupForm(draft, string, string) (draftQuestions, error) {
	return draftQuestions{
		title: "Add a group", button: "Add the group", done: "edition-kept",
		ask: func(f form) []group {
			return []group{{Fields: []field{
				f.Field("name", "Name", "text", ""), f.Field("code", "Code", "text", "", codeHint), f.Area("introduction", "Introduction", 5, "May stay empty."),
			}}}
		},
		apply: func(f *form, c *framework.Content) string {
			c.Groups = append(c.Groups, framework.Group{Code: f.Value("code"), Name: f.Value("name"), Introduction: f.Value("introduction")})
			return fmt.Sprintf("/groups/%d", len(c.Groups)-1)
		},
	}, nil
}

func groupForm(e draft, code, _ string) (draftQuestions, error) {
	i, err := groupAt(e, code)
	if err != nil {
		return draftQuestions{}, err
	}
	g := e.Groups[i]
	return draftQuestions{
		title: g.Name, button: "Keep the group", done: "edition-kept",
		stored: url.Values{"name": {g.Name}, "introduction": {g.Introduction}, "place": {strconv.Itoa(i + 1)}},
		links:  []crumb{{"Remove this group", "/groups/" + url.PathEscape(code) + "/remove"}},
		ask: func(f form) []group {
			return []group{{Fields: []field{
				f.Field("name", "Name", "text", ""), f.Area("introduction", "Introduction", 5, "May stay empty."), f.Choose("place", "Place among the groups", numbers(len(e.Groups))),
			}}}
		},
		apply: func(f *form, c *framework.Content) string {
			g.Name, g.Introduction = f.Value("name"), f.Value("introduction")
			to, err := strconv.Atoi(f.Value("place"))
			if err != nil || to < 1 || to > len(c.Groups) {
				to = i + 1
			}
			c.Groups = slices.Insert(slices.Delete(slices.Clone(c.Groups), i, i+1), to-1, g)
			return fmt.Sprintf("/groups/%d", to-1)
		},
	}, nil
}

// numbers are the choices from 1 to n.
func numbers(n int) []option {
	options := make([]option, n)
	for i := range options {
		options[i] = option{strconv.Itoa(i + 1), strconv.Itoa(i + 1)}
	}
	return options
}

func groupAt(e draft, code string) (int, error) {
	i := slices.IndexFunc(e.Groups, func(g framework.Group) bool { return g.Code == code })
	if i < 0 {
		return i, fault.Missing("group")
	}
	return i, nil
}

func removeGroupForm(e draft, code, _ string) (draftQuestions, error) {
	i, err := groupAt(e, code)
	if err != nil {
		return draftQuestions{}, err
	}
	lead := "The group is taken out of this draft. Editions that are published keep it."
	if n := len(e.Groups[i].Disciplines); n > 0 {
		lead = fmt.Sprintf("The group is taken out of this draft together with the disciplines in it (%d): %s. Move those that are to stay to another group first. Editions that are published keep them.",
			n, listed(namesIn(e.Groups[i])))
	}
	return takingOut("Remove the group "+e.Groups[i].Name, lead, "Remove the group", func(c *framework.Content) {
		var gone []string
		for _, d := range c.Groups[i].Disciplines {
			gone = append(gone, d.Code)
		}
		c.Groups = slices.Delete(slices.Clone(c.Groups), i, i+1)
		forgetReferences(c, gone...)
	}), nil
}

func namesIn(g framework.Group) []string {
	var names []string
	for _, d := range g.Disciplines {
		names = append(names, d.Name)
	}
	return names
}

func takingOut(title, lead, button string, remove func(c *framework.Content)) draftQuestions {
	return draftQuestions{
		title: title, lead: lead, button: button, done: "edition-kept", ask: func(form) []group { return nil },
		apply: func(_ *form, c *framework.Content) string { remove(c); return "" },
	}
}

// forgetReferences takes out what leads to disciplines that are no longer there.
func forgetReferences(c *framework.Content, codes ...string) {
	for i := range c.Groups {
		for j := range c.Groups[i].Disciplines {
			d := &c.Groups[i].Disciplines[j]
			d.SeeAlso = slices.DeleteFunc(slices.Clone(d.SeeAlso), func(r framework.Reference) bool { return slices.Contains(codes, r.Code) })
		}
	}
}

// violationsOf gives what a use case found wrong, thing by thing.
func violationsOf(err error) []fault.Violation {
	if e, ok := errors.AsType[*fault.Error](err); ok {
		return e.Violations
	}
	return nil
}
