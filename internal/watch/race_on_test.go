//go:build race

package watch

// raceEnabled says that tests run some ten times as slow.
const raceEnabled = true
