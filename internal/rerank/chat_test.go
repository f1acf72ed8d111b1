package rerank

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
)

func TestChat(t *testing.T) {
	for _, tt := range []struct {
		reply string
		want  []float64
		err   string
	}{
		{"3, 1", []float64{.5, 0, 1}, ""},
		{" [2] ; [3]\n", []float64{0, 1, .5}, ""},
		{"2 3 2 1", []float64{.25, 1, .75}, ""},
		{"1,2.", []float64{1, .5, 0}, ""},
		{"NONE", []float64{0, 0, 0}, ""},
		{"NONE.", []float64{0, 0, 0}, ""},
		{"The best is 1.", nil, "no list of numbers"},
		{"", nil, "no list of numbers"},
		{"4", nil, "was not given"},
		{"0", nil, "was not given"},
	} {
		model := llmtest.NewScripted(llmtest.Script{Deltas: []string{tt.reply}})
		got, err := Chat{Model: model}.Rerank(t.Context(), "q", []string{"a", "b", "c"})
		if d := cmp.Diff(tt.want, got); d != "" || (err == nil) != (tt.err == "") || err != nil && !strings.Contains(err.Error(), tt.err) {
			t.Errorf("%q: error %v, -want +got\n%s", tt.reply, err, d)
		}
		if asked := model.Requests()[0].Messages; !strings.Contains(asked[1].Text, "<passage n=\"3\">\nc\n</passage>") {
			t.Errorf("asked %s", asked[1].Text)
		}
	}
	if got, err := (Chat{Model: llmtest.Down{}}).Rerank(t.Context(), "q", nil); got != nil || err != nil {
		t.Errorf("Rerank of nothing = %v, %v", got, err)
	}
	if _, err := (Chat{Model: llmtest.Down{}}).Rerank(t.Context(), "q", []string{"a"}); err == nil {
		t.Error("no error where the model is down")
	}
}

func TestChatCheck(t *testing.T) {
	for reply, good := range map[string]bool{"2": true, "2, 1": false, "1": false, "NONE": false, "hello": false} {
		var model llm.Generator = llmtest.NewScripted(llmtest.Script{Deltas: []string{reply}})
		if err := (Chat{Model: model}).Check(t.Context()); (err == nil) != good {
			t.Errorf("%q: %v", reply, err)
		}
	}
}
