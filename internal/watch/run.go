package watch

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"footnote/internal/answer"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// A Runner checks all watches of channels, and tells what changed. Several may
// run on one store.
type Runner struct {
	Checker *Checker
	Notes   bool // whether answers get notes in their threads
	Teller  *tell.Teller
	Log     *slog.Logger
}

// every is how often new articles are looked for.
const every = time.Minute

// Run works until ctx ends.
func (r *Runner) Run(ctx context.Context) {
	for {
		r.Round(ctx)
		t := time.NewTimer(every)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return
		}
	}
}

// Round checks every watch once and tells what is untold, outside of quiet
// hours. What fails is logged and tried in the next round.
func (r *Runner) Round(ctx context.Context) {
	all, err := r.Checker.Store.Watches(ctx)
	if err != nil {
		r.warn(ctx, "watch read", 0, err)
		return
	}
	for _, w := range all {
		if w.Paused || w.Channel == "" {
			continue
		}
		change, err := r.Checker.Check(ctx, w)
		if err != nil {
			r.warn(ctx, "watch check", w.ID, err)
		}
		if change != nil {
			r.Log.Info("watch changed", "watch", w.ID, "outcome", change.Now.Outcome)
		}
	}
	r.tellAll(ctx, all)
	if r.Notes {
		r.NoteStale(ctx)
		r.NoteContradicted(ctx)
	}
}

func (r *Runner) warn(ctx context.Context, what string, id int64, err error) {
	if ctx.Err() == nil {
		r.Log.Warn(what, "watch", id, "err", err)
	}
}

func (r *Runner) tellAll(ctx context.Context, all []store.Watch) {
	untold, err := r.Checker.Store.UntoldAnswers(ctx)
	if err != nil {
		r.warn(ctx, "watch read", 0, err)
		return
	}
	for _, a := range untold {
		i := slices.IndexFunc(all, func(w store.Watch) bool { return w.ID == a.WatchID })
		if i < 0 || all[i].Paused || isQuiet(all[i], r.Checker.Now()) {
			continue
		}
		if err := r.tell(ctx, all[i], a.ID); err != nil {
			r.warn(ctx, "watch tell", a.WatchID, err)
		}
	}
}

func isQuiet(w store.Watch, now time.Time) bool {
	q, err := ParseQuiet(w.Quiet, "")
	return err == nil && q.At(now)
}

