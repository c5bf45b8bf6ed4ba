package reader

// element counts one more array or dictionary element against the bound.
func (p *parser) element() error {
	p.elements--
	if p.elements < 0 {
		return p.fail("more than %d elements", maxElements)
	}
	return nil
}

func (p *parser) array(depth int) (Object, error) {
	p.pos++
	array := Array{}
	for p.skip(); p.peek() != ']'; p.skip() {
		if err := p.element(); err != nil {
			return nil, err
		}
		o, err := p.object(depth + 1)
		if err != nil {
			return nil, err
		}
		array = append(array, o)
	}
	p.pos++
	return array, nil
}

// dict reads a dictionary and refuses one that has a key twice, because readers differ in which value they take.
func (p *parser) dict(depth int) (Object, error) {
	d := Dict{Start: p.pos}
	seen := map[Name]bool{}
	p.pos += len("<<")
	for p.skip(); !p.accept(">>"); p.skip() {
		e, err := p.entry(depth)
		if err != nil {
			return nil, err
		}
		if seen[e.Key] || len(seen) == maxKeys {
			return nil, p.fail("key %.40q twice, or too many keys", e.Key)
		}
		seen[e.Key] = true
		d.Entries = append(d.Entries, e)
	}
	d.End = p.pos
	return d, nil
}

func (p *parser) entry(depth int) (Entry, error) {
	if err := p.element(); err != nil {
		return Entry{}, err
	}
	e := Entry{Start: p.pos}
	if p.peek() != '/' {
		return Entry{}, p.fail("no key where one was expected")
	}
	key, err := p.name()
	if err != nil {
		return Entry{}, err
	}
	if e.Value, err = p.object(depth + 1); err != nil {
		return Entry{}, err
	}
	e.Key, e.End = key.(Name), p.pos
	return e, nil
}
