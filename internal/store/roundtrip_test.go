package store_test

import (
	"bytes"
	"testing"

	"testamur/internal/access"
	"testamur/internal/certificate"
	"testamur/internal/civil"
	"testamur/internal/idempotency"
	"testamur/internal/keys"
	"testamur/internal/programme"
	"testamur/internal/record"
	"testamur/internal/store"
	"testamur/internal/store/storetest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"
)

// same compares what came back with what was stored; no list and an empty list are the same.
func same[T any](t *rapid.T, got, want T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		t.Fatalf("what came back differs (-stored +read):\n%s", diff)
	}
}

// keeps checks that a table gives back every field as it was inserted, and as it was updated.
func keeps[T, F any, P interface {
	*T
	Head() *record.Meta
}](t *testing.T, name string, table record.Table[T, F], draw func(*rapid.T) T, redraw func(*rapid.T, T) T) {
	t.Run(name, func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			item := draw(rt)
			meta := P(&item).Head()
			if err := table.Insert(t.Context(), item); err != nil {
				rt.Fatal(err)
			}
			got, err := table.Get(t.Context(), meta.ID)
			same(rt, got, item, err)

			changed := redraw(rt, item)
			head := P(&changed).Head()
			head.ID, head.Revision, head.ChangedAt = meta.ID, meta.Revision, someDay.Draw(rt, "changed")
			if err := table.Update(t.Context(), &changed); err != nil {
				rt.Fatal(err)
			}
			if head.Revision != 2 {
				rt.Fatalf("the revision after a change is %d", head.Revision)
			}
			got, err = table.Get(t.Context(), meta.ID)
			same(rt, got, changed, err)
		})
	})
}

func again[T any](draw func(*rapid.T) T) func(*rapid.T, T) T {
	return func(t *rapid.T, _ T) T { return draw(t) }
}

// unrepeated makes text that must be unique unlike any before.
func unrepeated(s string) string {
	if s == "" {
		return ""
	}
	return s + newID().String()
}

func TestEveryFieldOfEveryAggregateIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		person := func(t *rapid.T) access.Person {
			p := drawn[access.Person](t)
			p.Email, p.ExternalID = unrepeated(p.Email), unrepeated(p.ExternalID)
			return p
		}
		keeps(t, "person", s.People(), person, again(person))
		token := func(t *rapid.T) access.Token {
			k := drawn[access.Token](t)
			k.Person, k.Hash = either(t, w.person.ID), record.DigestOf(k.ID[:])
			return k
		}
		keeps(t, "token", s.Tokens(), token, again(token))
		file := drawn[certificate.File]
		keeps(t, "file", s.Files(), file, again(file))
		prog := func(t *rapid.T) programme.Programme {
			p := drawn[programme.Programme](t)
			p.LogoFile, p.FrameworkID = either(t, w.file.ID), either(t, w.edition.FrameworkID)
			return p
		}
		keeps(t, "programme", s.Programmes(), prog, again(prog))
		theme := func(t *rapid.T) programme.Theme {
			x := drawn[programme.Theme](t)
			x.ProgrammeID, x.EnrolmentID = w.programme.ID, either(t, w.enrolment.ID)
			return x
		}
		keeps(t, "theme", s.Themes(), theme, again(theme))
		cohort := func(t *rapid.T) programme.Cohort {
			c := drawn[programme.Cohort](t)
			c.ProgrammeID, c.ExternalID, c.EditionID = w.programme.ID, unrepeated(c.ExternalID), either(t, w.edition.ID)
			return c
		}
		keeps(t, "cohort", s.Cohorts(), cohort, again(cohort))
		enrolment := func(t *rapid.T) programme.Enrolment {
			p := w.addPerson(anyText.Draw(t, "name"))
			e := drawn[programme.Enrolment](t)
			e.PersonID, e.PersonName, e.CohortID, e.ProgrammeID = p.ID, p.Name, w.cohort.ID, w.programme.ID
			e.ExternalID = unrepeated(e.ExternalID)
			return e
		}
		keeps(t, "enrolment", s.Enrolments(), enrolment, again(enrolment))
		project := func(t *rapid.T) programme.Project {
			p := drawn[programme.Project](t)
			p.EnrolmentID, p.ProgrammeID = w.enrol(w.addPerson("P")).ID, w.programme.ID
			return p
		}
		keeps(t, "project", s.Projects(), project, again(project))
		entry := func(t *rapid.T) programme.LogEntry {
			l := drawn[programme.LogEntry](t)
			l.EnrolmentID, l.ProgrammeID = w.enrolment.ID, w.programme.ID
			return l
		}
		keeps(t, "log entry", s.LogEntries(), entry, again(entry))
		assignment := func(t *rapid.T) programme.Assignment {
			a := drawn[programme.Assignment](t)
			a.EnrolmentID, a.ProgrammeID, a.AssessorID = w.enrolment.ID, w.programme.ID, w.addPerson("A").ID
			a.ParticipantID, a.Progress = w.enrolment.PersonID, programme.Progress{} // the store brings these
			return a
		}
		keeps(t, "assignment", s.Assignments(), assignment, again(assignment))
		meeting := func(t *rapid.T) programme.Meeting {
			m := drawn[programme.Meeting](t)
			m.On = anyDate.Filter(func(d civil.Date) bool { return !d.IsZero() }).Draw(t, "on")
			m.CohortID, m.ProgrammeID = w.cohort.ID, w.programme.ID
			m.Enrolments, m.Participants, m.People = nil, nil, nil
			for range rapid.IntRange(0, 2).Draw(t, "attending") {
				e := w.enrol(w.addPerson("P"))
				m.Enrolments, m.Participants = append(m.Enrolments, e.ID), append(m.Participants, e.PersonID)
				m.People = append(m.People, w.addPerson("G").ID)
			}
			return m
		}
		keeps(t, "meeting", s.Meetings(), meeting, again(meeting))
		note := func(t *rapid.T) programme.Note {
			n := drawn[programme.Note](t)
			n.MeetingID, n.ProgrammeID = w.meeting.ID, w.programme.ID
			return n
		}
		keeps(t, "note", s.Notes(), note, again(note))
		feedback := func(t *rapid.T) programme.Feedback {
			f := drawn[programme.Feedback](t)
			f.EnrolmentID, f.ProgrammeID, f.AssessorID = w.enrolment.ID, w.programme.ID, w.person.ID
			f.ThemeID, f.WritingID, f.MeetingID = either(t, w.theme.ID), either(t, w.writing.ID), either(t, w.meeting.ID)
			return f
		}
		keeps(t, "feedback", s.Feedback(), feedback, again(feedback))
		share := func(t *rapid.T) certificate.ShareLink {
			l := drawn[certificate.ShareLink](t)
			l.CertificateID, l.VersionID, l.Hash = w.version.CertificateID, w.version.ID, record.DigestOf(l.ID[:])
			l.ExpiresAt = someDay.Draw(t, "expires")
			return l
		}
		keeps(t, "share link", s.ShareLinks(), share, again(share))
		keeps(t, "certificate", s.Certificates(), w.drawCertificate, func(t *rapid.T, before certificate.Certificate) certificate.Certificate {
			after := w.drawCertificate(t)
			after.EnrolmentID, after.PersonID = before.EnrolmentID, before.PersonID
			if rapid.Bool().Draw(t, "move a section") {
				after.Sections = append(after.Sections, before.Sections...)
			}
			return after
		})
	})
}

