// Package racetest tells tests of the race detector, under which they run some
// ten times as slow.
package racetest

import "testing"

// Skip skips a test in which the race detector could find nothing that it does
// not see elsewhere: one long computation of a single goroutine, or processes
// that are killed. It runs without the detector.
func Skip(t testing.TB) {
	t.Helper()
	if On {
		t.Skip("runs without the race detector")
	}
}
