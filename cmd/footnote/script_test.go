package main

import (
	"os"
	"testing"

	"footnote/internal/racetest"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if os.Getenv(asBinary) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"footnote": main})
}

// TestScripts runs the command line as a person would, each script in an
// empty folder with an empty environment. One command after the other starts
// the binary some 160 times, of which the race detector makes 2 s each: it
// watches the same code in the tests beside this one.
func TestScripts(t *testing.T) {
	racetest.Skip(t)
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}
