package certificate

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"
)

// written is a certificate with one section of one passage, for Olga, signed by Karsten.
func written(text string) (Certificate, Surroundings) {
	karsten := access.Person{PersonFields: access.PersonFields{Name: "Karsten Ehms"}}
	karsten.ID = uuid.New()
	c := Certificate{
		State: Composing, Fields: Fields{Title: "Certificate", Name: "Olga Vtorushina", AwardDate: civil.Of(noon)},
		Sections:    []Section{{Heading: "Persistence", Passages: []Passage{{Text: text, Sources: []Source{{WritingID: uuid.New()}}}}}},
		Signatories: []Signatory{{PersonID: karsten.ID, Name: karsten.Name}},
	}
	return c, Surroundings{Language: "en", Participant: access.Person{PersonFields: access.PersonFields{Name: c.Name}}, Others: []access.Person{karsten}}
}

// details gives what was found of a kind.
func details(findings []Finding, kind FindingKind) []string {
	var out []string
	for _, f := range findings {
		if f.Kind == kind {
			out = append(out, f.Detail)
		}
	}
	return out
}

func TestANameInAnotherSpellingIsFound(t *testing.T) {
	type row struct{ name, language, text, found string }
	for _, c := range []row{
		{"Olga Vtorushina", "en", "The work of Olga Vtorushyna speaks for itself.", "Vtorushyna"},
		{"Olga Vtorushina", "en", "Vtorushna does not give up.", "Vtorushna"},
		{"Olga Vtorushina", "en", "Nobody met Ogla there.", "Ogla"},
		{"Olga Vtorushina", "en", "What Carsten saw.", "Carsten"},
		{"Łukasz Żółć", "en", "Twice Zolc found another afternoon.", "Zolc"},
		{"Nguyễn Thị Ánh", "en", "Anh convenes a circle.", "Anh"},
		{"Renée Müller", "de", "Frau Mueller gab nicht auf.", "Mueller"},
		{"Наталья Соколова", "ru", "Наталья Соколава спрашивала.", "Соколава"},
		{"Dana Novák", "cs", "Projekt vedla Dana Novak.", "Novak"},
		// As it is.
		{"Olga Vtorushina", "en", "Olga's and Vtorushina’s work; OLGA VTORUSHINA.", ""},
		{"Łukasz Żółć", "pl", "ZOLC. Praca Łukasza Żółcia.", ""},
		{"Наталья Соколова", "ru", "Наталью Соколову спрашивали; о Наталье Соколовой.", ""},
		{"Karin Lange", "de", "Langes Projekt; Karins Weg.", ""},
		// Another word.
		{"Olga Vtorushina", "en", "The Volga is long, and so is the Elba.", ""},
		{"Jo Chance", "en", "Change came slowly. She did not fear change.", ""},
		{"Amara Okafor", "en", "Amarant is a plant of that country.", ""},
		{"Martin Stone", "en", "Stones were in the way.", ""},
		{"Ana Marsh", "en", "On 3 May she began.", ""},
		{"李小龙", "zh", "李晓龙参加了这个项目。", ""},
	} {
		cert, around := written(c.text)
		cert.Name, around.Participant.Name, around.Language = c.name, c.name, c.language
		var want []string
		if c.found != "" {
			want = []string{c.found}
		}
		if d := cmp.Diff(want, details(cert.Check(around), NameSpelling)); d != "" {
			t.Errorf("%s in %q: %s", c.name, c.text, d)
		}
	}
}

