package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/joho/godotenv"
	"github.com/urfave/cli/v3"

	"footnote/internal/config"
	"footnote/internal/pdf"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2
	exitSetup  = 78 // EX_CONFIG of sysexits.h: a new start would end as this one did
)

type streams struct {
	in       io.Reader
	out, err io.Writer
}

// An output is standard output. It keeps the first error of writing, which few
// who print look at: what is not shown is not done.
type output struct {
	io.Writer
	mu  sync.Mutex
	err error
}

func (o *output) Write(p []byte) (int, error) {
	n, err := o.Writer.Write(p)
	if err != nil {
		err = fmt.Errorf("%w; what was printed is not whole", err)
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	o.err = cmp.Or(o.err, err)
	return n, err
}

// An app is what every command has: the settings and the streams.
type app struct {
	streams
	cfg config.Config
	set []string // the names of all that is set, Footnote's and others'
	bad error    // what has to be changed in the settings first; nil for nothing
	log *slog.Logger
	pdf *pdf.Reader // one, because each has a PDFium of its own
}

// errReported ends a command whose problems stand on stderr already.
var errReported = errors.New("reported")

// A usageError is a wrong use of a command, whose help tells the right one.
type usageError struct {
	err     error
	command string // its full name; empty for the program itself
}

func (e usageError) Error() string { return e.err.Error() }

func usagef(format string, args ...any) error { return usageError{err: fmt.Errorf(format, args...)} }

// usedAs names the command whose use an error is about.
func usedAs(c *cli.Command, err error) error {
	if usage, ok := errors.AsType[usageError](err); ok && usage.command == "" {
		return usageError{err, c.FullName()}
	}
	return err
}

// A setupError is a setting or a token that has to be changed first.
type setupError struct{ error }

func (e setupError) Unwrap() error { return e.error }

// run is the program: args with its name first, environ as os.Environ has it.
func run(ctx context.Context, args, environ []string, s streams) int {
	out := &output{Writer: s.out}
	s.out = out
	err := runCommand(ctx, args, environ, s)
	if err == nil {
		err = out.err
	}
	var usage usageError
	switch {
	case err == nil:
		return exitDone
	case errors.As(err, &usage):
		fmt.Fprintf(s.err, "footnote: %s; see %s --help\n", oneLine(err), cmp.Or(usage.command, "footnote"))
		return exitUsage
	case errors.Is(err, errReported):
		return exitFailed
	case ctx.Err() != nil:
		fmt.Fprintln(s.err, "footnote: interrupted")
		return exitFailed
	}
	fmt.Fprintf(s.err, "footnote: %s\n", oneLine(err))
	if _, ok := errors.AsType[setupError](err); ok {
		return exitSetup
	}
	return exitFailed
}

func oneLine(err error) string { return strings.ReplaceAll(err.Error(), "\n", "; ") }

func runCommand(ctx context.Context, args, environ []string, s streams) error {
	set, err := settings(environ)
	if err != nil {
		return setupError{err}
	}
	cfg, bad := config.FromEnv(func(name string) string { return set[name] })
	a := &app{streams: s, cfg: cfg, set: names(set), bad: bad, pdf: pdf.NewReader(compiledFolder(environ))}
	a.log = newLogger(s.err, cfg)
	return a.root().Run(ctx, args)
}

// settings returns all that is set: by the environment, else by the file .env
// in the working directory.
func settings(environ []string) (map[string]string, error) {
	file, err := readDotEnv()
	if err != nil {
		return nil, err
	}
	set := map[string]string{}
	maps.Copy(set, file)
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		set[name] = value
	}
	return set, nil
}

// compiledFolder returns where compiled PDFium is kept, or "" for nowhere.
func compiledFolder(environ []string) string {
	set := map[string]string{} // without .env, which may be anybody's
	for _, pair := range environ {
		name, value, _ := strings.Cut(pair, "=")
		set[name] = value
	}
	folder := config.CacheFolder(func(name string) string { return set[name] })
	if folder == "" {
		return ""
	}
	return filepath.Join(folder, "pdfium")
}

