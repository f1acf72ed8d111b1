package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"

	"footnote/bot"
	"footnote/internal/racetest"
	"footnote/internal/slacksim"
)

// programs are what a line of the documents may begin with to be a command.
var programs = []string{
	"footnote", "./footnote", "./before", "./after", "go", "make", "git", "docker", "podman", "systemctl", "sqlite3",
	"cp", "mv", "mkdir", "cat", "tar", "curl", "wget", "sudo", "apt", "apt-get", "ollama", "export",
}

// notRun says of the commands that no test runs why not, by how they begin.
var notRun = map[string]string{
	"go build ":  "builds the binary that all the others run, as this test's own binary",
	"go test ":   "a test runs no tests; TestDocumentedTests looks whether they are there",
	"make ":      "runs the tests, among them this one; TestDocuments looks whether the target is there",
	"docker ":    "needs a container engine and the network",
	"systemctl ": "needs systemd, and a user who may",
	"git diff":   "shows what a developer changed",
}

// dataSets is where published sets of questions were fetched to, which are
// too large for a test.
const dataSets = "$EVAL/"

// filled gives what a document leaves open, by the whole command.
var filled = map[string]string{
	"footnote COMMAND [flags]":   `footnote ask --json "Is Microsoft still exclusive?"`,
	"footnote add":               "footnote add notes/",
	"footnote add URL":           "footnote add https://example.com/story",
	"footnote ask --thread NAME": `footnote ask --thread talk "Is Microsoft still exclusive?"`,
	"footnote eval":              "footnote eval questions.jsonl",
	"footnote eval --rerank":     "footnote eval --rerank questions.jsonl",
	"footnote search":            `footnote search "exclusive cloud provider"`,
	"footnote try":               "footnote try --port 0 --open=false",
	"footnote watch history N":   "footnote watch history 1",
}

// commandLine is a command of a document.
type commandLine struct{ doc, text string }

// documentedCommands returns the commands of all documents, each once.
func documentedCommands(t *testing.T) []commandLine {
	t.Helper()
	var out []commandLine
	for _, name := range documents(t) {
		for _, line := range shellLines(readDoc(t, name)) {
			line = strings.TrimPrefix(strings.TrimSpace(line), "$ ")
			line = strings.Replace(line, "go run ./cmd/footnote", "footnote", 1)
			program, _, _ := strings.Cut(line, " ")
			known := func(c commandLine) bool { return c.text == line }
			if slices.Contains(programs, program) && program != line && !slices.ContainsFunc(out, known) {
				out = append(out, commandLine{filepath.Base(name), line})
			}
		}
	}
	return out
}

// whyNotRun returns why a command is not run, or "".
func whyNotRun(line string) string {
	if strings.Contains(line, dataSets) {
		return "needs the published sets of questions"
	}
	for begin, why := range notRun {
		if strings.HasPrefix(line, begin) {
			return why
		}
	}
	return ""
}

// TestCommandLists holds that what is listed as not run or filled still
// stands in a document.
func TestCommandLists(t *testing.T) {
	all := documentedCommands(t)
	for begin := range notRun {
		if !slices.ContainsFunc(all, func(c commandLine) bool { return strings.HasPrefix(c.text, begin) }) {
			t.Errorf("no document has a command that begins with %q", begin)
		}
	}
	for line := range filled {
		if !slices.ContainsFunc(all, func(c commandLine) bool { return c.text == line }) {
			t.Errorf("no document has the command %q", line)
		}
	}
}

// TestDocumentedCommands runs every command of the documents, as it stands
// there, with the real binary in a folder that has what they name.
func TestDocumentedCommands(t *testing.T) {
	racetest.Skip(t)
	ground := newGround(t)
	ran := 0
	for _, c := range documentedCommands(t) {
		if whyNotRun(c.text) != "" {
			continue
		}
		ran++
		line, _, _ := strings.Cut(c.text, " #")
		line = strings.TrimSpace(line)
		if full, ok := filled[line]; ok {
			line = full
		}
		t.Run(c.doc+" "+c.text, func(t *testing.T) {
			t.Parallel()
			ground.run(t, line)
		})
	}
	if ran < 25 {
		t.Errorf("%d commands were found to run; the test does not read the documents", ran)
	}
}

// TestReadmeAnswer holds that the answer in the README is the one that its
// command gives; an ellipsis stands for lines left out.
func TestReadmeAnswer(t *testing.T) {
	_, shown, found := strings.Cut(readDoc(t, "../../README.md"), "```\nAs of ")
	shown, _, closed := strings.Cut("As of "+shown, "```\n")
	if !found || !closed {
		t.Fatal("the README shows no answer")
	}
	t.Chdir(t.TempDir())
	var out, errs bytes.Buffer
	args := []string{"footnote", "ask", "Is Microsoft still exclusive?"}
	if code := run(t.Context(), args, nil, streams{in: strings.NewReader(""), out: &out, err: &errs}); code != 0 {
		t.Fatalf("ask ends with %d: %s", code, &errs)
	}
	rest := out.String()
	for i, part := range strings.Split(shown, "…\n") {
		at := strings.Index(rest, part)
		if at < 0 || i == 0 && at > 0 {
			t.Fatalf("the README shows\n%s\nand ask says\n%s", part, &out)
		}
		rest = rest[at+len(part):]
	}
	if rest != "" {
		t.Errorf("the README leaves out the end:\n%s", rest)
	}
}

