package ingest

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/media"
)

func TestReadLine(t *testing.T) {
	const limit = 20
	in := "short\n" + strings.Repeat("x", 100) + "\n\nexactly twenty char\n" + strings.Repeat("y", 21)
	br := bufio.NewReaderSize(strings.NewReader(in), 16)
	for _, want := range []string{"short", "too large", "", "exactly twenty char", "too large, end"} {
		line, err := readLine(br, nil, limit)
		got := string(line)
		if errors.Is(err, media.ErrTooLarge) {
			got = "too large"
		}
		if errors.Is(err, io.EOF) {
			got += ", end"
		}
		if got != want {
			t.Errorf("readLine = %q, want %q", got, want)
		}
	}
}

func TestLinesTooLong(t *testing.T) {
	long := `{"body":"` + strings.Repeat("x", media.MaxText) + `"}`
	in := `{"title":"Before","body":"b"}` + "\n" + long + "\n" + `{"title":"After","body":"b"}` + "\n" + long
	var l library
	report, err := (&Adder{Indexer: &l}).Add(t.Context(), []string{"-"}, strings.NewReader(in))
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"standard input: line 2: too large: more than 10 MB", "standard input: line 4: too large: more than 10 MB"}
	if diff := cmp.Diff(want, lines(report.Problems)); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"Before", "After"}, l.titles()); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
}

// TestLineDate: another program may be ahead of our clock, though not by years.
func TestLineDate(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var l library
		in := ""
		for years := range 4 {
			in += fmt.Sprintf(`{"url":"https://example.com/%d","body":"b","published_at":%q}`+"\n", years, time.Now().AddDate(years, 0, 0).Format(time.DateOnly))
		}
		if _, err := (&Adder{Indexer: &l}).Add(t.Context(), []string{"-"}, strings.NewReader(in)); err != nil {
			t.Fatal(err)
		}
		for i, id := range l.order {
			a := l.articles[id]
			if a.Published.Known() != (i < 3) {
				t.Errorf("%s: published %v", a.URL, a.Published)
			}
		}
	})
}
