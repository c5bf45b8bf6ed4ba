package typeset

import (
	"bytes"
	"image"
	"image/color"
	"image/png"
	"slices"
	"testing"
	"time"

	"testamur/internal/pdf"
	"testamur/templates"
)

// modelCertificate is the model certificate's facts, length and structure in words of our own.
func modelCertificate() Certificate {
	text := func(s string) Block { return Block{Items: []Item{{{Text: s}}}} }
	return Certificate{
		Language:    "en",
		Institution: "Wenger-Trayner School of Social Learning",
		Programme:   "Social Learning Leadership 2015",
		About: "The social learning leadership programme takes a year. Participants carry a project at their own place of work, meet every month " +
			"as a cohort and with a coach, and close the year before a panel of experts in their field. The certificate is the assessment.",
		Title:     "Social learning leadership certificate",
		Name:      "Olga Vtorushina",
		AwardDate: Date{2015, time.December, 14},
		Sections: []Section{
			{"Transforming the culture of a department", []Block{text("The training department in which Olga is employed plans its courses when a business unit asks for one, much as such departments have always done. She set herself the task of bringing the view of social learning into how her colleagues think about their work and how they do it. Where a course hands over a syllabus, social learning starts from people who face a question in their own practice and lets them work on it together. The two are meant to support each other, yet to people who are used to classrooms the newcomer can look like a rival. Even the question of what a session was worth needs another answer than the usual forms can give. To bring in such a view is to change a culture, and nobody should expect that to be easy.")}},
			{"Persistence", []Block{text("The year had good months and hard ones. When a colleague left with whom she had built up one of the communities, much of what the two had shared was about to leave as well. Handing over a process would have been simple; what Olga wanted to preserve was the trust between people. She went to the manager of the one who had left and found a way to carry it on. Setbacks do not make her drop what she has begun. Whoever leads social learning calls habits into question and will need exactly this staying power.")}},
			{"Boundary crossing", []Block{text("Olga is drawn to the borders between units and between ways of working, and she likes to work right there. She wants to build bridges, and beyond that to make room in the organization for others who would build their own. That this comes easily to her has to do with her own story: she grew up in Siberia and has made her home in Denmark. She knows from daily life what it takes to see the world in more than one way and to make sense of what does not fit together at first sight. We have met this same experience in many people who lead social learning well.")}},
			{"Intellectual curiosity and business sense", []Block{text("Before she came to industry Olga was a scholar, and the curiosity of those years is still at the root of how she works. The concepts of social learning theory are familiar ground to her, and they keep her curiosity alive. What is new is that she applies the discipline of her mind to goals of the business. The next step for her is to put what she has understood into plans and deeds that managers recognize as theirs, since that is what will make her able to act.")}},
			{"Focusing on learning as a strategic imperative", []Block{text("Olga asks first what the business will need while everything around it is changing quickly, and only then which tasks her position foresees. It is by this road that she arrived at social learning as a matter of strategy. Such an enterprising spirit belongs to leadership, and it strains the limits of any job description. A company that is asked to change its culture will want to see the value of it shown, more than once and from more than one side. To do so step by step, with a method, seems to us the right task for the time that lies ahead of her.")}},
		},
		Signatories: []Signatory{
			{"Kathleen Biseli", "Head of Wind Quality Excellence", "Siemens Energy, Inc"},
			{"Karsten Ehms", "Sr Consultant for Knowledge Management & Social Software", "Corporate Technology, Siemens"},
			{"Beverly Wenger-Trayner", "", ""},
			{"Etienne Wenger-Trayner", "", ""},
		},
		Serial:    "SLL-2015-0007",
		Code:      "7KQ2M9XW4TVB3HNP6RDC8",
		VerifyURL: "https://certificates.example.org/v/7KQ2M9XW4TVB3HNP6RDC8",
		Created:   time.Date(2015, time.December, 14, 15, 30, 0, 0, time.UTC),
		ID:        [16]byte{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16},
	}
}

func newTypesetter(t testing.TB) (*Typesetter, *Layout) {
	t.Helper()
	ts, err := NewTypesetter(templates.Files)
	if err != nil {
		t.Fatal(err)
	}
	l, err := ts.Layout("classic")
	if err != nil {
		t.Fatal(err)
	}
	return ts, l
}

// logo is a picture of a circle in a square, w pixels wide and h high.
func logo(t testing.TB, w, h int) []byte {
	t.Helper()
	m := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := color.RGBA{255, 255, 255, 255}
			if dx, dy := float64(x)/float64(w)-0.5, float64(y)/float64(h)-0.5; dx*dx+dy*dy < 0.25 && dx*dx+dy*dy > 0.16 {
				c = color.RGBA{123, 35, 49, 255}
			}
			m.SetRGBA(x, y, c)
		}
	}
	var b bytes.Buffer
	if err := png.Encode(&b, m); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// longCertificate has three times the model's text.
func longCertificate() Certificate {
	c := modelCertificate()
	c.Sections = slices.Concat(c.Sections, c.Sections, c.Sections)
	return c
}

// drawn is a part that carries text, and where it stands.
type drawn struct {
	page int
	x, y float64
	line *textLine
	tag  *pdf.Element
}

// drawnLines lists the lines of a composed certificate in the order in which they are drawn.
func drawnLines(b *book) []drawn {
	var lines []drawn
	b.each(func(page int, p part, x, y float64) {
		if l, ok := p.mark.(*textLine); ok {
			lines = append(lines, drawn{page, x, y, l, p.tag})
		}
	})
	return lines
}
