package goldentest

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// A mute is a test that notes whether it failed.
type mute struct {
	testing.TB
	failed string
}

func (m *mute) Helper() {}

func (m *mute) Errorf(format string, args ...any) { m.failed = fmt.Sprintf(format, args...) }

// TestCheck: what differs from the file fails, and with -update is what it holds.
func TestCheck(t *testing.T) {
	t.Chdir(t.TempDir())
	path := filepath.Join("testdata", "a.txt")
	if err := os.Mkdir("testdata", 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte("one\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		got    string
		update bool
		fails  bool
	}{{"one\n", false, false}, {"two\n", false, true}, {"two\n", true, false}, {"two\n", false, false}} {
		*update = tt.update
		m := &mute{TB: t}
		if Check(m, "a.txt", tt.got); (m.failed != "") != tt.fails {
			t.Errorf("%q with update %v: %q", tt.got, tt.update, m.failed)
		}
	}
}
