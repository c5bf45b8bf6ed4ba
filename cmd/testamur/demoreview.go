package main

import (
	"testamur/internal/certificate"
	"testamur/internal/programme"
	"testamur/internal/record"
)

// scriptSettlement says how the differing words on a theme were settled.
type scriptSettlement struct {
	Theme string `yaml:"theme"`
	How   string `yaml:"how"`
	Note  string `yaml:"note"`
}

// scriptRemark is what an assessor says to how they are quoted.
type scriptRemark struct {
	By      string `yaml:"by"`
	Wording string `yaml:"wording"`
	Comment string `yaml:"comment"`
}

// settleWords notes what the staff made of differing words.
func (p *player) settleWords(c certificate.Certificate, x *scriptSettlement) error {
	if x == nil {
		return nil
	}
	_, err := p.certificates.Settle(p.ctx, demoStaff, c.ID, record.Match(c.Revision), certificate.Settlement{
		ThemeID: p.themes[x.Theme], How: certificate.SettlementWay(x.How), Note: x.Note,
	})
	return err
}

// reviewDays is how long those who are quoted, and then the participant, have.
const reviewDays = 7

// review sends a text to those who are quoted. The programme asks nobody before and after: otherwise whoever tries it out would
// have to wait for people who are not there.
func (p *player) review(c certificate.Certificate, x scriptParticipant) error {
	if err := p.setReviews(reviewDays); err != nil {
		return err
	}
	if _, err := p.certificates.SendForReview(p.ctx, demoStaff, c.ID, record.Match(c.Revision)); err != nil {
		return err
	}
	if x.Remark != nil {
		if err := p.remark(c, *x.Remark); err != nil {
			return err
		}
	}
	return p.setReviews(0)
}

func (p *player) setReviews(days int) error {
	_, err := p.programmes.ChangeProgramme(p.ctx, demoStaff, p.programme.ID, record.Any, func(f *programme.Fields) {
		f.ReadBackDays, f.ParticipantCheckDays = days, days
	})
	return err
}

// remark has an assessor propose another wording of the first passage that quotes them.
func (p *player) remark(c certificate.Certificate, x scriptRemark) error {
	hand := handOf(p.people[x.By])
	asked, err := p.certificates.ReviewRequests(p.ctx, hand)
	if err != nil {
		return err
	}
	for _, q := range asked {
		if q.CertificateID != c.ID {
			continue
		}
		v, err := p.certificates.ReviewRequest(p.ctx, hand, q.ID)
		if err != nil {
			return err
		}
		_, err = p.certificates.AnswerReview(p.ctx, hand, q.ID, certificate.ReviewReply{
			TextDigest: v.TextDigest, Answer: certificate.Remarks,
			Remarks: []certificate.ReplyRemark{{PassageID: v.Text.Sections[0].Passages[0].ID, Kind: certificate.Wording, Wording: x.Wording, Comment: x.Comment}},
		})
		if err != nil {
			return err
		}
	}
	return nil
}
