package main

import (
	"bytes"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTryOwn holds that trying one's own library adds no invented article, leaves
// the library as it is, and keeps from it what is set for channels elsewhere.
func TestTryOwn(t *testing.T) {
	dir := t.TempDir()
	file, data := filepath.Join(dir, "ferry.md"), filepath.Join(dir, "data")
	if err := os.WriteFile(file, []byte("# The ferry\n\nThe ferry to Quay Island sails every 40 minutes since June 2026, the harbour said.\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if code := run(t.Context(), []string{"footnote", "--data", data, "add", file}, nil, streams{strings.NewReader(""), io.Discard, t.Output()}); code != 0 {
		t.Fatalf("add ends with %d", code)
	}
	if code := run(t.Context(), []string{"footnote", "--data", data, "digest", "--channel", "C0123456789", "--set", "every day at 9:00 UTC"}, nil, streams{strings.NewReader(""), io.Discard, t.Output()}); code != 0 {
		t.Fatalf("digest ends with %d", code)
	}
	before, err := os.ReadFile(filepath.Join(data, "footnote.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { // when it has ended, which is what its own Cleanup waits for
		after, err := os.ReadFile(filepath.Join(data, "footnote.db"))
		if err != nil || !bytes.Equal(before, after) {
			t.Errorf("the library is another one (%v)", err)
		}
	})
	address := startTry(t, nil, "--data", data)
	said := func(resp *http.Response, err error) string {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		raw, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return string(raw)
	}
	if got := said(http.Post(address+"do/scenario", "application/json", strings.NewReader(`{"name":"newer"}`))); !strings.Contains(got, "without --data") {
		t.Errorf("an invented article is let arrive: %s", got)
	}
	does(t, address, "scenario", `{"name":"digest"}`)
	if got := said(http.Get(address + "library")); !strings.Contains(got, "<strong>1</strong> article<") || strings.Contains(got, "(sample)") {
		t.Errorf("after the digest the library is\n%s", got)
	}
}
