//go:build race

package answer

// judgedStep: the race detector makes the gate ten times as slow and has little to
// find in it; one file in eight keeps it to seconds.
const judgedStep = 8