func TestAPrintedNameThatIsNotThePersonsIsFound(t *testing.T) {
	c, around := written("She does not give up.")
	around.Participant.Name, c.Signatories[0].Name = "Olga Petrova", "Karsten Ems"
	around.Others[0].Name = "Karsten Ehmsen"
	got := map[string]string{}
	for _, f := range c.Check(around) {
		got[f.Pointer] = f.Detail
	}
	if d := cmp.Diff(map[string]string{"/name": "Olga Petrova"}, got); d != "" {
		t.Error(d)
	}
	c.Signatories[0].Name = "Karsten Ehmsn"
	if f := c.Check(around); len(f) != 2 || f[1].Pointer != "/signatories/0/name" || f[1].Detail != "Ehmsn" {
		t.Errorf("a slip in a signatory's name: %+v", f)
	}
}

func TestPlaceholdersAreFound(t *testing.T) {
	for _, c := range []struct{ language, text, blocks, warns string }{
		{"en", "She met XXX there.", "XXX", ""},
		{"en", "xxx works well.", "xxx", ""},
		{"en", "TODO: ask Karsten.", "TODO", ""},
		{"es", "Lo dio TODO por el equipo.", "", "TODO"},
		{"en", "A text. TBD.", "TBD", ""},
		{"en", "FIXME before sending.", "FIXME", ""},
		{"en", "[name] does not give up.", "[name]", ""},
		{"en", "[First Name] does not give up.", "[First Name]", ""},
		{"en", "[insert name here] does not give up.", "[insert name here]", ""},
		{"fr", "[Prénom] a tenu bon.", "[Prénom]", ""},
		{"en", "She works for [company].", "", "[company]"},
		{"en", "{name} does not give up.", "{name}", ""},
		{"en", "{{ .Name }} does not give up.", "{{ .Name }}", ""},
		{"en", "${name} does not give up.", "${name}", ""},
		{"en", "She met <...> there.", "<...>", ""},
		{"en", "<Name of participant> does not give up.", "<Name of participant>", ""},
		{"en", "Lorem ipsum dolor sit amet.", "Lorem ipsum", ""},
		{"en", "She met ___ there.", "___", ""},
		{"en", "The NN were there.", "", "NN"},
		{"en", "Somebody, N.N., was there.", "", "N.N."},
		{"en", "The XXX Olympiad was over.", "", "XXX"},
		// Meant as it stands.
		{"en", "He said that [the project] was “a start [sic] […] of [a] kind [1]”, and N. N. Semenov agreed.", "", ""},
		{"en", "Write to Olga <olga@example.org>, or see <https://example.org/x>.", "", ""},
		{"en", "Where a<b and c>d, 5 < 6 and 7 > 3; <<Bonjour>>; I <3 it.", "", ""},
		{"en", "She is ___very___ patient; XX and XXL are sizes, NNW a direction.", "", ""},
		{"es", "MÉTODO y MÉTODOS: todo cambia.", "", ""},
		{"en", "[Name](https://example.org) is a link.", "", ""},
	} {
		cert, around := written(c.text)
		around.Language = c.language
		got := map[Severity]string{}
		for _, f := range cert.Check(around) {
			if f.Kind == Placeholder {
				got[f.Severity] += f.Detail
			}
		}
		want := map[Severity]string{}
		for severity, detail := range map[Severity]string{SeverityBlocking: c.blocks, SeverityWarning: c.warns} {
			if detail != "" {
				want[severity] = detail
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%q: %s", c.text, d)
		}
	}
}

func TestWhatBlocksIsRefusedAndAWarningIsNot(t *testing.T) {
	c, _ := written("She met XXX and [name]. A text that breaks off, of")
	c.Signatories[0].Name, c.Signatories[0].Organisation = "NN", "NN Group"
	err := c.sendable("en")
	got := map[string]int{}
	if fault.CodeOf(err) == fault.Invalid {
		for _, v := range err.(*fault.Error).Violations { //nolint:errorlint // the rule returns it bare
			got[v.Pointer+" "+v.Reason]++
		}
	}
	if d := cmp.Diff(map[string]int{"/sections/0/passages/0/text placeholder": 2, "/signatories/0/name placeholder": 1}, got); d != "" {
		t.Error(d)
	}
}

func TestASectionThatBreaksOffIsFound(t *testing.T) {
	for text, want := range map[string][]string{
		"She went on. And then she": {"went on. And then she"}, "It was the end,": {"It was the end,"}, "Three things:": {"Three things:"},
		"She went on.": nil, "“She went on.”": nil, "Did she (really?)": nil, "And so on …": nil, "*She went on.*": nil, "彼女は続けた。": nil, "उसने हार नहीं मानी।": nil,
		"Three things:\n- patience\n- trust": nil, "Two:\n1. patience\n2) trust": nil, "เธอไม่ยอมแพ้": nil, "": nil,
	} {
		c, around := written(text)
		if d := cmp.Diff(want, details(c.Check(around), Unfinished)); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
	c, around := written("This begins a sentence that")
	c.Sections[0].Passages = append(c.Sections[0].Passages, Passage{Text: "the next passage ends.", RunsOn: true, Sources: c.Sections[0].Passages[0].Sources})
	if f := c.Check(around); len(f) != 0 {
		t.Errorf("a sentence over two passages: %+v", f)
	}
}

func TestSentencesEndWhereTheyEnd(t *testing.T) {
	for text, want := range map[string][]string{
		"One. Two! Three? “Four.” Five… Six":              {"One.", "Two!", "Three?", "“Four.”", "Five…", "Six"},
		"Dr. Reis met J. Smith at 3.14 p.m. and left.":    {"Dr. Reis met J. Smith at 3.14 p.m. and left."},
		"One line\ngoes on. A paragraph\n\nAnother\n\n\n": {"One line goes on.", "A paragraph", "Another"},
		"彼女は続けた。止まらなかった。":                                 {"彼女は続けた。", "止まらなかった。"},
		"See example.org for more.":                       {"See example.org for more."},
		"":                                                nil, " \n ": nil,
	} {
		if d := cmp.Diff(want, sentencesOf(text)); d != "" {
			t.Errorf("%q: %s", text, d)
		}
	}
}

func TestASentenceIsKnownWhateverItsCaseSpaceAndPunctuation(t *testing.T) {
	const plainly = "She kept a record of what each meeting changed on the wards."
	want := SentenceDigests(plainly)
	if len(want) != 1 {
		t.Fatalf("%d sentences", len(want))
	}
	for _, other := range []string{
		"She kept — a record — of what each\nmeeting changed, on the wards!", "SHE KEPT A RECORD OF WHAT EACH MEETING CHANGED ON THE WARDS",
		"First. She kept a record of what each meeting changed on the wards. Last.", plainly + " " + plainly,
	} {
		if d := cmp.Diff(want, SentenceDigests(other)); d != "" {
			t.Errorf("%q: %s", other, d)
		}
	}
	if got := SentenceDigests("One two three four five six seven.", "彼女は続けた。"); got != nil {
		t.Errorf("short sentences: %v", got)
	}
	if got := SentenceDigests("彼女は会議が病棟で何を変えたのかを毎回記録し続けていた。"); len(got) != 1 {
		t.Errorf("a long sentence without spaces: %v", got)
	}
}

func TestARepeatIsShownWhereItStands(t *testing.T) {
	const twice = "Setbacks do not make anybody here drop what they have begun."
	c, around := written("Something of her own. " + twice)
	elsewhere := uuid.New()
	around.Repeats = []Repeat{{Sentence: SentenceDigests(twice)[0], Certificate: elsewhere}}
	got := c.Check(around)
	if len(got) != 1 || got[0].Kind != Repeated || got[0].Pointer != "/sections/0/passages/0/text" || got[0].Detail != twice || got[0].Certificate != elsewhere {
		t.Errorf("%+v", got)
	}
}

// A slip anywhere but at the beginning of a longer name is found in the middle of a sentence; the name itself never is.
func TestEverySlipInALongNameIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		name := []rune(rapid.StringMatching(`[A-Z][a-z]{5,12}`).Draw(t, "name"))
		at, other := rapid.IntRange(1, len(name)-1).Draw(t, "at"), rapid.RuneFrom(nil, unicode.Latin).Filter(unicode.IsLower).Draw(t, "other")
		slip := slices.Clone(name)
		switch rapid.SampledFrom([]string{"exchange", "leave out", "put in"}).Draw(t, "slip") {
		case "exchange":
			slip[at] = other
		case "leave out":
			slip = slices.Delete(slip, at, at+1)
		case "put in":
			slip = slices.Insert(slip, at, other)
		}
		c, around := written("There was “" + string(slip) + "” in it; and “" + string(name) + "”.")
		c.Name, around.Participant.Name, around.Others = string(name), string(name), nil
		got := details(c.Check(around), NameSpelling)
		if string(slip) == string(name) || genitive(string(slip), string(name)) || len([]rune(plain(string(other)))) != 1 {
			return
		}
		if !slices.Equal(got, []string{string(slip)}) {
			t.Fatalf("%s for %s: found %q", string(slip), string(name), got)
		}
	})
}

