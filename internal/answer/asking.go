package answer

import (
	"regexp"
	"strconv"
	"strings"

	"footnote/internal/gate"
	"footnote/internal/llm"
	"footnote/internal/prose"
	"footnote/prompts"
)

// verifyWords are the words by which a verifier says why a sentence is not
// supported, and the reasons they stand for.
var verifyWords = []struct{ word, reason string }{
	{"number", gate.ReasonNumber},
	{"name", gate.ReasonName},
	{"date", gate.ReasonDate},
	{"denial", gate.ReasonContrary},
	{"certainty", gate.ReasonCertain},
	{"roles", gate.ReasonRoles},
	{"speaker", gate.ReasonSpeaker},
	{"condition", gate.ReasonCondition},
	{"cause", gate.ReasonCause},
	{"past", gate.ReasonPast},
	{"more", gate.ReasonWord},
	{"topic", gate.ReasonTopic},
}

// toVerify asks whether the passages that sentences cite support them. Sentences
// of a passage that speak to a model are left out.
func toVerify(g gate.Gate, fs []gate.Finding) []llm.Message {
	var passages []prompts.Numbered
	var sentences []prompts.Claimed
	var read []int
	for i, f := range fs {
		var cited []string
		for _, n := range f.Cited {
			read = insert(read, n)
			cited = append(cited, strconv.Itoa(n+1))
		}
		sentences = append(sentences, prompts.Claimed{
			N: i + 1, Cited: strings.Join(cited, ", "), Text: prose.OneLine(g.Stated(f)), Reckoned: strings.Join(g.Reckoned(f), "; "),
		})
	}
	for _, n := range read {
		passage := g.Passage(n)
		p := prompts.Numbered{Passage: numbered(n+1, passage)}
		if on := passage.Article.Published; on.Sure() {
			p.Date = on.Local().Weekday().String() + ", " + p.Date
		}
		for _, s := range g.Lines(n) {
			p.Statements = append(p.Statements, prompts.Statement{N: s.N, Text: s.Text})
		}
		passages = append(passages, p)
	}
	var words []string
	for _, w := range verifyWords {
		words = append(words, w.word)
	}
	return prompts.Verify(passages, sentences, words)
}

// opinionLine matches a line of a verifier's reply.
var opinionLine = regexp.MustCompile(`^\W*(\d{1,3})\**\s*[:.)]\s*(?:((?i:` + prompts.NotSupported + `))\b\W*(\pL*)|((?:\d{1,3}\.\d{1,3}[\s,;.]*)+)$)`)

// readOpinions reads a verifier's reply about sentences. A sentence of which it says
// nothing that can be read gets none; where no sentence gets any, that is an error.
func readOpinions(g gate.Gate, reply string, fs []gate.Finding) []gate.Opinion {
	out := make([]gate.Opinion, len(fs))
	for line := range strings.Lines(reply) {
		m := opinionLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		n, _ := strconv.Atoi(m[1]) // the pattern admits nothing else
		if n--; n < 0 || n >= len(fs) || out[n].Given {
			continue
		}
		o := gate.Opinion{Given: true, Supported: m[2] == ""}
		if !o.Supported {
			o.Reason = reasonOf(m[3])
		} else if o.Rests = g.RestsOn(m[4], fs[n].Cited); o.Rests == nil {
			continue
		}
		out[n] = o
	}
	return out
}

// reasonOf returns the reason that a verifier's word stands for.
func reasonOf(word string) string {
	for _, w := range verifyWords {
		if strings.EqualFold(w.word, word) {
			return w.reason
		}
	}
	return gate.ReasonWord
}
