package pdf

import (
	"errors"
	"strings"
	"testing"
)

func TestAValueEndsWhereItsSyntaxEnds(t *testing.T) {
	for _, value := range []string{
		"12", "-1.5", "true", "null", "12 0 R", "/Name", "/", "(text)", "()", `(a \) b)`, "(a (b) c)", `(\\)`, "<48 65>", "<>",
		"[1 2 R 3]", "[]", "[[1](])/A<</B(>])>>]", "<<>>", "<</A 1 0 R/B(>>)/C<<>>>>", "[% ]\n1]",
	} {
		for _, after := range []string{"", " 7", "\n/X", "]", ">>"} {
			l := lexer{data: []byte(" " + value + after)}
			if have, err := l.value(); err != nil || string(have) != value {
				t.Errorf("%q: %q, %v, want %q", l.data, have, err, value)
			}
		}
	}
}

func TestUnfinishedSyntaxIsRefused(t *testing.T) {
	for _, value := range []string{"", " % only a comment", ")", "]", ">>", "(a", `(a\`, "<48", "[1", "[1 >>", "<</A 1", "<</A", "{",
		strings.Repeat("[", 100) + strings.Repeat("]", 100)} {
		l := lexer{data: []byte(value)}
		if have, err := l.value(); !errors.Is(err, ErrRaw) {
			t.Errorf("%q: %q, %v, want ErrRaw", value, have, err)
		}
	}
}
