package prose

import "testing"

func TestContradicts(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want bool
	}{
		{"Microsoft is no longer the exclusive cloud.", "Microsoft is the exclusive cloud.", true},
		{"It isn't exclusive.", "It is exclusive.", true},
		{"Its licence is non-exclusive.", "Its licence is exclusive.", true},
		{"Its licence runs to 2032 and is non-exclusive.", "Its licence runs to 2032.", false},
		{"Microsoft is no longer exclusive.", "Exclusivity ended in spring.", false},
		{"It did not open.", "It has never opened.", false},
		{"No bridge opened.", "The plant was delayed.", false},
	} {
		if got := Contradict(NewSentence(tt.a, "en"), NewSentence(tt.b, "en")); got != tt.want {
			t.Errorf("contradicts(%q, %q) = %v, want %v", tt.a, tt.b, got, tt.want)
		}
	}
}
