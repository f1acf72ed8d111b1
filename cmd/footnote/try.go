package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"syscall"
	"time"

	"github.com/urfave/cli/v3"
	"golang.org/x/sync/errgroup"

	"footnote/bot"
	"footnote/internal/config"
	"footnote/internal/digest"
	"footnote/internal/reader"
	"footnote/internal/sample"
	"footnote/internal/slacksim"
	"footnote/internal/store"
	"footnote/internal/trypage"
	"footnote/internal/watch"
)

// tryPort is where the page of try is by default.
const tryPort = 8642

func (a *app) tryCommand() *cli.Command {
	var port int
	var open bool
	return &cli.Command{
		Name: "try", Usage: "the bot in a small Slack of its own, on a page at localhost",
		UsageText: `footnote try [flags]

   footnote try                  sample articles, nothing to configure
   footnote try --data data      a copy of your own library
   footnote try --port 9000 --open=false

Nothing stays when it ends: of your own library it is a copy that is asked,
added to and told.

Keys of models in the environment or in .env are used, as by footnote serve.
Slack itself is not: the workspace is simulated and ends with the command.`,
		Flags: []cli.Flag{
			&cli.IntFlag{Name: "port", Usage: "where the page is, `PORT` of localhost; 0 for any", Value: tryPort, Destination: &port},
			&cli.BoolFlag{Name: "open", Usage: "open the page in a browser", Value: isTerminal(a.out), Destination: &open},
		},
		Action: func(ctx context.Context, c *cli.Command) error {
			if port < 0 || port > 65535 {
				return usagef("try: --port %d is not a port; 0 to 65535 are", port)
			}
			return a.try(ctx, port, open, c.IsSet("data"))
		},
	}
}

// try runs the workspace, the bot in it and the page until ctx ends.
func (a *app) try(ctx context.Context, port int, open, own bool) (err error) {
	ln, err := net.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(port)))
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("port %d of localhost is taken; choose another with --port", port)
	case err != nil:
		return fmt.Errorf("%w; choose another port with --port", err)
	}
	defer ln.Close()
	library := a.cfg.Data
	remove, err := a.tryFolder()
	if err != nil {
		return err
	}
	defer remove()
	if own {
		if err := a.copyOwn(ctx, library); err != nil {
			return err
		}
	}
	l, err := a.openLibrary(ctx, true)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, l.Close()) }()
	if !own {
		if err := addSamples(ctx, l); err != nil {
			return err
		}
	}
	t, err := a.newTrial(l)
	if err != nil {
		return err
	}
	t.own = own
	defer func() { err = errors.Join(err, t.sim.Close()) }()
	return a.serveTry(ctx, ln, t, open)
}

// tryFolder makes the data folder a new one that is removed at the end.
func (a *app) tryFolder() (remove func(), err error) {
	dir, err := os.MkdirTemp("", "footnote-try-*")
	if err != nil {
		return nil, fmt.Errorf("make a folder for the trial: %w; set TMPDIR to one that can be written to", err)
	}
	a.cfg.Data = dir
	return func() { _ = os.RemoveAll(dir) }, nil // what is left is in the folder for such things
}

// copyOwn fills the data folder from a person's own library. What is asked and
// told in a simulated workspace has no place there, and a digest that is due in
// a real channel must not be told to one that does not exist.
func (a *app) copyOwn(ctx context.Context, library string) error {
	err := store.CopyArticles(ctx, library, a.cfg.Data)
	switch {
	case errors.Is(err, store.ErrNotFound):
		fmt.Fprintf(a.err, "footnote: there is no library in %s yet, so the sample library answers; footnote add begins one\n", library)
		return nil
	case store.IsFull(err):
		return fmt.Errorf("%w; or set TMPDIR to a folder with room", err)
	}
	return err
}

// A trial is what the page of try shows.
type trial struct {
	lib   *library
	sim   *slacksim.Sim
	bot   *bot.Bot
	model *switchable // nil where none is set
	news  string      // the channel where scenarios play
	own   bool        // the library is a person's own, to which nothing invented is added

	digests *digest.Runner
	watches *watch.Runner
}

