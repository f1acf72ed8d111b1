package bot

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/store"
)

// maxTries is how often a question is begun before it is apologised for. One
// that kills the process must not do so for ever.
const maxTries = 3

// Why an answer ends early.
var (
	errTooLong = errors.New("it took too long")
	errLost    = errors.New("another process took over")

	errTakenBack = errors.New("the question was deleted or changed")
)

// answer answers a question that this process holds, to the end: an answer,
// an apology, or left to the next attempt. ctx outlives the Bot's.
func (b *Bot) answer(ctx context.Context, q store.Question) {
	began := b.now()
	held, asking, done := b.engage(ctx, q)
	defer done()

	if q.Attempt > 1 || !isMissed(q) && q.Asked.UnixNano() < b.unheard.Load() {
		b.lookAgain(held, ctx, q)
	}
	r := &reply{b: b, q: q, head: b.heading(held, q)}
	ans, err := answer.Answer{}, b.resume(held, r)
	switch {
	case b.wasTakenBack(held, q):
		err = errTakenBack
	case err != nil:
	default:
		if ans, err = b.ask(asking, held, r); b.wasTakenBack(held, q) { // which another process may have heard
			err = errTakenBack
		}
	}
	rec := store.Record{Took: b.now().Sub(began)}
	id, shown := b.conclude(held, r, ans, err, &rec)
	if held.Err() != nil { // nothing went out after that
		b.log.Warn("bot answer left", "question", q.ID, "attempt", q.Attempt, "cause", context.Cause(held))
		return
	}
	if _, expected := summaryWords("", err); expected || errors.Is(err, errTakenBack) {
		err = nil
	}
	b.report(r, ans, rec, id, errors.Join(err, shown))
	if codeOf(shown) == "not_in_channel" {
		b.askToBeInvited(held, q)
	}
	if shown == nil || isFinal(shown) || q.Attempt > maxTries {
		b.settle(held, q, rec)
		b.catchDeletion(held, r)
	} // else nobody was told: the next attempt begins when the lease ends
}

// ask has the question answered, and shows it in r as it grows. held outlives
// asking, so that no call to Slack is cut off where its fate would be unsure.
func (b *Bot) ask(asking, held context.Context, r *reply) (answer.Answer, error) {
	asking, cancel := context.WithTimeoutCause(asking, b.cfg.AnswerTimeout, errTooLong)
	defer cancel()
	s := b.newStatus(held, r.q)
	defer s.wait()
	b.nameThread(held, r.q)
	question, err := b.question(asking, r.q)
	if err != nil {
		return answer.Answer{}, causeOf(asking, err)
	}
	on := func(e answer.Event) error {
		if asking.Err() != nil {
			return context.Cause(asking)
		}
		if e.Sentence == nil {
			s.say(held, e.Status)
			return nil
		}
		s.wait() // a status that arrives after the message would stay
		return r.add(held, *e.Sentence)
	}
	if w, ok := b.conversationIn(r.q, question.Now); ok {
		ans, err := b.fulfil(asking, r.q, w, question.Reader, on)
		return ans, causeOf(asking, err)
	}
	s.searching(held, question.Reader)
	return b.inquire(asking, question, on)
}

// inquire has a question answered, calling on as it goes, and adds what may be
// asked next.
func (b *Bot) inquire(ctx context.Context, q inquiry, on func(answer.Event) error) (answer.Answer, error) {
	ans, err := b.call(ctx, q.Question, on)
	switch {
	case err != nil:
	case ans.Aside:
		ans.Text = b.langOf(ctx, q.User).say(ans.Text)
	case ans.Outcome == answer.NotFound:
		ans.Text = b.langOf(ctx, q.User).notFound(ans)
	default:
		ans.Suggestions = b.suggest(ctx, q.Question, ans)
	}
	return withNotice(ans, q.notice), causeOf(ctx, err)
}

// causeOf adds to an error why the context ended, if it did.
func causeOf(ctx context.Context, err error) error {
	if err == nil || ctx.Err() == nil {
		return err
	}
	return errors.Join(context.Cause(ctx), err)
}

// call calls the answerer.
func (b *Bot) call(ctx context.Context, q answer.Question, on func(answer.Event) error) (ans answer.Answer, err error) {
	err = contained(func() (err error) {
		ans, err = b.cfg.Answerer.Answer(ctx, q, on)
		return err
	})
	return ans, err
}

// An inquiry is a question as it is put, and what its reader must know of it.
type inquiry struct {
	answer.Question
	notice string
}

