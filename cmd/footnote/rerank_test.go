package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"footnote/internal/openai/openaitest"
)

// TestAskRerankedByChat: the model that answers is asked first which passages
// tell of the matter, and the newest of those decides. What it costs is spent
// from the day's budget.
func TestAskRerankedByChat(t *testing.T) {
	t.Chdir(t.TempDir())
	corpus := `{"url":"https://news.example/1","title":"Pier","published_at":"2026-01-01","body":"The ferry Solveig leaves from the old pier, as it always did."}` + "\n" +
		`{"url":"https://news.example/2","title":"Dock","published_at":"2026-02-01","body":"Since Monday passengers board Solveig in the dock."}` + "\n" +
		`{"url":"https://news.example/3","title":"Cook","published_at":"2026-03-01","body":"The ferry Solveig has a new cook, who is from Osby."}`
	if err := os.WriteFile("corpus.jsonl", []byte(corpus), 0o644); err != nil {
		t.Fatal(err)
	}
	server, err := openaitest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	var choosing, answering int
	server.Chat(func(req openaitest.Request) openaitest.Reply {
		if len(req.Sentences()) > 0 {
			return openaitest.Verify(rightInTrial, openaitest.Answer)(req)
		}
		if !strings.HasPrefix(req.Messages[0].Content, "You choose") {
			answering++
			return openaitest.Answer(req)
		}
		choosing++
		var named []string
		for _, p := range req.Passages() {
			if !strings.Contains(p.Text, "cook") && !strings.Contains(p.Text, "closed") {
				named = append(named, fmt.Sprint(p.N))
			}
		}
		return openaitest.Reply{Text: strings.Join(named, ", ")}
	})
	do := doing(t, map[string]string{"COMPATIBLE_BASE_URL": server.URL(), "COMPATIBLE_MODEL": "m", "RERANK_PROVIDER": "chat"})
	do("add", "corpus.jsonl")
	choosing = 0
	found := do("search", "--json", "Where does the ferry Solveig leave from now?")
	if choosing != 1 || strings.Index(found, "news.example/2") > strings.Index(found, "news.example/1") || !strings.Contains(found, "news.example/3") {
		t.Errorf("chosen %d times, found %s", choosing, found)
	}
	if do("ask", "Where does the ferry Solveig leave from now?"); choosing != 2 || answering != 1 {
		t.Errorf("chosen %d times and answered %d times, want 2 and 1", choosing, answering)
	}
	if doctor := do("doctor"); !strings.Contains(doctor, "reranks") || !strings.Contains(doctor, "compatible/m") {
		t.Errorf("doctor: %s", doctor)
	}
}

// doing returns what runs commands with these settings and returns their output.
func doing(t *testing.T, settings map[string]string) func(args ...string) string {
	return func(args ...string) string {
		t.Helper()
		var out, err bytes.Buffer
		if code := run(t.Context(), append([]string{"footnote"}, args...), environ(settings), streams{strings.NewReader(""), &out, &err}); code != exitDone {
			t.Fatalf("%v: exit %d, %s", args, code, err.String())
		}
		return out.String()
	}
}

// environ returns settings as os.Environ would.
func environ(settings map[string]string) (pairs []string) {
	for name, value := range settings {
		pairs = append(pairs, name+"="+value)
	}
	return pairs
}