// newTrial makes the workspace, with the bot and three people in it.
func (a *app) newTrial(l *library) (*trial, error) {
	sim := slacksim.New(slacksim.Options{Team: "Footnote, tried locally"})
	if err := sim.Start(); err != nil {
		return nil, err
	}
	t := &trial{lib: l, sim: sim}
	ada, bo, kim := sim.AddUser(slacksim.User{Name: "ada"}), sim.AddUser(slacksim.User{Name: "bo"}), sim.AddUser(slacksim.User{Name: "kim"})
	t.news = sim.AddChannel(slacksim.Channel{Name: "news", Topic: "What we read, and what we ask of it"}, ada, bo, kim, sim.Bot())
	sim.AddChannel(slacksim.Channel{Name: "town", Topic: "Port Veyra and around"}, ada, bo, kim, sim.Bot())
	sim.AddChannel(slacksim.Channel{Name: "deals", Private: true, Topic: "For ada and bo alone: what is added here is found here"}, ada, bo, sim.Bot())
	if l.model != nil {
		t.model = &switchable{Generator: l.model}
		l.model = t.model
	}
	a.cfg.Slack.BotToken, a.cfg.Slack.AppToken = config.NewSecret(sim.BotToken()), config.NewSecret(sim.AppToken())
	a.cfg.Slack.APIURL = sim.APIURL()
	cfg := a.botOf(l, nil)
	cfg.Leave = true // for whom would it be finished
	var err error
	if t.bot, err = bot.New(cfg); err != nil {
		return nil, errors.Join(err, sim.Close())
	}
	t.digests, t.watches = a.digests(l, t.bot), a.botWatches(l, t.bot)
	return t, nil
}

// serveTry serves the page and runs the bot until ctx ends or one of them
// fails.
func (a *app) serveTry(ctx context.Context, ln net.Listener, t *trial, open bool) error {
	page, err := a.tryPage(t)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: trypage.Guard(ln.Addr().String(), page), ReadHeaderTimeout: 10 * time.Second}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return ended(ctx, t.bot.Run(ctx)) })
	g.Go(func() error { return ended(ctx, t.lib.index.Follow(ctx)) })
	g.Go(func() error { t.digests.Run(ctx); return nil })
	g.Go(func() error { t.watches.Run(ctx); return nil })
	g.Go(func() error {
		if err := server.Serve(ln); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	})
	g.Go(func() error {
		<-ctx.Done()
		return server.Close() // pages hold their connections open for events
	})
	address := "http://localhost:" + strconv.Itoa(ln.Addr().(*net.TCPAddr).Port) + "/"
	fmt.Fprintf(a.out, "Footnote is at %s\nStop it with Ctrl-C; nothing of what happens there stays.\n", address)
	if open {
		openBrowser(ctx, address)
	}
	return g.Wait()
}

func (a *app) tryPage(t *trial) (http.Handler, error) {
	manifest, err := bot.Manifest(bot.ManifestOptions{})
	if err != nil {
		return nil, err
	}
	commands, shortcuts, err := trypage.ReadManifest(manifest)
	if err != nil {
		return nil, err
	}
	page, err := trypage.New(trypage.Config{
		Sim: t.sim, App: t.sim.Name(t.sim.Bot()), Commands: commands, Shortcuts: shortcuts,
		Scenarios: t.scenarios(), Note: t.note, Link: readHere, Log: a.log,
		Links: [][2]string{{"Articles", "/library"}, {"Questions", "/library/questions"}},
	})
	if err != nil {
		return nil, err
	}
	library := (&reader.Server{Store: t.lib.store, Log: a.log, Back: "/", Channel: t.channelName}).Handler()
	mux := http.NewServeMux()
	mux.Handle("/", page.Handler())
	for _, path := range []string{"/library", "/library/", "/read", "/read/"} {
		mux.Handle(path, library)
	}
	return mux, nil
}

// channelName names a channel as people do.
func (t *trial) channelName(id string) string {
	for _, c := range t.sim.Channels() {
		if c.ID == id && c.IM == "" {
			return "#" + c.Name
		}
	}
	return id
}

// readHere leads links to the samples, whose pages exist nowhere, to the
// library; all others lead to the outlet's own page.
func readHere(raw string) string {
	if u, err := url.Parse(raw); err != nil || u.Host != sample.Host {
		return raw
	}
	return reader.Path(raw)
}

// note says who writes the answers.
func (t *trial) note() string {
	switch {
	case t.model == nil:
		return "No model is set: answers are quoted from the articles."
	case t.model.away.Load():
		return "The model is taken away: answers are quoted."
	}
	return "Answers are written by " + t.model.Name() + "."
}

// openBrowser asks the system to open a page. Where it cannot, the address
// stands in the terminal.
func openBrowser(ctx context.Context, url string) {
	name, args := "xdg-open", []string{url}
	switch runtime.GOOS {
	case "darwin":
		name = "open"
	case "windows":
		name, args = "rundll32", []string{"url.dll,FileProtocolHandler", url}
	}
	cmd := exec.CommandContext(ctx, name, args...)
	if cmd.Start() == nil {
		go func() { _ = cmd.Wait() }() // ends with the browser's launcher, or with ctx
	}
}
