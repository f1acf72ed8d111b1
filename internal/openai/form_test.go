package openai

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/config"
	"footnote/internal/llm"
	"footnote/internal/openai/openaitest"
)

// TestForm is what each provider is sent besides model, messages and stream.
func TestForm(t *testing.T) {
	tests := []struct {
		name   string
		change func(*config.Provider)
		limit  int
		want   map[string]any
	}{
		{
			"no limit", func(*config.Provider) {}, 0,
			map[string]any{"usage": true},
		},
		{
			"server with OpenAI's interface", func(*config.Provider) {}, 500,
			map[string]any{"usage": true, "max_tokens": 2548.0},
		},
		{
			"newer model anywhere", func(p *config.Provider) { p.Model, p.Effort = "gpt-6-luna", "low" }, 500,
			map[string]any{"usage": true, "max_completion_tokens": 2548.0, "reasoning_effort": "low"},
		},
		{
			"no reasoning, no room for it", func(p *config.Provider) { p.Model, p.Effort = "gpt-6-luna", "none" }, 500,
			map[string]any{"usage": true, "max_completion_tokens": 500.0, "reasoning_effort": "none"},
		},
		{
			"bedrock", func(p *config.Provider) { p.Name = config.Bedrock }, 500,
			map[string]any{"usage": true, "max_completion_tokens": 2548.0},
		},
		{
			"azure", func(p *config.Provider) { p.Name = config.Azure }, 500,
			map[string]any{"usage": true, "max_completion_tokens": 2548.0},
		},
		{
			"azure, older interface, new field", func(p *config.Provider) { p.Name, p.APIVersion = config.Azure, "2024-10-21" }, 500,
			map[string]any{"usage": true, "max_completion_tokens": 2548.0},
		},
		{
			"azure, older interface, old field", func(p *config.Provider) { p.Name, p.APIVersion = config.Azure, "2024-06-01" }, 500,
			map[string]any{"usage": true, "max_tokens": 2548.0},
		},
		{
			"gemini", func(p *config.Provider) { p.Name = config.Gemini }, 500,
			map[string]any{"usage": true, "max_tokens": 2548.0},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, openaitest.Say("ok"))
			p := provider(s.URL())
			tt.change(&p)
			req := ask("?")
			req.MaxTokens = tt.limit
			req.Messages = append(req.Messages, llm.Message{Role: llm.Assistant})
			if h := hear(t, New(p, quick(t)), req); h.err != nil {
				t.Fatal(h.err)
			}
			got := s.Requests()[0]
			if diff := cmp.Diff(tt.want, extras(got)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			want := []openaitest.Message{{Role: "system", Content: "Be brief."}, {Role: "user", Content: "?"}}
			if diff := cmp.Diff(want, got.Messages); diff != "" {
				t.Errorf("messages (-want +got):\n%s", diff)
			}
			wantPath := "/v1/chat/completions"
			if p.APIVersion != "" {
				wantPath = "/v1/openai/deployments/test-model/chat/completions?api-version=" + p.APIVersion
			}
			if got.Path != wantPath {
				t.Errorf("path %s, want %s", got.Path, wantPath)
			}
		})
	}
}

// extras is a request's body without what every request has.
func extras(r openaitest.Request) map[string]any {
	body := maps.Clone(r.Body)
	maps.DeleteFunc(body, func(key string, _ any) bool {
		return slices.Contains([]string{"model", "messages", "stream", "stream_options"}, key)
	})
	if options, ok := r.Body["stream_options"].(map[string]any); ok {
		body["usage"] = options["include_usage"]
	}
	return body
}

func TestOpenAIOwnAddressTakesNewField(t *testing.T) {
	p := provider("https://api.openai.com/v1")
	if !takesNewTokenField(p) {
		t.Error("OpenAI's own service is sent the old field")
	}
}

