package importtest

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"footnote/internal/goldentest"
)

// rooms is the table of docs/design.md, in its order.
var rooms = []Room{
	{"cmd/footnote", []string{ // one a line, so that two who add one do not meet
		"bot",
		"internal/admin",
		"internal/answer",
		"internal/article",
		"internal/budget",
		"internal/config",
		"internal/digest",
		"internal/eval",
		"internal/feed",
		"internal/fetch",
		"internal/ingest",
		"internal/llm",
		"internal/nearcopy",
		"internal/openai",
		"internal/pdf",
		"internal/reader",
		"internal/rerank",
		"internal/sample",
		"internal/schedule",
		"internal/slackhttp",
		"internal/slacksim",
		"internal/store",
		"internal/story",
		"internal/tell",
		"internal/trypage",
		"internal/worddiff",
		"internal/watch",
		"retrieval",
	}},
	{"bot", []string{"internal/slackhttp", "internal/slackwire", "internal/digest", "internal/watch", "internal/tell", "internal/schedule", "internal/answer", "internal/links", "internal/store", "internal/article"}},
	{"internal/slackhttp", []string{"internal/slackwire"}},
	{"internal/slackwire", nil},
	{"internal/admin", nil},
	{"internal/trypage", []string{"internal/slacksim", "internal/blockkit"}},
	{"internal/reader", []string{"internal/answer", "internal/store", "internal/worddiff", "internal/article"}},
	{"internal/slacksim", nil},
	{"internal/blockkit", nil},
	{"internal/digest", []string{"internal/tell", "internal/schedule", "internal/story", "internal/answer", "internal/links", "internal/prose", "retrieval", "internal/analysis", "prompts", "internal/store", "internal/llm", "internal/article"}},
	{"internal/eval", []string{"internal/story", "internal/answer", "retrieval", "internal/article"}},
	{"internal/watch", []string{"internal/tell", "internal/schedule", "internal/answer", "internal/links", "internal/prose", "retrieval", "internal/analysis", "internal/store", "internal/article"}},
	{"internal/tell", []string{"internal/answer", "internal/store", "internal/article"}},
	{"internal/schedule", nil},
	{"internal/story", []string{"internal/analysis"}},
	{"internal/answer", []string{"internal/links", "internal/selection", "internal/gate", "internal/prose", "internal/budget", "retrieval", "internal/question", "internal/analysis", "prompts", "internal/llm", "internal/tokens", "internal/article"}},
	{"internal/links", []string{"internal/prose"}},
	{"internal/selection", []string{"internal/gate", "internal/prose", "retrieval", "internal/question", "internal/dates", "internal/analysis", "internal/article"}},
	{"internal/gate", []string{"internal/prose", "internal/dates", "internal/analysis", "internal/lexicon", "internal/article"}},
	{"internal/prose", []string{"internal/analysis", "internal/lexicon", "internal/article"}},
	{"internal/ingest", []string{"internal/extract", "internal/fetch", "internal/feed", "internal/media", "internal/dateline", "internal/store", "internal/article"}},
	{"internal/extract", []string{"internal/fetch", "internal/feed", "internal/media", "internal/dateline", "internal/pdf", "internal/article"}},
	{"internal/fetch", []string{"internal/media", "internal/store", "internal/article"}},
	{"internal/budget", []string{"internal/store", "internal/llm", "internal/tokens", "internal/config"}},
	{"internal/nearcopy", []string{"internal/store", "internal/article"}},
	{"retrieval", []string{"internal/question", "internal/analysis", "internal/store", "internal/llm", "internal/lexicon", "internal/article"}},
	{"internal/question", []string{"internal/dates", "internal/analysis", "internal/article"}},
	{"internal/dates", []string{"internal/article"}},
	{"internal/analysis", nil},
	{"internal/rerank", []string{"internal/config", "internal/llm", "prompts"}},
	{"prompts", []string{"internal/llm", "internal/article"}},
	{"internal/store", []string{"internal/article"}},
	{"internal/pdf", nil},
	{"internal/feed", []string{"internal/media", "internal/dateline", "internal/article"}},
	{"internal/media", nil},
	{"internal/dateline", []string{"internal/article"}},
	{"internal/openai", []string{"internal/llm", "internal/config"}},
	{"internal/openai/openaitest", nil},
	{"internal/llm/llmtest", []string{"internal/llm"}},
	{"internal/llm", nil},
	{"internal/sample", []string{"internal/article"}},
	{"internal/tokens", nil},
	{"internal/worddiff", nil},
	{"internal/lexicon", nil},
	{"internal/browsertest", nil},
	{"internal/article", nil},
	{"internal/config", nil},
	{"internal/importtest", nil},
	{"internal/goldentest", nil},
	{"internal/racetest", nil},
}

