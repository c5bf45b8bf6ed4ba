// Package repository holds no code, only the tests of the repository itself: that files lie where the next developer looks
// for them, and that nothing stands in them that should not. What a linter can say is said in .golangci.yml instead.
package repository
