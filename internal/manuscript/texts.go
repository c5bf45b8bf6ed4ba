package manuscript

import "testamur/internal/markup"

// Texts lists every text that is shown, in the order of reading.
func (b *Book) Texts() []string {
	t := texts{b.Title, b.Subtitle, b.Publisher, b.Edition, b.Address, b.Contents, b.Page}
	t.blocks(b.Imprint)
	for i := range b.Front {
		t.chapter(&b.Front[i])
	}
	for _, p := range b.Parts {
		t = append(t, p.Title)
		t.blocks(p.Introduction)
		for i := range p.Chapters {
			t.chapter(&p.Chapters[i])
		}
	}
	return t
}

// Titles lists what no book is without: its own title, those of parts and chapters, and the names of references.
func (b *Book) Titles() []string {
	titles := []string{b.Title}
	for _, p := range b.Parts {
		titles = append(titles, p.Title)
	}
	b.Chapters(func(_ *Part, c *Chapter) {
		titles = append(titles, c.Title)
		for _, s := range c.Sections {
			for _, e := range s.Entries {
				if e.To != "" {
					titles = append(titles, e.Name)
				}
			}
		}
	})
	return titles
}

type texts []string

func (t *texts) chapter(c *Chapter) {
	*t = append(*t, c.Title, c.Question)
	t.blocks(c.Text)
	for _, s := range c.Sections {
		t.section(&s)
	}
}

func (t *texts) section(s *Section) {
	*t = append(*t, s.Title)
	t.blocks(s.Text)
	t.items(s.Counted...)
	for _, e := range s.Entries {
		*t = append(*t, e.Name)
		t.blocks(e.Text)
	}
	for _, w := range s.Works {
		t.items(w.Citation, w.Note)
	}
	for _, q := range s.Quotes {
		t.blocks(q)
	}
}

func (t *texts) blocks(blocks []markup.Block) {
	for _, b := range blocks {
		t.items(b.Items...)
	}
}

func (t *texts) items(items ...markup.Item) {
	for _, item := range items {
		*t = append(*t, item.String())
	}
}
