package prose

import "testing"

func TestPast(t *testing.T) {
	for verb, want := range map[string]string{
		"buy": "bought", "sue": "sued", "beat": "beat", "lend": "lent", "take": "took", "begin": "began", "win": "won", "show": "showed",
		"accuse": "accused", "appoint": "appointed", "ban": "banned", "carry": "carried", "employ": "employed", "cut": "cut", "open": "opened",
		"see": "saw", "give": "gave", "sell": "sold", "hire": "hired", "sack": "sacked",
	} {
		if got := Past(verb); got != want {
			t.Errorf("Past(%q) = %q, want %q", verb, got, want)
		}
	}
}

func TestThird(t *testing.T) {
	for verb, want := range map[string]string{"own": "owns", "owe": "owes", "have": "has", "supply": "supplies", "buy": "buys", "fix": "fixes", "teach": "teaches"} {
		if got := Third(verb); got != want {
			t.Errorf("Third(%q) = %q, want %q", verb, got, want)
		}
	}
}
