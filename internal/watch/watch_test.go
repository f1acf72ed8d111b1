package watch

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// A board keeps what is posted.
type board struct {
	posted []tell.Message
	err    error // of the next post, which is carried out all the same
	shut   bool  // nothing can be posted
	tries  int
}

func (b *board) Post(_ context.Context, m tell.Message) (string, error) {
	b.tries++
	if b.shut {
		return "", tell.ErrClosed
	}
	b.posted = append(b.posted, m)
	err := b.err
	b.err = nil
	return "1.1", err
}

func (b *board) Find(_ context.Context, m tell.Message) (string, error) {
	for _, p := range b.posted {
		if p.Key == m.Key {
			return "1.1", nil
		}
	}
	return "", nil
}

// bridge is the first plot.
func bridge(t *testing.T) plot { return plots(t)[0] }

// TestRunner lives through a plot as serve does: a change is told once, though
// Slack fails, and not in quiet hours.
func TestRunner(t *testing.T) {
	r := newRoom(t, nil)
	p := bridge(t)
	b := &board{err: errors.New("reset")}
	run := &Runner{
		Checker: r.checker, Log: slog.New(slog.DiscardHandler),
		Teller: &tell.Teller{Poster: b, Ledger: r.store, Readers: r.checker.Readers, Now: r.checker.Now},
	}
	r.add(p.parts[0].article)
	w := r.watch(p.question)
	if err := r.store.QuietWatch(t.Context(), w.ID, "11:00-13:00 UTC"); err != nil {
		t.Fatal(err)
	}
	for _, part := range p.parts[1:4] {
		r.add(part.article) // it is noon then
		run.Round(t.Context())
		if len(b.posted) != 0 {
			t.Fatalf("posted in quiet hours: %s", b.posted[0].Plain())
		}
	}
	r.now = r.now.Add(2 * time.Hour)
	for range 3 {
		run.Round(t.Context())
	}
	if len(b.posted) != 1 {
		t.Fatalf("the change is posted %d times", len(b.posted))
	}
	const want = `The answer changed: Is the Sorrel Bridge open to cars?

It is now
As of 21 Mar 2026, Veyra Post: “The Sorrel Bridge is open to cars again since Saturday.” [1]`
	if got := b.posted[0].Plain(); !strings.HasPrefix(got, want) || !strings.Contains(got, "\nIt was\nAs of 2 Feb 2026, ") {
		t.Errorf("told:\n%s", got)
	}
	given, err := r.checker.History(t.Context(), w.ID)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(Timeline(given), "\n")
	if len(lines) != 2 || !strings.HasPrefix(lines[0], "2 Feb 2026: ") || !strings.HasPrefix(lines[1], "21 Mar 2026: ") {
		t.Errorf("timeline:\n%s", Timeline(given))
	}
}

func TestPaused(t *testing.T) {
	r := newRoom(t, nil)
	p := bridge(t)
	b := &board{}
	run := &Runner{
		Checker: r.checker, Log: slog.New(slog.DiscardHandler),
		Teller: &tell.Teller{Poster: b, Ledger: r.store, Readers: r.checker.Readers, Now: r.checker.Now},
	}
	r.add(p.parts[0].article)
	w := r.watch(p.question)
	if err := r.store.PauseWatch(t.Context(), w.ID, true); err != nil {
		t.Fatal(err)
	}
	r.add(p.parts[3].article)
	run.Round(t.Context())
	if len(b.posted) != 0 {
		t.Error("a watch that rests speaks")
	}
	if err := r.store.PauseWatch(t.Context(), w.ID, false); err != nil {
		t.Fatal(err)
	}
	run.Round(t.Context())
	if len(b.posted) != 1 {
		t.Errorf("awake, it speaks %d times of what came while it rested", len(b.posted))
	}
}

