package bot

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/slack-go/slack"

	"footnote/internal/article"
	"footnote/internal/store"
)

// A status says under a question what is being done about it, until the reply
// begins. Where Slack refuses it, it is done without.
type status struct {
	b    *Bot
	q    store.Question
	free chan struct{} // holds one token while no call is on its way
	work sync.WaitGroup
	done bool
	said time.Time
}

// newStatus says at once that the question is at work.
func (b *Bot) newStatus(ctx context.Context, q store.Question) *status {
	s := &status{b: b, q: q, free: make(chan struct{}, 1)}
	s.free <- struct{}{}
	s.say(ctx, "Searching the library")
	return s
}

// say shows what is being done, unless it did so a moment ago.
func (s *status) say(ctx context.Context, words string) {
	if s.done || words == "" || s.b.now().Sub(s.said) < s.b.pace.status/3 {
		return
	}
	select {
	case <-s.free:
	default:
		return
	}
	s.said = s.b.now()
	s.work.Go(func() {
		defer func() { s.free <- struct{}{} }()
		ctx, cancel := context.WithTimeout(ctx, s.b.pace.status)
		defer cancel()
		if err := s.b.api.slack.SetAssistantThreadsStatusContext(ctx, statusOf(s.q, words)); err != nil {
			s.b.log.Debug("bot status", "question", s.q.ID, "err", err)
		}
	})
}

// searching says how much is searched, where that is known.
func (s *status) searching(ctx context.Context, r article.Reader) {
	if s.b.cfg.Library == nil {
		return
	}
	lib, err := s.b.cfg.Library(ctx, r)
	if err != nil || lib.Articles == 0 {
		return
	}
	s.work.Wait() // for the first word, so that this one comes after it
	s.said = time.Time{}
	words := "Searching 1 article"
	if lib.Articles > 1 {
		words = fmt.Sprintf("Searching %d articles", lib.Articles)
	}
	s.say(ctx, words)
}

// wait ends the status: after it, none is on its way.
func (s *status) wait() {
	s.done = true
	s.work.Wait()
}

func statusOf(q store.Question, words string) slack.AssistantThreadsSetStatusParameters {
	words = cut(strings.ReplaceAll(inline(words), ",", ""), 80) // slack-go joins loading messages by commas
	r, size := utf8.DecodeRuneInString(words)
	return slack.AssistantThreadsSetStatusParameters{
		ChannelID: q.Channel, ThreadTS: q.ThreadTS,
		Status:          "is " + string(unicode.ToLower(r)) + words[size:] + " …", // Slack puts the app's name before it
		LoadingMessages: []string{words + " …"},
	}
}
