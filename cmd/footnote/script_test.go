package main

import (
	"os"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	if os.Getenv(asBinary) != "" {
		main()
	}
	testscript.Main(m, map[string]func(){"footnote": main})
}

// TestScripts runs the command line as a person would, each script in an
// empty folder with an empty environment.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
	})
}