// TestClosed tells a change in a channel that takes no messages: the watch
// rests after the first try, and tells it when it is resumed there.
func TestClosed(t *testing.T) {
	r := newRoom(t, nil)
	p := bridge(t)
	b := &board{shut: true}
	run := &Runner{
		Checker: r.checker, Log: slog.New(slog.DiscardHandler),
		Teller: &tell.Teller{Poster: b, Ledger: r.store, Readers: r.checker.Readers, Now: r.checker.Now},
	}
	r.add(p.parts[0].article)
	w := r.watch(p.question)
	r.add(p.parts[3].article)
	for range 3 {
		run.Round(t.Context())
		r.now = r.now.Add(2 * lease)
	}
	all, err := r.store.Watches(t.Context())
	if err != nil || len(all) != 1 || !all[0].Paused || b.tries != 1 {
		t.Errorf("tried %d times, watches %+v, %v", b.tries, all, err)
	}
	b.shut = false
	if err := r.store.PauseWatch(t.Context(), w.ID, false); err != nil {
		t.Fatal(err)
	}
	run.Round(t.Context())
	if len(b.posted) != 1 {
		t.Errorf("resumed, it speaks %d times", len(b.posted))
	}
}

func TestLimits(t *testing.T) {
	r := newRoom(t, nil)
	add := func(channel, user, question string) error {
		_, _, err := r.checker.Add(t.Context(), store.Watch{Channel: channel, User: user, Question: question})
		return err
	}
	for range PerPerson {
		if err := add("C1", "U1", "Why?"); err != nil {
			t.Fatal(err)
		}
	}
	if err := add("C2", "U1", "Why?"); !errors.Is(err, store.ErrTooMany) {
		t.Errorf("one more of a person: %v", err)
	}
	for range PerChannel - PerPerson {
		if err := add("C1", "U2", "Why?"); err != nil {
			t.Fatal(err)
		}
	}
	if err := add("C1", "U3", "Why?"); !errors.Is(err, store.ErrTooMany) {
		t.Errorf("one more of a channel: %v", err)
	}
	if err := add("C3", "U4", strings.Repeat("ü", MaxQuestion+1)); !errors.Is(err, ErrLength) {
		t.Errorf("a question that is too long: %v", err)
	}
	if err := add("C3", "U4", strings.Repeat("ü", MaxQuestion)); err != nil {
		t.Errorf("the longest question: %v", err)
	}
}

// TestHeld holds that a watch that another worker checks is left alone.
func TestHeld(t *testing.T) {
	r := newRoom(t, nil)
	p := bridge(t)
	r.add(p.parts[0].article)
	w := r.watch(p.question)
	if ok, err := r.store.ClaimWatch(t.Context(), w.ID, "another", lease, p.parts[3].article.Published.Time.Add(12*time.Hour)); !ok || err != nil {
		t.Fatalf("claim: %v, %v", ok, err)
	}
	r.add(p.parts[3].article)
	if r.check(w.ID) != nil {
		t.Error("two workers check one watch")
	}
	r.now = r.now.Add(lease)
	if r.check(w.ID) == nil {
		t.Error("the change is lost with the worker")
	}
}

// TestLate holds that an old article which comes late changes nothing.
func TestLate(t *testing.T) {
	r := newRoom(t, nil)
	p := bridge(t)
	shut, open := p.parts[0].article, p.parts[3].article
	r.add(open)
	w := r.watch(p.question)
	r.add(shut)
	if change := r.check(w.ID); change != nil {
		t.Errorf("an article of %s changes an answer of %s:\n%s", shut.Published, open.Published, change.Plain())
	}
}

// TestHeadline holds that what a headline answered changes as what a sentence does.
func TestHeadline(t *testing.T) {
	before := []Given{{Answer: answer.Answer{Outcome: answer.Extracted, Citations: []answer.Citation{
		{N: 1, ArticleID: "a", Title: "The Sorrel Bridge is closed after cracks", Published: day(t, "2026-01-05")},
	}}}}
	open := article.Passage{Article: article.Article{ID: "b", Published: day(t, "2026-02-05")}, Chunk: article.Chunk{Text: "The Sorrel Bridge is open again."}}
	if _, _, ok := changed("Is the Sorrel Bridge open?", before, []article.Passage{open}, []string{"b"}); !ok {
		t.Error("an open bridge is no other answer than the headline that it is closed")
	}
}

