package main

import (
	"encoding/json"
	"os"
	"strings"
	"testing"

	"footnote/internal/openai/openaitest"
)

// TestAskVerified: what the model writes in words of its own is shown where it
// verifies it, with the quote that it names, and only then; without a verifier the
// check of words holds it back, and quotes the passage.
func TestAskVerified(t *testing.T) {
	t.Chdir(t.TempDir())
	const quote, paraphrase = "The night boats to Osby end on 1 June.", "From 1 June no boat sails to Osby at night."
	corpus := `{"url":"https://news.example/1","title":"Boats","published_at":"2026-03-12","body":"Norrland Line lost money. ` + quote + `"}`
	if err := os.WriteFile("corpus.jsonl", []byte(corpus), 0o644); err != nil {
		t.Fatal(err)
	}
	server, err := openaitest.Start()
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	for _, tt := range []struct {
		verify   string
		right    bool
		want     string
		requests int
	}{
		{"", true, paraphrase, 3}, // an answer, a trial, and a lot of sentences
		{"on", false, quote, 5},   // an answer and a lot again
		{"off", true, quote, 2},   // an answer, and again
	} {
		server.Chat(openaitest.Verify(func(s string) bool { return rightInTrial(s) && (tt.right || s != paraphrase) }, openaitest.Say("Norrland Line lost money [1]. "+paraphrase+" [1]")))
		data := t.TempDir() // else the second is answered from the record of the first
		do := doing(t, map[string]string{"COMPATIBLE_BASE_URL": server.URL(), "COMPATIBLE_MODEL": "m", "FOOTNOTE_VERIFY": tt.verify, "FOOTNOTE_DATA": data})
		do("add", "corpus.jsonl")
		before := len(server.Requests())
		var ans struct {
			Text      string
			Citations []struct{ Quote string }
		}
		if err := json.Unmarshal([]byte(do("ask", "--json", "When do the night boats of Norrland Line to Osby end?")), &ans); err != nil {
			t.Fatal(err)
		}
		last := ans.Citations[len(ans.Citations)-1].Quote
		if !strings.Contains(ans.Text, tt.want) || strings.Contains(ans.Text, paraphrase) != (tt.want == paraphrase) || last != quote {
			t.Errorf("verify %q: shown %q with %q, want %q", tt.verify, ans.Text, last, tt.want)
		}
		if n := len(server.Requests()) - before; n != tt.requests {
			t.Errorf("verify %q: %d requests, want %d", tt.verify, n, tt.requests)
		}
	}
}