// question gathers what bears on a question.
func (b *Bot) question(ctx context.Context, q store.Question) (inquiry, error) {
	records, err := b.before(ctx, q)
	if err != nil {
		return inquiry{}, err
	}
	var turns []answer.Turn
	for _, rec := range records {
		if rec.Outcome != outcomeFailed && rec.Outcome != outcomeHelp {
			turn := answer.NewTurn(rec.Question, rec.Text, rec.Citations)
			if rec.ThreadTS != q.ThreadTS {
				turn = turn.Elsewhere()
			}
			turns = append(turns, turn)
		}
	}
	if len(records) == 0 {
		turns = b.saidBefore(ctx, q)
	}
	text, pasted := apart(plain(q.Text))
	if pasted != "" && answer.Leans(text) {
		turns = append(turns, answer.Turn{Question: cut(pasted, maxSaid)})
	}
	numbers := map[string]int{}
	if q.ThreadTS != "" {
		if numbers, err = b.store.ThreadNumbers(ctx, q.Channel, q.ThreadTS); err != nil {
			return inquiry{}, err
		}
	}
	read := b.reading(ctx, q)
	return inquiry{answer.Question{
		Text: text, Thread: turns, Numbers: numbers, Reader: read.reader, Now: b.nowOf(ctx, q.User), User: q.User,
	}, read.notice}, nil
}

// maxSaid is how much of what somebody said is read, in characters.
const maxSaid = 500

// saidBefore returns what people said in their thread before they asked in it what
// cannot be understood by itself ("Is that true?"), as if they had asked that: what
// began the thread, and the last word. Nothing of it is kept.
func (b *Bot) saidBefore(ctx context.Context, q store.Question) []answer.Turn {
	if q.ThreadTS == "" || q.ThreadTS == q.TS || isDirect(q.Channel) || !answer.Leans(q.Text) {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.pace.status)
	defer cancel()
	all, err := b.threadMessages(ctx, q.Channel, q.ThreadTS, time.Time{})
	if err != nil {
		b.log.Warn("bot thread unread", "question", q.ID, "err", err)
		return nil
	}
	var turns []answer.Turn
	for _, m := range all {
		text := questionText(m.Text, b.me.UserID)
		if m.Timestamp < since(q) && !b.wrote(m) && !mentions(m.Text, b.me.UserID) && text != "" && slices.Contains(said, m.SubType) {
			turns = append(turns, answer.Turn{Question: cut(text, maxSaid)})
		}
	}
	if n := len(turns); n > 2 {
		turns = []answer.Turn{turns[0], turns[n-1]}
	}
	return turns
}

// What was said before a message of a direct message that begins a thread of its
// own: people write there as they do to each other.
const (
	lastSaid  = 10 * time.Minute // how long ago at most
	mostAtOne = 5                // turns
)

// before returns what was asked and answered before a question, oldest first: in
// its thread; or, of a direct message outside one that cannot be understood by
// itself, just before it.
func (b *Bot) before(ctx context.Context, q store.Question) ([]store.Record, error) {
	if q.ThreadTS == "" {
		return nil, nil
	}
	records, err := b.store.Thread(ctx, q.Channel, q.ThreadTS)
	if err != nil || len(records) > 0 || q.ThreadTS != q.TS || !isDirect(q.Channel) || !answer.Leans(q.Text) {
		return records, err
	}
	return b.justBefore(ctx, q)
}

// justBefore returns what a person asked just before a question in their direct
// message, oldest first.
func (b *Bot) justBefore(ctx context.Context, q store.Question) ([]store.Record, error) {
	all, err := b.store.AnswersTo(ctx, q.User, mostAtOne)
	records := slices.DeleteFunc(all, func(r store.Record) bool {
		return r.Channel != q.Channel || r.Asked.Before(q.Asked.Add(-lastSaid)) || r.Asked.After(q.Asked)
	})
	slices.SortStableFunc(records, func(a, b store.Record) int { return a.Asked.Compare(b.Asked) })
	return records, err
}

// Outcomes of a Record beside those of package answer.
const (
	outcomeFailed = "failed"
	outcomeHelp   = "help"
	outcomeAside  = "aside" // words about the question: nothing was searched for
)