// A ground is where the commands of documents are run: files they name, a
// page they may add, a workspace that takes their tokens.
type ground struct {
	files  string // what each command gets a copy of
	bin    string
	page   *httptest.Server // stands for https://example.com
	office *office
}

func newGround(t *testing.T) *ground {
	t.Helper()
	g := &ground{files: t.TempDir(), bin: t.TempDir(), office: newOffice(t, false, slacksim.Options{Scopes: neededScopes(t)})}
	g.page = httptest.NewServer(http.HandlerFunc(serveGround))
	t.Cleanup(g.page.Close)
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	example, err := os.ReadFile("../../.env.example")
	if err != nil {
		t.Fatal(err)
	}
	manifest, err := bot.Manifest(bot.ManifestOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"app.json": string(manifest), "article.html": storyPage, "notes/bridge.md": "# The Sorrel Bridge\n\nThe Sorrel Bridge opens on 30 June 2026.\n",
		"articles.jsonl": `{"url":"https://a.example/1","title":"Herons","body":"Grey herons breed in the poplars of the park. They come back each March."}` + "\n",
		"questions.jsonl": `{"id":"h","query":"Where do grey herons breed?","newest":"https://a.example/1","answer":"poplars"}` + "\n" +
			`{"id":"m","query":"Who is the mayor of Atlantis?","answerable":false}` + "\n",
		"docs.dev.jsonl": `{"id":"1","topic":"floods","event":"dam","text":"The Oller dam broke above Tarnwick on Wednesday. Water flooded the old town, said mayor Ilse Brandt."}` + "\n" +
			`{"id":"2","topic":"floods","event":"dam","text":"After the Oller dam broke, people came back to Tarnwick. Ilse Brandt, the mayor, said the old town was dry."}` + "\n",
		".env.example": string(example),
	} {
		g.write(t, name, text)
	}
	for _, dir := range []string{g.bin, g.files} {
		for _, name := range []string{"footnote", "before", "after"} {
			if err := os.Symlink(self, filepath.Join(dir, name)); err != nil {
				t.Fatal(err)
			}
		}
	}
	g.office.data = filepath.Join(g.files, "data")
	g.office.addSamples()
	for _, prepare := range []string{
		`footnote watch add "Is Microsoft still exclusive?"`,
		"./before eval --corpus articles.jsonl --out before.d questions.jsonl",
	} {
		g.runIn(t, g.files, prepare)
	}
	return g
}

// serveGround serves the page that may be added, and a reranker to which all
// passages are alike.
func serveGround(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.URL.Path == "/story":
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, storyPage)
	case r.Method == http.MethodPost:
		var q struct{ Documents []string }
		_ = json.NewDecoder(r.Body).Decode(&q) // then there is nothing to rank
		var results []map[string]float64
		for i := range q.Documents {
			results = append(results, map[string]float64{"index": float64(i), "relevance_score": 0.5})
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"results": results})
	default:
		http.NotFound(w, r)
	}
}

const storyPage = `<!doctype html><html lang="en"><head><title>The ferry to Quay Island</title></head><body><article><h1>The ferry to Quay Island</h1>
<p>The ferry to Quay Island sails every 40 minutes since 1 June 2026, the harbour office said. It carries 200 people and 30 cars, and no lorries.</p>
<p>The harbour office also said that the last ferry leaves at midnight, half an hour later than in the years before, because so many asked for it.</p>
</article></body></html>`

func (g *ground) write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(g.files, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// run runs a command line in a copy of the files.
func (g *ground) run(t *testing.T, line string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "files")
	if err := os.CopyFS(dir, os.DirFS(g.files)); err != nil {
		t.Fatal(err)
	}
	g.runIn(t, dir, strings.ReplaceAll(line, "https://example.com", g.page.URL))
}

// stays are commands that run until they are stopped.
var stays = regexp.MustCompile(`^(\./)?footnote (try|serve)\b`)

