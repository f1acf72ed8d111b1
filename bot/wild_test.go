package bot

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/slacksim"
	"footnote/internal/store"
)

// wildTexts are pieces that answers are made of here: scripts of several
// directions and widths, code, tables, marks, emoji.
var wildTexts = []string{
	"word ", "日本語の文章。", "한국어 문장 ", "مرحبا بالعالم ", "שלום עולם ", "👩‍👩‍👧‍👦", "e\u0301", "| a | b |\n| - | - |\n", "```\ncode <b>&amp;\n```", "`x`",
	"<!channel>", "*bold*", "_it_", "~no~", "&", "<", ">", "[1](https://evil.example)", "https://evil.example/?q=", "\n\n", "\u202e", "\x00", strings.Repeat("x", 400),
}

// wildText draws a text of at most n pieces.
func wildText(t *rapid.T, label string, n int) string {
	return strings.Join(rapid.SliceOfN(rapid.SampledFrom(wildTexts), 0, n).Draw(t, label), "")
}

// wildAnswer draws an answer of any shape.
func wildAnswer(t *rapid.T) answer.Answer {
	ans := answer.Answer{
		Question: wildText(t, "question", 40), Text: wildText(t, "text", 10), Model: wildText(t, "model", 5), Notice: wildText(t, "notice", 30),
		Outcome:  rapid.SampledFrom([]answer.Outcome{answer.Answered, answer.Extracted, answer.NotFound}).Draw(t, "outcome"),
		Withheld: rapid.IntRange(0, 3).Draw(t, "withheld"), Requoted: rapid.IntRange(0, 3).Draw(t, "requoted"), Sample: rapid.Bool().Draw(t, "sample"),
		AsOf: rapid.SampledFrom([]string{"", "2026-04-28", "2026-04-28T10:00:00Z", "never"}).Draw(t, "as of"),
	}
	cite := func(label string, most int) (out []answer.Citation) {
		for i := range rapid.IntRange(0, most).Draw(t, label) {
			c := answer.Citation{
				N: i + 1, ArticleID: fmt.Sprint(i / 2), Title: wildText(t, "title", 40), Source: wildText(t, "source", 4), Quote: wildText(t, "quote", 12),
				Published: article.Date{Time: time.Unix(1777370400, 0), DayOnly: rapid.Bool().Draw(t, "day only"), Estimated: rapid.Bool().Draw(t, "estimated")},
			}
			if rapid.Bool().Draw(t, "has a page") {
				c.URL = "https://example.org/" + strings.Repeat("x", rapid.IntRange(0, 900).Draw(t, "url"))
				c.Link = c.URL + "#:~:text=" + strings.Repeat("y", rapid.IntRange(0, 900).Draw(t, "fragment"))
			}
			out = append(out, c)
		}
		return out
	}
	ans.Citations, ans.Newer, ans.Earlier, ans.Nearest = cite("citations", 30), cite("newer", 2), cite("earlier", 10), cite("nearest", 3)
	for range rapid.IntRange(0, 4).Draw(t, "suggestions") {
		ans.Suggestions = append(ans.Suggestions, answer.Suggestion{Text: wildText(t, "suggestion", 20), Title: wildText(t, "suggested", 20)})
	}
	for range rapid.IntRange(0, 60).Draw(t, "sentences") {
		ans.Sentences = append(ans.Sentences, answer.Sentence{
			Lead: rapid.SampledFrom([]string{"", " ", "\n", "\n\n", "\n- "}).Draw(t, "lead"), Text: wildText(t, "sentence", 15),
			Citations: rapid.SliceOfN(rapid.IntRange(1, 30), 0, 5).Draw(t, "markers"),
		})
	}
	return ans
}

// TestWildAnswers shows answers of wild shapes in every way there is: in the
// messages of a thread, for one person in parts, and of talk. Slack takes each
// message, and each sentence is in one of them.
func TestWildAnswers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ans := wildAnswer(t)
		l := rapid.SampledFrom([]lang{"", "de"}).Draw(t, "language")
		sentences := sentencesOf(ans)
		r := &reply{sentences: sentences}
		for from, parts := 0, 0; ; parts++ {
			to := r.fit(&part{from: from})
			if to == from && len(sentences) > 0 || parts > len(sentences) {
				t.Fatalf("the parts do not come to an end at sentence %d of %d", from, len(sentences))
			}
			under := continued()
			if to == len(sentences) {
				under = tailBlocks(ans, r.room(from, to), l, 7)
			}
			valid(t, slacksim.OnMessage, withID(append(textBlocks(sentences[from:to]), under...), "footnote.7.1"))
			c := quietly(ans, from, l)
			valid(t, slacksim.OnMessage, c.blocks)
			if length(c.fallback) > maxFallback {
				t.Errorf("a fallback of %d characters", length(c.fallback))
			}
			if from = to; to == len(sentences) {
				break
			}
		}
		valid(t, slacksim.OnMessage, unkeptAnswer(ans, l).blocks)
		// Streams take text alone, a part of at most 9 KB.
		p := &part{stream: true}
		if to := r.fit(p); to > 1 && len(r.between(inMarkdown, 0, to)) > maxPart {
			t.Errorf("a stream of %d bytes", len(r.between(inMarkdown, 0, to)))
		}
	})
}

// quietly shows the part of an answer from a sentence on to one person.
func quietly(ans answer.Answer, from int, l lang) content {
	return (&Bot{}).quietAnswer(store.Question{ID: 7, Channel: "C1", Kind: store.KindAsk}, ans, from, l)
}