// TestHeadlineChanges holds that a change is heard which only a headline tells, and is
// quoted as one, though the text has other words; and that nothing is heard of one
// whose words are all written large where a name is asked for, or that asks itself.
func TestHeadlineChanges(t *testing.T) {
	for _, tt := range []struct {
		question, before, headline, body, want string
	}{
		{
			"Is the Sorrel Bridge open to cars?", "The Sorrel Bridge is closed to cars.", "Sorrel Bridge opens to cars after nine weeks", "Workers cut a ribbon on Saturday at noon. The ferry goes back to summer hours.",
			"As of 21 Mar 2026, Veyra Post, in a headline: “Sorrel Bridge opens to cars after nine weeks” [1]",
		},
		{
			"Who leads the Harbour Authority of Pellow?", "The Harbour Authority of Pellow is led by Marta Quill.", "Anton Dorn leads the Harbour Authority of Pellow", "The board made its choice on Monday after a long night.",
			"As of 21 Mar 2026, Veyra Post, in a headline: “Anton Dorn leads the Harbour Authority of Pellow” [1]",
		},
		{"Who leads the Harbour Authority of Pellow?", "The Harbour Authority of Pellow is led by Marta Quill.", "Harbour Authority Leads Pellow Clean-Up", "Volunteers met at the pier on Monday.", ""},
		{"Is the Sorrel Bridge open to cars?", "The Sorrel Bridge is closed to cars.", "Is the Sorrel Bridge open to cars?", "Nobody at the town hall would say on Monday.", ""},
	} {
		r := newRoom(t, nil)
		r.add(article.Article{URL: "https://veyra.example/1", Title: "A notice", Outlet: "Veyra Post", Lang: "en", Published: day(t, "2026-02-02"), Body: tt.before})
		w := r.watch(tt.question)
		r.add(article.Article{URL: "https://veyra.example/2", Title: tt.headline, Outlet: "Veyra Post", Lang: "en", Published: day(t, "2026-03-21"), Body: tt.body})
		change, err := r.checker.Check(t.Context(), w)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		if change != nil {
			got = change.Now.Text
		}
		if got != tt.want {
			t.Errorf("%s: heard %q, want %q", tt.headline, got, tt.want)
		}
	}
}

