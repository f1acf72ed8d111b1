//go:build !race

package answer

// judgedStep is one in how many files of testdata/judged are judged; golden files
// are compared where it is 1.
const judgedStep = 1
