package main

import (
	"bytes"
	"os"
	"strings"
	"testing"
)

// TestEvalRefuses: what is used wrongly, cannot be read or has nothing in
// common ends in one line, and nothing is printed as if it had been measured.
func TestEvalRefuses(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"good.jsonl":       `{"query":"Who?","relevant":["a"]}`,
		"bad.jsonl":        `{"query":"Who?","relevant":["a"]}` + "\n" + `{"relevant":["a"]}` + "\n" + `{"`,
		"corpus.jsonl":     `{"url":"https://news.example/1","title":"One","body":"One."}`,
		"bad_corpus.jsonl": `{"url":"https://news.example/1","title":"One","body":"One."}` + "\n" + `{"url":"https://news.example/2"}`,
		"empty.jsonl":      " \n",
		"other.json":       `{"results":[{"id":"x","query":"Another?"}]}`,
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for _, tt := range []struct {
		args string
		code int
		want string // on stderr, after "footnote: "; what follows it does not matter
	}{
		{"", exitUsage, "eval: name one file of questions, or - for standard input; see"},
		{"good.jsonl good.jsonl", exitUsage, "eval: name one file of questions"},
		{"--format trec good.jsonl", exitUsage, `eval: --format "trec" is none of native, squad, multihop;`},
		{"--step 0 good.jsonl", exitUsage, "eval: --step 0 is less than 1;"},
		{"--words-only --vectors-only good.jsonl", exitUsage, "eval: give --words-only or --vectors-only, not both;"},
		{"--corpus - -", exitUsage, "eval: only one of the files can be standard input;"},
		{"--step 3 --seed 2 good.jsonl", exitFailed, "read good.jsonl: --step 3 leaves none of 1 questions\n"},
		{"bad.jsonl", exitFailed, "read bad.jsonl: line 2: no question; line 3: broken JSON at byte 2\n"},
		{"--against empty.jsonl good.jsonl", exitFailed, "read empty.jsonl: no questions\n"},
		{"missing.jsonl", exitFailed, "open missing.jsonl: "},
		{"--corpus missing.jsonl good.jsonl", exitFailed, "open missing.jsonl: "},
		{"--corpus bad_corpus.jsonl good.jsonl", exitFailed, "read bad_corpus.jsonl: line 2: no body\n"},
		{"--corpus empty.jsonl good.jsonl", exitFailed, "read empty.jsonl: empty\n"},
		{"--baseline missing.json good.jsonl", exitFailed, "open missing.json: "},
		{"--baseline bad.jsonl good.jsonl", exitFailed, "read baseline bad.jsonl: "},
		{"--baseline other.json --corpus corpus.jsonl good.jsonl", exitFailed, "compare with other.json: the baseline has no question in common with this run\n"},
		{"--out good.jsonl --corpus corpus.jsonl good.jsonl", exitFailed, "mkdir good.jsonl: "},
	} {
		var out, err bytes.Buffer
		args := append([]string{"footnote", "eval"}, strings.Fields(tt.args)...)
		code := run(t.Context(), args, func(string) (string, bool) { return "", false }, streams{strings.NewReader(""), &out, &err})
		if code != tt.code || !strings.HasPrefix(err.String(), "footnote: "+tt.want) || strings.Count(err.String(), "\n") != 1 || out.Len() > 0 {
			t.Errorf("eval %s: exit %d, prints %q and %q; want exit %d and %q", tt.args, code, out.String(), err.String(), tt.code, tt.want)
		}
	}
}

func TestShellWord(t *testing.T) {
	for in, want := range map[string]string{
		"a/b-c_d.jsonl": "a/b-c_d.jsonl",
		"two words":     "'two words'",
		"it's":          `'it'\''s'`,
		"$HOME":         "'$HOME'",
		"":              "''",
	} {
		if got := shellWord(in); got != want {
			t.Errorf("shellWord(%q) = %s, want %s", in, got, want)
		}
	}
}
