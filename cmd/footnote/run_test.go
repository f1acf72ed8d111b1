package main

import (
	"bytes"
	"errors"
	"os"
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
		if code != exitFailed || errs.String() != "footnote: no space left on device; what was printed is not whole\n" {
			t.Errorf("footnote %s ends with %d and says %q; want %d and why", args, code, &errs, exitFailed)
		}
	}
}

// TestDotEnvUTF16 holds that a file in the encoding of an editor on Windows is
// told apart from one with a broken line.
func TestDotEnvUTF16(t *testing.T) {
	t.Chdir(t.TempDir())
	if err := os.WriteFile(".env", []byte("\xff\xfeA\x00=\x001\x00"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := readDotEnv(); err == nil || !strings.Contains(err.Error(), "save it in UTF-8") {
		t.Errorf("readDotEnv() = %v", err)
	}
}