// doors has a line for every third-party module we import.
var doors = []Door{
	{Module: "github.com/slack-go/slack", Packages: []string{"bot"}},
	{Module: "github.com/philippgille/chromem-go", Packages: []string{"retrieval"}},
	{Module: "github.com/blevesearch/bleve/v2/analysis", Packages: []string{"internal/analysis"}},
	{Module: "github.com/blevesearch/bleve/v2/registry", Packages: []string{"internal/analysis"}}, // hands out analyzers by name
	{Module: "github.com/sashabaranov/go-openai", Packages: []string{"internal/openai"}},
	{Module: "github.com/failsafe-go/failsafe-go", Packages: []string{"internal/openai"}},
	{Module: "github.com/tiktoken-go/tokenizer", Packages: []string{"internal/tokens"}},
	{Module: "modernc.org/sqlite", Packages: []string{"internal/store"}},
	{Module: "github.com/pressly/goose/v3", Packages: []string{"internal/store"}},
	{Module: "github.com/andybalholm/brotli", Packages: []string{"internal/fetch"}},
	{Module: "github.com/klippa-app/go-pdfium", Packages: []string{"internal/pdf"}},
	{Module: "github.com/tetratelabs/wazero", Packages: []string{"internal/pdf"}},      // runs PDFium
	{Module: "github.com/wasilibs/wazero-helpers", Packages: []string{"internal/pdf"}}, // its memory
	{Module: "code.dny.dev/ssrf", Packages: []string{"internal/fetch"}},
	{Module: "codeberg.org/readeck/go-readability/v2", Packages: []string{"internal/extract"}},
	{Module: "github.com/markusmobius/go-trafilatura", Packages: []string{"internal/extract"}},
	{Module: "github.com/mmcdole/gofeed", Packages: []string{"internal/feed"}},
	{Module: "github.com/temoto/robotstxt", Packages: []string{"internal/fetch"}},
	{Module: "github.com/RadhiFadlillah/whatlanggo", Packages: []string{"internal/extract", "internal/analysis"}},
	{Module: "github.com/clipperhouse/uax29/v2", Packages: []string{"internal/analysis"}},
	{Module: "github.com/gorilla/websocket", Packages: []string{"internal/slacksim"}},
	{Module: "github.com/prometheus/client_golang", Packages: []string{"internal/admin"}},
	{Module: "github.com/sergi/go-diff", Packages: []string{"internal/worddiff"}},
	{Module: "github.com/yuin/goldmark", Packages: []string{"internal/blockkit"}},
	{Module: "github.com/urfave/cli/v3", Packages: []string{"cmd/footnote"}},
	{Module: "github.com/joho/godotenv", Packages: []string{"cmd/footnote"}},
	{Module: "github.com/schollz/progressbar/v3", Packages: []string{"cmd/footnote"}},
	{Module: "github.com/chromedp/chromedp", Packages: []string{"internal/browsertest"}},
	{Module: "github.com/chromedp/cdproto", Packages: []string{"internal/browsertest"}}, // chromedp's own types
	{Module: "github.com/google/go-cmp"},
	{Module: "github.com/rogpeppe/go-internal"},
	{Module: "go.uber.org/goleak"},
	{Module: "pgregory.net/rapid"},
}

func TestHouse(t *testing.T) {
	house := House{
		Module: "footnote",
		Rooms:  rooms,
		Doors:  doors,
		Open:   []string{"golang.org/x"},
		Env:    []string{"cmd/footnote/main.go"},
	}
	found, err := house.Check(os.DirFS("../.."))
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range found {
		t.Error(line)
	}
}

// roomRow is a line of the table of packages in docs/design.md: the package,
// its duty and what it may import.
var roomRow = regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\| [^|]+ \\| ([^|]*)\\|$")

// TestDesign keeps docs/design.md and rooms the same.
func TestDesign(t *testing.T) {
	design, err := os.ReadFile("../../docs/design.md")
	if err != nil {
		t.Fatal(err)
	}
	var got []Room
	for i, m := range roomRow.FindAllStringSubmatch(string(design), -1) {
		room := Room{Package: m[1]}
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(m[2], -1) {
			room.Allow = append(room.Allow, name[1])
		}
		if i == 0 { // said in words: all but a few
			room.Allow = rooms[0].Allow
		}
		got = append(got, room)
	}
	if diff := cmp.Diff(rooms, got); diff != "" {
		t.Errorf("docs/design.md is not what the table says (-table +design):\n%s", diff)
	}
}

