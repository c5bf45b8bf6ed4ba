package mail

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"net/mail"
	"strings"
	"time"

	"testamur/internal/access"

	gomail "github.com/wneessen/go-mail"
)

// product is the name of the sender who gave none.
const product = "Testamur"

var errEmpty = errors.New("a value is empty")

// message is a letter as it goes out.
type message struct {
	letter access.Letter
	*gomail.Msg
}

// desk is where letters are written.
type desk struct {
	from  mail.Address
	words library
}

func newDesk(from mail.Address) (desk, error) {
	a, err := address(from.Address)
	if err != nil {
		return desk{}, fmt.Errorf("sender of mail: %w", err)
	}
	a.Name = display(from.Name)
	l, err := loadLibrary()
	return desk{from: *a, words: l}, err
}

// compose writes a letter. It fails finally: a letter that cannot be written today cannot be written tomorrow.
func (d desk) compose(l access.Letter) (message, error) {
	to, err := address(l.To)
	if err != nil {
		return message{}, unsendable("address", err)
	}
	to.Name = display(l.Name)
	w, err := d.words.find(l.Kind, l.Language)
	if err != nil {
		return message{}, unsendable("kind", err)
	}
	values, err := d.values(l, to.Name)
	if err != nil {
		return message{}, unsendable("values", err)
	}
	body, err := w.write(values)
	if err != nil {
		return message{}, unsendable("words", err)
	}
	return message{letter: l, Msg: d.envelope(l, to, body)}, nil
}

// values are what templates may name: the letter's data, each a single line, and who writes to whom. A letter by nobody in
// particular is the sender's, as the first invitation of all is.
func (d desk) values(l access.Letter, name string) (map[string]string, error) {
	sender := cmp.Or(d.from.Name, product)
	missing := map[string]string{"by": sender, "institution": sender, "until": ""}
	if l.Kind == access.LetterCode {
		missing["title"] = ""
	}
	values := maps.Clone(missing)
	for key, raw := range l.Data {
		value, err := value(key, raw)
		fallback, optional := missing[key]
		if err == nil && value == "" && !optional {
			err = errEmpty
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", key, err)
		}
		values[key] = cmp.Or(value, fallback)
	}
	values["name"], values["sender"] = name, sender
	return values, nil
}

func value(key, raw string) (string, error) {
	if key == "link" {
		return link(raw)
	}
	return line(raw, maxValue), nil
}

// envelope puts the headers on. Message-ID and boundary follow from the letter's id, so a letter that is sent again after
// a crash is the same message to the byte, and mailboxes that know its Message-ID show it once. Auto-Submitted keeps
// absence notes from being sent in answer (RFC 3834, 5).
func (d desk) envelope(l access.Letter, to *mail.Address, body written) *gomail.Msg {
	_, domain, _ := strings.Cut(d.from.Address, "@")
	m := gomail.NewMsg(gomail.WithNoDefaultUserAgent(), gomail.WithBoundary("letter-"+l.ID.String()))
	m.FromMailAddress(&d.from)
	m.ToMailAddress(to)
	m.Subject(body.subject)
	m.SetDateWithValue(l.At.UTC())
	m.SetMessageIDWithValue(l.ID.String() + "@" + domain)
	m.SetGenHeader("Auto-Submitted", "auto-generated")
	m.SetBodyString(gomail.TypeTextPlain, body.text)
	m.AddAlternativeString(gomail.TypeTextHTML, body.html)
	return m
}

// tooLate says whether what the letter holds has ended before it could be sent: a code that no longer works helps nobody.
func tooLate(l access.Letter, now time.Time) bool {
	minutes, limited := l.Data["minutes"]
	lasts, err := time.ParseDuration(minutes + "m")
	return limited && err == nil && now.After(l.At.Add(lasts))
}
