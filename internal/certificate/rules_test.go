package certificate

import (
	"testing"
	"time"

	"testamur/internal/access"
	"testamur/internal/civil"
	"testamur/internal/fault"
	"testamur/internal/programme"
	"testamur/internal/record"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"
	"pgregory.net/rapid"
)

var (
	noon    = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
	digest  = record.DigestOf([]byte("the text"))
	editor  = access.Actor{Kind: access.KindToken, ID: uuid.New(), Role: access.RoleStaff}
	office  = access.Actor{Kind: access.KindToken, ID: uuid.New(), Role: access.RoleStaff}
	karsten = Signatory{ID: uuid.New(), PersonID: uuid.New(), Name: "Karsten"}
	beverly = Signatory{ID: uuid.New(), PersonID: uuid.New(), Name: "Beverly"}
)

func version(required int) Version {
	return Version{
		TextDigest: digest, Signatories: []Signatory{karsten, beverly}, RequiredSignOffs: required,
		Composers: []Composer{{Key: editor.Key()}},
	}
}

func says(s Signatory, d Decision, by access.Actor, minute int) SignOff {
	return SignOff{SignatoryID: s.ID, Signatory: s, Decision: d, TextDigest: digest, Recorder: by, At: noon.Add(time.Duration(minute) * time.Minute)}
}

func TestIssuableAsksForEnoughIndependentApprovalsOfThisText(t *testing.T) {
	other := says(karsten, Approved, office, 1)
	other.TextDigest = record.DigestOf([]byte("another text"))
	composerSigns := version(1)
	composerSigns.Composers = []Composer{{Key: "someone", Person: karsten.PersonID}}
	for name, c := range map[string]struct {
		version Version
		answers []SignOff
		reason  string
	}{
		"nobody answered":                 {version(0), nil, "sign_offs_missing"},
		"one of all":                      {version(0), []SignOff{says(karsten, Approved, office, 1)}, "sign_offs_missing"},
		"all":                             {version(0), []SignOff{says(karsten, Approved, office, 1), says(beverly, Approved, office, 2)}, ""},
		"one of one needed":               {version(1), []SignOff{says(karsten, Approved, office, 1)}, ""},
		"a refusal pauses":                {version(1), []SignOff{says(karsten, Approved, office, 1), says(beverly, Declined, office, 2)}, "declined"},
		"a refusal taken back":            {version(0), []SignOff{says(karsten, Declined, office, 1), says(karsten, Approved, office, 2), says(beverly, Approved, office, 3)}, ""},
		"for another text":                {version(1), []SignOff{other}, "sign_offs_missing"},
		"by somebody else":                {version(1), []SignOff{says(Signatory{ID: uuid.New()}, Approved, office, 1)}, "sign_offs_missing"},
		"all recorded by the composer":    {version(0), []SignOff{says(karsten, Approved, editor, 1), says(beverly, Approved, editor, 2)}, "not_independent"},
		"one recorded by another hand":    {version(0), []SignOff{says(karsten, Approved, editor, 1), says(beverly, Approved, office, 2)}, ""},
		"the only signatory composed":     {composerSigns, []SignOff{says(karsten, Approved, office, 1)}, "not_independent"},
		"more needed than there are":      {version(9), []SignOff{says(karsten, Approved, office, 1), says(beverly, Approved, office, 2)}, ""},
		"no signatories are never enough": {Version{TextDigest: digest}, nil, "sign_offs_missing"},
	} {
		t.Run(name, func(t *testing.T) {
			err := c.version.issuable(c.answers)
			if fault.ReasonOf(err) != c.reason || (c.reason == "") != (err == nil) {
				t.Fatalf("got %v, want reason %q", err, c.reason)
			}
		})
	}
}

