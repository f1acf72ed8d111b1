package llmtest

import (
	"context"
	"errors"
	"math"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/llm"
)

var (
	_ llm.Generator = Func(nil)
	_ llm.Generator = (*Scripted)(nil)
	_ llm.Generator = Down{}
	_ llm.Embedder  = Down{}
	_ llm.Embedder  = HashEmbedder(8)
)

var errTest = errors.New("test")

func ask(text string) llm.Request {
	return llm.Request{Messages: []llm.Message{{Role: llm.System, Text: "Be brief."}, {Role: llm.User, Text: text}}}
}

func TestQuote(t *testing.T) {
	tests := []struct{ prompt, want string }{
		{"<passage n=\"3\" date=\"28 Apr 2026\">\nIt rained. It\npoured.\n</passage>\n<passage n=\"4\">No.</passage>", "It rained [3]."},
		{`<passage n="1">One only.</passage>`, "One only [1]."},
		{"nothing to quote", ""},
	}
	for _, tt := range tests {
		if got := Quote(ask(tt.prompt)); got != tt.want {
			t.Errorf("Quote(%q) = %q, want %q", tt.prompt, got, tt.want)
		}
	}
	if got := Quote(llm.Request{}); got != "" {
		t.Errorf("Quote of no message = %q", got)
	}
}

func TestFuncStreams(t *testing.T) {
	var got []string
	reply, err := Func(func(llm.Request) string { return "one two three" }).Generate(t.Context(), ask("?"), func(s string) error {
		got = append(got, s)
		return nil
	})
	if err != nil || reply.Text != "one two three" {
		t.Fatalf("%+v, %v", reply, err)
	}
	if diff := cmp.Diff([]string{"one ", "two ", "three"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestScripted(t *testing.T) {
	s := NewScripted(
		Script{Deltas: []string{"whole"}},
		Script{Err: errTest},
		Script{Deltas: []string{"half"}, Err: errTest},
	)
	for i, want := range []struct {
		text   string
		broken bool
		err    error
	}{{text: "whole"}, {err: errTest}, {text: "half", broken: true, err: errTest}} {
		var streamed strings.Builder
		reply, err := s.Generate(t.Context(), ask("?"), func(s string) error { streamed.WriteString(s); return nil })
		if reply.Text != want.text || streamed.String() != want.text || !errors.Is(err, want.err) {
			t.Errorf("call %d: %q streamed %q, %v", i, reply.Text, streamed.String(), err)
		}
		if errors.Is(err, llm.ErrBrokenOff) != want.broken {
			t.Errorf("call %d: %v, want broken off: %v", i, err, want.broken)
		}
	}
	if _, err := s.Generate(t.Context(), ask("?"), nil); err == nil {
		t.Error("a call after the last script returned no error")
	}
	if got := len(s.Requests()); got != 4 {
		t.Errorf("%d requests recorded, want 4", got)
	}
}

func TestScriptedCallbackEnds(t *testing.T) {
	s := NewScripted(Script{Deltas: []string{"a", "b"}})
	reply, err := s.Generate(t.Context(), ask("?"), func(string) error { return errTest })
	if err != errTest || reply.Text != "a" {
		t.Errorf("%q, %v; want %q, the callback's error", reply.Text, err, "a")
	}
}

func TestScriptedDelay(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := NewScripted(Script{Deltas: []string{"a", "b", "c"}, Delay: time.Second})
		ctx, cancel := context.WithTimeout(t.Context(), 2500*time.Millisecond)
		defer cancel()
		reply, err := s.Generate(ctx, ask("?"), func(string) error { return nil })
		if reply.Text != "ab" || !errors.Is(err, llm.ErrBrokenOff) || !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("%q, %v", reply.Text, err)
		}
	})
}

func TestHashEmbedder(t *testing.T) {
	v, err := HashEmbedder(64).Embed(t.Context(), []string{"The deal ended.", "the DEAL, ended", "Rain falls", " … "})
	if err != nil {
		t.Fatal(err)
	}
	if got := dot(v[0], v[0]); math.Abs(got-1) > 1e-6 {
		t.Errorf("length %v, want 1", got)
	}
	if diff := cmp.Diff(v[0], v[1]); diff != "" {
		t.Errorf("case and points changed the vector:\n%s", diff)
	}
	if got := dot(v[0], v[2]); got > 0.5 {
		t.Errorf("texts without a common word have cosine %v", got)
	}
	if got := dot(v[3], v[3]); got != 0 || len(v[3]) != 64 {
		t.Errorf("no words embed to length %v in %d dimensions, want zeros in 64", got, len(v[3]))
	}
}

func TestDown(t *testing.T) {
	_, err1 := Down{}.Generate(t.Context(), ask("?"), nil)
	_, err2 := Down{}.Embed(t.Context(), []string{"x"})
	if !errors.Is(err1, llm.ErrUnavailable) || !errors.Is(err2, llm.ErrUnavailable) {
		t.Errorf("%v, %v; want llm.ErrUnavailable", err1, err2)
	}
}

func dot(a, b []float32) (sum float64) {
	for i := range a {
		sum += float64(a[i]) * float64(b[i])
	}
	return sum
}
