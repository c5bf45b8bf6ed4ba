package pdf

import "slices"

// entry is a key of a dictionary, without its slash, and the bytes of its value.
type entry struct {
	key   string
	value []byte
}

// dict is a dictionary of which only the outermost entries are taken apart, in the order written.
type dict []entry

// dict takes a dictionary.
func (l *lexer) dict() (dict, error) {
	l.space()
	if l.peek(0) != '<' || l.peek(1) != '<' {
		return nil, l.errorf("a dictionary is missing")
	}
	l.pos += 2
	var d dict
	for {
		l.space()
		if l.peek(0) == '>' && l.peek(1) == '>' {
			l.pos += 2
			return d, nil
		}
		if l.peek(0) != '/' {
			return nil, l.errorf("a key is missing")
		}
		l.pos++
		key := string(l.regular())
		value, err := l.value()
		if err != nil {
			return nil, err
		}
		d = append(d, entry{key, value})
	}
}

// get is the value of a key, nil when there is none.
func (d dict) get(key string) []byte {
	for _, e := range d {
		if e.key == key {
			return e.value
		}
	}
	return nil
}

// is tells whether the value of a key is this name.
func (d dict) is(key, name string) bool {
	v := d.get(key)
	return len(v) > 0 && v[0] == '/' && string(v[1:]) == name
}

// ref is the object that the value of a key refers to, 0 when it refers to none.
func (d dict) ref(key string) int {
	l := lexer{data: d.get(key)}
	n, _ := l.reference() // 0 when it is no reference, and no object has that number
	return n
}

// without leaves out some keys.
func (d dict) without(keys ...string) dict {
	var rest dict
	for _, e := range d {
		if !slices.Contains(keys, e.key) {
			rest = append(rest, e)
		}
	}
	return rest
}

// array takes the values out of an array; no value gives no elements.
func array(value []byte) ([][]byte, error) {
	l := lexer{data: value}
	if len(value) == 0 {
		return nil, nil
	}
	if value[0] != '[' {
		return nil, l.errorf("an array is missing")
	}
	l.pos++
	var elements [][]byte
	for {
		l.space()
		if l.peek(0) == ']' {
			return elements, nil
		}
		e, err := l.value()
		if err != nil {
			return nil, err
		}
		elements = append(elements, e)
	}
}
