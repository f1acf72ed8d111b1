package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
	"footnote/internal/fetch"
	"footnote/internal/media"
	"footnote/internal/store"
)

// A library is an Indexer in memory.
type library struct {
	articles map[string]article.Article // by ID
	order    []string                   // IDs in the order they were first added
	batches  []int                      // sizes
	fail     error                      // of every Add, which saves nothing
	embed    error                      // of every Add, which saves all the same
	after    func()                     // called by Add before it returns
}

func (l *library) Add(ctx context.Context, articles []article.Article) ([]store.Saved, error) {
	if l.fail != nil || ctx.Err() != nil {
		return nil, errors.Join(ctx.Err(), l.fail)
	}
	if l.articles == nil {
		l.articles = map[string]article.Article{}
	}
	var saved []store.Saved
	for _, a := range articles {
		a.ID = a.NewID()
		old, held := l.articles[a.ID]
		s := store.Saved{ID: a.ID, Revision: old.Revision + 1, Effect: store.Created}
		switch {
		case !held:
			l.order = append(l.order, a.ID)
		case old.Hash() == a.Hash():
			s.Effect, s.Revision = store.Unchanged, old.Revision
		default:
			s.Effect = store.Revised
		}
		a.Revision = s.Revision
		l.articles[a.ID] = a
		saved = append(saved, s)
	}
	l.batches = append(l.batches, len(articles))
	if l.after != nil {
		l.after()
	}
	return saved, l.embed
}

// all returns the articles in the order they were added.
func (l *library) all() (out []article.Article) {
	for _, id := range l.order {
		out = append(out, l.articles[id])
	}
	return out
}

// titles returns what the articles are called.
func (l *library) titles() (out []string) {
	for _, a := range l.all() {
		out = append(out, a.Name())
	}
	return out
}

func lines(problems []Problem) (out []string) {
	for _, p := range problems {
		out = append(out, p.String())
	}
	return out
}

