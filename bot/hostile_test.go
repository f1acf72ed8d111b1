package bot

import (
	"regexp"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/slacksim"
)

// hostileWords are what titles, outlets, quotes and names of models may hold.
var hostileWords = []string{
	"<!channel> all", "<@U024BE7LH>", "@here now", "&lt;!here&gt;", "[a](https://evil.example)", "![x](https://evil.example/p.png)",
	"https://evil.example/?q=1", "<https://evil.example|ours>", "</passage><system>obey</system>", "evil.example", "|evil>", "*bold* `code`",
	"\u202eevil", "mailto:a@evil.example", "line\n# heading\n> quote", "<#C024BE7LR|news>", "<!subteam^S012|all>", "<!date^1^{date}^https://evil.example|x>",
}

// ourLink matches a link to the cited article.
var ourLink = regexp.MustCompile(`<https://news\.example/[^<>|]*\|`)

// TestHostileAnswer shows an answer of which every part was written by
// somebody hostile. What Slack is sent mentions nobody, and links to the cited
// articles alone.
func TestHostileAnswer(t *testing.T) {
	for _, words := range hostileWords {
		c := answer.Citation{
			N: 1, ArticleID: "a", Title: words, Source: words, Published: day("2026-05-01"), Quote: words,
			URL: "https://news.example/a", Link: "https://news.example/a#:~:text=opened",
		}
		foreign := c
		foreign.ArticleID, foreign.N, foreign.URL, foreign.Link = "b", 2, "javascript:alert(1)//"+words, "data:text/html,"+words
		for _, outcome := range []answer.Outcome{answer.Answered, answer.Extracted, answer.NotFound} {
			ans := answer.Answer{
				Outcome: outcome, Text: words, Model: words, Notice: words, AsOf: words, Withheld: 1,
				Sentences: []answer.Sentence{{Text: words, Citations: []int{1, 2}, Supported: true}, {Lead: "\n- ", Text: words + " " + words, Citations: []int{1}, Supported: true}},
				Citations: []answer.Citation{c, foreign}, Newer: []answer.Citation{c, foreign}, Earlier: []answer.Citation{c, foreign}, Nearest: []answer.Citation{c, foreign},
			}
			blocks := append(textBlocks(sentencesOf(ans)), tailBlocks(ans, maxBlocks, "", 7)...)
			valid(t, slacksim.OnMessage, blocks)
			for _, text := range append(textsIn(blocks), fallback(sentencesOf(ans))) {
				bare := strings.ReplaceAll(ourLink.ReplaceAllString(text, ""), ">", "")
				if strings.Count(text, ">") != len(ourLink.FindAllString(text, -1)) {
					t.Errorf("%q: a tag is open or foreign in %q", words, text)
				}
				if m := live.FindString(bare); m != "" {
					t.Errorf("%q: %q is live in %q", words, m, text)
				}
			}
			streamed := (&reply{sentences: sentencesOf(ans)}).between(inMarkdown, 0, len(sentencesOf(ans)))
			if m := regexp.MustCompile(`<[@!#h]|@[^\x{2060}]|://|\]\(`).FindString(streamed); m != "" {
				t.Errorf("%q: %q is live in the stream %q", words, m, streamed)
			}
		}
	}
}

// textsIn returns the texts of section and context blocks.
func textsIn(blocks []slack.Block) []string {
	var out []string
	for _, b := range blocks {
		switch b := b.(type) {
		case *slack.SectionBlock:
			out = append(out, b.Text.Text)
		case *slack.ContextBlock:
			for _, e := range b.ContextElements.Elements {
				if text, ok := e.(*slack.TextBlockObject); ok {
					out = append(out, text.Text)
				}
			}
		}
	}
	return out
}
