package main

import (
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/urfave/cli/v3"
)

var (
	fence   = regexp.MustCompile("(?ms)^ *```[a-z]*\n(.*?)^ *```")
	inCode  = regexp.MustCompile("`([^`\n]+(?:\n[^`\n]+)?)`")
	aWord   = regexp.MustCompile(`"[^"]*"|'[^']*'|\S+`)
	aTarget = regexp.MustCompile(`(?m)^([a-z]+):`)
)

// TestDocuments holds that every command and flag that the README and the
// documents name is there, and every target of make.
func TestDocuments(t *testing.T) {
	var targets []string
	for _, m := range aTarget.FindAllStringSubmatch(readDoc(t, "../../Makefile"), -1) {
		targets = append(targets, m[1])
	}
	n := 0
	for _, name := range documents(t) {
		for _, line := range shellLines(readDoc(t, name)) {
			for part := range strings.SplitSeq(line, "|") {
				words := aWord.FindAllString(part, -1)
				if i := commandAt(words); i >= 0 {
					n++
					checkCommand(t, filepath.Base(name), words[i+1:])
				}
				if len(words) > 1 && words[0] == "make" && !slices.Contains(targets, words[1]) {
					t.Errorf("%s: make has no target %q", filepath.Base(name), words[1])
				}
			}
		}
	}
	if n < 40 {
		t.Errorf("%d commands were found in the documents; the test does not read them", n)
	}
}

// shellLines returns the lines of code blocks, and what else is set as code.
func shellLines(text string) []string {
	var out []string
	for _, block := range fence.FindAllStringSubmatch(text, -1) {
		out = append(out, strings.Split(block[1], "\n")...)
	}
	for _, code := range inCode.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		out = append(out, strings.Join(strings.Fields(code[1]), " "))
	}
	return out
}

// commandAt returns where the binary is called, or -1: at the start, or after
// what starts it.
func commandAt(words []string) int {
	i := slices.IndexFunc(words, func(w string) bool {
		return slices.Contains([]string{"footnote", "./footnote", "./cmd/footnote", "./before", "./after"}, w)
	})
	if i < 0 || i == 0 {
		return i
	}
	if slices.Contains([]string{"run", "exec", "footnote", "-t"}, words[i-1]) && !slices.Contains(words[:i], "build") {
		return i
	}
	return -1
}

// checkCommand walks down the commands and looks for every flag.
func checkCommand(t *testing.T, doc string, words []string) {
	t.Helper()
	a := &app{streams: streams{strings.NewReader(""), io.Discard, io.Discard}}
	at := a.root()
	flags := at.Flags
	for _, w := range words {
		switch {
		case w == "#" || w == ">" || w == "&&" || strings.HasPrefix(w, "#"):
			return
		case strings.HasPrefix(w, "-") && len(w) > 1:
			name, _, _ := strings.Cut(strings.Trim(strings.TrimRight(w, ".,;:]"), "-"), "=")
			if name != "help" && !hasFlag(flags, name) {
				t.Errorf("%s: footnote %s: %s has no flag %s", doc, strings.Join(words, " "), at.FullName(), w)
			}
		default:
			if next := at.Command(strings.TrimRight(w, ".,;:")); next != nil {
				at, flags = next, append(slices.Clone(flags), next.Flags...)
			} else if at.Name == "footnote" && regexp.MustCompile(`^[a-z]+$`).MatchString(w) {
				t.Errorf("%s: footnote has no command %q", doc, w)
				return
			}
		}
	}
}

func hasFlag(flags []cli.Flag, name string) bool {
	return slices.ContainsFunc(flags, func(f cli.Flag) bool { return slices.Contains(f.Names(), name) })
}

// TestFlagsDocumented holds that each flag of a command stands in its row of
// docs/design.md or in the page that has its name, and that a flag which a document
// names by itself is one of some command.
func TestFlagsDocumented(t *testing.T) {
	a := &app{streams: streams{strings.NewReader(""), io.Discard, io.Discard}}
	design := readDoc(t, "../../docs/design.md")
	root := a.root()
	all := slices.Clone(root.Flags)
	for _, c := range root.Commands {
		row := regexp.MustCompile("(?m)^\\| `" + c.Name + "\\b.*$").FindString(design)
		if row == "" {
			t.Errorf("docs/design.md has no row for footnote %s", c.Name)
		}
		if page, err := os.ReadFile("../../docs/" + c.Name + ".md"); err == nil {
			row += string(page)
		}
		flags := flagsOf(c)
		all = append(all, flags...)
		for _, f := range flags {
			name := dashed(f.Names()[0])
			if !regexp.MustCompile(name+`\b`).MatchString(row) && name != "--json" { // which is said of all that have it
				t.Errorf("footnote %s has %s, and no document says so", c.Name, name)
			}
		}
	}
	bare := regexp.MustCompile("`--([a-z-]+)")
	for _, name := range documents(t) {
		for _, m := range bare.FindAllStringSubmatch(readDoc(t, name), -1) {
			if m[1] != "restart" && !hasFlag(all, m[1]) { // which is Docker's
				t.Errorf("%s: no command has a flag --%s", filepath.Base(name), m[1])
			}
		}
	}
}

// flagsOf returns the flags of a command and of those below it.
func flagsOf(c *cli.Command) []cli.Flag {
	out := slices.Clone(c.Flags)
	for _, sub := range c.Commands {
		out = append(out, flagsOf(sub)...)
	}
	return out
}

// dashed writes a flag as it is typed.
func dashed(name string) string {
	if len(name) == 1 {
		return "-" + name
	}
	return "--" + name
}

// TestSettingsDocumented holds that each setting which a document names is described
// in .env.example, or read by a test, and each metric one that is served.
func TestSettingsDocumented(t *testing.T) {
	described := readDoc(t, "../../.env.example")
	served := readDoc(t, "../../internal/admin/metrics.go")
	tests, err := filepath.Glob("../../internal/*/*_test.go")
	if err != nil {
		t.Fatal(err)
	}
	tested, err := readAll(tests)
	if err != nil {
		t.Fatal(err)
	}
	setting := regexp.MustCompile(`\b(?:FOOTNOTE|SLACK|OPENAI|AZURE|BEDROCK|GEMINI|COMPATIBLE|EMBEDDING|RERANK)_[A-Z_]+\b`)
	metric := regexp.MustCompile(`\bfootnote_([a-z_]+)`)
	n := 0
	for _, doc := range append(documents(t), "../../docs/deploy/footnote.service", "../../docs/deploy/Containerfile") {
		text := readDoc(t, doc)
		for _, name := range setting.FindAllString(text, -1) {
			n++
			if !strings.Contains(described, "\n#"+name+"=") && !strings.Contains(string(tested), `"`+name+`"`) {
				t.Errorf("%s: nothing reads %s", filepath.Base(doc), name)
			}
		}
		for _, m := range metric.FindAllStringSubmatch(text, -1) {
			n++
			if !strings.Contains(served, `"`+m[1]+`"`) {
				t.Errorf("%s: there is no metric %s", filepath.Base(doc), m[0])
			}
		}
	}
	if n < 30 {
		t.Errorf("%d settings and metrics were found in the documents; the test does not read them", n)
	}
}

// documents returns the paths of the documents that people read.
func documents(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	return append(names, "../../README.md", "../../CONTRIBUTING.md")
}

func readDoc(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}
