package answer

import (
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"footnote/internal/llm"
)

// A paced model writes its reply word by word and notes when the first sentence
// was whole: when the first word of the second is written.
type paced struct {
	first, rest string
	wholeAt     time.Time
}

func (p *paced) Name() string { return "paced" }

func (p *paced) Generate(ctx context.Context, _ llm.Request, onText func(string) error) (llm.Reply, error) {
	words := strings.SplitAfter(p.first+" "+p.rest, " ")
	wholeBefore := len(strings.SplitAfter(p.first, " "))
	reply := llm.Reply{Model: p.Name()}
	for i, w := range words {
		if i == wholeBefore {
			p.wholeAt = time.Now()
		}
		reply.Text += w
		if err := onText(w); err != nil {
			return reply, err
		}
	}
	return reply, ctx.Err()
}

// BenchmarkFirstText measures what stands between the first sentence of a model
// being whole and its leaving for the reader: the gate, and, where the sentence is
// no excerpt, a verifier that answers at once.
func BenchmarkFirstText(b *testing.B) {
	const excerpt = "Microsoft is no longer the exclusive cloud provider of OpenAI."
	const inWords = "OpenAI can also use Google and Amazon clouds."
	for _, bb := range []struct {
		name, first string
		verify      Trials
	}{
		{"gate", inWords, nil},
		{"excerpt", excerpt, tried{}},
		{"verified", inWords, tried{}},
	} {
		b.Run(bb.name, func(b *testing.B) {
			var waited time.Duration
			for b.Loop() {
				writer := &paced{first: bb.first + " [1]", rest: "OpenAI may use the clouds of Amazon and Google. [1]"}
				model := &pair{writer: writer, opinions: map[string]string{inWords: "1.3"}}
				a := &Answerer{Search: clouds(), Model: model, Verify: bb.verify, Log: slog.New(slog.DiscardHandler)}
				shown := false
				_, err := a.Answer(b.Context(), Question{Text: "What clouds may OpenAI use?"}, func(e Event) error {
					if e.Sentence != nil && !shown {
						shown = true
						waited += time.Since(writer.wholeAt)
					}
					return nil
				})
				if err != nil || !shown {
					b.Fatal(err, shown)
				}
			}
			b.ReportMetric(float64(waited.Microseconds())/float64(b.N), "µs/first")
		})
	}
}
