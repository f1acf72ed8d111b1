package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"footnote/bot"
	"footnote/internal/answer"
	"footnote/internal/budget"
	"footnote/internal/config"
	"footnote/internal/ingest"
	"footnote/internal/openai"
	"footnote/internal/rerank"
	"footnote/internal/store"
)

func (a *app) doctorCommand() *cli.Command {
	var manifest string
	return &cli.Command{
		Name: "doctor", Usage: "try every setting, token, scope and model, and say what to fix",
		UsageText: `footnote doctor [--manifest FILE]

   footnote doctor
   footnote doctor --manifest app.json   what the app in Slack lacks, too

Slack tells of a token which scopes it has, and not which events the app hears:
export the app's manifest, as JSON, from App Manifest at
https://api.slack.com/apps.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "manifest", Usage: "compare the app's exported manifest in `FILE` with what is needed", Destination: &manifest},
		},
		Action: func(ctx context.Context, _ *cli.Command) error {
			d := &diagnosis{app: a}
			d.settings()
			if a.bad != nil { // nothing else can be tried
				return d.verdict()
			}
			d.library(ctx)
			d.models(ctx)
			d.slack(ctx)
			d.admin()
			if manifest != "" {
				d.manifest(manifest)
			}
			return d.verdict()
		},
	}
}

// checkTimeout bounds each thing doctor tries.
const checkTimeout = 30 * time.Second

// A diagnosis is what doctor finds: a line for each thing it tries.
type diagnosis struct {
	*app
	broken int
}

func (d *diagnosis) ok(what, how string)   { fmt.Fprintf(d.out, "ok    %-9s %s\n", what, how) }
func (d *diagnosis) note(what, how string) { fmt.Fprintf(d.out, "-     %-9s %s\n", what, how) }

func (d *diagnosis) fix(what string, err error) {
	d.broken++
	fmt.Fprintf(d.out, "fix   %-9s %s\n", what, oneLine(err))
}

// try reports whether do succeeds, in time.
func (d *diagnosis) try(ctx context.Context, what, good string, do func(context.Context) error) bool {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	if err := do(ctx); err != nil {
		d.fix(what, err)
		return false
	}
	d.ok(what, good)
	return true
}

// settings names what is set and makes no sense, or is read by nobody.
func (d *diagnosis) settings() {
	if d.bad != nil {
		for problem := range strings.SplitSeq(d.bad.Error(), "\n") {
			d.fix("settings", errors.New(problem))
		}
	}
	var others []string
	for _, s := range config.Strays(d.set) {
		if s.Near != "" {
			d.fix("settings", fmt.Errorf("%s is read by nobody: is %s meant?", s.Name, s.Near))
		} else {
			others = append(others, s.Name)
		}
	}
	if len(others) > 0 {
		d.note("settings", "read by nobody: "+strings.Join(others, ", ")+"; .env.example has the names that are")
	}
}

func (d *diagnosis) library(ctx context.Context) {
	st, err := store.OpenExisting(ctx, d.cfg.Data)
	switch {
	case errors.Is(err, store.ErrNotFound):
		if err := writable(d.cfg.Data); err != nil {
			d.fix("library", err)
			return
		}
		d.note("library", fmt.Sprintf("none in %s yet: the sample library answers; footnote add begins one", d.cfg.Data))
		return
	case err != nil:
		d.fix("library", err)
		return
	}
	defer st.Close()
	n, err := st.CountArticles(ctx)
	if err != nil {
		d.fix("library", err)
		return
	}
	held := fmt.Sprintf("%d articles", n)
	if n == 1 {
		held = "1 article"
	}
	d.ok("library", held+" in "+d.cfg.Data)
	d.whole(ctx, st)
	if err := writable(d.cfg.Data); err != nil {
		d.fix("library", err)
	}
	d.feeds(ctx, st)
	d.queue(ctx, st)
}

// whole says what of the library is damaged.
func (d *diagnosis) whole(ctx context.Context, st *store.Store) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	err := st.Check(ctx)
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		d.note("library", fmt.Sprintf("it takes more than %v to look for damage in it", checkTimeout))
	case err != nil:
		d.fix("library", err)
	}
}

// feeds says how the feeds are that bring articles.
func (d *diagnosis) feeds(ctx context.Context, st *store.Store) {
	sources, err := st.Sources(ctx)
	if err != nil {
		d.fix("feeds", err)
		return
	}
	good := 0
	for _, s := range sources {
		switch {
		case s.Ended:
			d.fix("feeds", fmt.Errorf("%s has ended: %s; add it anew, or footnote articles unsubscribe %d", s.URL, s.Problem, s.ID))
		case s.Failures > 0:
			d.note("feeds", clean(fmt.Sprintf("%s %s, polled next %s", s.URL, health(s), until(s.Next, time.Now()))))
		default:
			good++
		}
	}
	if len(sources) > 0 {
		d.ok("feeds", fmt.Sprintf("%d of %d are well", good, len(sources)))
	}
}

// namedAside is how many of the things set aside doctor names.
const namedAside = 5

// queue names what was set aside.
func (d *diagnosis) queue(ctx context.Context, st *store.Store) {
	q, err := st.Queue(ctx, "", time.Now())
	if err != nil {
		d.fix("queue", err)
		return
	}
	if q.Jobs > 0 {
		d.note("queue", fmt.Sprintf("%d due: footnote serve works at them", q.Jobs))
	}
	if q.Aside == 0 {
		return
	}
	aside, err := st.AsideJobs(ctx, namedAside)
	if err != nil {
		d.fix("queue", err)
		return
	}
	d.note("queue", fmt.Sprintf("%d set aside; footnote articles problems lists them, the last ones are:", q.Aside))
	for _, j := range aside {
		d.note("", clean(ingest.Subject(j)+": "+j.Problem))
	}
}

// room is how many bytes must fit on the disk: SQLite's log grows to 4 MB
// before it is folded back, and a batch of articles adds as much again.
const room = 8 << 20

// writable tries to make a file in the data folder, or where the folder would
// be made, and to fill it.
func writable(dir string) error {
	f, err := os.CreateTemp(standing(dir), ".doctor-*")
	if err != nil {
		return fmt.Errorf("the data folder %s cannot be made or written to: %w; let Footnote write there, or set FOOTNOTE_DATA to another", dir, err)
	}
	_, err = f.Write(make([]byte, room))
	if err == nil {
		err = f.Sync() // some file systems look for room only now
	}
	if err != nil {
		err = fmt.Errorf("not even %d MB fit into the data folder %s: %w; make room", room>>20, dir, err)
	}
	return errors.Join(err, f.Close(), os.Remove(f.Name()))
}

// standing returns the first of a folder and those above it that is there. A
// link that leads nowhere is there, and no folder can be made in its place.
func standing(dir string) string {
	for {
		_, err := os.Lstat(dir)
		above := filepath.Dir(dir)
		if !errors.Is(err, fs.ErrNotExist) || above == dir {
			return dir
		}
		dir = above
	}
}

func (d *diagnosis) models(ctx context.Context) {
	answers := false
	for _, p := range d.cfg.Providers {
		answers = d.try(ctx, "model", p.Name+" answers with "+p.Model, openai.New(p, openai.Options{}).Check) || answers
	}
	if len(d.cfg.Providers) == 0 {
		d.note("model", "none is set: answers are quoted from the articles; .env.example has a line for each provider")
	}
	if answers && d.cfg.Verify {
		d.verifier(ctx)
	}
	d.budget(ctx)
	d.embedder(ctx, d.cfg.Embedding)
	if r := d.cfg.Rerank; r.IsSet() {
		check, name := rerank.New(r).Check, r.Model
		if r.Chat {
			model, _ := openai.FromConfig(d.cfg, d.log)
			check, name = rerank.Chat{Model: model}.Check, model.Name()
		}
		d.try(ctx, "reranker", name+" reranks", check)
	}
}

// verifier tries the model as a verifier of its own sentences, and keeps how it did
// where there is a library.
func (d *diagnosis) verifier(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	model, _ := openai.FromConfig(d.cfg, d.log)
	t, err := answer.TryVerifier(ctx, model)
	if err != nil {
		d.note("verifier", fmt.Sprintf("%s cannot be tried (%v): sentences are checked by their words alone", model.Name(), err))
		return
	}
	judged := fmt.Sprintf("%s judged %d of %d sentences rightly", model.Name(), t.Of-t.Wrong, t.Of)
	if t.Passed() {
		d.ok("verifier", judged+" and verifies what it writes")
	} else {
		d.note("verifier", judged+", too few to verify what it writes: sentences are checked by their words alone")
	}
	st, err := store.OpenExisting(ctx, d.cfg.Data)
	if err != nil {
		return // library says so
	}
	defer st.Close()
	if err := (trialBook{st}).SaveTrial(ctx, model.Name(), t); err != nil {
		d.fix("verifier", err)
	}
}

// budget says what of the day's budget is spent, where there is one.
func (d *diagnosis) budget(ctx context.Context) {
	limit := d.cfg.Budget.Everyone
	if len(d.cfg.Providers) == 0 && (limit.IsSet() || d.cfg.Budget.PerPerson.IsSet()) {
		d.note("budget", "it bounds nothing, because no model is set: set the key of one, or remove the budget")
		return
	}
	if !limit.IsSet() {
		return
	}
	st, err := d.openStore(ctx, false)
	if err != nil {
		return // library says so
	}
	defer st.Close()
	spent, err := budget.New(st, d.cfg, d.log).Today(ctx, "")
	switch {
	case err != nil:
		d.fix("budget", err)
	case limit.Tokens > 0:
		d.note("budget", fmt.Sprintf("%d of %d tokens are spent today", spent.Tokens, limit.Tokens))
	default:
		d.note("budget", fmt.Sprintf("%.4f of %.2f %s are spent today", budget.Money(spent.Cost).Float(), limit.Money, d.cfg.Budget.Currency))
	}
}

func (d *diagnosis) embedder(ctx context.Context, e config.Embedding) {
	if !e.IsSet() {
		if other := d.stoodInFor(ctx); other != "" {
			d.fix("embedder", fmt.Errorf("the library was embedded by %s, %s", other, byWords))
			return
		}
		d.note("embedder", "the built-in one, which needs no key")
		return
	}
	d.try(ctx, "embedder", e.Provider.Name+" embeds with "+e.Provider.Model, openai.NewEmbedder(e, openai.Options{}).Check)
}

// stoodInFor returns the embedder of the library that is not set, or "".
func (d *diagnosis) stoodInFor(ctx context.Context) string {
	st, err := d.openStore(ctx, false)
	if err != nil {
		return "" // library says so
	}
	defer st.Close()
	other, err := d.embeddedBy(ctx, st)
	if err != nil {
		d.fix("embedder", err)
	}
	return other
}

func (d *diagnosis) slack(ctx context.Context) {
	s := d.cfg.Slack
	if !s.BotToken.IsSet() && !s.AppToken.IsSet() && !s.SigningSecret.IsSet() {
		d.note("Slack", "not connected: create an app with footnote manifest, then set SLACK_BOT_TOKEN and SLACK_APP_TOKEN")
		return
	}
	if err := d.needSlack(); err != nil {
		d.fix("Slack", err)
		return
	}
	health := d.checkSlack(ctx)
	for _, p := range health.Problems {
		d.fix("Slack", errors.New(p))
	}
	d.serving(ctx)
	if len(health.Problems) == 0 {
		d.ok("Slack", fmt.Sprintf("signed in to %s as %s, %s", health.Workspace, health.Bot, heard(s)))
	}
	if !s.SocketMode() && s.AppToken.IsSet() {
		d.note("Slack", bothWays)
	}
}

// serving says whether serve runs on this library, and what it knows of another
// installation with the same tokens.
func (d *diagnosis) serving(ctx context.Context) {
	st, err := store.OpenExisting(ctx, d.cfg.Data)
	if err != nil {
		return // library says so
	}
	defer st.Close()
	all, err := st.Hearings(ctx)
	if err != nil {
		d.fix("Slack", err)
		return
	}
	var heard time.Time
	running, links, elsewhere := 0, 0, 0
	for _, h := range all {
		if h.Heard.After(heard) {
			heard = h.Heard
		}
		if h.Runs(time.Now()) {
			running, links, elsewhere = running+1, links+h.Links, max(elsewhere, h.Elsewhere)
		}
	}
	switch {
	case running > 0:
		d.ok("serve", fmt.Sprintf("%d running on this library, with %d connections to Slack", running, links))
	case !heard.IsZero():
		d.note("serve", "it does not run; it heard Slack last on "+heard.Local().Format("2 Jan 2006 at 15:04"))
	}
	if elsewhere > 0 {
		d.fix("Slack", bot.ElsewhereError(elsewhere))
	}
}

func (a *app) checkSlack(ctx context.Context) bot.Health {
	ctx, cancel := context.WithTimeout(ctx, checkTimeout)
	defer cancel()
	s := a.cfg.Slack
	cfg := bot.Config{BotToken: s.BotToken.Reveal(), APIURL: s.APIURL}
	if s.SocketMode() {
		cfg.AppToken = s.AppToken.Reveal()
	}
	return bot.Check(ctx, cfg)
}

// heard says how Slack's events come.
func heard(s config.Slack) string {
	if s.SocketMode() {
		return "in Socket Mode"
	}
	return "called over HTTP at " + s.Listen
}

// admin says what of the operators' port is set by half.
func (d *diagnosis) admin() {
	a := d.cfg.Admin
	switch {
	case a.Listen != "" && !a.Token.IsSet():
		d.note("admin", "the pages of the library stay closed: set FOOTNOTE_ADMIN_TOKEN to open them")
	case a.Listen == "" && a.Token.IsSet():
		d.note("admin", "nothing is served to operators: set FOOTNOTE_ADMIN_LISTEN, such as 127.0.0.1:9090")
	}
}

// maxManifest is how many bytes of a manifest are read.
const maxManifest = 1 << 20

// manifest compares an exported manifest with what the bot needs.
func (d *diagnosis) manifest(path string) {
	raw, err := readAtMost(path, maxManifest)
	if err != nil {
		d.fix("manifest", err)
		return
	}
	missing, err := bot.CheckManifest(raw)
	if err != nil {
		d.fix("manifest", err)
		return
	}
	for _, what := range missing {
		d.fix("manifest", fmt.Errorf("it lacks the %s; update the app with the output of footnote manifest and install it again", what))
	}
	if len(missing) == 0 {
		d.ok("manifest", "the app has every scope, event, command and shortcut")
	}
}

func readAtMost(path string, limit int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err == nil && int64(len(raw)) > limit {
		err = fmt.Errorf("read %s: it is larger than %d bytes", path, limit)
	}
	return raw, err
}

func (d *diagnosis) verdict() error {
	if d.broken == 0 {
		return nil
	}
	fmt.Fprintf(d.err, "footnote: %d to fix\n", d.broken)
	return errReported
}
