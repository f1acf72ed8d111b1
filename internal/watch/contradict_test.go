package watch

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/llm"
	"footnote/internal/llm/llmtest"
	"footnote/internal/racetest"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// ask answers a question in a thread of its own, whose ts is returned, as the
// bot does.
func (r *room) ask(question string) (ts string, ans answer.Answer) {
	r.t.Helper()
	r.threads++
	ts = fmt.Sprintf("%d.1", r.threads)
	r.askIn(ts, ts, question, &ans)
	return ts, ans
}

func (r *room) askIn(thread, ts, question string, ans *answer.Answer) {
	r.t.Helper()
	var err error
	*ans, err = r.checker.ask(r.t.Context(), r.index, store.Watch{Channel: "C1", User: "U1", Question: question})
	if err != nil {
		r.t.Fatal(err)
	}
	q, _, err := r.store.ClaimQuestion(r.t.Context(), store.Question{
		Channel: "C1", User: "U1", TS: ts, ThreadTS: thread, Text: question, Asked: r.now,
	}, "o", time.Minute, time.Now())
	if err == nil {
		err = r.store.FinishQuestion(r.t.Context(), q.ID, store.Record{
			Outcome: string(ans.Outcome), Shown: ans.Encode(), Seq: ans.Seq, ReplyTS: "17." + ts, Asked: r.now,
		})
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

// noter returns what puts notes under answers of the room, and where they are
// put.
func (r *room) noter() (*Runner, *board) {
	b := &board{}
	run := &Runner{
		Checker: r.checker, Notes: true, Log: slog.New(slog.NewTextHandler(r.t.Output(), nil)),
		Teller: &tell.Teller{Poster: b, Ledger: r.store, Readers: r.checker.Readers, Now: r.checker.Now},
	}
	run.NoteContradicted(r.t.Context()) // what is there already is not new
	return run, b
}

// retire ends the wait for notes under all answers so far.
func (r *room) retire() {
	r.t.Helper()
	open, err := r.store.PresentAnswers(r.t.Context(), time.Time{})
	for _, a := range open {
		if err == nil {
			err = r.store.Contradict(r.t.Context(), a.ID, "none", []byte(`{}`))
		}
	}
	if err != nil {
		r.t.Fatal(err)
	}
}

// stay lives through a plot with an answer given before each article: it is to
// be noted under where the article changes it, and nowhere else.
func (p plot) stay(t *testing.T, model llm.Generator, c, beside *tally) {
	r := newRoom(t, model)
	r.add(p.parts[0].article)
	run, b := r.noter()
	for _, part := range p.parts[1:] {
		r.now = part.article.Published.Time.Add(-time.Hour)
		thread, ans := r.ask(p.question)
		into := c
		if ans.Kind != answer.Present {
			into = beside
		}
		r.add(part.article)
		run.NoteContradicted(t.Context())
		noted := len(b.posted) > 0
		if len(b.posted) > 1 || noted && b.posted[0].Thread != thread {
			t.Errorf("%d notes after %q", len(b.posted), part.article.Body)
		}
		switch {
		case part.mark == '!':
			if into.changes++; noted {
				into.spoken++
			} else if into == c {
				t.Logf("missed: %s: %s\nanswer: %s", p.question, part.article.Body, ans.Text)
			}
		default:
			if into.rest++; !noted {
				into.silent++
			} else {
				t.Logf("false alarm: %s: %s", p.question, b.posted[0].Plain())
			}
		}
		b.posted = nil
		r.retire()
	}
}

// TestContradictedPlots lives through all plots with answers in threads; see
// docs/watches.md for the figures.
func TestContradictedPlots(t *testing.T) {
	for name, model := range map[string]llm.Generator{"quoted": nil, "model": llmtest.Func(reporter)} {
		t.Run(name, func(t *testing.T) {
			var present, others tally
			for i, p := range plots(t) {
				if racetest.On && (i%8 > 0 || model != nil) {
					continue
				}
				p.stay(t, model, &present, &others)
			}
			t.Logf("answers about a present state: %v", present)
			t.Logf("other answers: %v", others)
			// One in ten missed, one in twenty false; of the few that the race
			// detector has time for, one.
			if present.changes-present.spoken > max(1, present.changes/10) || present.rest-present.silent > max(1, present.rest/20) {
				t.Errorf("answers about a present state: %v", present)
			}
			if others.spoken > 0 || others.silent != others.rest {
				t.Errorf("a note under an answer that is not of a present state: %v", others)
			}
		})
	}
}

// TestContradictedTogether answers all questions of the plots in one library,
// and brings all that comes after: no note may be of another matter.
func TestContradictedTogether(t *testing.T) {
	r := newRoom(t, nil)
	all := plots(t)
	if racetest.On {
		all = all[:10]
	}
	for _, p := range all {
		r.add(p.parts[0].article)
	}
	r.now = time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	asked := map[string]int{}
	run, b := r.noter()
	for i, p := range all {
		thread, _ := r.ask(p.question)
		asked[thread] = i
	}
	var rest []article.Article
	for _, p := range all {
		for _, part := range p.parts[1:] {
			rest = append(rest, part.article)
		}
	}
	if _, err := r.indexer.Add(t.Context(), rest); err != nil {
		t.Fatal(err)
	}
	r.checker.Sync = r.index.Sync
	run.NoteContradicted(t.Context())
	for _, m := range b.posted {
		p := all[asked[m.Thread]]
		cited := m.Parts[2].Citations[0].ArticleID
		ok := false
		for _, part := range p.parts {
			ok = ok || part.article.ID == cited
		}
		if !ok {
			t.Errorf("another matter: %s\n%s", p.question, m.Plain())
		}
	}
	t.Logf("%d notes under %d answers", len(b.posted), len(all))
	if len(b.posted) == 0 {
		t.Error("no note at all")
	}
}

// TestContradicted tells one contradiction once, though Slack fails, and says
// no more of it.
func TestContradicted(t *testing.T) {
	r := newRoom(t, nil)
	p := bridge(t)
	r.add(p.parts[2].article)
	r.add(p.parts[0].article)
	r.add(p.parts[1].article)
	run, b := r.noter()
	r.now = p.parts[3].article.Published.Time.Add(-time.Hour)
	thread, _ := r.ask(p.question)
	b.err = errors.New("reset")
	for _, part := range p.parts[3:] {
		r.add(part.article)
		for range 2 {
			run.NoteContradicted(t.Context())
			r.now = r.now.Add(2 * lease)
		}
	}
	if len(b.posted) != 1 || b.posted[0].Thread != thread || b.posted[0].Channel != "C1" {
		t.Fatalf("posted %+v, want one note in the thread", b.posted)
	}
	const want = `A newer article says something else than the answer here

The answer was
Daily Pellow, 10 Feb 2026: “Drivers take the ferry while the Sorrel Bridge is closed to cars.” [1]
  [1] Detours around the Sorrel Bridge. Daily Pellow, 10 Feb 2026. https://dailypellow.example/1/1#:~:text=Drivers%20take%20the%20ferry%20while%20the%20Sorrel%20Bridge%20is%20closed%20to%20cars.

Now
Veyra Post, 21 Mar 2026: “The Sorrel Bridge is open to cars again since Saturday.” [2]
  [2] Sorrel Bridge opens. Veyra Post, 21 Mar 2026. https://veyrapost.example/1/3#:~:text=The%20Sorrel%20Bridge%20is%20open%20to%20cars%20again%20since%20Saturday.
Ask again to hear what holds today.`
	if got := b.posted[0].Plain(); got != want {
		t.Errorf("noted:\n%s\nwant:\n%s", got, want)
	}
}

// TestContradictedBeside notes what it can where it cannot learn who reads one answer,
// and that one when it can.
func TestContradictedBeside(t *testing.T) {
	r := newRoom(t, nil)
	p := bridge(t)
	r.add(p.parts[0].article)
	run, b := r.noter()
	r.ask(p.question)
	r.ask(p.question)
	now := r.now.Add(time.Hour)
	r.add(p.parts[3].article)
	r.now = now // adding goes by the article's day
	readers, down := r.checker.Readers, true
	r.checker.Readers = func(ctx context.Context, channel, person string) (article.Reader, error) {
		if down {
			down = false
			return nil, errors.New("Slack does not say")
		}
		return readers.Of(ctx, channel, person)
	}
	for _, want := range []int{1, 2, 2} {
		if run.NoteContradicted(t.Context()); len(b.posted) != want {
			t.Fatalf("%d notes, want %d", len(b.posted), want)
		}
		r.now = r.now.Add(2 * lease)
	}
}

// TestContradictedNot holds what must be so for a note to stand.
func TestContradictedNot(t *testing.T) {
	p := bridge(t)
	shut, open := p.parts[0].article, p.parts[3].article
	inScope := func(s article.Scope) article.Article {
		a := open
		a.Scope = s
		a.ID = a.NewID()
		return a
	}
	on := func(day string, estimated bool) article.Article {
		a := open
		a.Published = article.Date{}
		if day != "" {
			d, err := article.ParseDate(day)
			if err != nil {
				t.Fatal(err)
			}
			a.Published, a.Published.Estimated = d, estimated
		}
		return a
	}
	for name, test := range map[string]struct {
		comes article.Article
		after func(r *room) // it was compared, Slack having failed
		wait  time.Duration // from the answer until the article is there; 0 for an hour
		want  int
	}{
		"of the workspace":        {comes: open, want: 1},
		"of the channel":          {comes: inScope(article.ChannelScope("C1")), want: 1},
		"of another channel":      {comes: inScope(article.ChannelScope("C2"))},
		"of a person":             {comes: inScope(article.UserScope("U1"))},
		"undated":                 {comes: on("", false)},
		"of a guessed day":        {comes: on("2026-03-21", true)},
		"older than the cited":    {comes: on("2026-01-30", false)},
		"of the day of the cited": {comes: on("2026-02-02", false)},
		"after a month":           {comes: open, wait: presentKept + time.Hour},
		"before a month is over":  {comes: open, wait: presentKept - time.Hour, want: 1},
		"removed before the note": {comes: open, after: func(r *room) {
			if err := r.store.Remove(t.Context(), open.ID); err != nil {
				t.Fatal(err)
			}
		}},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRoom(t, nil)
			r.add(shut)
			run, b := r.noter()
			r.ask(p.question)
			// The second question of a thread leans on the first.
			r.askIn("1.1", "1.2", p.question, new(answer.Answer))
			r.now = r.now.Add(cmp.Or(test.wait, time.Hour))
			now := r.now
			r.add(test.comes)
			r.now = now
			if test.after != nil {
				if err := run.compareAll(t.Context()); err != nil {
					t.Fatal(err)
				}
				test.after(r)
			}
			run.NoteContradicted(t.Context())
			if len(b.posted) != test.want {
				t.Errorf("%d notes, want %d", len(b.posted), test.want)
			}
		})
	}
}