func TestSendableNamesAllThatIsMissing(t *testing.T) {
	c := Certificate{State: Composing, Sections: []Section{{Heading: "", Passages: nil}, {Heading: "Persistence", Passages: []Passage{{Text: " \n "}}}}}
	err := c.sendable("en")
	want := map[string]string{
		"/award_date": "required", "/sections/0/heading": "required", "/sections/0": "empty_section", "/sections/1": "empty_section", "/signatories": "no_signatory",
	}
	got := map[string]string{}
	for _, v := range err.(*fault.Error).Violations { //nolint:errorlint // the rule returns it bare
		got[v.Pointer] = v.Reason
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if err := (Certificate{State: Issued}).sendable("en"); fault.CodeOf(err) != fault.Conflict {
		t.Errorf("an issued certificate: %v", err)
	}
}

func TestAPassageIsVerbatimOnlyIfItStandsInTheSource(t *testing.T) {
	w := programme.Writing{Text: "She does not  give up.\nNot ever."}
	for passage, want := range map[string]Relation{
		"She does not give up.": Verbatim, "give up. Not ever.": Verbatim, "She never gives up.": Condensed, "she does not give up.": Condensed,
	} {
		if got := relate(passage, w); got != want {
			t.Errorf("%q is %s, want %s", passage, got, want)
		}
	}
}

func TestASourceOfSomebodyElseIsRefused(t *testing.T) {
	known := programme.Writing{ID: uuid.New(), Text: "a"}
	sections := []Section{{Passages: []Passage{{Text: "a", Sources: []Source{{WritingID: known.ID}, {WritingID: uuid.New()}}}}}}
	err := resolve(sections, []programme.Writing{known})
	if fault.CodeOf(err) != fault.Invalid || err.(*fault.Error).Violations[0].Pointer != "/sections/0/passages/0/sources/1" { //nolint:errorlint // bare
		t.Fatalf("got %v", err)
	}
}

func TestProposeFollowsTheCatalogueAndKeepsEverySource(t *testing.T) {
	late, early := programme.Theme{Meta: record.Meta{ID: uuid.New()}}, programme.Theme{Meta: record.Meta{ID: uuid.New()}}
	late.Heading, early.Heading = "Boundary crossing", "Persistence"
	write := func(kind programme.WritingKind, theme uuid.UUID, text string) programme.Writing {
		return programme.Writing{ID: uuid.New(), Kind: kind, ThemeID: theme, Text: text}
	}
	m := Material{
		Themes: []programme.Theme{early, late},
		Writings: []programme.Writing{
			write(programme.WritingFeedback, late.ID, "first written"), write(programme.WritingFeedback, early.ID, "a"),
			write(programme.WritingFeedback, uuid.Nil, "no theme"), write(programme.WritingProject, uuid.Nil, "the project"),
			write(programme.WritingFeedback, late.ID, "then written"),
		},
	}
	m.Project.Title = "Transforming the culture"
	c := Propose(m, uuid.New)
	var got [][]string
	used := map[uuid.UUID]bool{}
	for _, s := range c.Sections {
		line := []string{s.Heading}
		for _, p := range s.Passages {
			line = append(line, p.Text)
			used[p.Sources[0].WritingID] = p.Sources[0].Relation == Verbatim
		}
		got = append(got, line)
	}
	want := [][]string{
		{"Transforming the culture", "the project"}, {"Persistence", "a"}, {"Boundary crossing", "first written", "then written"}, {"Further observations", "no theme"},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, w := range m.Writings {
		if !used[w.ID] {
			t.Errorf("%q has no verbatim passage", w.Text)
		}
	}
}

func TestTheDigestChangesWithEveryWordAndWithTheSalt(t *testing.T) {
	base := Certificate{Fields: Fields{Title: "T", Name: "N", AwardDate: civil.Date{Year: 2015, Month: 12, Day: 14}}, Sections: []Section{{Heading: "H", Passages: []Passage{{Text: "a b"}}}}}
	sum := func(c Certificate, salt byte) record.Digest {
		_, d, err := record.Canonical(c.freeze("en", [16]byte{salt}))
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	seen := map[record.Digest]string{sum(base, 1): "base"}
	for name, change := range map[string]func(*Certificate){
		"name": func(c *Certificate) { c.Name = "M" }, "title": func(c *Certificate) { c.Title = "U" },
		"award date": func(c *Certificate) { c.AwardDate.Day = 15 }, "expiry": func(c *Certificate) { c.ExpiresOn = civil.Date{Year: 2030, Month: 1, Day: 1} },
		"heading": func(c *Certificate) { c.Sections = []Section{{Heading: "I", Passages: c.Sections[0].Passages}} },
		"word":    func(c *Certificate) { c.Sections = []Section{{Heading: "H", Passages: []Passage{{Text: "a c"}}}} },
		"break":   func(c *Certificate) { c.Sections = []Section{{Heading: "H", Passages: []Passage{{Text: "a\n\nb"}}}} },
	} {
		c := base
		change(&c)
		if before, ok := seen[sum(c, 1)]; ok {
			t.Errorf("%s gives the digest of %s", name, before)
		}
		seen[sum(c, 1)] = name
	}
	if _, ok := seen[sum(base, 2)]; ok {
		t.Error("the salt changes nothing")
	}
}

func TestRunningOnJoinsParagraphsAndLosesNoWord(t *testing.T) {
	got := blocks([]Passage{{Text: "One."}, {Text: "Still one.\n\nTwo."}, {Text: "Two on.", RunsOn: true}})
	var paragraphs []string
	for _, b := range got {
		paragraphs = append(paragraphs, b.Items[0][0].Text)
	}
	if d := cmp.Diff([]string{"One.", "Still one.", "Two. Two on."}, paragraphs); d != "" {
		t.Error(d)
	}
}

func TestStoredContentIsReadAsItWasFrozen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[\p{L} ]{1,20}`)
		c := Certificate{Fields: Fields{Title: word.Draw(t, "title"), Name: word.Draw(t, "name")}}
		for range rapid.IntRange(0, 4).Draw(t, "sections") {
			c.Sections = append(c.Sections, Section{Heading: word.Draw(t, "heading"), Passages: []Passage{{Text: word.Draw(t, "text")}}})
		}
		frozen := c.freeze("en", [16]byte{7})
		b, _, err := record.Canonical(frozen)
		if err != nil {
			t.Fatal(err)
		}
		read, err := readContent(b)
		if err != nil {
			t.Fatal(err)
		}
		again, _, err := record.Canonical(read)
		if err != nil || string(again) != string(b) {
			t.Fatalf("%s became %s (%v)", b, again, err)
		}
	})
}

func TestContentOfANewerProgramIsRefused(t *testing.T) {
	if _, err := readContent([]byte(`{"schema":"testamur.certificate/2"}`)); err == nil {
		t.Fatal("it was read as if it were known")
	}
}

func TestAnswerIsNeverGenuineByDefault(t *testing.T) {
	issued := Status{State: VersionIssued, Facts: Facts{Name: "Olga", TimeZone: "Europe/Copenhagen"}}
	with := func(change func(*Status)) Status {
		s := issued
		change(&s)
		return s
	}
	lastDay := civil.Date{Year: 2026, Month: 11, Day: 21}
	for name, c := range map[string]struct {
		status Status
		want   Verdict
	}{
		"issued":                    {issued, Genuine},
		"zero":                      {Status{}, Unknown},
		"out for signing":           {with(func(s *Status) { s.State = VersionSigning }), Unknown},
		"void":                      {with(func(s *Status) { s.State = VersionVoid }), Unknown},
		"a state of the future":     {with(func(s *Status) { s.State = "suspended" }), Unknown},
		"superseded":                {with(func(s *Status) { s.State = VersionSuperseded }), Superseded},
		"revoked":                   {with(func(s *Status) { s.State = VersionRevoked }), VerdictRevoked},
		"erased":                    {with(func(s *Status) { s.ErasedAt = noon }), Erased},
		"on its last day":           {with(func(s *Status) { s.ExpiresOn = lastDay }), Genuine},
		"after its last day":        {with(func(s *Status) { s.ExpiresOn = civil.Date{Year: 2026, Month: 11, Day: 20} }), Expired},
		"revoked before it expired": {with(func(s *Status) { s.State, s.ExpiresOn = VersionRevoked, civil.Date{Year: 2020, Month: 1, Day: 1} }), VerdictRevoked},
	} {
		got := c.status.answer(noon)
		if got.Verdict != c.want {
			t.Errorf("%s: %s, want %s", name, got.Verdict, c.want)
		}
		if tellsName := got.Facts != nil && got.Facts.Name != ""; tellsName && (c.want == Superseded || c.want == Erased || c.want == Unknown) {
			t.Errorf("%s: tells the name", name)
		}
	}
}

// In Copenhagen it is the 22nd when it is 23:30 UTC on the 21st.
func TestExpiryFollowsTheProgrammesZone(t *testing.T) {
	s := Status{State: VersionIssued, Facts: Facts{TimeZone: "Europe/Copenhagen"}, ExpiresOn: civil.Date{Year: 2026, Month: 11, Day: 21}}
	late := time.Date(2026, 11, 21, 23, 30, 0, 0, time.UTC)
	if got := s.answer(late).Verdict; got != Expired {
		t.Errorf("Copenhagen: %s", got)
	}
	s.Facts.TimeZone = "UTC"
	if got := s.answer(late).Verdict; got != Genuine {
		t.Errorf("UTC: %s", got)
	}
}