// tell tells one changed answer, unless another worker is at it. Where its
// place takes no messages, the watch rests, and tells it when it is woken or resumed.
func (r *Runner) tell(ctx context.Context, w store.Watch, id int64) error {
	held, err := r.Checker.Store.ClaimWatch(ctx, w.ID, r.Checker.Owner, lease, r.Checker.Now())
	if err != nil || !held {
		return err
	}
	given, err := r.Checker.History(ctx, w.ID)
	if err != nil {
		return err
	}
	answers, err := r.Checker.Store.WatchAnswers(ctx, w.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(answers, func(a store.WatchAnswer) bool { return a.ID == id })
	if i < 1 || answers[i].Told {
		return nil
	}
	m, err := r.toldNow(ctx, message(w, id, given[i-1], given[i]))
	if err != nil {
		return err
	}
	switch _, err := r.Teller.Tell(ctx, m); {
	case errors.Is(err, tell.ErrClosed):
		r.warn(ctx, "watch rests", w.ID, err)
		return r.Checker.Store.RestWatch(ctx, w.ID)
	case errors.Is(err, tell.ErrUnseen):
		r.Log.Info("watch change unseen", "watch", w.ID)
		return r.Checker.Store.DropAnswer(ctx, id)
	case err != nil:
		return err
	}
	return r.Checker.Store.ToldAnswer(ctx, id)
}

// note tells a note on an answer. Where its place takes no messages, or
// its reader does not see any more what it rests on, it is given up.
func (r *Runner) note(ctx context.Context, m tell.Message) error {
	_, err := r.Teller.Tell(ctx, m)
	if errors.Is(err, tell.ErrClosed) || errors.Is(err, tell.ErrUnseen) {
		r.Log.Warn("watch note given up", "note", m.Key, "err", err)
		return nil
	}
	return err
}

// toldNow leaves out of a message what the answer was, where that rests on what
// its reader does not see any more.
func (r *Runner) toldNow(ctx context.Context, m tell.Message) (tell.Message, error) {
	was := m
	was.Parts = m.Parts[wasPart : wasPart+1]
	seen, err := r.Teller.Seen(ctx, was)
	if err == nil && !seen {
		m.Parts = slices.Delete(m.Parts, wasPart, wasPart+1)
	}
	return m, err
}

// wasPart is the place of the part of a message that says what an answer was.
const wasPart = 2

// message says what an answer was and what it is.
func message(w store.Watch, id int64, before, now Given) tell.Message {
	numbers := tell.Numbering{}
	return tell.Message{
		Key: fmt.Sprintf("watch.%d.%d", w.ID, id), Channel: w.Channel, Person: w.User, Summary: "The answer changed: " + w.Question,
		Parts: []tell.Part{
			{Title: "The answer changed: " + w.Question},
			numbers.Of(AnswerPart(is(now.Answer), now.Answer)),
			numbers.Of(was(before.later())),
			{Small: fmt.Sprintf("This question is watched here; /watch pause %d lets it rest.", w.ID)},
		},
	}
}

// is says since when an answer holds, unless its own words do.
func is(ans answer.Answer) string {
	if day := since(ans); day != "" && !begins(ans, day) {
		return "It is, since " + day
	}
	return "It is now"
}

// begins reports whether an answer begins with the day that it is of.
func begins(ans answer.Answer, day string) bool {
	return strings.HasPrefix(ans.Text, "As of "+day+", ")
}

// was shows an answer and since when it held; where that is not known, on which day
// it was noticed.
func was(g Given) tell.Part {
	switch day := since(g.Answer); {
	case day != "" && begins(g.Answer, day):
		return AnswerPart("It was", g.Answer)
	case day != "":
		return AnswerPart("It was, since "+day, g.Answer)
	}
	p := AnswerPart("It was, when asked on", g.Answer)
	p.At = g.At
	return p
}

// since returns the day of the newest article that an answer cites; "" if that
// is not known.
func since(ans answer.Answer) string {
	for _, c := range ans.Citations {
		if c.Published.Sure() && c.Published.String() == ans.AsOf {
			return c.Published.Day()
		}
	}
	return ""
}

// AnswerPart shows an answer under a title.
func AnswerPart(title string, ans answer.Answer) tell.Part {
	p := tell.Part{Title: title, Citations: ans.Citations}
	for _, s := range ans.Sentences {
		p.Sentences = append(p.Sentences, tell.Sentence{Text: s.Text, Citations: s.Citations})
	}
	if ans.Outcome == answer.NotFound {
		p.Sentences = []tell.Sentence{{Text: ans.Text}}
	}
	return p
}

// Plain writes a change for a terminal.
func (c Change) Plain() string {
	m := message(c.Watch, 0, c.Before, Given{Answer: c.Now})
	m.Parts = m.Parts[:wasPart+1]
	return m.Plain()
}

// Timeline writes what a watch answered, a line for each time, the day first, in the
// zone of the machine.
func Timeline(given []Given) string {
	lines := make([]string, len(given))
	for i, g := range given {
		lines[i] = g.At.Local().Format("2 Jan 2006") + ": " + g.Line()
	}
	return strings.Join(lines, "\n")
}

// Line returns what was answered in one line.
func (g Given) Line() string {
	text := g.Answer.Text
	if len(g.Answer.Sentences) > 0 {
		text = g.Answer.Sentences[0].Text
	}
	return strings.Join(strings.Fields(text), " ")
}
