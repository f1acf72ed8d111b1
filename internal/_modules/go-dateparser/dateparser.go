// Package dateparser stands in for the module of this name, by a replacement in
// Footnote's go.mod. go-htmldate, which trafilatura reads dates with, asks it about
// what its own patterns do not know, and only in its extensive mode, in which Footnote
// does not use it: that mode finds a date on nearly every page without any. The real one
// holds the words of 200 languages and makes tables of them when the program
// starts, which is most of the time that a command takes, and 78 MB.
package dateparser

import (
	"errors"
	"time"
)

// A ParserType is a way to read a date.
type ParserType uint8

// The ways that go-htmldate names.
const (
	CustomFormat ParserType = iota
	AbsoluteTime
)

// A PreferredDateSource says which of several dates is meant.
type PreferredDateSource uint8

// Past is the one that go-htmldate names.
const Past PreferredDateSource = 0

// A Configuration says how to read.
type Configuration struct {
	PreferredDateSource PreferredDateSource
	StrictParsing       bool
}

// A Date is a date that was read.
type Date struct{ Time time.Time }

// A Parser reads nothing.
type Parser struct{ ParserTypes []ParserType }

// Parse returns an error.
func (*Parser) Parse(*Configuration, string, ...string) (Date, error) {
	return Date{}, errors.New("dates are not looked for at length")
}
