package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"footnote/internal/answer"
	"footnote/internal/article"
)

func (a *app) askCommand() *cli.Command {
	var ask asking
	return &cli.Command{
		Name: "ask", Usage: "answer a question, as Slack would show it", ArgsUsage: "QUESTION",
		UsageText: `footnote ask [flags] QUESTION

   footnote ask "Is Microsoft still exclusive?"
   footnote ask --as-of 2025-02-01 "Is Microsoft still exclusive?"
   footnote ask --thread deal "Since when?"
   footnote ask --json "What did the merger cost?" | jq .citations`,
		Flags: append(ask.readerFlags(),
			&cli.StringFlag{Name: "as-of", Usage: "answer as if asked on `DATE` (2026-04-28, or an instant as 2026-04-28T09:30:00Z)", Destination: &ask.asOf},
			ask.strictDatesFlag(),
			&cli.StringFlag{Name: "thread", Usage: "go on with the thread of this `NAME`, or begin it: what was asked before bears on the question", Destination: &ask.thread},
			&cli.BoolFlag{Name: "fresh", Usage: "answer anew, though the record may hold an answer", Destination: &ask.fresh},
			&cli.BoolFlag{Name: "json", Usage: "print the answer as JSON", Destination: &ask.json},
		),
		Action: func(ctx context.Context, c *cli.Command) error {
			ask.question = strings.TrimSpace(strings.Join(c.Args().Slice(), " "))
			if ask.question == "" {
				return usagef(`ask: no question; write it in quotes, as in footnote ask "Is Microsoft still exclusive?"`)
			}
			return a.ask(ctx, ask)
		},
	}
}

// An asking holds the flags of ask.
type asking struct {
	question, asOf string
	channel, user  string
	thread         string
	strictDates    bool
	fresh          bool
	json           bool
}

func (k *asking) strictDatesFlag() cli.Flag {
	return &cli.BoolFlag{Name: "strict-dates", Usage: "with --as-of, leave out articles without a date", Destination: &k.strictDates}
}

func (k *asking) readerFlags() []cli.Flag {
	return []cli.Flag{
		channelFlag("see what the Slack channel with this `ID` sees", &k.channel),
		userFlag("see what the person with this Slack `ID` sees", &k.user),
	}
}

func (k asking) reader() article.Reader {
	var r article.Reader
	if k.channel != "" {
		r = append(r, article.ChannelScope(k.channel))
	}
	if k.user != "" {
		r = append(r, article.UserScope(k.user))
	}
	return r
}

func (a *app) ask(ctx context.Context, k asking) error {
	asOf, err := article.ParseAsOf(k.asOf)
	if err != nil {
		return usagef("ask: --as-of: %v", err)
	}
	l, err := a.openLibrary(ctx, k.thread != "") // a thread is kept, even one about the samples
	if err != nil {
		return err
	}
	defer l.Close()
	if err := a.complete(ctx, l); err != nil {
		return err
	}
	thread, err := k.turns(ctx, l)
	if err != nil {
		return err
	}
	now := time.Now()
	question := answer.Question{
		Text: k.question, Thread: thread, Reader: k.reader(), AsOf: asOf, Now: now, StrictDates: k.strictDates,
		User: k.user, Fresh: k.fresh,
	}
	ans, err := a.answerer(l).Answer(ctx, question, nil)
	if err != nil {
		return err
	}
	return a.give(ctx, l, ans, k, now)
}

// give prints an answer and then keeps it: one that cannot be kept, as on a
// full disk, was worked for and is given all the same.
func (a *app) give(ctx context.Context, l *library, ans answer.Answer, k asking, now time.Time) error {
	if k.json {
		if err := a.printJSON(ans); err != nil {
			return err
		}
	} else {
		printAnswer(a.out, ans)
	}
	if err := record(ctx, l, ans, k, now); err != nil {
		fmt.Fprintf(a.err, "footnote: warning: the answer is not kept: %s\n", oneLine(err))
	}
	return nil
}

// turns returns what was asked and answered in the thread before.
func (k asking) turns(ctx context.Context, l *library) ([]answer.Turn, error) {
	if k.thread == "" {
		return nil, nil
	}
	records, err := l.store.Thread(ctx, "", k.thread)
	if err != nil {
		return nil, err
	}
	var turns []answer.Turn
	for _, rec := range records {
		turns = append(turns, answer.NewTurn(rec.Question, rec.Text, rec.Citations))
	}
	return turns, nil
}

func (a *app) printJSON(v any) error {
	b, err := json.Marshal(v)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s\n", b)
	return err
}
