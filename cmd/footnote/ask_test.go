package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/store"
)

// An answer that the store does not take, as on a full disk, is printed.
func TestGiveUnkept(t *testing.T) {
	st, err := store.OpenMemory(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	for _, asJSON := range []bool{false, true} {
		var out, errs bytes.Buffer
		a := &app{streams: streams{out: &out, err: &errs}}
		ans := answer.Answer{Text: "It opens in June.", Outcome: answer.Extracted}
		if err := a.give(t.Context(), &library{store: st}, ans, asking{json: asJSON}, time.Now()); err != nil {
			t.Errorf("give = %v, want the answer and a warning", err)
		}
		if !strings.Contains(out.String(), "It opens in June.") {
			t.Errorf("printed %q, want the answer", &out)
		}
		if got := errs.String(); !strings.HasPrefix(got, "footnote: warning: the answer is not kept: ") || strings.Count(got, "\n") != 1 {
			t.Errorf("said %q, want a warning of one line", got)
		}
	}
}
