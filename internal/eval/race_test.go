//go:build race

package eval

// statsStep: the race detector makes answers twelve times as slow and has
// nothing to find in one goroutine; one question in eight keeps it to seconds.
const statsStep = 8
