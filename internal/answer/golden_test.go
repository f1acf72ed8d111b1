package answer

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/txtar"

	"footnote/internal/article"
	"footnote/internal/goldentest"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/retrieval"
)

// TestGoldenAnswers answers the question of each file in testdata/answers from
// its passages, best first: by its model, where there is one, which says what
// stands there; else by quotes. A passage begins with a line of its article's
// ID, date, outlet and title. The thread holds questions, each with an answer
// and the articles it cited, as "1:id". What no article has of the question is
// in lines of names, each with what was read for it, if anything, and in which
// article: "Quenele | Quenelle | one".
func TestGoldenAnswers(t *testing.T) {
	files, err := filepath.Glob("testdata/answers/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := answerOf(t, ar)
			want := section(ar, "want")
			if goldentest.Updating() {
				rewrite(t, file, ar, got)
				return
			}
			if got != want {
				t.Errorf("got\n%s\nwant\n%s\nrewrite with -update", got, want)
			}
		})
	}
}

func answerOf(t *testing.T, ar *txtar.Archive) string {
	a := &Answerer{Log: slog.New(slog.NewTextHandler(t.Output(), nil))}
	if says := section(ar, "model"); says != "" {
		a.Model = llmtest.NewScripted(llmtest.Script{Deltas: []string{strings.TrimSpace(says)}}, llmtest.Script{Err: llm.ErrUnavailable})
	}
	found := retrieval.Result{Evidence: 1}
	for p := range strings.SplitSeq(strings.TrimSpace(section(ar, "passages")), "\n\n") {
		found.Passages = append(found.Passages, passageOf(p))
	}
	found.Articles = len(found.Passages)
	if section(ar, "evidence") != "" {
		found.Evidence = 0
	}
	for line := range strings.Lines(section(ar, "unheld")) {
		name, read, _ := strings.Cut(strings.TrimSpace(line), " | ")
		read, in, _ := strings.Cut(read, " | ")
		found.Unheld = append(found.Unheld, retrieval.Unheld{Name: name, Read: read, In: strings.Fields(in)})
	}
	a.Search = &shelf{result: found}
	q := Question{Text: strings.TrimSpace(section(ar, "question")), Now: time.Date(2026, 6, 1, 0, 0, 0, 0, time.UTC), Thread: threadIn(section(ar, "thread"))}
	ans, err := a.Answer(t.Context(), q, nil)
	if err != nil {
		t.Fatal(err)
	}
	return shown(ans)
}

// shown writes all that a reader sees of an answer, and what JSON adds.
func shown(ans Answer) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s as of %q\n%s\n", ans.Outcome, ans.Kind, ans.AsOf, ans.Text)
	for _, list := range []struct {
		name  string
		cites []Citation
	}{{"citations", ans.Citations}, {"newer", ans.Newer}, {"earlier", ans.Earlier}, {"sides", ans.Sides}, {"timeline", timelineOf(ans)}, {"nearest", ans.Nearest}} {
		if len(list.cites) > 0 {
			fmt.Fprintf(&b, "%s:\n", list.name)
		}
		for _, c := range list.cites {
			fmt.Fprintf(&b, "  [%d] %s, %s: %s\n", c.N, c.ArticleID, c.Published.Day(), c.Quote)
		}
	}
	for _, m := range ans.Timeline {
		if m.TurningPoint {
			fmt.Fprintf(&b, "turning point: %s\n", m.ArticleID)
		}
	}
	if len(ans.Missing) > 0 {
		fmt.Fprintf(&b, "missing: %q\n", ans.Missing)
	}
	if ans.Notice != "" {
		fmt.Fprintf(&b, "notice: %s\n", ans.Notice)
	}
	for _, s := range ans.Suggestions {
		fmt.Fprintf(&b, "suggests: %s\n", s.Text)
	}
	return b.String()
}

func timelineOf(ans Answer) (cs []Citation) {
	for _, m := range ans.Timeline {
		cs = append(cs, m.Citation)
	}
	return cs
}

func passageOf(text string) article.Passage {
	head, body, _ := strings.Cut(text, "\n")
	f := strings.Split(head, " | ")
	p := passage(f[0], strings.TrimSpace(f[1]), f[2], body)
	p.Article.Title = f[3]
	return p
}

func threadIn(text string) (thread []Turn) {
	for block := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		lines := strings.Split(block, "\n")
		if len(lines) < 3 {
			continue
		}
		turn := Turn{Question: lines[0], Answer: lines[1]}
		for cite := range strings.FieldsSeq(lines[2]) {
			var c Citation
			n, id, _ := strings.Cut(cite, ":")
			if _, err := fmt.Sscan(n, &c.N); err != nil {
				panic(err)
			}
			c.ArticleID = id
			turn.Citations = append(turn.Citations, c)
		}
		thread = append(thread, turn)
	}
	return thread
}

func section(ar *txtar.Archive, name string) string {
	for _, f := range ar.Files {
		if f.Name == name {
			return string(f.Data)
		}
	}
	return ""
}

func rewrite(t *testing.T, file string, ar *txtar.Archive, want string) {
	t.Helper()
	for i := range ar.Files {
		if ar.Files[i].Name == "want" {
			ar.Files[i].Data = []byte(want)
		}
	}
	if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
		t.Fatal(err)
	}
}
