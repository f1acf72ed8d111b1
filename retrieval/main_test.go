package retrieval

import (
	"flag"
	"os"
	"testing"
)

// TestMain lets the properties be tried less often where that takes minutes.
func TestMain(m *testing.M) {
	flag.Parse()
	if underRace {
		if err := flag.Set("rapid.checks", "15"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