// conclude shows how the answering ended and fills in the record. It returns
// the ID of an apology, and an error where nothing could be shown.
func (b *Bot) conclude(ctx context.Context, r *reply, ans answer.Answer, err error, rec *store.Record) (id string, shown error) {
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	ctx, cancel := context.WithTimeout(ctx, b.pace.closing)
	defer cancel()
	if r.astray {
		if shown := b.find(ctx, r); shown != nil {
			rec.Outcome = outcomeFailed
			return "", shown
		}
	}
	l := b.langOf(ctx, r.q.User)
	words, expected := summaryWords(l, err)
	switch {
	case err == nil && b.ofConversation(r.q):
		rec.Outcome = string(ans.Outcome)
		shown = r.end(ctx, r.headed(sentencesOf(ans)), func(room int) []slack.Block { return unkeptTail(ans, room, l) })
	case err == nil:
		fill(rec, ans)
		shown = r.end(ctx, r.headed(sentencesOf(ans)), func(room int) []slack.Block { return tailBlocks(ans, room, l, r.q.ID) })
	case expected:
		rec.Outcome = outcomeFailed
		shown = r.apologise(ctx, words)
	case errors.Is(err, errTakenBack):
		rec.Outcome = outcomeFailed
		shown = r.takeBack(ctx)
	case errors.Is(err, errStopped):
		rec.Outcome = outcomeFailed
		if rec.Text = answer.Text(r.answered()); rec.Text != "" && len(r.parts) > 0 {
			rec.Outcome = string(answer.Answered)
		}
		shown = r.settle(ctx)
	default:
		id, rec.Outcome = newID(), outcomeFailed
		shown = r.apologise(ctx, l.apology(err, id))
	}
	if errors.Is(shown, errStopped) {
		shown = nil
	}
	if len(r.parts) > 0 {
		rec.ReplyTS = r.last().ts
	}
	return id, shown
}

// apologise ends the reply with words about why it is not what it should be.
func (r *reply) apologise(ctx context.Context, words string) error {
	sorry := []answer.Sentence{{Lead: "\n\n", Text: words}}
	if len(r.sentences) == 0 {
		sorry = r.headed(sorry)
	}
	return r.end(ctx, slices.Concat(r.sentences, sorry), func(int) []slack.Block { return nil })
}

// fill records an answer.
func fill(rec *store.Record, ans answer.Answer) {
	rec.Outcome, rec.Text, rec.Model = string(ans.Outcome), ans.Text, ans.Model
	rec.Input, rec.Output = ans.Usage.Input, ans.Usage.Output
	rec.Cost, rec.Currency = ans.Billionths()
	rec.Key, rec.Seq, rec.Shown = ans.Key, ans.Seq, ans.Encode()
	if ans.Aside {
		rec.Outcome = outcomeAside
	}
	if cited, err := json.Marshal(ans.Numbered()); err == nil { // always: strings, numbers and dates
		rec.Citations = cited
	}
}

// isFinal reports whether another attempt would end as this one did. With
// another token it would not.
func isFinal(err error) bool {
	how, _ := fateOf(err)
	return how == refused && !isOfToken(err)
}

// settle finishes a question in the store. Where that fails, it is answered
// again into the same message when the lease ends.
func (b *Bot) settle(ctx context.Context, q store.Question, rec store.Record) {
	ctx, cancel := context.WithTimeout(ctx, b.pace.errand)
	defer cancel()
	end := func() error { return b.store.FinishQuestion(ctx, q.ID, rec) }
	switch failed := rec.Outcome == outcomeFailed; {
	case failed && q.Kind == store.KindNext: // it may be chosen again
		end = func() error { return b.store.DropQuestion(ctx, q.ID) }
	case failed && b.wasTakenBack(ctx, q):
		end = func() error { return b.store.RetractQuestion(ctx, q.ID) }
	case b.ofConversation(q): // nothing of it is kept
		end = func() error { return b.store.CloseQuestion(ctx, q.ID) }
	}
	var err error
	for n := 1; n <= maxAttempts; n++ {
		if err = end(); err == nil {
			return
		}
		if !pause(ctx, b.api.wait(n)) {
			break
		}
	}
	b.log.Error("bot finish question", "question", q.ID, "err", err)
}

// report writes the one line there is about every question.
func (b *Bot) report(r *reply, ans answer.Answer, rec store.Record, id string, err error) {
	line := []any{
		"question", r.q.ID, "attempt", r.q.Attempt, "outcome", rec.Outcome, "shown", r.mode(), "messages", len(r.parts),
		"sentences", len(r.sentences), "citations", len(ans.Citations), "withheld", ans.Withheld,
		"model", cmp.Or(ans.Model, "none"), "input", ans.Usage.Input, "output", ans.Usage.Output,
		"took", rec.Took.Round(time.Millisecond),
	}
	b.log.Info("bot answer", line...)
	if err != nil && !errors.Is(err, errStopped) {
		b.log.Error("bot answer failed", "question", r.q.ID, "id", id, "err", err)
	}
}
