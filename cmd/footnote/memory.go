package main

import "runtime/debug"

const (
	// largeLibrary is how many articles make an index of some 100 MB.
	largeLibrary = 2000
	// garbagePercent is how much garbage may gather before it is collected, of
	// what is in use. An index is mostly vectors, which the collector passes by,
	// so collecting often costs little: with 100,000 chunks of 1,536 numbers, 808
	// MB, opening and 10,000 questions took 1,727 MB at Go's 100 and 1,078 MB at
	// 25, in the same time (docs/scale.md).
	garbagePercent = 25
	goPercent      = 100 // Go's own, where GOGC does not say otherwise
)

// tighten keeps a process that opens a large library near to the size of what
// it holds.
func tighten(articles int) {
	if articles < largeLibrary {
		return
	}
	if before := debug.SetGCPercent(garbagePercent); before != goPercent {
		debug.SetGCPercent(before)
	}
}
