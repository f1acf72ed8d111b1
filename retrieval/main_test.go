package retrieval

import (
	"flag"
	"os"
	"testing"

	"footnote/internal/racetest"
)

// TestMain lets the properties be tried less often where that takes minutes.
func TestMain(m *testing.M) {
	flag.Parse()
	if racetest.On {
		if err := flag.Set("rapid.checks", "15"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
