package pdf

import "slices"

// write writes the structure tree root, the elements and the parent tree (ISO 32000-1, 14.7). Annotations get their keys
// here, so they are written afterwards.
func (t *tree) write() {
	parents := t.w.next()
	for _, e := range t.elements {
		t.writeElement(e)
	}
	next := t.writeParents(parents)
	t.w.object(t.root, "<</Type /StructTreeRoot /K ", t.elements[0].number, " /ParentTree ", parents,
		" /ParentTreeNextKey ", next, t.roleMap(), ">>")
}

// roleMap says what a role that this version of PDF does not know comes closest to (ISO 32000-1, 14.7.3).
func (t *tree) roleMap() string {
	if slices.ContainsFunc(t.elements, func(e element) bool { return e.Role == Emphasis }) {
		return " /RoleMap <</" + Emphasis + " /Span>>"
	}
	return ""
}

func (t *tree) writeElement(e element) {
	t.w.begin(e.number)
	t.w.add("<</Type /StructElem /S /", e.Role, " /P ", e.parent)
	home := homePage(e.Kids)
	if home != 0 {
		t.w.add(" /Pg ", t.pages[home-1].number)
	}
	if e.Alt != "" {
		t.w.add(" /Alt ", text(e.Alt))
	}
	if e.Lang != "" {
		t.w.add(" /Lang ", text(e.Lang))
	}
	if len(e.Kids) > 0 {
		t.w.add(" /K [")
		for _, kid := range e.Kids {
			t.writeKid(kid, home)
		}
		t.w.add("]")
	}
	t.w.add(">>")
	t.w.end()
}

// homePage is the page that content stands on unless it says otherwise: that of the first content, 0 when there is none.
func homePage(kids []Kid) int {
	for _, kid := range kids {
		if kid.Element == nil {
			return kid.Page
		}
	}
	return 0
}

func (t *tree) writeKid(kid Kid, home int) {
	if kid.Element != nil {
		t.w.add(t.numbers[kid.Element], " ")
		return
	}
	p := t.pages[kid.Page-1]
	switch {
	case kid.Link != 0:
		t.w.add("<</Type /OBJR /Obj ", p.annotations[kid.Link-1].number, " /Pg ", p.number, ">> ")
	case kid.Page == home:
		t.w.add(kid.MCID, " ")
	default:
		t.w.add("<</Type /MCR /Pg ", p.number, " /MCID ", kid.MCID, ">> ")
	}
}

// writeParents writes the parent tree: for the key of each page an array of the owners of its content by MCID, for the
// key of each annotation its owner. It returns the next free key.
func (t *tree) writeParents(number ref) int {
	t.w.begin(number)
	t.w.add("<</Nums [")
	for i, marked := range t.marked {
		t.w.add(i, " [")
		for id := range len(marked) {
			t.w.add(marked[id], " ")
		}
		t.w.add("]\n")
	}
	key := len(t.pages)
	for _, p := range t.pages {
		for _, a := range p.annotations {
			a.key = key
			t.w.add(key, " ", a.owner, "\n")
			key++
		}
	}
	t.w.add("]>>")
	t.w.end()
	return key
}
