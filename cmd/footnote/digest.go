package main

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"footnote/bot"
	"footnote/internal/budget"
	"footnote/internal/digest"
	"footnote/internal/schedule"
	"footnote/internal/store"
	"footnote/internal/tell"
)

func (a *app) digestCommand() *cli.Command {
	var d digesting
	return &cli.Command{
		Name: "digest", Usage: "print the digest a channel would get",
		UsageText: `footnote digest [flags]

   footnote digest
   footnote digest --since 2026-04-27 --topic "renewable energy" --most 3
   footnote digest --channel C0123456789 --set "weekdays at 8:30 Berlin" --topic energy
   footnote digest --channel C0123456789 --post

It prints what is new since the channel's last digest, or since yesterday. With
--post it is posted instead, and its stories are told then. With --set footnote
serve posts it at these times; --remove ends that.`,
		Flags: []cli.Flag{
			channelFlag("the digest of the Slack channel with this `ID`", &d.channel),
			&cli.StringFlag{Name: "since", Usage: "what was added since `TIME`: a day (2026-04-28), or a span of hours, days, weeks or months (12h, 7d, 2w, 1m)", Destination: &d.since},
			&cli.StringSliceFlag{Name: "topic", Usage: "only stories about `WORDS`; may be repeated", Destination: &d.topics},
			&cli.StringSliceFlag{Name: "outlet", Usage: "only articles of the outlet `NAME`; may be repeated", Destination: &d.outlets},
			&cli.IntFlag{Name: "most", Usage: fmt.Sprintf("at most `N` stories, up to %d", digest.MaxMost), HideDefault: true, Destination: &d.most},
			&cli.BoolFlag{Name: "week", Usage: "look back at the week", Destination: &d.week},
			&cli.BoolFlag{Name: "post", Usage: "post it in the channel", Destination: &d.post},
			&cli.StringFlag{Name: "lang", Usage: "only articles in the language `CODE`", Destination: &d.lang},
			&cli.StringFlag{Name: "set", Usage: "post it at these times: `WORDS` such as \"" + schedule.Example + "\"", Destination: &d.set},
			&cli.BoolFlag{Name: "silent", Usage: "with --set: say nothing where nothing is new", Destination: &d.silent},
			&cli.BoolFlag{Name: "remove", Usage: "post it no more", Destination: &d.remove},
			&cli.BoolFlag{Name: "json", Usage: "print it as JSON", Destination: &d.json},
		},
		Action: func(ctx context.Context, _ *cli.Command) error {
			return a.digest(ctx, d)
		},
	}
}

// A digesting holds the flags of digest.
type digesting struct {
	channel, since   string
	topics, outlets  []string
	lang, set        string
	most             int
	week, post, json bool
	silent, remove   bool
}

func (d digesting) check(now time.Time) (since time.Time, err error) {
	if since, err = parseSince(d.since, now); err != nil {
		return since, usagef("digest: --since: %v", err)
	}
	switch {
	case d.most < 0 || d.most > digest.MaxMost:
		return since, usagef("digest: --most %d is not from 1 to %d", d.most, digest.MaxMost)
	case d.post && d.channel == "":
		return since, usagef("digest: --post needs the --channel to post in")
	case (d.set != "" || d.remove) && d.channel == "":
		return since, usagef("digest: say for which --channel")
	case d.post && d.remove, d.post && d.set != "", d.remove && d.set != "":
		return since, usagef("digest: give one of --post, --set and --remove")
	case d.silent && d.set == "":
		return since, usagef("digest: --silent goes with --set")
	case d.post && !since.IsZero():
		return since, usagef("digest: --post tells what is new since the last digest; leave --since out")
	}
	return since, nil
}

func (a *app) digest(ctx context.Context, d digesting) error {
	since, err := d.check(time.Now())
	if err != nil {
		return err
	}
	l, err := a.openLibrary(ctx, d.set != "")
	if err != nil {
		return err
	}
	defer l.Close()
	set, err := d.settings(ctx, l.store)
	if err != nil {
		return err
	}
	switch {
	case d.set != "":
		return a.setDigest(ctx, l.store, set, d)
	case d.remove:
		return l.store.RemoveDigest(ctx, set.Channel, set.Kind)
	}
	if d.post {
		return a.postDigest(ctx, l, set)
	}
	e, err := a.previewDigest(ctx, l, set, since)
	if err != nil {
		return err
	}
	if d.json {
		return a.printJSON(e)
	}
	printEdition(a.streams, e)
	return nil
}