// names returns the names of what is set to anything, sorted.
func names(set map[string]string) (out []string) {
	for name, value := range set {
		if strings.TrimSpace(value) != "" {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out
}

// readDotEnv reads the file .env, if there is one. What godotenv says of a
// broken one quotes it, secrets and all: we name the line and no word of it.
func readDotEnv() (map[string]string, error) {
	raw, err := os.ReadFile(".env")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, nil
	case err != nil:
		return nil, err
	case bytes.HasPrefix(raw, []byte("\xff\xfe")), bytes.HasPrefix(raw, []byte("\xfe\xff")):
		return nil, errors.New(".env: it is text in UTF-16; save it in UTF-8")
	}
	raw = bytes.TrimPrefix(raw, []byte("\ufeff")) // which editors on Windows write
	file, err := godotenv.UnmarshalBytes(raw)
	switch {
	case err == nil:
		return file, nil
	case strings.HasPrefix(err.Error(), "unterminated"):
		return nil, fmt.Errorf(".env: line %d: a quote begins there and does not end", brokenLine(raw))
	}
	return nil, fmt.Errorf(".env: line %d is not NAME=VALUE", brokenLine(raw))
}

// brokenLine returns the line, from 1, at which a broken .env stops being one:
// the lines before it are the most that can be read.
func brokenLine(raw []byte) int {
	broken, read, n := 1, 0, 1
	for line := range bytes.Lines(raw) {
		read += len(line)
		n++
		if _, err := godotenv.UnmarshalBytes(raw[:read]); err == nil {
			broken = n
		}
	}
	return broken
}

func (a *app) root() *cli.Command {
	root := &cli.Command{
		Name:  "footnote",
		Usage: "answers questions about the articles your team reads, with footnotes",
		UsageText: `footnote COMMAND [flags]

Try it with nothing configured:
   footnote ask "Is Microsoft still exclusive?"
   footnote add article.html notes/ https://example.com/story`,
		Version: version(),
		Writer:  a.out, ErrWriter: a.err,
		Suggest: true, EnableShellCompletion: true,
		Before: func(ctx context.Context, c *cli.Command) (context.Context, error) {
			helps := []string{"", "help", "h", "doctor"} // which names all that is wrong
			if a.bad != nil && !slices.Contains(helps, c.Args().First()) {
				return ctx, setupError{a.bad}
			}
			return ctx, nil
		},
		Flags: []cli.Flag{&cli.StringFlag{
			Name: "data", Usage: "the data `FOLDER`", Value: a.cfg.Data, Destination: &a.cfg.Data, Validator: config.CheckFolder,
		}},
		Commands: []*cli.Command{
			a.askCommand(), a.summarizeCommand(), a.searchCommand(), a.digestCommand(), a.watchCommand(),
			a.addCommand(), a.articlesCommand(),
			a.tryCommand(), a.serveCommand(), a.evalCommand(), a.doctorCommand(), a.backupCommand(), a.manifestCommand(),
		},
	}
	prepare(root)
	return root
}

// prepare gives a command and those below it our ways: errors are ours to
// print, in one line, a command without its own action explains itself, and
// one that names no ArgsUsage takes none: what it ignores would be missed.
func prepare(c *cli.Command) {
	c.ExitErrHandler = func(context.Context, *cli.Command, error) {}
	c.OnUsageError = func(_ context.Context, c *cli.Command, err error, _ bool) error {
		return usedAs(c, usagef("%s%s", said(c), flagProblem(c, err)))
	}
	act := c.Action
	switch {
	case act == nil:
		act = func(_ context.Context, c *cli.Command) error {
			if name := c.Args().First(); name != "" {
				return usagef("%sthere is no command %q%s", said(c), name, didYouMean(c.Commands, name))
			}
			return cli.ShowSubcommandHelp(c)
		}
	case c.ArgsUsage == "":
		with := act
		act = func(ctx context.Context, c *cli.Command) error {
			if c.NArg() > 0 {
				return usagef("%stakes no arguments, and %q is one", said(c), c.Args().First())
			}
			return with(ctx, c)
		}
	}
	c.Action = func(ctx context.Context, c *cli.Command) error { return usedAs(c, act(ctx, c)) }
	for _, sub := range c.Commands {
		prepare(sub)
	}
}

// said begins what is said of a command: "articles show: ", and nothing for the
// program itself, whose name stands before every error.
func said(c *cli.Command) string {
	if name, below := strings.CutPrefix(c.FullName(), "footnote "); below {
		return name + ": "
	}
	return ""
}

// flagProblem puts what the flags of a command cannot be read as into our words.
func flagProblem(c *cli.Command, err error) string {
	text := err.Error()
	if name, ok := strings.CutPrefix(text, "flag provided but not defined: -"); ok {
		var known []string
		for _, f := range slices.Concat(c.Flags, c.Root().Flags) {
			known = append(known, f.Names()...)
		}
		hint := ""
		if near := config.Nearest(name, known); near != "" {
			hint = ", did you mean --" + near + "?"
		}
		return "there is no flag --" + name + hint
	}
	text = longFlag.ReplaceAllString(text, "for flag --$1")
	if value, _, ok := strings.Cut(text, ": strconv."); ok {
		return value + ": it is no whole number"
	}
	return text
}

// longFlag finds flags with a long name behind one dash.
var longFlag = regexp.MustCompile(`for flag -(\w[\w-]+)`)

func didYouMean(commands []*cli.Command, name string) string {
	var known []string
	for _, c := range commands {
		known = append(known, c.Names()...)
	}
	if s := config.Nearest(name, known); s != "" {
		return fmt.Sprintf(", did you mean %q?", s)
	}
	return ""
}

func newLogger(w io.Writer, cfg config.Config) *slog.Logger {
	opts := &slog.HandlerOptions{Level: cfg.Log.Level}
	if cfg.Log.JSON {
		return slog.New(slog.NewJSONHandler(w, opts))
	}
	return slog.New(slog.NewTextHandler(w, opts))
}

// isTerminal reports whether w is a terminal, where progress may be shown.
func isTerminal(w io.Writer) bool {
	if o, ok := w.(*output); ok {
		w = o.Writer
	}
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}
