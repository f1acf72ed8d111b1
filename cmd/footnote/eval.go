package main

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/urfave/cli/v3"

	"footnote/internal/answer"
	"footnote/internal/eval"
	"footnote/internal/ingest"
	"footnote/internal/sample"
	"footnote/internal/store"
	"footnote/retrieval"
)

func (a *app) evalCommand() *cli.Command {
	var e evaluating
	var feedback bool
	return &cli.Command{
		Name: "eval", Usage: "score search and answers on a set of questions", ArgsUsage: "FILE",
		UsageText: `footnote eval [flags] QUESTIONS

   footnote eval questions.jsonl
   footnote eval --corpus articles.jsonl --answers questions.jsonl
   footnote eval --corpus articles.jsonl --out before questions.jsonl
   footnote eval --corpus articles.jsonl --baseline before/report.json questions.jsonl
   footnote eval --feedback > questions.jsonl

It searches what the whole workspace sees and changes no article. What the
formats and the figures mean is said in docs/eval.md.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "corpus", Usage: "search the articles or paragraphs of this `FILE` of JSON lines, not the library", Destination: &e.corpus},
			&cli.StringFlag{Name: "format", Usage: "how the questions are written: " + strings.Join(eval.Formats(), ", ") + "; without it, by their fields", Destination: &e.format},
			&cli.StringFlag{Name: "against", Usage: "also ask the questions of `FILE`, about other matters, and see whether they are told apart", Destination: &e.against},
			&cli.BoolFlag{Name: "feedback", Usage: "print what people judged in Slack as a set of questions", Destination: &feedback},
			&cli.BoolFlag{Name: "answers", Usage: "also answer each question by quotes, without a model", Destination: &e.answers},
			&cli.BoolFlag{Name: "words-only", Usage: "search the index of words alone", Destination: &e.wordsOnly},
			&cli.BoolFlag{Name: "vectors-only", Usage: "search the index of vectors alone", Destination: &e.vectorsOnly},
			&cli.BoolFlag{Name: "rerank", Usage: "have the reranker of RERANK_BASE_URL or RERANK_PROVIDER order the passages", Destination: &e.rerank},
			&cli.BoolFlag{Name: "verbatim", Usage: "search for the words of a question and read nothing in them", Destination: &e.verbatim},
			&cli.IntFlag{Name: "step", Usage: "ask each `N`th question only", Value: 1, Destination: &e.step},
			&cli.Uint64Flag{Name: "seed", Usage: "begin a --step and resample by `S`", Destination: &e.seed},
			&cli.StringFlag{Name: "baseline", Usage: "compare with the report.json of another run, `FILE`", Destination: &e.baseline},
			&cli.StringFlag{Name: "out", Usage: "write report.md and report.json into `FOLDER`", Destination: &e.out},
			&cli.BoolFlag{Name: "json", Usage: "print the report as JSON", Destination: &e.json},
		},
		Commands: []*cli.Command{a.evalStoriesCommand()},
		Action: func(ctx context.Context, c *cli.Command) error {
			if feedback {
				if c.Args().Len() > 0 {
					return usagef("eval: --feedback takes no file: it prints one")
				}
				return a.printFeedback(ctx)
			}
			if c.Args().Len() != 1 {
				return usagef("eval: name one file of questions, or - for standard input")
			}
			e.questions = c.Args().First()
			if err := e.check(); err != nil {
				return err
			}
			return a.eval(ctx, e)
		},
	}
}

// An evaluating holds the flags of eval.
type evaluating struct {
	questions, corpus, format, against string
	baseline, out                      string
	answers, json                      bool
	wordsOnly, vectorsOnly, verbatim   bool
	rerank                             bool
	step                               int
	seed                               uint64
}

func (e evaluating) check() error {
	switch {
	case e.format != "" && !slices.Contains(eval.Formats(), e.format):
		return usagef("eval: --format %q is none of %s", e.format, strings.Join(eval.Formats(), ", "))
	case e.step < 1:
		return usagef("eval: --step %d is less than 1", e.step)
	case e.wordsOnly && e.vectorsOnly:
		return usagef("eval: give --words-only or --vectors-only, not both")
	case count([]string{e.questions, e.corpus, e.against}, "-") > 1:
		return usagef("eval: only one of the files can be standard input")
	}
	return nil
}

func count(names []string, name string) int {
	n := 0
	for _, s := range names {
		if s == name {
			n++
		}
	}
	return n
}

// change leaves out of a query what the flags say.
func (e evaluating) change(q *retrieval.Query) {
	switch {
	case e.wordsOnly:
		q.Indexes = retrieval.WordsOnly
	case e.vectorsOnly:
		q.Indexes = retrieval.VectorsOnly
	}
	q.Verbatim = q.Verbatim || e.verbatim
}

// searched names what change leaves.
func (e evaluating) searched() string {
	name := "words and vectors"
	switch {
	case e.wordsOnly:
		name = "words only"
	case e.vectorsOnly:
		name = "vectors only"
	}
	if e.verbatim {
		name += ", verbatim"
	}
	if e.rerank {
		name += ", reranked"
	}
	return name
}

// command returns the command line again, as a shell reads it.
func (e evaluating) command() string {
	line := []string{"footnote eval"}
	for _, f := range []struct{ name, value string }{{"corpus", e.corpus}, {"format", e.format}, {"against", e.against}, {"baseline", e.baseline}} {
		if f.value != "" {
			line = append(line, "--"+f.name, shellWord(f.value))
		}
	}
	for _, f := range []struct {
		name string
		set  bool
	}{{"answers", e.answers}, {"words-only", e.wordsOnly}, {"vectors-only", e.vectorsOnly}, {"verbatim", e.verbatim}, {"rerank", e.rerank}} {
		if f.set {
			line = append(line, "--"+f.name)
		}
	}
	if e.step > 1 {
		line = append(line, fmt.Sprint("--step ", e.step))
	}
	if e.seed > 0 {
		line = append(line, fmt.Sprint("--seed ", e.seed))
	}
	return strings.Join(append(line, shellWord(e.questions)), " ")
}

// shellWord quotes what is not plainly one word for a shell.
func shellWord(s string) string {
	if s == "" || strings.ContainsFunc(s, func(r rune) bool {
		return !strings.ContainsRune("-_./:,=+@%", r) && (r < '0' || r > '9') && (r < 'a' || r > 'z') && (r < 'A' || r > 'Z')
	}) {
		return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
	}
	return s
}

func (a *app) eval(ctx context.Context, e evaluating) error {
	model, _ := a.models()
	reranker := a.reranker(model)
	switch {
	case !e.rerank:
		reranker = nil
	case reranker == nil:
		return errors.New("eval --rerank: set RERANK_BASE_URL and RERANK_MODEL, or RERANK_PROVIDER=chat")
	}
	about := eval.About{Command: e.command(), Date: time.Now().UTC().Truncate(time.Second), Version: version(), Seed: e.seed}
	questions, err := a.readQuestions(e.questions, eval.Format(e.format), e, &about.Questions)
	if err != nil {
		return err
	}
	var others []eval.Question
	if e.against != "" {
		about.Other = new(eval.Set)
		if others, err = a.readQuestions(e.against, eval.Detect, e, about.Other); err != nil {
			return err
		}
	}
	baseline, err := readBaseline(e.baseline)
	if err != nil {
		return err
	}
	l, name, err := a.evalLibrary(ctx, e.corpus, reranker)
	if err != nil {
		return err
	}
	defer l.store.Close()
	about.Library = name
	report, err := a.evaluate(ctx, l, e, about, questions, others)
	if err != nil {
		return err
	}
	if baseline != nil {
		if report.Comparison, err = eval.Compare(report, *baseline); err != nil {
			return fmt.Errorf("compare with %s: %w", e.baseline, err)
		}
	}
	return a.publish(report, e)
}

// maxQuestions bounds a set of questions and a baseline, in bytes.
const maxQuestions = 256 << 20

// errTooLarge: a file is larger than maxQuestions.
var errTooLarge = errors.New("larger than 256 MB")

// readQuestions reads a set, takes its sample, and says in set what it is.
func (a *app) readQuestions(name string, f eval.Format, e evaluating, set *eval.Set) ([]eval.Question, error) {
	in, err := a.openInput(name)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	sum := sha256.New()
	limited := &io.LimitedReader{R: in, N: maxQuestions}
	all, f, err := eval.Read(io.TeeReader(limited, sum), f)
	if limited.N == 0 {
		err = errTooLarge
	}
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", name, err)
	}
	some := eval.Sample(all, e.step, e.seed)
	if len(some) == 0 {
		return nil, fmt.Errorf("read %s: --step %d leaves none of %d questions", name, e.step, len(all))
	}
	*set = eval.Set{
		Name: filepath.Base(name), SHA256: hex.EncodeToString(sum.Sum(nil)), Format: f,
		Total: len(all), Asked: len(some), Step: e.step,
	}
	return some, nil
}

// readBaseline reads the report of another run; nil where none is named.
func readBaseline(name string) (*eval.Report, error) {
	if name == "" {
		return nil, nil
	}
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	b, err := io.ReadAll(io.LimitReader(f, maxQuestions))
	if err == nil && len(b) == maxQuestions {
		err = errTooLarge
	}
	var r eval.Report
	if err == nil {
		err = json.Unmarshal(b, &r)
	}
	if err != nil {
		return nil, fmt.Errorf("read baseline %s: %w", name, err)
	}
	return &r, nil
}

// evalLibrary opens what is asked and names it: the corpus, else the data
// folder, else the samples, each of the first and last in memory. Its store is
// to be closed.
func (a *app) evalLibrary(ctx context.Context, corpus string, r retrieval.Reranker) (*library, string, error) {
	if corpus != "" {
		l, err := a.filledLibrary(ctx, r, func(l *library) error { return a.addCorpus(ctx, l, corpus) })
		return l, filepath.Base(corpus), err
	}
	st, err := a.openStore(ctx, false)
	if err != nil {
		return nil, "", err
	}
	l, err := a.bareLibrary(ctx, st, r)
	if err != nil {
		return nil, "", errors.Join(err, st.Close())
	}
	if _, articles := l.index.Len(); articles > 0 {
		if err := a.complete(ctx, l); err != nil {
			return nil, "", errors.Join(err, st.Close())
		}
		return l, "the data folder", nil
	}
	if err := st.Close(); err != nil {
		return nil, "", err
	}
	l, err = a.filledLibrary(ctx, r, func(l *library) error { return addSamples(ctx, l) })
	return l, "the sample library", err
}

// bareLibrary is newLibrary without the samples that stand in for an empty
// one, and without a model but for a reranker, if that is not nil.
func (a *app) bareLibrary(ctx context.Context, st *store.Store, r retrieval.Reranker) (*library, error) {
	_, embedder := a.models()
	ix, err := retrieval.Open(ctx, st, embedder, retrieval.Options{Log: a.log, Reranker: r})
	if err != nil {
		return nil, err
	}
	return &library{store: st, index: ix, search: ix, indexer: &retrieval.Indexer{Store: st, Embedder: embedder, Log: a.log}}, nil
}

// filledLibrary returns a library in memory with what add adds to it.
func (a *app) filledLibrary(ctx context.Context, r retrieval.Reranker, add func(*library) error) (*library, error) {
	st, err := store.OpenMemory(ctx)
	if err != nil {
		return nil, err
	}
	l, err := a.bareLibrary(ctx, st, r)
	if err == nil {
		err = add(l)
	}
	if err == nil {
		err = l.index.Sync(ctx)
	}
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return l, nil
}

func addSamples(ctx context.Context, l *library) error {
	articles, err := sample.Articles()
	if err != nil {
		return err
	}
	_, err = l.indexer.Add(ctx, articles)
	return err
}

// addCorpus adds the articles of a file as the command add does. A line that
// is no article ends it: figures over the rest would pass for the whole's.
func (a *app) addCorpus(ctx context.Context, l *library, name string) error {
	in, err := a.openInput(name)
	if err != nil {
		return err
	}
	defer in.Close()
	bar := a.progress("indexing")
	defer bar.clear()
	adder := ingest.Adder{Indexer: l.indexer, Progress: func(p ingest.Progress) { bar.set(p.Saved, p.Read) }}
	report, err := adder.Add(ctx, []string{"-"}, eval.Corpus(in))
	switch {
	case err != nil:
		return fmt.Errorf("read %s: %w", name, err)
	case len(report.Problems) > 0:
		p := report.Problems[0]
		p.Source = name // the reader calls it standard input
		return fmt.Errorf("read %s", p)
	case report.NotEmbedded > 0:
		return fmt.Errorf("embed %s: %w", name, report.EmbedErr)
	}
	return nil
}

// evaluate asks the questions and makes the report.
func (a *app) evaluate(ctx context.Context, l *library, e evaluating, about eval.About, questions, others []eval.Question) (eval.Report, error) {
	search := eval.Through(l.search, e.change)
	bar := a.progress("asking")
	defer bar.clear()
	all := len(questions) + len(others)
	runner := eval.Runner{Search: search, Progress: func(n int) { bar.set(n, all) }}
	if e.answers {
		runner.Answer = &answer.Answerer{Search: search, Log: a.log}
	}
	results, err := runner.Run(ctx, questions)
	if err != nil {
		return eval.Report{}, err
	}
	runner.Answer = nil
	runner.Progress = func(n int) { bar.set(len(questions)+n, all) }
	against, err := runner.Run(ctx, others)
	if err != nil {
		return eval.Report{}, err
	}
	stats := l.index.Stats()
	about.Embedder, about.Search = stats.Embedder, e.searched()
	report := eval.New(about, results, against)
	report.Articles, report.Chunks = stats.Articles, stats.Chunks
	return report, nil
}

// publish prints the report, or writes it into a folder in both forms, for its owner alone:
// its questions may be what people asked.
func (a *app) publish(r eval.Report, e evaluating) error {
	if e.json {
		return a.printJSON(r)
	}
	if e.out == "" {
		_, err := io.WriteString(a.out, r.Markdown())
		return err
	}
	if err := os.MkdirAll(e.out, 0o700); err != nil {
		return err
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetIndent("", " ")
	if err := enc.Encode(r); err != nil {
		return err
	}
	if err := os.WriteFile(filepath.Join(e.out, "report.json"), b.Bytes(), 0o600); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(e.out, "report.md"), []byte(r.Markdown()), 0o600)
}