func day(t *testing.T, s string) article.Date {
	t.Helper()
	d, err := article.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestQuiet(t *testing.T) {
	at := func(hour int) time.Time { return time.Date(2026, 1, 1, hour, 30, 0, 0, time.UTC) }
	for _, test := range []struct {
		text  string
		quiet []int
		loud  []int
	}{
		{"22-7 UTC", []int{22, 23, 0, 6}, []int{7, 12, 21}},
		{"9-17 Berlin", []int{8, 15}, []int{7, 16, 22}},
		{"", nil, []int{0, 12}},
	} {
		q, err := ParseQuiet(test.text, "")
		if err != nil {
			t.Fatal(err)
		}
		if again, err := ParseQuiet(q.String(), ""); err != nil || again.String() != q.String() {
			t.Errorf("%q is %q, and that is %q, %v", test.text, q, again, err)
		}
		for _, h := range test.quiet {
			if !q.At(at(h)) {
				t.Errorf("%q: loud at %d:30", test.text, h)
			}
		}
		for _, h := range test.loud {
			if q.At(at(h)) {
				t.Errorf("%q: quiet at %d:30", test.text, h)
			}
		}
	}
	for _, bad := range []string{"never", "22-7", "25-7 UTC", "22-7 Nowhere"} {
		if q, err := ParseQuiet(bad, ""); err == nil {
			t.Errorf("%q is %v", bad, q)
		}
	}
}

func TestDiffers(t *testing.T) {
	for _, test := range []struct {
		question, before, now string
		want                  bool
	}{
		{"Is Microsoft still exclusive?", "Microsoft is the exclusive provider of OpenAI.", "Microsoft is no longer the exclusive provider.", true},
		{"Is Microsoft still exclusive?", "Microsoft is the exclusive provider of OpenAI.", "Microsoft keeps its exclusive licence, it said.", false},
		{"Is the bridge open?", "The bridge is closed.", "The bridge remains shut.", false},
		{"Is the bridge open?", "The bridge is closed.", "No: the bridge did not open.", false},
		{"Is the bridge open?", "The bridge is closed.", "Yes, the bridge is open.", true},
		{"Who runs the port?", "The port is run by Ann Lee.", "Ann Lee runs the port.", false},
		{"Who runs the port?", "The port is run by Ann Lee.", "The port is run by Bo Sand.", true},
		{"How many people live in Pellow?", "In Pellow live 9,000 people.", "9000 people live in Pellow in 400 houses.", false},
		{"How many people live in Pellow?", "In Pellow live 9,000 people.", "In Pellow live 9,500 people.", true},
		{"When does the fair begin?", "The fair will begin on 7 June.", "The fair will begin in June.", false},
		{"When does the fair begin?", "The fair will begin on 7 June.", "The fair will begin on 14 June.", true},
		{"When does the fair begin?", "The fair will begin on 7 June.", "The fair had 14 stands.", false},
		{"What does a ticket cost?", "A ticket costs $4.", "A ticket costs $5 from today on.", true},
		{"What does a ticket cost?", "A ticket costs €4 for adults.", "A ticket costs 5 euros.", true},
		{"What does a ticket cost?", "A ticket costs €4 for adults.", "A ticket costs 4 euros, the ferry said.", false},
		{"What does the bridge cost?", "The bridge costs $1.2 billion to build.", "The bridge will cost 1.4 billion dollars.", true},
		{"What part of the homes stands empty?", "5% of the homes stand empty.", "7 per cent of the homes stand empty.", true},
		{"How many people live in Pellow?", "In Pellow live twenty-five people.", "In Pellow live thirty people.", true},
		{"How many people live in Pellow?", "In Pellow live two hundred people.", "200 people live in Pellow.", false},
		{"How many turbines turn at Pellow?", "At Pellow turn 40 tall wind turbines.", "At Pellow turn 44 turbines.", true},
		{"How many turbines turn at Pellow?", "At Pellow turn 40 tall wind turbines.", "40 turbines turn at Pellow.", false},
	} {
		m := newMatter(test.question)
		if got := m.differs(m.claim(test.now), []claim{m.claim(test.before)}); got != test.want {
			t.Errorf("%s %q after %q: another answer %v, want %v", test.question, test.now, test.before, got, test.want)
		}
	}
}

func FuzzClaim(f *testing.F) {
	f.Add("Is the bridge open?", "The bridge did not open on 7 June, said Ann Lee.")
	f.Add("How many?", "1,000,000 2.5 percent; 19:30")
	f.Fuzz(func(t *testing.T, question, sentence string) {
		m := newMatter(question)
		c := m.claim(sentence)
		if m.differs(c, []claim{c}) {
			t.Fatalf("%q is another answer to %q than itself", sentence, question)
		}
	})
}

var _ answer.Searcher = only{}

func TestWas(t *testing.T) {
	day, err := article.ParseDate("2026-02-02")
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 3, 21, 9, 0, 0, 0, time.UTC)
	dated := answer.Answer{AsOf: "2026-02-02", Citations: []answer.Citation{{Published: day}}}
	for _, test := range []struct {
		name string
		ans  answer.Answer
		want string
	}{
		{"of the newest article cited", dated, "It was, since 2 Feb 2026"},
		{"that begins with its day", answer.Answer{Text: "As of 2 Feb 2026, Veyra Post: “It is.”", AsOf: dated.AsOf, Citations: dated.Citations}, "It was"},
		{"undated", answer.Answer{Citations: []answer.Citation{{}}}, "It was, when asked on 21 Mar 2026"},
		{"not in the library", answer.Answer{Outcome: answer.NotFound}, "It was, when asked on 21 Mar 2026"},
	} {
		p := was(Given{Answer: test.ans, At: at})
		p.Sentences, p.Citations = nil, nil
		if got := (tell.Message{Parts: []tell.Part{p}}).Plain(); got != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}