// picky refuses requests with a field, as vendors do.
func picky(status int, field, message string) openaitest.Behaviour {
	return func(req openaitest.Request) openaitest.Reply {
		if _, ok := req.Body[field]; ok {
			return openaitest.Reply{Status: status, Body: `{"error":{"message":"secret: ` + message + `","code":null}}`}
		}
		return openaitest.Reply{Text: "ok"}
	}
}

// TestPlainerForm holds that a refused request is put another way, once, and
// that what was taken is remembered.
func TestPlainerForm(t *testing.T) {
	tests := []struct {
		name      string
		behaviour openaitest.Behaviour
		change    func(*config.Provider)
		asked     int // by two requests
		words     string
	}{
		{"usage refused", picky(422, "stream_options", "unknown field"), nil, 3, ""},
		{"old field refused", picky(400, "max_tokens", "Unsupported parameter: 'max_tokens'"), nil, 3, ""},
		{"new field refused", picky(400, "max_completion_tokens", "max_completion_tokens?"), func(p *config.Provider) { p.Name = config.Azure }, 3, ""},
		{"effort held back by go-openai", openaitest.Say("ok"), func(p *config.Provider) { p.Model, p.Effort = "gpt-6-luna", "minimal" }, 2, ""},
		{"all refused", picky(400, "model", "no"), nil, 4, "refused the request for model test-model (HTTP 400)"},
		{"too long", openaitest.Always(openaitest.Status(400, "context_length_exceeded")), nil, 2, "too long"},
		{"not the form", openaitest.Always(openaitest.Status(404, "")), nil, 2, "unknown"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := serve(t, tt.behaviour)
			p := provider(s.URL())
			if tt.change != nil {
				tt.change(&p)
			}
			client := New(p, quick(t))
			for range 2 {
				req := ask("?")
				req.MaxTokens = 100
				h := hear(t, client, req)
				if (h.err == nil) != (tt.words == "") || h.err != nil && !strings.Contains(h.err.Error(), tt.words) {
					t.Errorf("error %v, want %q", h.err, tt.words)
				}
			}
			if got := len(s.Requests()); got != tt.asked {
				t.Errorf("asked %d times, want %d", got, tt.asked)
			}
		})
	}
}

// FuzzThoughts holds that what is dropped does not depend on how the text is
// cut, and that an answer without thoughts loses nothing but leading space.
func FuzzThoughts(f *testing.F) {
	for _, seed := range []string{
		"", "Yes.", " \n<think>Hm.</think>\n\nYes.", "<reasoning>a</reasoning><think>b</think>c", "<thin", "<b>Yes</b>",
		"<thinking>a</think>b</thinking>c", "<think>never ends", "Yes <think>no</think>",
	} {
		f.Add(seed, uint8(1))
		f.Add(seed, uint8(3))
	}
	f.Fuzz(func(t *testing.T, text string, size uint8) {
		whole := dropAll(text, len(text)+1)
		if got := dropAll(text, int(size)+1); got != whole {
			t.Errorf("%q in pieces of %d gives %q, whole %q", text, size+1, got, whole)
		}
		plain := strings.TrimLeft(text, " \t\r\n")
		if !strings.HasPrefix(plain, "<") && whole != plain {
			t.Errorf("%q gives %q", text, whole)
		}
	})
}

func dropAll(text string, size int) string {
	var th thoughts
	var b strings.Builder
	for len(text) > 0 {
		n := min(size, len(text))
		b.WriteString(th.drop(text[:n]))
		text = text[n:]
	}
	b.WriteString(th.rest())
	return b.String()
}

func TestThoughts(t *testing.T) {
	for text, want := range map[string]string{
		" \n<think>Hm.</think>\n\nYes.":             "Yes.",
		"<reasoning>a</reasoning><think>b</think>c": "c",
		"<think>never ends":                         "",
		"<b>Yes</b>":                                "<b>Yes</b>",
		"Yes <think>no</think>":                     "Yes <think>no</think>",
		"<th":                                       "<th",
	} {
		if got := dropAll(text, 2); got != want {
			t.Errorf("%q gives %q, want %q", text, got, want)
		}
	}
}
