package web

import (
	"cmp"
	"slices"

	"testamur/internal/access"
	"testamur/internal/certificate"

	"github.com/gin-gonic/gin"
	"github.com/google/uuid"
)

// signatoryOffer is somebody who can be named as signatory by one press.
type signatoryOffer struct {
	Do        string // what the button sends
	Name, Why string
	Label     string    // of the button
	person    uuid.UUID // Nil when they may be unknown here
	suggested certificate.Suggestion
	instead   uuid.UUID // the signatory who suggested them
}

// offers are those whom signatories suggested in their place, and the guests of a panel, who are not named in the form yet.
func (p *Pages) offers(c *gin.Context, a access.Actor, page signatoriesPage) ([]signatoryOffer, error) {
	rows, err := p.signing(c, a, page.desk)
	if err != nil {
		return nil, err
	}
	var offers []signatoryOffer
	for _, r := range rows {
		if s := r.Answer.Suggested; r.Answer.Decision == certificate.Suggested && page.names(func(x certificate.Signatory) bool { return x.ID == r.ID }) {
			name := cmp.Or(s.Name, s.Email)
			offers = append(offers, signatoryOffer{
				Do: "suggested-" + r.ID.String(), Name: name, Why: "suggested by " + r.Name + ", who would rather not sign", Label: "Put in place of " + r.Name,
				person: s.PersonID, suggested: s, instead: r.ID,
			})
		}
	}
	guests, err := p.Programmes.Offers(c.Request.Context(), a, page.EnrolmentID)
	for _, g := range guests {
		if !page.names(func(x certificate.Signatory) bool { return x.PersonID == g.Person.ID }) {
			offers = append(offers, signatoryOffer{
				Do: "offer-" + g.Person.ID.String(), Name: g.Person.Name, Why: "took part in the panel on " + dayOf(g.On), Label: "Add", person: g.Person.ID,
			})
		}
	}
	return offers, err
}

// names says whether the form names somebody who fits.
func (s signatoriesPage) names(fits func(certificate.Signatory) bool) bool {
	return slices.ContainsFunc(s.Named, fits)
}

// renderSignatories shows the form, with whom it offers.
func (p *Pages) renderSignatories(c *gin.Context, a access.Actor, status int, page signatoriesPage) (err error) {
	if page.Offers, err = p.offers(c, a, page); err != nil {
		return err
	}
	return p.render(c, status, "signatories", page)
}

// takeOffer names in the form whoever was offered, and keeps nothing yet. Who is not known here, or not for certain, is asked for
// in the form of somebody new.
func (p *Pages) takeOffer(c *gin.Context, a access.Actor, page signatoriesPage, f form) error {
	offers, err := p.offers(c, a, page)
	if err != nil {
		return err
	}
	offer := found(offers, func(o signatoryOffer) bool { return o.Do == f.Value("do") })
	if offer.Do == "" { // named already, by another press
		return p.rearranged(c, a, page)
	}
	who, found, err := p.offered(c, a, &f, offer)
	return p.nameSignatory(c, a, page, f, who, offer.instead, found, err)
}

// offered gives the person of an offer: known by id, or found by address or name. Nobody is added: that is asked first.
func (p *Pages) offered(c *gin.Context, a access.Actor, f *form, offer signatoryOffer) (access.Person, []access.Person, error) {
	if offer.person != uuid.Nil {
		who, err := p.Access.Person(c.Request.Context(), a, offer.person)
		return who, nil, err
	}
	for _, name := range []string{"person", "new"} {
		f.Typed.Del(name)
	}
	f.Typed.Set("who", cmp.Or(offer.suggested.Email, offer.suggested.Name))
	f.Typed.Set("name", offer.suggested.Name)
	f.Typed.Set("email", offer.suggested.Email)
	return p.somebody(c, a, f)
}

// place puts somebody in the place of a signatory, or at the end.
func (s *signatoriesPage) place(who access.Person, instead uuid.UUID) {
	named := certificate.Signatory{PersonID: who.ID, Name: who.Name, Title: who.JobTitle, Organisation: who.Organisation}
	i := slices.IndexFunc(s.Named, func(x certificate.Signatory) bool { return instead != uuid.Nil && x.ID == instead })
	if i < 0 {
		s.Named = append(s.Named, named)
		return
	}
	s.Named[i] = named
}