// forTests are the packages that no binary has, and the README does not show.
var forTests = []string{"internal/openai/openaitest", "internal/llm/llmtest", "internal/browsertest", "internal/importtest", "internal/goldentest", "internal/racetest"}

// TestReadme keeps the packages of README.md and rooms the same, in one order:
// imports point down its table.
func TestReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var got, want []string
	for _, m := range regexp.MustCompile("(?m)^\\| `([a-z/]+)` \\| [^|]+ \\|$").FindAllStringSubmatch(string(readme), -1) {
		got = append(got, m[1])
	}
	for _, r := range rooms {
		if !slices.Contains(forTests, r.Package) {
			want = append(want, r.Package)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("README.md does not have the packages of the table (-table +README):\n%s", diff)
	}
}

// TestCheck proves that every rule can fail: each file of testdata holds a
// small module and what Check must find in it.
func TestCheck(t *testing.T) {
	house := House{
		Module: "house",
		Rooms: []Room{
			{"cmd/house", []string{"attic", "cellar"}},
			{"attic", []string{"cellar"}},
			{"cellar", nil},
			{"common", nil},
		},
		Doors: []Door{
			{Module: "example.org/ladder", Packages: []string{"attic"}, Tests: []string{"cellar"}},
			{Module: "example.org/ladder/v2/rung", Packages: []string{"cellar"}},
			{Module: "example.org/gauge"},
		},
		Open: []string{"golang.org/x"},
		Env:  []string{"cmd/house/main.go"},
	}
	cases, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases in testdata: %v", err)
	}
	for _, name := range cases {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) { testCase(t, house, name) })
	}
}

// testCase checks the module that the file name holds; its last section,
// "want", is what Check must find.
func testCase(t *testing.T, house House, name string) {
	ar, err := txtar.ParseFile(name)
	if err != nil {
		t.Fatal(err)
	}
	module, want := fstest.MapFS{}, &ar.Files[len(ar.Files)-1]
	for _, f := range ar.Files {
		module[f.Name] = &fstest.MapFile{Data: f.Data}
	}
	found, err := house.Check(module)
	if err != nil {
		t.Fatal(err)
	}
	got := strings.Join(append(found, ""), "\n")
	if goldentest.Updating() {
		want.Data = []byte(got)
		if err := os.WriteFile(name, txtar.Format(ar), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(string(want.Data), got); diff != "" {
		t.Errorf("Check (-want +got):\n%s", diff)
	}
}

// TestCheckMap: a package of many files says in its comment what each is for.
func TestCheckMap(t *testing.T) {
	fsys := fstest.MapFS{"attic/doc.go": {Data: []byte("// Package attic is full: f00.go has the lid, gone.go had the key.\npackage attic")}}
	var want []string
	for n := range mapFrom {
		name := fmt.Sprintf("f%02d.go", n)
		fsys["attic/"+name] = &fstest.MapFile{Data: []byte("package attic")}
		if n > 0 {
			want = append(want, "attic: the package comment does not say what "+name+" is for")
		}
	}
	want = append(want, "attic: the package comment names gone.go, which is not there")
	found, err := House{Rooms: []Room{{"attic", nil}}}.Check(fsys)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("Check (-want +got):\n%s", diff)
	}
	delete(fsys, "attic/f29.go")
	if found, err = (House{Rooms: []Room{{"attic", nil}}}).Check(fsys); err != nil || len(found) > 0 {
		t.Errorf("Check of few = %q, %v", found, err)
	}
}

func TestCheckTables(t *testing.T) {
	house := House{
		Rooms: []Room{{"attic", []string{"cellar", "garden"}}, {"cellar", []string{"attic"}}},
		Doors: []Door{{Module: "example.org/ladder", Packages: []string{"shed"}}},
	}
	found, err := house.Check(fstest.MapFS{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"tables: attic may import garden, which does not stand below it; imports point down the table",
		"tables: cellar may import attic, which does not stand below it; imports point down the table",
		"tables: the door of example.org/ladder names shed, which is no package of the table",
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("Check (-want +got):\n%s", diff)
	}
}

func TestCheckBrokenFile(t *testing.T) {
	fsys := fstest.MapFS{"attic/attic.go": {Data: []byte("package")}}
	if found, err := (House{}).Check(fsys); err == nil {
		t.Errorf("Check = %q, want an error that names the file", found)
	} else if !strings.HasPrefix(err.Error(), "attic/attic.go:1:") {
		t.Errorf("Check: %v, want the file's name first", err)
	}
}
