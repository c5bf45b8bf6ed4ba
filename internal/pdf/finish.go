package pdf

import "slices"

// Finish makes the file that people get out of what gofpdf drew: one revision of PDF 1.7 with its fonts embedded as
// subsets, tagged when the draft has a structure, with its metadata and its empty signature fields, and compressed. The
// same draft gives the same bytes. Errors wrap ErrRaw (Raw is not as gofpdf writes it), ErrStandIn (a stand-in font
// without its face or the other way round) or ErrDraft (the rest of the draft is wrong). The draft is not changed.
func Finish(d Draft) ([]byte, error) {
	if err := d.Info.check(); err != nil {
		return nil, err
	}
	raw, err := readRaw(d.Raw)
	if err != nil {
		return nil, err
	}
	const roomForFonts = 32 << 10
	w := newWriter(len(raw.objects)-1, len(d.Raw)+roomForFonts)
	pages, err := w.readPages(raw)
	if err != nil {
		return nil, err
	}
	fields, forms, err := w.addFields(pages, d.Fields)
	if err != nil {
		return nil, err
	}
	extra := w.catalogExtras(d.Info, fields)
	if d.Structure != nil {
		tree, err := newTree(w, pages, withKids(*d.Structure, forms))
		if err != nil {
			return nil, err
		}
		tree.write()
		extra = append(extra, "/MarkInfo <</Marked true>> /StructTreeRoot ", tree.root, "\n")
	}
	w.writePages(pages, d.Structure != nil)
	if err := w.embedFaces(raw, d.Faces); err != nil {
		return nil, err
	}
	w.addInfo(ref(raw.info), d.Info)
	w.writeCatalog(raw, extra)
	w.copyRest(raw)
	return w.finish(ref(raw.catalog), ref(raw.info), d.Info.ID)
}

// withKids is a copy of an element with further kids at its end.
func withKids(e Element, kids []Kid) *Element {
	e.Kids = append(slices.Clip(e.Kids), kids...)
	return &e
}

// catalogExtras writes the objects that hang on the catalogue and gives its entries for them. The output intent says
// which colours are meant; it is of the kind that PDF/A defines, but no conformance is claimed.
func (w *writer) catalogExtras(info Info, fields []ref) []any {
	metadata, profile := w.next(), w.next()
	w.addXMP(metadata, info)
	w.stream(profile, sRGB(), "/N 3 ")
	extra := []any{"/Metadata ", metadata, " /ViewerPreferences <</DisplayDocTitle true>>\n",
		"/OutputIntents [<</Type /OutputIntent /S /GTS_PDFA1 /OutputConditionIdentifier (sRGB) /Info (sRGB)\n",
		"/DestOutputProfile ", profile, ">>]\n"}
	if info.Language != "" {
		extra = append(extra, "/Lang ", text(info.Language), "\n")
	}
	if len(fields) == 0 {
		return extra
	}
	// SigFlags 3: there are signatures, and changes are only appended (ISO 32000-1, table 219).
	extra = append(extra, "/AcroForm <</SigFlags 3 /Fields [")
	for _, f := range fields {
		extra = append(extra, f, " ")
	}
	return append(extra, "]>>\n")
}

func (w *writer) writeCatalog(raw *rawFile, extra []any) {
	entries := raw.objects[raw.catalog].dict.without("Metadata", "ViewerPreferences", "OutputIntents", "Lang",
		"AcroForm", "MarkInfo", "StructTreeRoot")
	w.begin(ref(raw.catalog))
	w.add("<<", entries)
	w.add(extra...)
	w.add(">>")
	w.end()
}

// copyRest writes the objects that nothing else has written, as they were drawn; streams are compressed unless they
// already are.
func (w *writer) copyRest(raw *rawFile) {
	for number, o := range raw.objects {
		if number == 0 || w.offsets[number] != 0 {
			continue
		}
		n, entries := ref(number), o.dict.without("Length")
		switch {
		case o.value != nil:
			w.object(n, o.value)
		case o.stream == nil:
			w.object(n, "<<", o.dict, ">>")
		case o.dict.get("Filter") != nil:
			w.stream(n, o.stream, entries)
		default:
			w.deflated(n, o.stream, entries)
		}
	}
}
