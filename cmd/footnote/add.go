package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/schollz/progressbar/v3"
	"github.com/urfave/cli/v3"

	"footnote/internal/article"
	"footnote/internal/fetch"
	"footnote/internal/ingest"
	"footnote/internal/nearcopy"
	"footnote/internal/store"
	"footnote/retrieval"
)

func (a *app) addCommand() *cli.Command {
	var add adding
	return &cli.Command{
		Name: "add", Usage: "add articles to the library", ArgsUsage: "SOURCE…",
		UsageText: `footnote add [flags] SOURCE…

   footnote add https://example.com/story      a page
   footnote add https://example.com/           a site: the feed it names, from now on
   footnote add https://example.com/feed.xml   a feed or sitemap, the same
   footnote add feeds.opml                     all the feeds of an OPML file
   footnote add article.html report.pdf clips/ files and folders
   footnote articles export | footnote --data copy add -

Files are told by their content: HTML, Markdown with front matter, plain text,
PDF, Word (.docx), EPUB, mail (.eml) and JSON lines, up to 10 MB of text and
64 MB of file; pages and files from the web up to 10 MB.
A JSON line is an article: {"url","title","source","author","published_at","body"}.
Adding the same thing twice adds nothing; a changed one becomes a new revision.`,
		Flags: []cli.Flag{
			channelFlag("only the members of the Slack channel with this `ID` see it", &add.channel),
			userFlag("only the person with this Slack `ID` sees it", &add.user),
			&cli.BoolFlag{Name: "json", Usage: "print a JSON line for each article", Destination: &add.json},
		},
		Action: func(ctx context.Context, c *cli.Command) error {
			add.sources = c.Args().Slice()
			if len(add.sources) == 0 || slices.Contains(add.sources, "") {
				return usagef("add: name a URL, a file, a folder, or - for standard input")
			}
			if add.channel != "" && add.user != "" {
				return usagef("add: give --channel or --user, not both")
			}
			return a.add(ctx, add)
		},
	}
}

// An adding holds the flags of add.
type adding struct {
	sources       []string
	channel, user string
	json          bool
}

func (k adding) scope() article.Scope {
	switch {
	case k.channel != "":
		return article.ChannelScope(k.channel)
	case k.user != "":
		return article.UserScope(k.user)
	}
	return article.Workspace
}

func (a *app) add(ctx context.Context, k adding) error {
	st, err := store.Open(ctx, a.cfg.Data)
	if err != nil {
		return err
	}
	defer st.Close()
	bar := a.progress("adding")
	_, embedder := a.models()
	queue := a.worker(st, &retrieval.Indexer{Store: st, Embedder: embedder, Log: a.log})
	queue.Log = nil // whoever waits is told
	queue.Saved = func(added []ingest.Added) {
		bar.clear()
		a.printAdded(added, k.json)
	}
	queue.Progress = func(p ingest.Progress) {
		bar.rest(p.Left)
		bar.set(p.Saved, p.Read)
	}
	adder := ingest.Adder{
		Indexer: queue.Indexer, Client: queue.Client, PDF: queue.PDF, Queue: queue, Scope: k.scope(), Saved: queue.Saved, Progress: queue.Progress,
	}
	report, err := adder.Add(ctx, k.sources, a.in)
	bar.clear()
	if err == nil {
		_, err = nearcopy.Update(ctx, st)
	}
	return a.reportAdded(report, err, k.json)
}

// worker returns a worker at the queue of the store.
func (a *app) worker(st *store.Store, indexer *retrieval.Indexer) *ingest.Worker {
	return &ingest.Worker{Store: st, Indexer: indexer, Client: a.fetcher(st), PDF: a.pdf, Log: a.log}
}

// fetcher returns a client that keeps what it learns of sites in the store.
func (a *app) fetcher(st *store.Store) *fetch.Client {
	return fetch.NewClient(fetch.Options{Version: version(), Contact: a.cfg.Contact, AllowHosts: a.cfg.AllowHosts, Robots: st})
}

// effects names what saving did.
var effects = map[store.Effect]string{store.Created: "added", store.Revised: "revised", store.Unchanged: "unchanged"}

