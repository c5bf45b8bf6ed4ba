package api_test

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

//go:embed testdata/matrix/operations.txt
var operationsTable string

// asker is somebody who asks.
type asker struct {
	column string // of operations.txt
	secret string // name of the session, link or token in the world; "scope": the token for, "others": all but the scope of the line
	reason string // of their 401
}

// askers are the columns of operations.txt in their order; the first five are all called nobody.
var askers = []asker{
	{"no", "", ""}, {"no", "expired.session", "session_ended"}, {"no", "doris.session", "session_ended"},
	{"no", "expired.token", "token_ended"}, {"no", "revoked.token", "token_ended"},
	{"an", "ana.session", ""}, {"be", "ben.session", ""}, {"et", "etta.session", ""}, {"lu", "luis.session", ""},
	{"so", "sofia.session", ""}, {"so'", "sofia.stale", ""}, {"sv", "sven.session", ""},
	{"st", "stella.session", ""}, {"st'", "steffen.session", ""}, {"ot", "otto.session", ""}, {"ro", "rosa.session", ""}, {"ro'", "rolf.session", ""},
	{"gr", "greta.link", "link_ended"}, {"gu", "gus.link", ""}, {"ca", "carl.link", ""},
	{"T+", "scope", ""}, {"T-", "others", ""}, {"Tq", "elsewhere", ""}, {"Tr", "reader", ""}, {"Ta", "etta.token", ""}, {"Tm", "admin", ""},
}

// line is one operation on one object.
type line struct {
	number    int
	operation string
	object    string // a name of the world, or "-"
	variant   string
	scope     string
	status    int
	cells     []byte // of askers
}

// section is the lines that are tried at one stage.
type section struct {
	stage, title string
	lines        []line
}

// sections reads operations.txt.
var sections = sync.OnceValue(func() []section {
	var all []section
	for i, text := range strings.Split(operationsTable, "\n") {
		if heading, ok := strings.CutPrefix(text, "## "); ok {
			stage, title, _ := strings.Cut(heading, ": ")
			all = append(all, section{stage: stage, title: title})
			continue
		}
		fields := strings.Fields(text)
		if len(fields) == 0 || strings.HasPrefix(text, "#") {
			continue
		}
		l, err := readLine(fields)
		if err != nil {
			panic(fmt.Sprintf("operations.txt:%d: %v", i+1, err))
		}
		l.number = i + 1
		all[len(all)-1].lines = append(all[len(all)-1].lines, l)
	}
	return all
})

func readLine(fields []string) (line, error) {
	const before, nobodies = 4, 5
	if len(fields) != before+len(askers)-nobodies+1 {
		return line{}, fmt.Errorf("%d fields", len(fields))
	}
	l := line{operation: fields[0], scope: fields[2]}
	l.object, l.variant, _ = strings.Cut(fields[1], "/")
	var err error
	if l.status, err = strconv.Atoi(fields[3]); err != nil {
		return line{}, err
	}
	for i, cell := range fields[before:] {
		if len(cell) != 1 || !strings.Contains("+-.:UPSTXCVI", cell) {
			return line{}, fmt.Errorf("no cell: %q", cell)
		}
		l.cells = append(l.cells, cell[0])
		if i == 0 {
			l.cells = append(l.cells, strings.Repeat(cell, nobodies-1)...)
		}
	}
	return l, nil
}

// credentials gives the name of the secret that somebody asks with. Where no scope counts, a token has any.
func (a asker) credentials(scope string) string {
	if !strings.Contains(scope, ":") {
		scope = "events:read"
	}
	switch a.secret {
	case "scope":
		return "with " + scope
	case "others":
		return "without " + scope
	}
	return a.secret
}
