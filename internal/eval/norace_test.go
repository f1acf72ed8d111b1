//go:build !race

package eval

// statsStep is one in how many questions the golden statistics ask.
const statsStep = 1
