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
	names, err := filepath.Glob("../../docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	makefile, err := os.ReadFile("../../Makefile")
	if err != nil {
		t.Fatal(err)
	}
	var targets []string
	for _, m := range aTarget.FindAllStringSubmatch(string(makefile), -1) {
		targets = append(targets, m[1])
	}
	n := 0
	for _, name := range append(names, "../../README.md", "../../CONTRIBUTING.md") {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, line := range shellLines(string(raw)) {
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
