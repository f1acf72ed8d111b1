package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v3"

	"footnote/bot"
	"footnote/internal/answer"
	"footnote/internal/store"
	"footnote/internal/tell"
	"footnote/internal/watch"
)

func (a *app) watchCommand() *cli.Command {
	return &cli.Command{
		Name: "watch", Usage: "keep questions that stand, and see when their answers change",
		UsageText: `footnote watch add [--channel C] [--user U] [--quiet "22-7 Berlin"] QUESTION
footnote watch list [--json]
footnote watch history NUMBER
footnote watch pause|resume|remove NUMBER
footnote watch check [--post]

A watch of a channel is checked by footnote serve, which tells there when its
answer changes. check asks all of them now and prints what changed; it posts
nothing without --post.`,
		Commands: []*cli.Command{
			a.watchAddCommand(), a.watchListCommand(), a.watchCheckCommand(),
			a.watchOneCommand("history", "print what a watch answered, with days", a.watchHistory),
			a.watchOneCommand("pause", "let a watch rest", func(ctx context.Context, st *store.Store, id int64) error { return st.PauseWatch(ctx, id, true) }),
			a.watchOneCommand("resume", "wake a watch that rests", func(ctx context.Context, st *store.Store, id int64) error { return st.PauseWatch(ctx, id, false) }),
			a.watchOneCommand("remove", "watch a question no more", func(ctx context.Context, st *store.Store, id int64) error { return st.RemoveWatch(ctx, id) }),
		},
	}
}

// checker returns what asks standing questions for the terminal, each as its
// channel reads.
func (a *app) checker(l *library) *watch.Checker {
	return &watch.Checker{
		Store: l.store, Search: l.index, Sync: l.index.Sync, Readers: a.readers(l), Now: time.Now, Owner: "watch-" + rand.Text(),
		Answer: func(ctx context.Context, s answer.Searcher, q answer.Question) (answer.Answer, error) {
			one := *a.answerer(l)
			one.Search = s
			return one.Answer(ctx, q, nil)
		},
	}
}

func (a *app) watchAddCommand() *cli.Command {
	var w store.Watch
	return &cli.Command{
		Name: "add", Usage: "watch a question", ArgsUsage: "QUESTION",
		Flags: []cli.Flag{
			channelFlag("tell changes in the Slack channel with this `ID`, from what it sees", &w.Channel),
			userFlag("for the person with this Slack `ID`", &w.User),
			&cli.StringFlag{Name: "quiet", Usage: "`HOURS` without posts: \"22-7 Berlin\"", Destination: &w.Quiet},
		},
		Action: func(ctx context.Context, c *cli.Command) error {
			w.Question = strings.TrimSpace(strings.Join(c.Args().Slice(), " "))
			quiet, err := watch.ParseQuiet(w.Quiet, "")
			switch {
			case w.Question == "":
				return usagef("watch add: no question")
			case strings.HasPrefix(w.Channel, "D") && w.User == "":
				return usagef("watch add: a direct message is read as its person sees; name them with --user")
			case err != nil:
				return usagef("watch add: --quiet: %v", err)
			}
			w.Quiet = quiet.String()
			return a.watchAdd(ctx, w)
		},
	}
}

func (a *app) watchAdd(ctx context.Context, w store.Watch) error {
	l, err := a.openLibrary(ctx, true)
	if err != nil {
		return err
	}
	defer l.Close()
	w, ans, err := a.checker(l).Add(ctx, w)
	switch {
	case errors.Is(err, store.ErrTooMany):
		return fmt.Errorf("there are %d watches of one person or %d of one channel already; remove one first", watch.PerPerson, watch.PerChannel)
	case err != nil:
		return err
	}
	fmt.Fprintf(a.out, "Watch %d. The answer today:\n\n%s\n", w.ID, clean(ans.Text))
	printFootnotes(a.out, "", ans.Text, ans.Citations)
	return nil
}

func (a *app) watchListCommand() *cli.Command {
	var asJSON bool
	return &cli.Command{
		Name: "list", Usage: "list what is watched",
		Flags: []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "print it as JSON lines", Destination: &asJSON}},
		Action: func(ctx context.Context, _ *cli.Command) error {
			return a.withStore(ctx, func(st *store.Store) error { return a.watchList(ctx, st, asJSON) })
		},
	}
}