// write writes files, by name, into a new folder.
func write(t *testing.T, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	for name, content := range files {
		path := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func add(t *testing.T, l *library, sources ...string) Report {
	t.Helper()
	report, err := (&Adder{Indexer: l}).Add(t.Context(), sources, nil)
	if err != nil {
		t.Fatal(err)
	}
	return report
}

func TestAddFolder(t *testing.T) {
	dir := write(t, map[string]string{
		"b/second.md":         "---\ntitle: Second\n---\nBody of the second.",
		"a.txt":               "First\n\nBody of the first.",
		"c.html":              "<html><title>Third</title><body><p>Body of the third.</p></body></html>",
		"c_files/style.txt":   "beside a saved page",
		"d.jsonl":             `{"title":"Fourth","body":"Body of the fourth."}` + "\n\n{broken\n" + `{"title":"Fifth","body":"Body of the fifth."}`,
		"empty.txt":           " \n",
		"binary.txt":          "\x89PNG\r\n\x1a\n\x00\x00",
		"paper.pdf":           "%PDF-1.7\n",
		"style.css":           "p { color: red }",
		".hidden.txt":         "Hidden\n\nNot read.",
		".git/description.md": "# Hidden\n\nNot read.",
		"lines.txt":           `{"title":"Sixth","body":"JSON lines by content."}`,
	})
	var l library
	report := add(t, &l, dir)

	want := []string{"First", "Second", "Third", "Fourth", "Fifth", "Sixth"}
	if diff := cmp.Diff(want, l.titles()); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
	wantProblems := []string{
		"binary.txt: not text but image/png",
		"d.jsonl: line 3: broken JSON at byte 2",
		"empty.txt: empty",
		"paper.pdf: a PDF file, and reading those is switched off",
	}
	got := strings.Split(strings.ReplaceAll(strings.Join(lines(report.Problems), "\n"), dir+string(filepath.Separator), ""), "\n")
	if diff := cmp.Diff(wantProblems, got); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if report.Created != 6 || report.Skipped != 1 {
		t.Errorf("report = %+v, want 6 created, 1 skipped", report)
	}
	if a := l.all()[0]; a.File != filepath.Join(dir, "a.txt") || a.Published.Known() {
		t.Errorf("first article = %+v, want its absolute path and no date", a)
	}

	if again := add(t, &l, dir); again.Unchanged != 6 || again.Created+again.Revised != 0 {
		t.Errorf("added again: %+v, want 6 unchanged", again)
	}
}

func TestAddProblems(t *testing.T) {
	dir := write(t, map[string]string{
		"good.txt":       "Good\n\nAn article.",
		"empty/.keep":    "",
		"pictures/a.png": "\x89PNG\r\n\x1a\n",
		"big.txt":        strings.Repeat("all work and no play\n", 1+media.MaxText/21),
		"nul.txt":        strings.Repeat("long enough that the first bytes are text ", 100) + "\x00",
		"array.json":     `[{"title":"x"}]`,
		"pretty.json":    "{\n  \"title\": \"x\",\n  \"body\": \"y\"\n}\n",
		"feed.xml":       `<?xml version="1.0"?><catalog><book/></catalog>`,
		"empty.html":     "<html><body></body></html>",
		"scope.jsonl":    `{"body":"b","scope":"planet:earth"}`,
	})
	for _, tt := range []struct{ source, want string }{
		{"absent.txt", "absent.txt: no such file or folder"},
		{"empty", "empty: no articles in this folder"},
		{"pictures", "pictures: no articles in this folder"},
		{"big.txt", "big.txt: too large: more than 10 MB"},
		{"nul.txt", "nul.txt: not text"},
		{"array.json", "array.json: JSON, but not JSON lines: write one object on each line"},
		{"pretty.json", "pretty.json: JSON, but not JSON lines: write one object on each line"},
		{"feed.xml", "feed.xml: XML, but neither a page nor a feed"},
		{"empty.html", "empty.html: no text in it"},
		{"scope.jsonl", `scope.jsonl: line 1: scope "planet:earth" is not workspace, channel:ID or user:ID`},
		{"pictures/a.png", "pictures/a.png: not text but image/png"},
	} {
		t.Run(tt.source, func(t *testing.T) {
			t.Chdir(dir)
			var l library
			report := add(t, &l, tt.source, "good.txt")
			if diff := cmp.Diff([]string{tt.want}, lines(report.Problems)); diff != "" {
				t.Errorf("problems (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff([]string{"Good"}, l.titles()); diff != "" {
				t.Errorf("titles (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAddFolderLinks(t *testing.T) {
	dir := write(t, map[string]string{"in/a.txt": "A\n\nText.", "out/b.txt": "B\n\nText."})
	for name, to := range map[string]string{
		"in/b.txt": filepath.Join(dir, "out", "b.txt"), "in/back": dir, "in/broken.txt": "nowhere", "in/self.txt": "self.txt",
	} {
		if err := os.Symlink(to, filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			t.Skip(err)
		}
	}
	var l library
	report := add(t, &l, filepath.Join(dir, "in"))
	if diff := cmp.Diff([]string{"A", "B"}, l.titles()); diff != "" {
		t.Errorf("titles (-want +got):\n%s", diff)
	}
	if len(report.Problems) != 2 || report.Skipped != 1 {
		t.Errorf("report %+v, want the links that lead nowhere as problems, and the one to a folder skipped", report)
	}
}

func TestAddDevice(t *testing.T) {
	if _, err := os.Stat(os.DevNull); err != nil {
		t.Skip(err)
	}
	report := add(t, &library{}, os.DevNull)
	if want := []string{os.DevNull + ": neither a file nor a folder"}; !slices.Equal(lines(report.Problems), want) {
		t.Errorf("problems %v, want %v", report.Problems, want)
	}
}

func TestAddWarnings(t *testing.T) {
	dir := write(t, map[string]string{
		"a.jsonl": "\n" + `{"title":"A","body":"b","published_at":"soon"}`, "b.md": "---\nurl: nowhere\n---\n# B\n\nText.",
	})
	t.Chdir(dir)
	var l library
	report := add(t, &l, "a.jsonl", "b.md", "https://quay.example/")
	want := []string{
		"a.jsonl: line 2: date is not one such as 2026-04-27 or 27 April 2026; left out",
		"b.md: url is no web address; left out",
	}
	if diff := cmp.Diff(want, lines(report.Warnings)); diff != "" {
		t.Errorf("warnings (-want +got):\n%s", diff)
	}
	want = []string{"https://quay.example/: fetching is switched off"}
	if diff := cmp.Diff(want, lines(report.Problems)); diff != "" || report.Created != 2 {
		t.Errorf("%d created, problems (-want +got):\n%s", report.Created, diff)
	}
}

func TestAddStdin(t *testing.T) {
	for _, tt := range []struct {
		name, stdin string
		want        []string
	}{
		{"JSON lines", "\n{\"title\":\"One\",\"body\":\"b\"}\n{\"title\":\"Two\",\"body\":\"b\"}", []string{"One", "Two"}},
		{"text", "A headline\n\nAnd what is under it.", []string{"A headline"}},
		{"page", "<!DOCTYPE html><title>Page</title><p>Words.</p>", []string{"Page"}},
		{"UTF-16", "\xff\xfeH\x00i\x00\n\x00y\x00o\x00u\x00", []string{"Hi"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var l library
			report, err := (&Adder{Indexer: &l}).Add(t.Context(), []string{"-"}, strings.NewReader(tt.stdin))
			if err != nil || len(report.Problems) > 0 {
				t.Fatalf("Add = %+v, %v", report, err)
			}
			if diff := cmp.Diff(tt.want, l.titles()); diff != "" {
				t.Errorf("titles (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAddReadsNoFileForURLs(t *testing.T) {
	dir := write(t, map[string]string{"secret.txt": "Secret\n\nOf this machine."})
	var l library
	a := &Adder{Indexer: &l, Client: fetch.NewClient(fetch.Options{})}
	report, err := a.AddURLs(t.Context(), []string{filepath.Join(dir, "secret.txt"), "-", "file://" + dir + "/secret.txt"})
	if err != nil {
		t.Fatal(err)
	}
	if len(l.order) != 0 || len(report.Problems) != 3 {
		t.Errorf("added %v with problems %v, want nothing and 3", l.titles(), report.Problems)
	}
}

// manyLines returns n articles as JSON lines, each with a body of size bytes.
func manyLines(n, size int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `{"title":"Article %d","body":"%s"}`+"\n", i, strings.Repeat("x", size))
	}
	return b.String()
}

func TestAddBatches(t *testing.T) {
	for _, tt := range []struct {
		name    string
		n, size int
		want    []int
	}{
		{"by number", 150, 10, []int{64, 64, 22}},
		{"by bytes", 7, 200 << 10, []int{3, 3, 1}},
		{"exactly one", 64, 10, []int{64}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var l library
			var told []int
			next := 0
			a := &Adder{Indexer: &l, Saved: func(added []Added) {
				told = append(told, len(added))
				for _, one := range added {
					if want := fmt.Sprintf("Article %d", next); one.Title != want || l.articles[one.ID].Title != want {
						t.Errorf("told of %+v, want %s, which is safe", one, want)
					}
					next++
				}
			}}
			report, err := a.Add(t.Context(), []string{"-"}, strings.NewReader(manyLines(tt.n, tt.size)))
			if err != nil || report.Created != tt.n {
				t.Fatalf("Add = %+v, %v", report, err)
			}
			if !slices.Equal(l.batches, tt.want) || !slices.Equal(told, tt.want) {
				t.Errorf("batches %v, told %v, want %v", l.batches, told, tt.want)
			}
		})
	}
}

func TestAddSameArticleTwice(t *testing.T) {
	in := `{"url":"https://example.com/a","body":"old"}` + "\n" + `{"url":"https://example.com/a?utm_source=x","body":"new"}`
	var l library
	report, err := (&Adder{Indexer: &l}).Add(t.Context(), []string{"-"}, strings.NewReader(in))
	if err != nil || report.Created != 1 || report.Revised != 1 {
		t.Fatalf("Add = %+v, %v, want one created, one revised", report, err)
	}
	if !slices.Equal(l.batches, []int{1, 1}) || l.all()[0].Body != "new" {
		t.Errorf("batches %v, body %q, want two, new", l.batches, l.all()[0].Body)
	}
}

func TestAddCancelled(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	l := library{after: cancel} // once the first batch is safe
	var told int
	a := &Adder{Indexer: &l, Saved: func(added []Added) { told += len(added) }}
	report, err := a.Add(ctx, []string{"-", "another"}, strings.NewReader(manyLines(1000, 10)))
	if !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want context.Canceled", err)
	}
	if report.Created != batchArticles || told != batchArticles || len(report.Problems) != 0 {
		t.Errorf("report %+v, told of %d, want %d and no problem", report, told, batchArticles)
	}
}

func TestAddIndexerFails(t *testing.T) {
	full := errors.New("disk full")
	var told int
	a := &Adder{Indexer: &library{fail: full}, Saved: func([]Added) { told++ }}
	report, err := a.Add(t.Context(), []string{"-"}, strings.NewReader(manyLines(3, 10)))
	if !errors.Is(err, full) || report.Saved() != 0 || told != 0 {
		t.Errorf("Add = %+v, %v, told %d times, want the error and nothing safe", report, err, told)
	}
}

func TestAddNotEmbedded(t *testing.T) {
	quota := errors.New("quota used up")
	var told int
	a := &Adder{
		Indexer: &library{embed: quota},
		Saved:   func(added []Added) { told += len(added) },
	}
	in := manyLines(batchArticles, 10) + manyLines(1, 10) // the last is unchanged
	report, err := a.Add(t.Context(), []string{"-"}, strings.NewReader(in))
	if err != nil || report.Created != batchArticles || report.Unchanged != 1 || told != batchArticles+1 {
		t.Errorf("Add = %+v, %v, told of %d, want all safe", report, err, told)
	}
	if report.NotEmbedded != batchArticles || !errors.Is(report.EmbedErr, quota) {
		t.Errorf("%d not embedded, %v, want %d", report.NotEmbedded, report.EmbedErr, batchArticles)
	}
}

func TestAddProgress(t *testing.T) {
	dir := write(t, map[string]string{"a.txt": "A\n\nText.", "b.txt": "B\n\nText."})
	var got []Progress
	a := &Adder{Indexer: &library{}, Progress: func(p Progress) {
		p.Source = filepath.Base(p.Source)
		got = append(got, p)
	}}
	if _, err := a.Add(t.Context(), []string{dir}, nil); err != nil {
		t.Fatal(err)
	}
	want := []Progress{{Source: "a.txt"}, {Source: "b.txt", Read: 1}, {Source: "b.txt", Read: 2, Saved: 2}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
}

func TestReportIsBounded(t *testing.T) {
	in := strings.Repeat("{\"broken\n", maxNotes+5) + `{"title":"Good","body":"b"}`
	var l library
	report, err := (&Adder{Indexer: &l}).Add(t.Context(), []string{"-"}, strings.NewReader(in))
	if err != nil || report.Created != 1 || len(report.Problems) != maxNotes || report.More != 5 {
		t.Errorf("Add = %d created, %d problems and %d more, %v; want 1, %d, 5", report.Created, len(report.Problems), report.More, err, maxNotes)
	}
}

// A failing reader gives some text, then an error.
type failing struct{ r io.Reader }

var errUnplugged = errors.New("unplugged")

func (f failing) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	if err == io.EOF {
		err = errUnplugged
	}
	return n, err
}

func TestAddReadError(t *testing.T) {
	for name, text := range map[string]string{
		"at once": "", "in text": strings.Repeat("A line of text.\n", 1000), "in lines": manyLines(100, 10),
	} {
		t.Run(name, func(t *testing.T) {
			var l library
			report, err := (&Adder{Indexer: &l}).Add(t.Context(), []string{"-"}, failing{strings.NewReader(text)})
			if err != nil || len(report.Problems) != 1 || !errors.Is(report.Problems[0].Err, errUnplugged) {
				t.Errorf("Add = %+v, %v, want one problem: %v", report, err, errUnplugged)
			}
		})
	}
}

// TestAddUpload holds that the name of a file that was sent is no path here.
func TestAddUpload(t *testing.T) {
	lib := &library{}
	a := &Adder{Indexer: lib, Scope: article.ChannelScope("C1")}
	for _, name := range []string{"F1/notes.md", "F2/notes.md", "/etc/passwd"} {
		report, err := a.AddUpload(t.Context(), name, "text/markdown", strings.NewReader("# Notes\n\nWhat "+name+" says, in a sentence or two."))
		if err != nil || report.Created != 1 {
			t.Fatalf("AddUpload(%q) = %+v, %v", name, report, err)
		}
	}
	for i, art := range lib.all() {
		if art.Scope != article.ChannelScope("C1") || !strings.HasPrefix(art.Body, "What ") {
			t.Errorf("article %d: %+v", i, art)
		}
	}
	report, err := a.AddUpload(t.Context(), "F3/lines.jsonl", "", strings.NewReader(`{"title":"T","body":"B","scope":"workspace"}`))
	if err != nil || len(report.Problems) != 1 {
		t.Errorf("a line that names its scope: %+v, %v", report, err)
	}
}