// printAdded prints a line for each article that is safe.
func (a *app) printAdded(added []ingest.Added, asJSON bool) {
	for _, x := range added {
		if !asJSON {
			fmt.Fprintf(a.out, "%s %s %s\n", effects[x.Effect], x.ID, clean(x.Title))
			continue
		}
		// Printing what is safe must not stop what is not yet.
		_ = a.printJSON(struct {
			ID     string `json:"id"`
			Title  string `json:"title"`
			Effect string `json:"effect"`
			Source string `json:"source"`
		}{x.ID, x.Title, effects[x.Effect], x.Source})
	}
}

// reportAdded says on stderr what went wrong, one line each, and returns
// errReported if anything did.
func (a *app) reportAdded(r ingest.Report, err error, quiet bool) error {
	a.printSubscriptions(r.Sources, quiet)
	for _, w := range r.Warnings {
		fmt.Fprintf(a.err, "footnote: warning: %s\n", clean(w.String())+wayOut(w.Err))
	}
	for _, p := range r.Problems {
		fmt.Fprintf(a.err, "footnote: %s\n", clean(p.String())+wayOut(p.Err))
	}
	for _, f := range r.Failed {
		fmt.Fprintf(a.err, "footnote: %s: %s; tried again from %s\n", clean(f.URL), clean(f.Problem), onClock(f.Again))
	}
	if r.More > 0 {
		fmt.Fprintf(a.err, "footnote: and %d more lines like these\n", r.More)
	}
	if !quiet {
		fmt.Fprintf(a.out, "%d added, %d revised, %d unchanged\n", r.Created, r.Revised, r.Unchanged)
	}
	if r.Waiting > 0 {
		why := ""
		if len(r.Failed) == 0 { // none was asked for
			why = ", as their site asked us to wait"
		}
		fmt.Fprintf(a.err, "footnote: %d to be tried again from %s%s; footnote serve does, and so does the same footnote add\n",
			r.Waiting, onClock(r.WaitUntil), why)
	}
	if r.NotEmbedded > 0 {
		fmt.Fprintf(a.err, "footnote: warning: found by their words only until the embedder answers, %d of the articles: %s\n", r.NotEmbedded, oneLine(r.EmbedErr))
	}
	if err != nil {
		return err
	}
	if len(r.Problems) > 0 || r.Waiting > 0 {
		return errReported
	}
	return nil
}

// onClock says when something comes, with the day where that is not plain.
func onClock(t time.Time) string {
	if time.Until(t) < 12*time.Hour {
		return t.Local().Format("15:04")
	}
	return t.Local().Format("2 Jan 2006 15:04")
}

// wayOut says what a person can do about a page that is not read.
func wayOut(err error) string {
	switch {
	case errors.Is(err, fetch.ErrPrivate), errors.Is(err, fetch.ErrPort):
		return "; name a host of your own in FOOTNOTE_ALLOW_HOSTS to have it read"
	case fetch.IsClosed(err):
		return "; save it in your browser and add the file"
	}
	return ""
}

// printSubscriptions says what was found at the URLs that were named.
func (a *app) printSubscriptions(sources []ingest.Subscription, quiet bool) {
	w := a.out
	if quiet {
		w = a.err
	}
	for _, s := range sources {
		what := "subscribed to"
		if !s.Added {
			what = "subscribed already to"
		}
		found := ""
		if s.Named != s.URL {
			found = ", found at " + s.Named
		}
		fmt.Fprintf(w, "%s %s (%s%s): %d items, polled every %s\n", what, clean(s.Title), clean(s.URL), clean(found), s.Items, span(s.Every))
	}
}

// A progress shows how far long work is, on a terminal only.
type progress struct{ bar *progressbar.ProgressBar } // nil where nothing is shown

func (a *app) progress(what string) progress {
	if !isTerminal(a.err) {
		return progress{}
	}
	// A bar without a maximum would spin in a goroutine of its own.
	return progress{progressbar.NewOptions(1, progressbar.OptionSetWriter(a.err), progressbar.OptionSetDescription(what),
		progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetPredictTime(false))}
}

// rest shows how long the rest takes, where that is known.
func (p progress) rest(left time.Duration) {
	if p.bar == nil {
		return
	}
	what := "adding"
	if left > 0 {
		what += ", about " + span(left) + " left"
	}
	p.bar.Describe(what)
}

func (p progress) set(done, total int) {
	if p.bar == nil {
		return
	}
	p.bar.ChangeMax(max(total, 1))
	_ = p.bar.Set(done) // it fails only on a terminal that is gone
}

func (p progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
	}
}