func (w *world) drawCertificate(t *rapid.T) certificate.Certificate {
	c := drawn[certificate.Certificate](t)
	e := w.enrol(w.addPerson("P"))
	c.EnrolmentID, c.CohortID, c.PersonID, c.ProgrammeID = e.ID, w.cohort.ID, e.PersonID, w.programme.ID
	c.VersionID, c.IssuedID = either(t, w.version.ID), either(t, w.version.ID)
	c.Sections = few(c.Sections)
	for i := range c.Sections {
		section := &c.Sections[i]
		section.ThemeID, section.Passages = either(t, w.theme.ID), few(section.Passages)
		for j := range section.Passages {
			section.Passages[j].Sources = few(section.Passages[j].Sources)
			for k := range section.Passages[j].Sources {
				section.Passages[j].Sources[k].WritingID = w.writing.ID
			}
		}
	}
	for i := range c.Signatories {
		c.Signatories[i].PersonID = w.person.ID
	}
	return c
}

func few[T any](items []T) []T { return items[:min(len(items), 3)] }

func (w *world) drawVersion(t *rapid.T, of certificate.Certificate) certificate.Version {
	v := drawn[certificate.Version](t)
	v.CertificateID, v.ProgrammeID, v.SentAt = of.ID, w.programme.ID, someDay.Draw(t, "sent")
	v.Code = certificate.Code(newID().String())
	return v
}

func TestEveryFieldOfAVersionIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		c := w.addCertificate()
		rapid.Check(t, func(rt *rapid.T) {
			v := w.drawVersion(rt, c)
			if err := s.InsertVersion(t.Context(), v); err != nil {
				rt.Fatal(err)
			}
			got, err := s.Version(t.Context(), v.ID)
			same(rt, got, v, err)

			changed := w.drawVersion(rt, c)
			changed.ID = v.ID
			if err := s.SaveVersion(t.Context(), changed); err != nil {
				rt.Fatal(err)
			}
			got, err = s.Version(t.Context(), v.ID)
			same(rt, got, changed, err)
		})
	})
}

