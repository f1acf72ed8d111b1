//go:build race

package ingest

// underRace is set where the race detector slows everything down, SQLite in
// Go by about 15 times.
const underRace = true
