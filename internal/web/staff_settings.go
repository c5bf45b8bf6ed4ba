package web

import (
	"cmp"
	"context"
	"net/url"
	"strconv"
	"strings"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/programme"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// settingsPage asks for everything that a programme can be told, with what is stored.
func (p *Pages) settingsPage(c *gin.Context, a access.Actor) (formPage, error) {
	x, err := p.staffedProgramme(c, a)
	if err != nil {
		return formPage{}, err
	}
	path := here("programmes", x.ID, "")
	page := formPage{
		view:   p.inside(c, a, "Settings of "+x.Name, toProgrammes, crumb{x.Name, path}),
		Button: "Keep the settings", Back: crumb{"Back to the programme", path}, Revision: x.Revision, Upload: true,
		Lead: "What was sent for signing or issued keeps what it was sent with.",
		Do: func(f *form) (string, error) {
			return path + "?done=settings", p.changeSettings(c.Request.Context(), a, x.ID, f)
		},
	}
	layouts, err := p.Certificates.Layouts(c.Request.Context(), a)
	page.Ask = func(f form) []group { return askedSettings(f, x, layouts) }
	page.Form.Typed = settingsOf(x)
	return page, err
}

func settingsOf(x programme.Programme) url.Values {
	return url.Values{
		"name": {x.Name}, "certificate_title": {x.CertificateTitle}, "institution": {x.Institution}, "language": {x.Language},
		"time_zone": {x.TimeZone}, "serial_prefix": {x.SerialPrefix}, "layout": {x.Layout}, "about": {x.About}, "length": {x.Length},
		"requirements": {x.Requirements}, "contact": {x.Contact}, "required_sign_offs": {strconv.Itoa(x.RequiredSignOffs)},
		"read_back_days": {strconv.Itoa(x.ReadBackDays)}, "participant_check_days": {strconv.Itoa(x.ParticipantCheckDays)},
		"review_reminder_days": {strconv.Itoa(x.ReviewReminderDays)}, "correction_review": {yesNo(x.CorrectionReview)},
		"signing_reminder_days": {strconv.Itoa(x.SigningReminderDays)},
	}
}

func askedSettings(f form, x programme.Programme, layouts []certificate.Layout) []group {
	logo := group{
		Heading: "Logo", Fields: []field{f.Field("file", "A picture of the logo", "file", "", "A PNG or JPEG of at most 5 MB, on white. It is printed at the head of certificates.")},
	}
	if x.LogoFile != uuid.Nil {
		logo.Logo = here("programmes", x.ID, "/logo?"+x.LogoFile.String())
		logo.Fields = append(logo.Fields, f.Tick("no_logo", "Print no logo any more"))
	}
	return []group{
		{Fields: []field{f.Field("name", "Name of the programme", "text", "")}},
		{Heading: "On the certificate", Fields: []field{
			f.Field("certificate_title", "Title", "text", "", "Such as “Social learning leadership certificate”."),
			f.Field("institution", "Awarded by", "text", "organization"),
			f.Area("about", "About the programme", 4, "A few lines, printed on the last page."),
			f.Field("serial_prefix", "Serial numbers begin with", "text", "", "Up to eight capital letters and digits: SLL gives SLL-2015-0007."),
		}},
		layoutGroup(f, layouts),
		{Heading: "Language and time", Fields: []field{
			f.Field("language", "Language of the certificates", "text", "", "Its code, such as en, de or pt-BR."),
			f.Field("time_zone", "Time zone", "text", "", "As in “Europe/Lisbon”. Days begin and end there."),
		}},
		reviewGroup(f),
		{Heading: "Who signs", Fields: []field{
			f.Choose("required_sign_offs", "Before a certificate is issued", signOffOptions()),
			f.Number("signing_reminder_days", "Remind those who have not signed after so many days", "0: they are not reminded."),
		}},
		{Heading: "For those who verify a certificate", Lead: "Anyone reads this beside the verdict.", Fields: []field{
			f.Field("length", "How long the programme takes", "text", "", "Such as “One year”."),
			f.Area("requirements", "What a participant must have done", 4),
			f.Field("contact", "Where questions go", "text", ""),
		}},
		logo,
	}
}

// reviewGroup asks who is asked about a text before it is signed.
func reviewGroup(f form) group {
	return group{
		Heading: "Who is asked before a text is signed", Lead: "Whoever says nothing until the time is over has no objection; that is never recorded as an approval.",
		Fields: []field{
			f.Number("read_back_days", "Days for assessors to see how their words are used", "0: they are not asked."),
			f.Number("participant_check_days", "Days for the participant to check the text", "0: they are not asked."),
			f.Number("review_reminder_days", "Remind them so many days before the time is over", "Once. 0: they are not reminded."),
			f.Choose("correction_review", "When a certificate is corrected", []option{{"yes", "they are asked again"}, {"no", "nobody is asked again"}}),
		},
	}
}

// layoutGroup asks how certificates look, with a sample of each layout.
func layoutGroup(f form, layouts []certificate.Layout) group {
	g := group{Heading: "How it looks"}
	var options []option
	for _, l := range layouts {
		name := strings.ToUpper(l.Name[:1]) + l.Name[1:]
		options = append(options, option{l.Name, name})
		g.Links = append(g.Links, crumb{"A sample of “" + name + "”, " + l.Description + " (PDF)", "/layouts/" + l.Name})
	}
	g.Fields = []field{f.Choose("layout", "Layout", options)}
	return g
}

func yesNo(yes bool) string {
	if yes {
		return "yes"
	}
	return "no"
}

// sampleOfLayout shows a sample text in a layout.
func (p *Pages) sampleOfLayout(c *gin.Context, a access.Actor) error {
	d, err := p.Certificates.PreviewLayout(c.Request.Context(), a, c.Param("name"))
	if err == nil {
		p.inline(c, d)
	}
	return err
}

func signOffOptions() []option {
	options := []option{{"0", "everybody who is named signs"}, {"1", "at least one signs"}}
	for n := 2; n <= programme.MaxSignatories; n++ {
		options = append(options, option{strconv.Itoa(n), "at least " + strconv.Itoa(n) + " sign"})
	}
	return options
}

func (p *Pages) changeSettings(ctx context.Context, a access.Actor, id uuid.UUID, f *form) error {
	var logo uuid.UUID
	if len(f.File) > 0 {
		file, err := p.Certificates.Upload(ctx, a, certificate.PurposeLogo, "", f.File)
		if err != nil {
			f.refuse("file", whatIsWrong(err))
			return err
		}
		logo = file.ID
	}
	_, err := p.Programmes.ChangeProgramme(ctx, a, id, revisionOf(f.Value("revision")), func(x *programme.Fields) {
		f.settings(x)
		if f.Value("no_logo") != "" {
			x.LogoFile = uuid.Nil
		}
		x.LogoFile = cmp.Or(logo, x.LogoFile)
	})
	return err
}

// settings takes what was typed over into the fields of a programme.
func (f form) settings(x *programme.Fields) {
	x.Name, x.CertificateTitle, x.Institution = f.Value("name"), f.Value("certificate_title"), f.Value("institution")
	x.About, x.Layout, x.SerialPrefix = f.Value("about"), f.Value("layout"), f.Value("serial_prefix")
	x.Language, x.TimeZone = f.Value("language"), f.Value("time_zone")
	x.Length, x.Requirements, x.Contact = f.Value("length"), f.Value("requirements"), f.Value("contact")
	x.RequiredSignOffs, x.SigningReminderDays = f.number("required_sign_offs"), f.number("signing_reminder_days")
	x.Reviews = programme.Reviews{
		ReadBackDays: f.number("read_back_days"), ParticipantCheckDays: f.number("participant_check_days"),
		ReviewReminderDays: f.number("review_reminder_days"), CorrectionReview: f.Value("correction_review") == "yes",
	}
}

// number reads a whole number; what is none becomes one that use cases refuse.
func (f form) number(name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(f.Value(name)))
	if err != nil {
		return -1
	}
	return n
}

// logo shows the picture that is printed.
func (p *Pages) logo(c *gin.Context, a access.Actor) error {
	x, err := p.staffedProgramme(c, a)
	if err != nil {
		return err
	}
	b, at, err := p.Certificates.FileContent(c.Request.Context(), a, x.LogoFile)
	if err == nil {
		sendPicture(c, b, at)
	}
	return err
}
