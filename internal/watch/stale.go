package watch

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"footnote/internal/article"
	"footnote/internal/store"
	"footnote/internal/tell"
)

// answersKept is how long an answer may be noted to be stale: later nobody
// reads its thread.
const answersKept = 90 * 24 * time.Hour

// NoteKey is the key of the message that is a note on an answer.
func NoteKey(answerID int64) string { return fmt.Sprintf("stale.%d", answerID) }

// NoteStale puts a note into the thread of each answer that cites an article
// which was removed, is gone, or no longer has the quoted words: one for each
// answer, once. What fails is logged and tried in the next round.
func (r *Runner) NoteStale(ctx context.Context) {
	now := r.Checker.Now()
	all, err := r.Checker.Store.StaleAnswers(ctx, now.Add(-answersKept))
	if err != nil {
		r.warn(ctx, "stale read", 0, err)
		return
	}
	for _, s := range all {
		if err := r.noteStale(ctx, s, now); err != nil {
			r.warn(ctx, "stale note", s.AnswerID, err)
		}
	}
}

func (r *Runner) noteStale(ctx context.Context, s store.Stale, now time.Time) error {
	reason := "changed: the quoted words are no longer in it"
	if s.Gone {
		reason = "gone"
	}
	held, err := r.Checker.Store.ClaimStale(ctx, s.AnswerID, reason, lease, now)
	if err != nil || !held {
		return err
	}
	seen, err := r.seesCited(ctx, s)
	if err != nil {
		return err
	}
	if !seen {
		return r.Checker.Store.ToldStale(ctx, s.AnswerID)
	}
	text := fmt.Sprintf("An article that an answer here cites is %s: “%s”. Ask again to hear what holds today.", reason, s.Cited.Title)
	err = r.note(ctx, tell.Message{
		Key: NoteKey(s.AnswerID), Channel: s.Channel, Person: s.User, Thread: s.ThreadTS, Summary: text, Parts: []tell.Part{{Text: text}},
	})
	if err != nil {
		return err
	}
	return r.Checker.Store.ToldStale(ctx, s.AnswerID)
}

// seesCited reports whether who reads an answer sees now the article that it cites, or
// saw it as long as it was held: its ID tells of which scopes that may have been.
func (r *Runner) seesCited(ctx context.Context, s store.Stale) (bool, error) {
	reader, err := r.Checker.Readers.Of(ctx, s.Channel, s.User)
	if err != nil {
		return false, err
	}
	a, err := r.Checker.Store.Article(ctx, s.Cited.ID)
	switch {
	case err == nil:
		return reader.Sees(a.Scope), nil
	case !errors.Is(err, store.ErrNotFound):
		return false, err
	}
	gone := s.Cited
	return gone.URL == "" || slices.ContainsFunc(reader.Scopes(), func(of article.Scope) bool {
		gone.Scope = of
		return gone.NewID() == gone.ID
	}), nil
}
