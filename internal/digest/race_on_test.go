//go:build race

package digest

// raceEnabled says that tests run some ten times as slow.
const raceEnabled = true
