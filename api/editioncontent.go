package api

import "testamur/internal/framework"

// The content of an edition has the same fields on the wire as in its YAML, so that a violation's pointer is right in both.

func wireFront(f framework.Front) EditionFront {
	return EditionFront{
		Code: f.Code, Name: f.Name, Language: f.Language, Edition: f.Edition, Title: f.Title, Introduction: f.Introduction, HowToUse: f.HowToUse,
	}
}

func wireGroup(g framework.Group) EditionGroup {
	return EditionGroup{Code: g.Code, Name: g.Name, Introduction: g.Introduction, Disciplines: each(g.Disciplines, wireDiscipline)}
}

func wireDiscipline(d framework.Discipline) Discipline {
	return Discipline{
		Code: d.Code, Name: d.Name, Question: d.Question, From: d.From, Summary: d.Summary, GuidingQuestions: d.GuidingQuestions,
		Perspectives: each(d.Perspectives, wireEntry), Methods: each(d.Methods, wireEntry), Pitfalls: each(d.Pitfalls, wireEntry),
		Quality: each(d.Quality, wireEntry), Reading: each(d.Reading, wireWork), SeeAlso: each(d.SeeAlso, wireReference),
	}
}

func wireEntry(e framework.Entry) DisciplineEntry { return DisciplineEntry{Name: e.Name, Text: e.Text} }

func wireWork(w framework.Work) DisciplineWork {
	return DisciplineWork{Author: w.Author, Year: w.Year, Title: w.Title, PublisherOrSource: w.Source, Note: w.Note}
}

func wireReference(r framework.Reference) DisciplineReference {
	return DisciplineReference{Code: r.Code, Text: r.Text}
}

func (b EditionContent) content() framework.Content {
	f := b.Framework
	return framework.Content{
		Framework: framework.Front{
			Code: f.Code, Name: f.Name, Language: f.Language, Edition: f.Edition, Title: f.Title, Introduction: f.Introduction, HowToUse: f.HowToUse,
		},
		Groups: each(b.Groups, EditionGroup.group),
	}
}

func (b EditionGroup) group() framework.Group {
	return framework.Group{Code: b.Code, Name: b.Name, Introduction: b.Introduction, Disciplines: each(b.Disciplines, Discipline.discipline)}
}

func (b Discipline) discipline() framework.Discipline {
	return framework.Discipline{
		Code: b.Code, Name: b.Name, Question: b.Question, From: b.From, Summary: b.Summary, GuidingQuestions: b.GuidingQuestions,
		Perspectives: each(b.Perspectives, DisciplineEntry.entry), Methods: each(b.Methods, DisciplineEntry.entry),
		Pitfalls: each(b.Pitfalls, DisciplineEntry.entry), Quality: each(b.Quality, DisciplineEntry.entry),
		Reading: each(b.Reading, DisciplineWork.work), SeeAlso: each(b.SeeAlso, DisciplineReference.reference),
	}
}

func (b DisciplineEntry) entry() framework.Entry { return framework.Entry{Name: b.Name, Text: b.Text} }

func (b DisciplineWork) work() framework.Work {
	return framework.Work{Author: b.Author, Year: b.Year, Title: b.Title, Source: b.PublisherOrSource, Note: b.Note}
}

func (b DisciplineReference) reference() framework.Reference {
	return framework.Reference{Code: b.Code, Text: b.Text}
}
