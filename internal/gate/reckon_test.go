package gate

import (
	"strings"
	"testing"
)

// TestReckoned holds how numbers that stand nowhere are reckoned, and which are not.
func TestReckoned(t *testing.T) {
	g := gateOf(t, "The brewery sold 412,000 crates in 2025, up from 380,000 crates. It has 240 workers, of whom 60 joined in May. Sales rose to $8 million from $5 million. "+
		"The rate is 5.4 percent after 5.1 percent. The hall opened in 1967 and closed at 13:40 on 3 May 2011. Tickets cost 20 percent more than before, 60 euros. "+
		"The village has 700 people fewer than the valley, with 9,300 people. A third of its 900 barrels leak. Of 84 lots 61 were sold. The mill lost 14 of 62 days.",
		"A rival sold 92,000 crates. The mine burned 30 tonnes of coal in the 19th week.")
	for sentence, want := range map[string]string{
		"The brewery sold 32,000 crates more. [1]":                    "32,000: 412,000 (1.1) − 380,000 (1.1)",
		"Sales of crates rose by 8 percent. [1]":                      "8 percent: the rise from 380,000 (1.1) to 412,000 (1.1)",
		"Sales of crates rose by about 8.3 percent. [1]":              "8.3 percent: the rise from 380,000 (1.1) to 412,000 (1.1)",
		"Sales of crates rose by 8.3 percent. [1]":                    "",
		"Sales of crates fell by 8.4 percent. [1]":                    "",
		"The brewery sold more than four times as many crates. [1,2]": "four: 380,000 (1.1) ÷ 92,000 (2.1)",
		"Both sold 504,000 crates. [1,2]":                             "504,000: 412,000 (1.1) + 92,000 (2.1)",
		"They sold nearly 505,000 crates. [1,2]":                      "505,000: 412,000 (1.1) + 92,000 (2.1)",
		"They sold nearly 501,000 crates. [1,2]":                      "",
		"Over 500,000 crates were sold. [1,2]":                        "500,000: 412,000 (1.1) + 92,000 (2.1)",
		"A quarter of the 240 workers joined in May. [1]":             "quarter: 60 (1.2) as a share of 240 (1.2)",
		"A quarter of the 412,000 crates went in May. [1]":            "",
		"300 workers joined. [1]":                                     "", // a part is not added to its whole
		"180 workers joined in May. [1]":                              "", // nor is what is told of it told of the rest
		"180 workers had been there before. [1]":                      "180: 240 (1.2) − 60 (1.2)",
		"Sales rose by 60 percent, to $8 million. [1]":                "60 percent: the rise from $5 million (1.3) to $8 million (1.3)",
		"The rate rose by 0.3 percentage points. [1]":                 "0.3 percentage points: 5.4 percent (1.4) − 5.1 percent (1.4)",
		"The hall closed after 44 years. [1]":                         "44: 3 May 2011 (1.5) − 1967 (1.5)",
		"The hall closed 44 years after 1990. [1]":                    "",
		"The hall opened at 14:20. [1]":                               "",
		"Tickets had cost 50 euros. [1]":                              "50 euros: what 60 euros (1.6) was before it changed by 20 percent (1.6)",
		"The valley has 10,000 people. [1]":                           "10,000: 9,300 (1.7) + 700 (1.7)",
		"The valley has 8,600 people. [1]":                            "",
		"Of the barrels 300 leak. [1]":                                "300: third (1.8) of 900 (1.8)",
		"Of the lots 23 found no buyer. [1]":                          "23: 84 (1.9) − 61 (1.9)",
		"Of the lots 23 were sold. [1]":                               "",
		"The mill lost 76 days. [1]":                                  "",
		"Norwind sold 32,000 crates more. [1]":                        "", // a name that stands nowhere
		"The mine burned 11 tonnes. [2]":                              "",
		"The brewery's coal took 32,000 crates. [1,2]":                "", // coal is told of elsewhere
	} {
		f := g.Check(sentence)
		if f.Reason == "" {
			t.Errorf("%q is shown by the gate alone", sentence)
		}
		if got := strings.Join(g.Reckoned(f), "; "); got != want {
			t.Errorf("%q: %q, want %q", sentence, got, want)
		}
		if g.Doubtful(f) != (want != "") {
			t.Errorf("%q: a verifier is asked: %v", sentence, want == "")
		}
	}
}

// TestHeedReckoned holds that a verifier must name the statements of both numbers.
func TestHeedReckoned(t *testing.T) {
	g := gateOf(t, "The first round brought 20 million euros. The second brought 25 million euros. Nobody gave more.")
	f := g.Check("The two rounds brought 45 million euros in total. [1]")
	for named, want := range map[string]int{"1.1 1.2": 2, "1.1": 0, "1.2 1.3": 0} {
		got := g.Heed(f, Opinion{Given: true, Supported: true, Rests: g.RestsOn(named, f.Cited)})
		if len(got.Rests) != want || (got.Reason == "") != (want > 0) {
			t.Errorf("named %s: rests on %v, %q", named, got.Rests, got.Reason)
		}
	}
	if got := g.Heed(f, Opinion{}); got.Reason != ReasonNumber {
		t.Errorf("without an opinion: %q", got.Reason)
	}
}
