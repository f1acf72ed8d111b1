package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/urfave/cli/v3"

	"footnote/internal/feed"
	"footnote/internal/ingest"
	"footnote/internal/store"
)

func (a *app) feedsCommand() *cli.Command {
	var asJSON, opml bool
	return &cli.Command{
		Name: "feeds", Usage: "list the feeds and sitemaps that bring articles, and how they are",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "opml", Usage: "print an OPML file that readers of feeds take", Destination: &opml},
			&cli.BoolFlag{Name: "json", Usage: "print JSON lines", Destination: &asJSON},
		},
		Action: func(ctx context.Context, _ *cli.Command) error {
			return a.withStore(ctx, func(st *store.Store) error {
				sources, err := st.Sources(ctx)
				switch {
				case err != nil:
					return err
				case opml:
					return a.printOPML(sources)
				case asJSON:
					return a.printSources(sources)
				}
				return a.listSources(sources, time.Now())
			})
		},
	}
}

func (a *app) printOPML(sources []store.Source) error {
	var feeds []feed.Outline
	for _, s := range sources {
		feeds = append(feeds, feed.Outline{Title: s.Title, URL: s.URL, Site: s.Site})
	}
	return feed.WriteOutlines(a.out, feeds)
}

// printSources prints JSON lines, which are stable.
func (a *app) printSources(sources []store.Source) error {
	for _, s := range sources {
		err := a.printJSON(struct {
			ID       int64     `json:"id"`
			URL      string    `json:"url"`
			Title    string    `json:"title"`
			Scope    string    `json:"scope"`
			Items    int       `json:"items"`
			Polled   time.Time `json:"polled_at,omitzero"`
			Moved    time.Time `json:"new_at,omitzero"`
			Next     time.Time `json:"next_at,omitzero"`
			Every    int       `json:"every_s"`
			Failures int       `json:"failures,omitempty"`
			Problem  string    `json:"problem,omitempty"`
			Ended    bool      `json:"ended,omitempty"`
		}{s.ID, s.URL, s.Title, s.Scope.String(), s.Items, s.Polled, s.Moved, s.Next, int(s.Every.Seconds()), s.Failures, s.Problem, s.Ended})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *app) listSources(sources []store.Source, now time.Time) error {
	if len(sources) == 0 {
		_, err := fmt.Fprintln(a.out, "No feeds. Add one with: footnote add URL, of a feed, a sitemap or a site")
		return err
	}
	w := tabwriter.NewWriter(a.out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "ID\tITEMS\tNEW\tNEXT\tHEALTH\tSCOPE\tTITLE\tURL")
	for _, s := range sources {
		fmt.Fprintf(w, "%d\t%d\t%s\t%s\t%s\t%s\t%s\t%s\n", s.ID, s.Items, since(s.Moved, now), until(s.Next, now),
			clean(health(s)), s.Scope, clean(s.Title), clean(s.URL))
	}
	return w.Flush()
}

// health says in a few words how a source is.
func health(s store.Source) string {
	switch {
	case s.Ended:
		return "ended: " + s.Problem
	case s.Failures > 0:
		return fmt.Sprintf("failed %s: %s", times(s.Failures), s.Problem)
	case s.Polled.IsZero():
		return "not polled yet"
	}
	return "good, every " + span(s.Every)
}

func times(n int) string {
	if n == 1 {
		return "once"
	}
	return fmt.Sprintf("%d times", n)
}

// span writes a duration as people say it.
func span(d time.Duration) string {
	switch {
	case d < time.Minute:
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Round(time.Minute).Minutes()))
	case d < 48*time.Hour:
		return fmt.Sprintf("%d h", int(d.Round(time.Hour).Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}

func since(t, now time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return span(max(now.Sub(t), 0)) + " ago"
}

func until(t, now time.Time) string {
	switch {
	case t.IsZero():
		return "-"
	case !t.After(now):
		return "now"
	}
	return "in " + span(t.Sub(now))
}

func (a *app) unsubscribeCommand() *cli.Command {
	return &cli.Command{
		Name: "unsubscribe", Usage: "poll feeds no more; what they brought stays", ArgsUsage: "NUMBER|URL…",
		Action: func(ctx context.Context, c *cli.Command) error {
			if c.NArg() == 0 {
				return usagef("articles unsubscribe: name feeds by their number in footnote articles feeds, or by URL")
			}
			return a.withStore(ctx, func(st *store.Store) error {
				for _, ref := range c.Args().Slice() {
					if err := a.unsubscribe(ctx, st, ref); err != nil {
						return err
					}
				}
				return nil
			})
		},
	}
}

func (a *app) unsubscribe(ctx context.Context, st *store.Store, ref string) error {
	found, err := findSources(ctx, st, ref)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		return fmt.Errorf("no feed %s; footnote articles feeds shows what there is", ref)
	}
	for _, s := range found {
		if err := st.Unsubscribe(ctx, s.ID); err != nil {
			return err
		}
		fmt.Fprintf(a.out, "unsubscribed from %s (%s)\n", clean(s.Title), clean(s.URL))
	}
	return nil
}

func findSources(ctx context.Context, st *store.Store, ref string) ([]store.Source, error) {
	id, err := strconv.ParseInt(ref, 10, 64)
	if err != nil {
		return st.FindSources(ctx, ref)
	}
	s, err := st.Source(ctx, id)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return []store.Source{s}, err
}

func (a *app) problemsCommand() *cli.Command {
	var retry, asJSON bool
	return &cli.Command{
		Name: "problems", Usage: "list what could not be read: what was set aside, and what is tried again",
		Flags: []cli.Flag{
			&cli.BoolFlag{Name: "retry", Usage: "put all that was set aside back into the queue", Destination: &retry},
			&cli.BoolFlag{Name: "json", Usage: "print JSON lines", Destination: &asJSON},
		},
		Action: func(ctx context.Context, _ *cli.Command) error {
			return a.withStore(ctx, func(st *store.Store) error {
				if retry {
					n, err := st.RetryAside(ctx, time.Now())
					if err != nil {
						return err
					}
					_, err = fmt.Fprintf(a.out, "%d put back; footnote serve tries them again\n", n)
					return err
				}
				return a.listProblems(ctx, st, asJSON)
			})
		},
	}
}

// maxProblems bounds what is listed of each kind.
const maxProblems = 1000

// listProblems lists what was set aside, then what failed and is tried again.
func (a *app) listProblems(ctx context.Context, st *store.Store, asJSON bool) error {
	jobs, err := st.AsideJobs(ctx, maxProblems)
	if err != nil {
		return err
	}
	failed, err := st.FailedJobs(ctx, "", maxProblems)
	if err != nil {
		return err
	}
	jobs = append(jobs, failed...)
	if len(jobs) == 0 && !asJSON {
		_, err := fmt.Fprintln(a.out, "Nothing was set aside, and nothing is to be tried again.")
		return err
	}
	for _, j := range jobs {
		if err := a.printProblem(j, asJSON); err != nil {
			return err
		}
	}
	return nil
}

// printProblem prints a job that failed; its JSON form is stable.
func (a *app) printProblem(j store.Job, asJSON bool) error {
	subject, problem := ingest.Subject(j), strings.TrimSpace(j.Problem)
	if asJSON {
		p := struct {
			URL      string    `json:"url"`
			Problem  string    `json:"problem"`
			Failures int       `json:"failures"`
			Aside    time.Time `json:"aside_at,omitzero"`
			Next     time.Time `json:"next_at,omitzero"`
		}{subject, problem, j.Failures, j.Aside, time.Time{}}
		if j.Aside.IsZero() {
			p.Next = j.Due
		}
		return a.printJSON(p)
	}
	fate := "set aside on " + j.Aside.Local().Format("2 Jan 2006 15:04 MST")
	if j.Aside.IsZero() {
		fate = fmt.Sprintf("failed %s, tried again from %s", times(j.Failures), j.Due.Local().Format("2 Jan 2006 15:04 MST"))
	}
	_, err := fmt.Fprintf(a.out, "%s: %s, %s\n", clean(subject), clean(problem), fate)
	return err
}