func (g *ground) runIn(t *testing.T, dir, line string) {
	t.Helper()
	var out, errs bytes.Buffer
	c := exec.Command("sh", "-c", line)
	c.Dir, c.Stdout, c.Stderr = dir, &out, &errs
	c.Env = []string{
		asBinary + "=1", "PATH=" + g.bin + string(os.PathListSeparator) + os.Getenv("PATH"), "TMPDIR=" + t.TempDir(),
		"FOOTNOTE_ALLOW_HOSTS=" + g.page.Listener.Addr().String(), "SLACK_API_URL=" + g.office.APIURL(),
		"RERANK_BASE_URL=" + g.page.URL, "RERANK_MODEL=alike",
		"SLACK_BOT_TOKEN=" + g.office.BotToken(), "SLACK_APP_TOKEN=" + g.office.AppToken(),
	}
	var err error
	if stays.MatchString(line) {
		err = g.startAndStop(t, c)
	} else {
		err = c.Run()
	}
	if err != nil {
		t.Errorf("%s: %v\n%s%s", line, err, errs.Bytes(), out.Bytes())
	}
}

// startAndStop starts a command that stays, and stops it as an operator does
// once it says that it is there.
func (g *ground) startAndStop(t *testing.T, c *exec.Cmd) error {
	t.Helper()
	c.Args[2] = "exec " + c.Args[2] // so that the signal reaches it
	said, told := io.Pipe()
	c.Stdout, c.Stderr = io.MultiWriter(c.Stdout, told), io.MultiWriter(c.Stderr, told)
	if err := c.Start(); err != nil {
		return err
	}
	there := make(chan struct{})
	go func() { // ends when the command does
		for lines := bufio.NewScanner(said); lines.Scan(); {
			if strings.Contains(lines.Text(), "bot start") {
				close(there)
				break
			}
		}
		_, _ = io.Copy(io.Discard, said)
	}()
	done := make(chan error, 1)
	go func() { done <- c.Wait(); told.Close() }()
	select {
	case <-there:
	case err := <-done:
		return err
	}
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return <-done
}

// TestDocumentedTests holds that the tests, benchmarks and flags which the
// documents name in "go test" are there.
func TestDocumentedTests(t *testing.T) {
	n := 0
	for _, c := range documentedCommands(t) {
		words := aWord.FindAllString(c.text, -1)
		if !strings.HasPrefix(c.text, "go test ") || strings.Contains(c.text, "./...") {
			continue
		}
		n++
		if err := checkGoTest(words[2:]); err != "" {
			t.Errorf("%s: %s: %s", c.doc, c.text, err)
		}
	}
	if n < 8 {
		t.Errorf("%d commands were found; the test does not read the documents", n)
	}
}

var (
	aTest = regexp.MustCompile(`(?m)^func ((?:Test|Benchmark|Fuzz)\w+)`)
	aFlag = regexp.MustCompile(`flag\.\w+\("([\w.-]+)"`)
	// serving is the import of a package of ours that serves tests.
	serving = regexp.MustCompile(`"footnote/([\w/]+test)"`)
	// ownFlags are those of go test itself.
	ownFlags = []string{"v", "run", "bench", "benchtime", "benchmem", "timeout", "args", "count", "race", "short", "fuzz", "fuzztime"}
)

// readAll returns what files hold, one after the other.
func readAll(files []string) (all []byte, err error) {
	for _, f := range files {
		raw, err := os.ReadFile(f)
		if err != nil {
			return nil, err
		}
		all = append(all, raw...)
	}
	return all, nil
}

// checkGoTest says what of a call of go test is not there; "" for nothing.
func checkGoTest(words []string) string {
	folder := "../../" + strings.TrimPrefix(words[0], "./")
	files, err := filepath.Glob(folder + "/*_test.go")
	if err != nil || len(files) == 0 {
		return "there are no tests in " + words[0]
	}
	all, err := readAll(files)
	if err != nil {
		return err.Error()
	}
	var tests, flags []string
	for _, m := range aTest.FindAllSubmatch(all, -1) {
		tests = append(tests, string(m[1]))
	}
	declared := all
	for _, m := range serving.FindAllSubmatch(all, -1) { // what a package for tests declares, those that import it have
		files, err := filepath.Glob("../../" + string(m[1]) + "/*.go")
		if err != nil {
			return err.Error()
		}
		more, err := readAll(files)
		if err != nil {
			return err.Error()
		}
		declared = slices.Concat(declared, more)
	}
	for _, m := range aFlag.FindAllSubmatch(declared, -1) {
		flags = append(flags, string(m[1]))
	}
	for i, w := range words {
		name, isFlag := strings.CutPrefix(w, "-")
		switch {
		case w == "&&" || w == "#":
			return ""
		case isFlag && (name == "run" || name == "bench") && i+1 < len(words):
			pattern, err := regexp.Compile(strings.ReplaceAll(strings.Trim(words[i+1], `'"`), `\|`, "|"))
			if err != nil {
				return err.Error()
			}
			nothing := slices.Contains([]string{"^$", "-", "xxx"}, pattern.String())
			if !nothing && !slices.ContainsFunc(tests, pattern.MatchString) {
				return "nothing is called " + pattern.String()
			}
		case isFlag && name != "" && !slices.Contains(ownFlags, name) && !slices.Contains(flags, name):
			return "there is no flag -" + name
		}
	}
	return ""
}
