package main

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"footnote/internal/openai/openaitest"
)

// does sends the page what a person does, and returns the query of where it
// leads.
func does(t testing.TB, address, what, body string) (at string) {
	t.Helper()
	resp, err := http.Post(address+"do/"+what, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	raw, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	var res struct{ Go, Say string }
	if err := json.Unmarshal(raw, &res); err != nil || res.Say != "" {
		t.Fatalf("%s %s: %v %s", what, body, err, raw)
	}
	_, at, _ = strings.Cut(res.Go, "?")
	return at
}

// hears waits until an open page is sent some words, and returns all that
// they stand in.
func (p *page) hears(ctx context.Context, t testing.TB, words string) string {
	t.Helper()
	for {
		select {
		case line := <-p.heard:
			if strings.Contains(line, words) {
				return line
			}
		case <-ctx.Done():
			t.Fatalf("the page never heard %q", words)
		}
	}
}

// TestTryModel takes the model away and brings it back: an open page says who
// writes the answers, and they are what it says.
func TestTryModel(t *testing.T) {
	model, err := openaitest.Start()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(model.Close)
	address := startTry(t, map[string]string{"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.URL()})
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	side := openPage(ctx, t, address+"events")
	side.hears(ctx, t, "Answers are written by")
	quoted := func(question string) bool {
		t.Helper()
		at := does(t, address, "say", `{"text":"@footnote `+question+`"}`)
		asking, done := context.WithCancel(ctx)
		defer done()
		thread := openPage(asking, t, address+"events?"+at).hears(ctx, t, "Good answer")
		return strings.Contains(thread, "uoted from the articles")
	}
	if quoted("Is Microsoft still exclusive?") || len(model.Requests()) == 0 {
		t.Errorf("with a model the answer is quoted; it was asked %d times", len(model.Requests()))
	}
	does(t, address, "scenario", `{"name":"model"}`)
	side.hears(ctx, t, "The model is taken away: answers are quoted.")
	asked := len(model.Requests())
	if !quoted("Did Tarnwick and Pellow merge?") || len(model.Requests()) != asked {
		t.Errorf("without the model the answer is not quoted, or it was asked %d times", len(model.Requests())-asked)
	}
	does(t, address, "scenario", `{"name":"model"}`)
	side.hears(ctx, t, "Answers are written by")
	if quoted("When will the Sorrel Bridge reopen?") {
		t.Error("when the model is back the answer is still quoted")
	}
}