func TestStatusTellsWhatTheVersionSays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		c := w.addCertificate()
		rapid.Check(t, func(rt *rapid.T) {
			v := w.drawVersion(rt, c)
			if err := s.InsertVersion(t.Context(), v); err != nil {
				rt.Fatal(err)
			}
			want := certificate.Status{
				Code: v.Code, State: v.State, Serial: v.Serial, Number: v.Number, Facts: v.Facts, File: v.File, IssuedAt: v.IssuedAt,
				ExpiresOn: v.ExpiresOn, EndedAt: v.EndedAt, EndReason: v.EndReason, ErasedAt: v.ErasedAt,
			}
			got, err := s.Status(t.Context(), v.Code)
			same(rt, got, want, err)
		})
	})
}

func TestEveryFieldOfASignOffIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		c := w.addCertificate()
		rapid.Check(t, func(rt *rapid.T) {
			v := w.addVersion(c)
			so := drawn[certificate.SignOff](rt)
			so.Recorder.Powers = access.Powers{}
			so.VersionID, so.SignatureFile, so.At = v.ID, either(rt, w.file.ID), someDay.Draw(rt, "at")
			if err := s.InsertSignOff(t.Context(), so); err != nil {
				rt.Fatal(err)
			}
			got, err := s.SignOffs(t.Context(), v.ID)
			same(rt, got, []certificate.SignOff{so}, err)
		})
	})
}

func TestEveryFieldOfAWritingIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		w := newWorld(t, s)
		rapid.Check(t, func(rt *rapid.T) {
			x := drawn[programme.Writing](rt)
			x.EnrolmentID, x.AssessorID, x.ThemeID = w.enrolment.ID, either(rt, w.person.ID), either(rt, w.theme.ID)
			x.At = someDay.Draw(rt, "at")
			if err := s.AppendWriting(t.Context(), x); err != nil {
				rt.Fatal(err)
			}
			got, err := s.Writings(t.Context(), x.OwnerID)
			same(rt, got, []programme.Writing{x}, err)
		})
	})
}

func TestEveryFieldOfAnEventIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		var last int64
		rapid.Check(t, func(rt *rapid.T) {
			e := drawn[access.Event](rt)
			e.At, e.Actor.Powers = someDay.Draw(rt, "at"), access.Powers{}
			if err := s.AppendEvent(t.Context(), e); err != nil {
				rt.Fatal(err)
			}
			got, err := s.Events(t.Context(), access.EventFilter{After: last, Sight: access.Everything()}, 10)
			last++
			e.Sequence = last
			same(rt, got, record.List[access.Event]{Items: []access.Event{e}}, err)
		})
	})
}

func TestEveryFieldOfAnIdempotencyClaimIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rapid.Check(t, func(rt *rapid.T) {
			c := drawn[idempotency.Claim](rt)
			c.Value = unrepeated(c.Value + "k")
			c.Answer = idempotency.Answer{}
			c.RunningUntil, c.ExpiresAt = epoch.Add(idempotency.Lease), epoch.Add(idempotency.Kept)
			got, free, err := s.ClaimIdempotencyKey(t.Context(), c, epoch)
			same(rt, got, c, err)
			if !free {
				rt.Fatal("a key that nobody used is not free")
			}
			c.Answer = drawn[idempotency.Answer](rt)
			if err := s.FinishIdempotencyKey(t.Context(), c.Key, c.Answer); err != nil {
				rt.Fatal(err)
			}
			if c.Answer.Status == 0 {
				return // no answer: the claim counts as running
			}
			got, free, err = s.ClaimIdempotencyKey(t.Context(), idempotency.Claim{Key: c.Key, RunningUntil: epoch, ExpiresAt: epoch}, epoch)
			same(rt, got, c, err)
			if free {
				rt.Fatal("a key with an answer is free")
			}
		})
	})
}

func TestEveryFieldOfAKeyIsKept(t *testing.T) {
	storetest.Each(t, func(t *testing.T, s *store.Store) {
		rapid.Check(t, func(rt *rapid.T) {
			k := drawn[keys.Key](rt)
			k.CreatedAt = someDay.Draw(rt, "created")
			if k.DER == nil {
				k.DER = []byte{}
			}
			if err := s.InsertKey(t.Context(), k); err != nil {
				rt.Fatal(err)
			}
			if err := s.RetireKey(t.Context(), k.ID, epoch); err != nil {
				rt.Fatal(err)
			}
			k.RetiredAt = epoch
			all, err := s.Keys(t.Context())
			for _, got := range all {
				if bytes.Equal(got.ID[:], k.ID[:]) {
					same(rt, got, k, err)
					return
				}
			}
			rt.Fatal("the key is gone")
		})
	})
}
