package main

import (
	"context"
	"sync/atomic"
	"time"

	"footnote/internal/llm"
	"footnote/internal/sample"
	"footnote/internal/schedule"
	"footnote/internal/slacksim"
	"footnote/internal/store"
	"footnote/internal/trypage"
)

// sampleQuestion and bridgeQuestion are what the scenarios ask; the sample
// library answers both.
const (
	sampleQuestion = "Is Microsoft still exclusive?"
	bridgeQuestion = "When will the Sorrel Bridge reopen?"
)

// scenarios are the buttons of the page for those who only want to look.
func (t *trial) scenarios() []trypage.Scenario {
	digestHint := "adds some articles of today, and tells the channel what is new"
	if t.own {
		digestHint = "tells the channel what is new"
	}
	return []trypage.Scenario{
		{
			ID: "ask", Title: "Ask the sample question", Hint: sampleQuestion,
			Run: func(_ context.Context, user string) (trypage.Place, error) {
				return t.mention(user, sampleQuestion), nil
			},
		},
		{
			ID: "newer", Title: "Let a newer article arrive", Hint: "asks about the bridge, adds an article of today, and asks again",
			Unavailable: func() string {
				if t.own {
					return "The article that arrives is an invented one, which your own library does not take: start footnote try without --data."
				}
				return ""
			},
			Run: t.newer,
		},
		{
			ID: "digest", Title: "Post today's digest", Hint: digestHint,
			Run: t.postDigest,
		},
		{
			ID: "model", Title: "Take the model away", Hint: "as if it were out of order; press again to bring it back",
			Unavailable: func() string {
				if t.model == nil {
					return "No model is set, so there is none to take away: answers are quoted already."
				}
				return ""
			},
			Run: func(context.Context, string) (trypage.Place, error) {
				t.model.away.Store(!t.model.away.Load())
				return trypage.Place{}, nil
			},
		},
		{
			ID: "drop", Title: "Drop the socket mid-answer", Hint: "asks, and cuts every connection to the bot as it begins to answer",
			Run: t.drop,
		},
	}
}

func (t *trial) mention(user, question string) trypage.Place {
	ts := t.sim.Mention(t.news, user, question, slacksim.Say{})
	return trypage.Place{Channel: t.news, Thread: ts}
}

// newer asks, waits for the answer, adds what overtakes it and asks again in
// the same thread.
func (t *trial) newer(ctx context.Context, user string) (trypage.Place, error) {
	at := t.mention(user, bridgeQuestion)
	if err := t.answered(ctx, at, 1); err != nil {
		return at, err
	}
	title, err := t.addLater(ctx)
	if err != nil {
		return at, err
	}
	t.sim.Post(t.news, user, "A newer article has arrived: “"+title+"”.", slacksim.Say{ThreadTS: at.Thread, Quiet: true})
	t.sim.Mention(t.news, user, bridgeQuestion, slacksim.Say{ThreadTS: at.Thread})
	return at, nil
}

// addLater adds the articles of today, has the standing questions asked again,
// and returns the title of the first article.
func (t *trial) addLater(ctx context.Context) (string, error) {
	articles, err := sample.Later(time.Now())
	if err != nil {
		return "", err
	}
	if _, err := t.lib.indexer.Add(ctx, articles); err != nil {
		return "", err
	}
	if err := t.lib.index.Sync(ctx); err != nil {
		return "", err
	}
	t.watches.Round(ctx)
	return articles[0].Title, nil
}

// postDigest tells the channel what is new; to the sample library it first adds
// the articles of today.
func (t *trial) postDigest(ctx context.Context, _ string) (trypage.Place, error) {
	if !t.own {
		if _, err := t.addLater(ctx); err != nil {
			return trypage.Place{}, err
		}
	}
	set, err := t.lib.store.SetDigest(ctx, store.Digest{Channel: t.news, Kind: store.Daily, Schedule: schedule.Example, Paused: true}, time.Now())
	if err != nil {
		return trypage.Place{}, err
	}
	_, err = t.digests.TellNow(ctx, set)
	return trypage.Place{Channel: t.news}, err
}

// answered waits until the bot has ended n messages in a thread.
func (t *trial) answered(ctx context.Context, at trypage.Place, n int) error {
	return t.sim.Wait(ctx, func(v slacksim.View) bool {
		ended := 0
		for _, m := range v.Replies(at.Channel, at.Thread) {
			if m.Stream != slacksim.Streaming && len(m.Blocks) > 0 {
				ended++
			}
		}
		return ended >= n
	})
}

// drop cuts every connection of the bot as soon as an answer begins.
func (t *trial) drop(ctx context.Context, user string) (trypage.Place, error) {
	at := t.mention(user, sampleQuestion)
	err := t.sim.Wait(ctx, func(v slacksim.View) bool { return len(v.Replies(at.Channel, at.Thread)) > 0 })
	if err != nil {
		return at, err
	}
	for _, s := range t.sim.Sockets() {
		s.Drop()
	}
	return at, nil
}

// A switchable model can be taken away and brought back.
type switchable struct {
	llm.Generator
	away atomic.Bool
}

// Generate is the model's, or ErrUnavailable while it is away.
func (s *switchable) Generate(ctx context.Context, req llm.Request, onText func(string) error) (llm.Reply, error) {
	if s.away.Load() {
		return llm.Reply{}, llm.ErrUnavailable
	}
	return s.Generator.Generate(ctx, req, onText)
}
