package web

import (
	"cmp"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/fault"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// signatoryRow is somebody who is to sign, with their latest answer to the text that is out for signing.
type signatoryRow struct {
	certificate.Signatory
	Email  string
	Answer certificate.SignOff // zero: none
	By     string              // who recorded the answer in their name; "" for one given in person
}

// Signed says whether they approved the text.
func (r signatoryRow) Signed() bool { return r.Answer.Decision == certificate.Approved }

// signing gives the signatories in their order.
func (p *Pages) signing(c *gin.Context, a access.Actor, d desk) ([]signatoryRow, error) {
	ctx := c.Request.Context()
	rows := make([]signatoryRow, len(d.Signatories))
	for i, s := range d.Signatories {
		person, err := p.Access.Person(ctx, a, s.PersonID)
		if err != nil && fault.CodeOf(err) != fault.NotFound {
			return nil, err
		}
		rows[i] = signatoryRow{Signatory: s, Email: person.Email}
	}
	if d.VersionID == uuid.Nil || d.Composes() {
		return rows, nil
	}
	answers, err := p.Certificates.SignOffs(ctx, a, d.ID)
	for _, answer := range answers { // in the order in which they came: the last one counts
		for i := range rows {
			if answer.VersionID == d.VersionID && rows[i].ID == answer.SignatoryID {
				rows[i].Answer = answer
			}
		}
	}
	if err != nil {
		return nil, err
	}
	return rows, p.recorders(c, a, rows)
}

// recorders names who recorded what others had answered, such as on paper.
func (p *Pages) recorders(c *gin.Context, a access.Actor, rows []signatoryRow) error {
	var ids []uuid.UUID
	for _, r := range rows {
		if r.Answer.Decision != "" && !r.Answer.Recorder.Is(r.PersonID) && r.Answer.Recorder.Person != uuid.Nil {
			ids = append(ids, r.Answer.Recorder.Person)
		}
	}
	people, err := p.namedPeople(c, a, ids)
	for i, r := range rows {
		if by := r.Answer.Recorder; r.Answer.Decision != "" && !by.Is(r.PersonID) {
			person := found(people, func(x access.Person) bool { return x.ID == by.Person })
			rows[i].By = cmp.Or(person.Name, by.Name, "another system")
		}
	}
	return err
}
