package main

import (
	"fmt"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"footnote/internal/article"
	"footnote/internal/config"
	"footnote/internal/store"
	"footnote/retrieval"
)

// TestOpenLibraryUpgraded holds that a library that another version analysed
// is searched by all of its words from the first question on, with one word of
// it in the log.
func TestOpenLibraryUpgraded(t *testing.T) {
	ctx, dir := t.Context(), filepath.Join(t.TempDir(), "data")
	st, err := store.Open(ctx, dir)
	if err != nil {
		t.Fatal(err)
	}
	a := article.Article{Scope: article.Workspace, Title: "The ferry", Body: "The ferry to Quay Island sails every 40 minutes."}
	entry := store.Entry{Article: a, Chunks: []store.Chunk{{Chunk: article.Chunk{End: len(a.Body)}, Terms: []byte{1}}}}
	if _, err := st.Save(ctx, store.Batch{Embedder: retrieval.BuiltinEmbedder, Analysis: 1, Entries: []store.Entry{entry}}); err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	l, err := (&app{cfg: config.Config{Data: dir}, log: slog.New(slog.NewTextHandler(&log, nil))}).openLibrary(ctx, true)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	found, err := l.index.Search(ctx, retrieval.Query{Text: "ferry"})
	if err != nil || len(found.Passages) != 1 {
		t.Errorf("found %v, %v, want the article", found.Passages, err)
	}
	if said := log.String(); strings.Count(said, "\n") != 1 || !strings.Contains(said, "index refresh") {
		t.Errorf("logged:\n%s", said)
	}
}

// TestSayLibrary holds that the log names the library that is served, and one
// that is empty with what answers in its place.
func TestSayLibrary(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "data")
	var log strings.Builder
	a := &app{cfg: config.Config{Data: dir}, log: slog.New(slog.NewTextHandler(&log, nil))}
	l, err := a.openLibrary(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	a.sayLibrary(l)
	if said := log.String(); !strings.Contains(said, dir) || !strings.Contains(said, "level=WARN") || !strings.Contains(said, "the sample library answers") {
		t.Errorf("logged:\n%s", said)
	}
	if _, err := l.indexer.Add(t.Context(), []article.Article{{Scope: article.Workspace, Title: "The ferry", Body: "The ferry sails every 40 minutes."}}); err != nil {
		t.Fatal(err)
	}
	if err := l.index.Sync(t.Context()); err != nil {
		t.Fatal(err)
	}
	log.Reset()
	a.sayLibrary(l)
	if said := log.String(); !strings.Contains(said, "level=INFO") || !strings.Contains(said, "articles=1") {
		t.Errorf("logged:\n%s", said)
	}
}

// TestToday: today is the day where it is typed, here in a zone that has another day than UTC.
func TestToday(t *testing.T) {
	name := "Pacific/Kiritimati"
	if time.Now().UTC().Hour() < 10 {
		name = "Pacific/Pago_Pago"
	}
	zone, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	data, now := filepath.Join(t.TempDir(), "data"), time.Now().In(zone)
	run := func(stdin string, args ...string) string {
		t.Helper()
		c := exec.Command(os.Args[0], append([]string{"--data", data}, args...)...)
		c.Env = []string{asBinary + "=1", "TZ=" + name}
		c.Dir, c.Stderr, c.Stdin = filepath.Dir(data), t.Output(), strings.NewReader(stdin)
		out, err := c.Output()
		if err != nil {
			t.Fatalf("%s: %v", args, err)
		}
		return string(out)
	}
	const line = `{"title":%q,"source":"Quay","published_at":%q,"body":%q}` + "\n"
	run(fmt.Sprintf(line, "Ferry", now.Format(time.DateOnly), "A new ferry came to the harbour, with room for forty cars.")+
		fmt.Sprintf(line, "Crane", now.AddDate(0, 0, -1).Format(time.DateOnly), "The last crane of the harbour was sold for scrap."), "add", "-")
	for _, tt := range []struct {
		args []string
		want string
	}{
		{[]string{"articles", "list", "--since", "today"}, "Ferry"},
		{[]string{"articles", "list", "--since", "yesterday"}, "Ferry Crane"},
		{[]string{"digest", "--since", "today"}, "Ferry"},
		{[]string{"summarize", "harbour", "--since", "today"}, "Ferry"},
		{[]string{"ask", "What did the Quay publish yesterday?"}, "Crane"},
	} {
		out := run("", tt.args...)
		for _, title := range []string{"Ferry", "Crane"} {
			if strings.Contains(out, title) != strings.Contains(tt.want, title) {
				t.Errorf("%s in %s: want %s, got:\n%s", tt.args, name, tt.want, out)
			}
		}
	}
}