// settings returns the digest of the channel as it is set, or as it would be
// by default, with what the flags say.
func (d digesting) settings(ctx context.Context, st *store.Store) (store.Digest, error) {
	kind := store.Daily
	if d.week {
		kind = store.Weekly
	}
	set, err := st.Digest(ctx, d.channel, kind)
	if errors.Is(err, store.ErrNotFound) {
		set, err = store.Digest{Channel: d.channel, Kind: kind}, nil
	}
	set.Most, set.Lang = cmp.Or(d.most, set.Most), cmp.Or(d.lang, set.Lang)
	if d.topics != nil {
		set.Topics = d.topics
	}
	if d.outlets != nil {
		set.Outlets = d.outlets
	}
	return set, err
}

// setDigest sets when a channel is told, and says when that will be next.
func (a *app) setDigest(ctx context.Context, st *store.Store, set store.Digest, d digesting) error {
	s, err := schedule.Parse(d.set, "")
	if err != nil {
		return usagef("digest: --set: %v", err)
	}
	if d.week && !s.Days.Single() {
		return usagef(`digest: --set with --week: say on which day of the week, as in "Fridays 16:00 London"`)
	}
	if strings.HasPrefix(set.Channel, "D") && set.Person == "" {
		return usagef("digest: --set: a direct message is read as its person sees; let them set it there, with /digest")
	}
	set.Schedule, set.Silent, set.Paused = s.String(), d.silent, false
	if _, err := st.SetDigest(ctx, set, time.Now()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Digest of %s: %s. Next:\n", set.Channel, s)
	for _, slot := range s.Next(time.Now(), 3) {
		fmt.Fprintf(a.out, "  %s\n", slot.At.Format("Monday, 2 January 2006, 15:04 MST"))
	}
	return nil
}

// digests returns what tells channels their digests, as a bot.
func (a *app) digests(l *library, b *bot.Bot) *digest.Runner {
	e := a.editor(l)
	e.Readers = b.ReaderOf
	return &digest.Runner{
		Ledger: l.store, Maker: e, Log: a.log, Now: time.Now, Owner: "serve-" + rand.Text(),
		Teller: &tell.Teller{Poster: b.Poster(), Ledger: l.store, Readers: b.ReaderOf, Now: time.Now},
	}
}

// editor returns what makes digests for the terminal, each as its channel
// reads.
func (a *app) editor(l *library) *digest.Editor {
	e := &digest.Editor{Shelf: l.store, Readers: a.readers(l), Log: a.log}
	if l.model != nil {
		e.Writer = &digest.Modelled{Model: budget.New(l.store, a.cfg, a.log).Meter(l.model, "", "digest"), Verify: a.trials(l.store), Log: a.log}
	}
	return e
}

// previewDigest makes an edition of what came since then; of what its digest
// would tell next, where that is not said.
func (a *app) previewDigest(ctx context.Context, l *library, set store.Digest, since time.Time) (digest.Edition, error) {
	now := time.Now()
	switch {
	case !since.IsZero():
	case set.ID != 0:
		return a.editor(l).Make(ctx, set, store.Slot{Channel: set.Channel, Since: set.Covered}, now)
	case set.Kind == store.Weekly:
		since = now.AddDate(0, 0, -7)
	default:
		since = now.AddDate(0, 0, -1)
	}
	return a.editor(l).Preview(ctx, set, since, now)
}

// postDigest tells a channel now what is new, as a slot of its own.
func (a *app) postDigest(ctx context.Context, l *library, set store.Digest) error {
	if !a.cfg.Slack.BotToken.IsSet() {
		return errors.New("set SLACK_BOT_TOKEN (xoxb-…) in the environment or in .env, to post")
	}
	if set.ID == 0 { // to keep what was told; it has no schedule that runs
		var err error
		set.Schedule, set.Paused = schedule.Example, true
		if set, err = l.store.SetDigest(ctx, set, time.Now()); err != nil {
			return err
		}
	}
	e := a.editor(l)
	r := &digest.Runner{
		Ledger: l.store, Maker: e, Log: a.log, Now: time.Now, Owner: "terminal-" + rand.Text(),
		Teller: &tell.Teller{
			Poster: bot.NewPoster(a.cfg.Slack.BotToken.Reveal(), a.cfg.Slack.APIURL), Ledger: l.store, Readers: e.Readers, Now: time.Now,
		},
	}
	told, err := r.TellNow(ctx, set)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, told)
	return nil
}

// printEdition writes the message of the channel and then those of its thread.
func printEdition(s streams, e digest.Edition) {
	fmt.Fprintf(s.out, "%s\n", clean(e.Head.Plain()))
	for _, m := range e.Replies {
		fmt.Fprintf(s.out, "\n%s\n", clean(m.Plain()))
	}
}