// BenchmarkNoteContradicted compares 200 articles of many matters with 5,000
// answers, of which those to 40 questions are of the articles' matters.
func BenchmarkNoteContradicted(b *testing.B) {
	var answers []store.PresentAnswer
	var gists []gist
	fresh := make([]store.FreshArticle, 0, freshAtOnce)
	all := plots(b)
	for len(answers) < 5000 {
		for i, p := range all {
			question := p.question
			if len(answers) >= len(all) {
				question = strings.Replace(question, "Is the", "Is the other", 1) + fmt.Sprintf(" near Ort%d", len(answers))
			}
			answers = append(answers, store.PresentAnswer{ID: int64(i), Question: question})
		}
	}
	for len(fresh) < cap(fresh) {
		p := all[len(fresh)%len(all)]
		a := p.parts[len(fresh)%len(p.parts)].article
		a.Body = strings.Repeat(a.Body+" ", 10)
		fresh = append(fresh, store.FreshArticle{Seq: 1, Article: a})
	}
	for b.Loop() {
		gists = gists[:0]
		for _, f := range fresh {
			gists = append(gists, gistOf(f))
		}
		found := 0
		for _, a := range answers {
			if len(touching(a, gists)) > 0 {
				found++
			}
		}
		b.ReportMetric(float64(found), "searches")
	}
}
