package reader

// Object is one of: nil, bool, int, float64, Name, String, Ref, Array, Dict.
type Object any

// Name is a name object without its slash, with #xx sequences decoded.
type Name string

// Ref is an indirect reference.
type Ref struct{ Number, Generation int }

// String is a string object with the place of its delimiters in the file: Data[Start] is ( or <, Data[End-1] is ) or >.
type String struct {
	Value      []byte
	Start, End int
	Hex        bool
}

// Array is an array object.
type Array []Object

// Dict is a dictionary object. No key occurs twice. Data[Start:End] is its text from << to >>.
type Dict struct {
	Entries    []Entry
	Start, End int
}

// Entry is a key with its value; Data[Start:End] is the text of both.
type Entry struct {
	Key        Name
	Value      Object
	Start, End int
}

// Indirect is an object of the file's body. Stream says that a stream, which was not read, follows the dictionary.
type Indirect struct {
	Ref    Ref
	Value  Object
	Stream bool
}

// Get returns the value of a key, nil when there is none.
func (d Dict) Get(key Name) Object {
	for _, e := range d.Entries {
		if e.Key == key {
			return e.Value
		}
	}
	return nil
}

// Text returns the value of a key as a text string (ISO 32000-1, 7.9.2.2), "" when it is absent or no string.
func (d Dict) Text(key Name) string {
	s, ok := d.Get(key).(String)
	if !ok {
		return ""
	}
	return DecodeText(s.Value)
}
