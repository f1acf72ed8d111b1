package prose

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestNumbers(t *testing.T) {
	for text, want := range map[string][]Number{
		"5 % of 0.5 percent":              {{5, "%"}, {0.5, "%"}},
		"$1 billion, 1bn dollars, $1,000": {{1e9, "$"}, {1e9, "$"}, {1000, "$"}},
		"€2.5m and £3":                    {{2.5e6, "€"}, {3, "£"}},
		"on 27 April 2026":                {{27, ""}, {2026, ""}},
		"the 3rd of 12,400 units":         {{3, ""}, {12400, ""}},
		"GPT-4 on a P3":                   {{4, ""}},
		"up 3 percentage points":          {{3, "points"}},
		"2026-04-27":                      {{2026, ""}, {4, ""}, {27, ""}},
		"Rs 12,34,567 and 5 lakh":         {{1234567, ""}, {5e5, ""}},
		"９月に１２，３４５円、71％":                  {{9, ""}, {12345, ""}, {71, "%"}},
		"从210亿元增加到238万元":                  {{210e8, ""}, {238e4, ""}},
		"١٤٫١ مليار، ١٠٪":                 {{14.1e9, ""}, {10, "%"}},
		"4,100 млрд руб.":                 {{4100e9, ""}},
		"B2B, ГОСТ5":                      nil,
		"none":                            nil,
	} {
		if diff := cmp.Diff(want, Numbers(text), cmp.AllowUnexported(Number{})); diff != "" {
			t.Errorf("numbers(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func TestStates(t *testing.T) {
	for _, tt := range []struct {
		source, sentence string
		want             bool
	}{
		{"It paid 1 billion dollars.", "$1bn", true},
		{"It paid $1,000,000,000.", "1 billion", true},
		{"It fell 0.5 %.", "5 %", false},
		{"It fell 5 %.", "5", false},
		{"It has 5 floors.", "5%", false},
		{"It rose 5 %.", "5 percentage points", false},
		{"It paid €5.", "$5", false},
		{"In 2019 it began.", "2018", false},
	} {
		got := States(Numbers(tt.source), Numbers(tt.sentence)[0])
		if got != tt.want {
			t.Errorf("%q states %q = %v, want %v", tt.source, tt.sentence, got, tt.want)
		}
	}
}
