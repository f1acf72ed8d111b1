package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
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
		{"--rerank good.jsonl", exitFailed, "eval --rerank: set RERANK_BASE_URL and RERANK_MODEL, or RERANK_PROVIDER=chat\n"},
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
		code := run(t.Context(), args, nil, streams{strings.NewReader(""), &out, &err})
		if code != tt.code || !strings.HasPrefix(err.String(), "footnote: "+tt.want) || strings.Count(err.String(), "\n") != 1 || out.Len() > 0 {
			t.Errorf("eval %s: exit %d, prints %q and %q; want exit %d and %q", tt.args, code, out.String(), err.String(), tt.code, tt.want)
		}
	}
}

// TestEvalRerank: a reranker is asked only when it is wanted.
func TestEvalRerank(t *testing.T) {
	t.Chdir(t.TempDir())
	for name, text := range map[string]string{
		"questions.jsonl": `{"query":"Where is the ferry?","relevant":["https://news.example/2"]}`,
		"corpus.jsonl": `{"url":"https://news.example/1","title":"Where the ferry is","body":"Where is the ferry? At the pier."}` + "\n" +
			`{"url":"https://news.example/2","title":"Dock","body":"The ferry lies in the dock."}`,
	} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	asked := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		var q struct{ Documents []string }
		if err := json.NewDecoder(r.Body).Decode(&q); err != nil {
			t.Error(err)
		}
		var results []string
		for i, d := range q.Documents {
			results = append(results, fmt.Sprintf(`{"index":%d,"relevance_score":%d}`, i, strings.Count(d, "dock")))
		}
		fmt.Fprintf(w, `{"results":[%s]}`, strings.Join(results, ","))
	}))
	defer server.Close()
	env := []string{"RERANK_BASE_URL=" + server.URL, "RERANK_MODEL=docks"}
	for i, tt := range []struct{ flag, command, search, mrr string }{
		{"", "footnote eval --corpus corpus.jsonl questions.jsonl", "words and vectors,", ".5000"},
		{"--rerank", "footnote eval --corpus corpus.jsonl --rerank questions.jsonl", "words and vectors, reranked,", "1.0000"},
	} {
		var out, err bytes.Buffer
		args := strings.Fields("footnote eval " + tt.flag + " --corpus corpus.jsonl questions.jsonl")
		if code := run(t.Context(), args, env, streams{strings.NewReader(""), &out, &err}); code != exitDone {
			t.Fatalf("eval %s: exit %d, %s", tt.flag, code, err.String())
		}
		for _, want := range []string{tt.command, tt.search, "| " + tt.mrr + " (1) |\n\n"} {
			if !strings.Contains(out.String()+"\n", want) {
				t.Errorf("eval %s does not say %q:\n%s", tt.flag, want, out.String())
			}
		}
		if asked != i {
			t.Errorf("eval %s: reranker asked %d times, want %d", tt.flag, asked, i)
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