func TestDistanceIsSymmetricAndBounded(t *testing.T) {
	letters := rapid.SliceOfN(rapid.RuneFrom([]rune("abc")), 0, 8)
	rapid.Check(t, func(t *rapid.T) {
		a, b := letters.Draw(t, "a"), letters.Draw(t, "b")
		d := distance(a, b)
		if d != distance(b, a) || d > max(len(a), len(b)) || d < max(len(a), len(b))-min(len(a), len(b)) || (d == 0) != slices.Equal(a, b) {
			t.Fatalf("%q, %q: %d and %d", string(a), string(b), d, distance(b, a))
		}
	})
}

func FuzzChecks(f *testing.F) {
	f.Add("Olga Vtorushina", "Persistence", "Olga Vtorushyna met XXX.\n\n[name] {{ x }} ___ <…>", "en")
	f.Add("Łukasz Żółć", "BOUNDARY", "Zolc. “No”…", "pl")
	f.Add("Olga", "A", "[name{{{{{{{] {{ x }}", "en")
	f.Add("\xff", "<<<[[[{{{", "N.N.__ ___a___ ${", "x")
	f.Fuzz(func(t *testing.T, name, heading, text, language string) {
		c, around := written(text)
		c.Name, c.Sections[0].Heading, around.Language = name, heading, language
		places := map[string]string{"/sections/0": "", "/sections/0/passages/0": ""}
		for _, at := range c.spots() {
			places[at.pointer] = at.text
		}
		blocking := false
		for _, found := range c.Check(around) {
			at, ok := places[found.Pointer]
			if !ok {
				t.Fatalf("%+v points at nothing", found)
			}
			if (found.Kind == NameSpelling || found.Kind == Placeholder) && !strings.Contains(at, strings.TrimSuffix(found.Detail, "…")) {
				t.Fatalf("%+v is not in %q", found, at)
			}
			blocking = blocking || found.Severity == SeverityBlocking
		}
		if refused := c.sendable(language) != nil; heading != "" && refused != blocking {
			t.Fatalf("refused: %v, blocking: %v", refused, blocking)
		}
	})
}

func FuzzSentences(f *testing.F) {
	f.Add("One. Two! “Three.”\n\nDr. Four…")
	f.Add("彼女は続けた。止まらなかった。")
	f.Add("Me. Two! \xbf)u “Three.\xe6\x80\n\n\x9d")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "") // as every text is that comes in
		letters := func(s string) string {
			return strings.Map(func(r rune) rune {
				if unicode.IsSpace(r) {
					return -1
				}
				return r
			}, s)
		}
		if got := letters(strings.Join(sentencesOf(text), "")); got != letters(text) {
			t.Fatalf("%q lost letters of %q", got, letters(text))
		}
		SentenceDigests(text)
	})
}
