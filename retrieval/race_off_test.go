//go:build !race

package retrieval

const underRace = false
