package framework

import (
	"fmt"
	"strings"

	"testamur/internal/text"

	"pgregory.net/rapid"
)

// prose draws what people write, with what a format of files trips over: colons, hashes, quotes, dashes, numbers, "no".
var pieces = []string{
	"who", "asks?", "no", "- item", "# not a comment", "key: value", "“quoted”", "\"", "'", "12", "2001-01-01", "~", "null", "*all*", "&a", "é", "日本",
	"{", "}", "[", "]", "%", "@", "|", ">", "!tag", "<<", "\\", "…", "\u00a0", "👩‍🔬", ",", "...", "---", "0x1f", "1e3", ".inf", "=",
}

func line(t *rapid.T, name string) string {
	s := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 6).Draw(t, name), " ")
	out, problem := text.Line(s)
	if problem != nil || out == "" {
		return "x"
	}
	return out
}

func optionalLine(t *rapid.T, name string) string {
	if rapid.Bool().Draw(t, "with "+name) {
		return line(t, name)
	}
	return ""
}

func prose(t *rapid.T, name string) string {
	gaps := []string{"\n", "\n\n", "\n  ", "\n- "}
	s := optionalLine(t, name)
	for range rapid.IntRange(0, 3).Draw(t, "more of "+name) {
		s += rapid.SampledFrom(gaps).Draw(t, "gap") + line(t, name)
	}
	out, problem := text.Prose(s)
	if problem != nil {
		return ""
	}
	return out
}

func entries(t *rapid.T, name string) []Entry {
	var out []Entry
	for range rapid.IntRange(0, 2).Draw(t, "number of "+name) {
		out = append(out, Entry{line(t, name), line(t, name)})
	}
	return out
}

// content draws an edition whose disciplines have codes out of few, so that two of them have some in common.
func content(t *rapid.T) Content {
	c := Content{Framework: Front{
		Code: "F", Name: line(t, "name"), Language: "en", Edition: rapid.IntRange(1, maxEdition).Draw(t, "edition"), Title: line(t, "title"),
		Introduction: prose(t, "introduction"), HowToUse: prose(t, "how to use"),
	}}
	codes := rapid.Permutation([]string{"A", "B", "C", "D", "E", "F"}).Draw(t, "codes")
	codes = codes[:rapid.IntRange(0, len(codes)).Draw(t, "number of disciplines")]
	for i, group := range rapid.Permutation([]string{"G", "H", "I"}).Draw(t, "groups")[:rapid.IntRange(1, 3).Draw(t, "number of groups")] {
		g := Group{Code: group, Name: line(t, "group"), Introduction: prose(t, "introduction of group")}
		for j, code := range codes {
			if j%3 == i {
				g.Disciplines = append(g.Disciplines, discipline(t, code))
			}
		}
		c.Groups = append(c.Groups, g)
	}
	return c
}

func discipline(t *rapid.T, code string) Discipline {
	d := Discipline{
		Code: code, Name: line(t, "discipline"), Question: optionalLine(t, "question"), Summary: prose(t, "summary"),
		Perspectives: entries(t, "perspective"), Methods: entries(t, "method"), Pitfalls: entries(t, "pitfall"), Quality: entries(t, "quality"),
	}
	for i := range rapid.IntRange(0, 2).Draw(t, "questions") {
		d.GuidingQuestions = append(d.GuidingQuestions, fmt.Sprint(i, line(t, "guiding question")))
	}
	d.From = append(d.From, rapid.Permutation([]string{"A", "B", "C", "D", "E", "F"}).Draw(t, "from")[:rapid.IntRange(0, 2).Draw(t, "origins")]...)
	for range rapid.IntRange(0, 2).Draw(t, "works") {
		d.Reading = append(d.Reading, Work{line(t, "author"), rapid.IntRange(minYear, maxYear).Draw(t, "year"), line(t, "title"), line(t, "source"), optionalLine(t, "note")})
	}
	return d
}
