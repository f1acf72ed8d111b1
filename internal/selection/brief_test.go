package selection

import (
	"slices"
	"testing"
)

func TestBriefAt(t *testing.T) {
	texts := []string{
		"What it has", "Carries\tA47, 2 lanes", "Toll\t£2.40", "The bridge is blue.", "Toll: £3", "A\tB\tC", "a\t1\t2", "Why?", "No one knows.", "Photo: Ann Lee.", "12:15: he left",
	}
	var got []string
	for i := range texts {
		if b, ok := briefAt(texts, i, true); ok {
			got = append(got, texts[i]+" < "+b.under)
		}
	}
	want := []string{"Carries\tA47, 2 lanes < What it has", "Toll\t£2.40 < What it has", "Toll: £3 < ", "a\t1\t2 < A\tB\tC", "No one knows. < Why?"}
	if !slices.Equal(got, want) {
		t.Errorf("brief are\n%q\nwant\n%q", got, want)
	}
	for under, rows := range map[string][]string{
		"2025\t2026": {"2025\t2026", "Ipswich\t2\t5", "Norwich\t3\t7"},                             // an empty corner
		"":           {"Town\tBill\tChange", "2025\t2026", "Ipswich\t2\t5\t3", "Norwich\t3\t7\t4"}, // two rows of heads
	} {
		if b, ok := briefAt(rows, len(rows)-1, true); !ok || b.under != under {
			t.Errorf("the last of %q is under %q, want %q", rows, b.under, under)
		}
	}
	for _, tt := range []struct {
		first string
		whole bool
		want  string
	}{{"Town\t2025\t2026", true, "Town\t2025\t2026"}, {"Town\t2025\t2026", false, ""}, {"Norwich\t3\t7", true, ""}} {
		if b, ok := briefAt([]string{tt.first, "Ipswich\t2\t5"}, 1, tt.whole); !ok || b.under != tt.want {
			t.Errorf("a row under %q, where that is the first of the article: %v, is under %q, want %q", tt.first, tt.whole, b.under, tt.want)
		}
	}
}
