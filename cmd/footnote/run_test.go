package main

import (
	"bytes"
	"errors"
	"strings"
	"testing"
)

// A fullDisk takes nothing.
type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, errors.New("no space left on device") }

// A command whose output is lost has failed.
func TestRunOutputLost(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, args := range []string{
		"--help", "--version", "ask --help", "ask is it open?", "ask --json is it open?", "search bridge", "articles list", "articles feeds", "articles problems",
		"watch list", "digest", "manifest", "doctor",
	} {
		var errs bytes.Buffer
		code := run(t.Context(), append([]string{"footnote"}, strings.Split(args, " ")...), nil,
			streams{in: strings.NewReader(""), out: fullDisk{}, err: &errs})
		if code != exitFailed || errs.String() != "footnote: no space left on device\n" {
			t.Errorf("footnote %s ends with %d and says %q; want %d and why", args, code, &errs, exitFailed)
		}
	}
}