// A watchLine is a watch as JSON.
type watchLine struct {
	ID       int64  `json:"id"`
	Question string `json:"question"`
	Channel  string `json:"channel,omitempty"`
	User     string `json:"user,omitempty"`
	Quiet    string `json:"quiet,omitempty"`
	Paused   bool   `json:"paused,omitempty"`
}

func (a *app) watchList(ctx context.Context, st *store.Store, asJSON bool) error {
	all, err := st.Watches(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 && !asJSON {
		fmt.Fprintln(a.out, "Nothing is watched. Begin with: footnote watch add QUESTION")
		return nil
	}
	t := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	for _, w := range all {
		if asJSON {
			if err := a.printJSON(watchLine{w.ID, w.Question, w.Channel, w.User, w.Quiet, w.Paused}); err != nil {
				return err
			}
			continue
		}
		state := ""
		if w.Paused {
			state = "paused"
		}
		fmt.Fprintf(t, "%d\t%s\t%s\t%s\n", w.ID, clean(w.Question), w.Channel, state)
	}
	return t.Flush()
}

// watchOneCommand is a command about one watch.
func (a *app) watchOneCommand(name, usage string, do func(ctx context.Context, st *store.Store, id int64) error) *cli.Command {
	return &cli.Command{
		Name: name, Usage: usage, ArgsUsage: "NUMBER",
		Action: func(ctx context.Context, c *cli.Command) error {
			id, err := strconv.ParseInt(c.Args().First(), 10, 64)
			if err != nil || c.NArg() != 1 {
				return usagef("watch %s: name one watch by its number in footnote watch list", name)
			}
			err = a.withStore(ctx, func(st *store.Store) error { return do(ctx, st, id) })
			if errors.Is(err, store.ErrNotFound) {
				return fmt.Errorf("no watch %d; footnote watch list shows what there is", id)
			}
			return err
		},
	}
}

func (a *app) watchHistory(ctx context.Context, st *store.Store, id int64) error {
	given, err := (&watch.Checker{Store: st}).History(ctx, id)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, clean(watch.Timeline(given)))
	return nil
}

func (a *app) watchCheckCommand() *cli.Command {
	var post bool
	return &cli.Command{
		Name: "check", Usage: "ask all questions that new articles bear on",
		Flags: []cli.Flag{&cli.BoolFlag{Name: "post", Usage: "tell channels what changed", Destination: &post}},
		Action: func(ctx context.Context, _ *cli.Command) error {
			if post && !a.cfg.Slack.BotToken.IsSet() {
				return errors.New("set SLACK_BOT_TOKEN (xoxb-…) in the environment or in .env, to post")
			}
			return a.watchCheck(ctx, post)
		},
	}
}

func (a *app) watchCheck(ctx context.Context, post bool) error {
	l, err := a.openLibrary(ctx, false)
	if err != nil {
		return err
	}
	defer l.Close()
	checker := a.checker(l)
	all, err := l.store.Watches(ctx)
	if err != nil {
		return err
	}
	changes := 0
	for _, w := range all {
		if w.Paused {
			continue
		}
		change, err := checker.Check(ctx, w)
		if err != nil {
			return err
		}
		if change != nil {
			changes++
			fmt.Fprintf(a.out, "%s\n\n", clean(change.Plain()))
		}
	}
	if changes == 0 {
		fmt.Fprintf(a.out, "No answer has changed (%d watched).\n", len(all))
	}
	if post {
		a.watches(l, checker, bot.NewPoster(a.cfg.Slack.BotToken.Reveal(), a.cfg.Slack.APIURL)).Round(ctx)
	}
	return nil
}

// watches returns what checks and tells.
func (a *app) watches(l *library, c *watch.Checker, p tell.Poster) *watch.Runner {
	return &watch.Runner{Checker: c, Log: a.log, Teller: &tell.Teller{Poster: p, Ledger: l.store, Readers: c.Readers, Now: time.Now}}
}

// botWatches returns what checks and tells as a bot, with what each channel or
// person may read now.
func (a *app) botWatches(l *library, b *bot.Bot) *watch.Runner {
	c := a.checker(l)
	c.Readers = b.ReaderOf
	r := a.watches(l, c, b.Poster())
	r.Notes = true
	return r
}
