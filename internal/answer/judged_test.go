package answer

import (
	"context"
	"fmt"
	"html"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/txtar"

	"footnote/internal/article"
	"footnote/internal/gate"
	"footnote/internal/goldentest"
	"footnote/internal/llm"
	"footnote/internal/prose"
	"footnote/internal/racetest"
)

// A judgedOutput is a model's output of which each sentence was judged by a
// person: does the passage it names say so?
type judgedOutput struct {
	matter, name string
	number       int               // of its file
	passages     []article.Passage // of its matter
	gate         gate.Gate         // over them
	found        map[string]gate.Finding
	lines        []judgedLine
}

// check is the gate's Check, once for each sentence, however many tests ask.
func (o judgedOutput) check(sentence string) gate.Finding {
	f, ok := o.found[sentence]
	if !ok {
		f = o.gate.Check(sentence)
		o.found[sentence] = f
	}
	return f
}

// judgedSets divides the files of testdata/judged by their numbers. Those
// measured once were written before the gate was what it is.
var judgedSets = []struct {
	name string
	has  func(number int) bool
}{
	{"scripted, tuned on", func(n int) bool { return n < 46 || n <= 60 && n%2 == 1 }},
	{"scripted, once measured", func(n int) bool { return n >= 46 && n <= 60 && n%2 == 0 }},
	{"told of another", func(n int) bool { return n > 60 && n <= 100 }},
	{"recorded, tuned on", func(n int) bool { return n > 100 && n <= 180 }},
	{"recorded, once measured", func(n int) bool { return n > 180 && n <= 300 }},
	{"of other fields, tuned on", func(n int) bool { return n > 300 && n <= 400 && n%2 == 1 }},
	{"of other fields, once measured", func(n int) bool { return n > 300 && n <= 400 && n%2 == 0 }},
	{"reckoned, tuned on", func(n int) bool { return n > 400 && n <= 500 && n%2 == 1 }},
	{"reckoned, once measured", func(n int) bool { return n > 400 && n <= 500 && n%2 == 0 }},
	{"unsettled, tuned on", func(n int) bool { return n > 500 && n <= 600 && n%2 == 1 }},
	{"unsettled, once measured", func(n int) bool { return n > 500 && n <= 600 && n%2 == 0 }},
	{"on a condition, tuned on", func(n int) bool { return n > 600 && n%2 == 1 }},
	{"on a condition, once measured", func(n int) bool { return n > 600 && n%2 == 0 }},
}

// A judgedLine is one sentence of an output.
type judgedLine struct {
	text  string // with its markers
	lead  string // what divides it from the line before
	right bool
	why   string // it is wrong
}

// text is the output as a model would stream it.
func (o judgedOutput) text() string {
	var b strings.Builder
	for i, l := range o.lines {
		if i > 0 {
			b.WriteString(l.lead)
		}
		b.WriteString(l.text)
	}
	return b.String()
}

// judgedOutputs reads testdata/judged. Each file is a matter with passages of
// its own. Up to 60 the outputs were written for the gate, and from 61 on sentences,
// each by itself, that tell of one what is told of another; from 101 on a language
// model wrote them in reply to the prompt, and another the wrong sentences beside
// them; from 301 on sentences, each by itself, of fields that the others lack; from 401
// on sentences, each by itself, with a number that is reckoned from those of its passage;
// from 501 on sentences, each by itself, that call something disputed or not known, from
// 601 on such as tell what holds on a condition, or what somebody may, wants or believes.
func judgedOutputs(t testing.TB) []judgedOutput {
	t.Helper()
	judgedOnce.Do(func() { judgedAll = readJudged(t) })
	if judgedAll == nil {
		t.Fatal("testdata/judged could not be read")
	}
	return slices.Clone(judgedAll)
}

// The judged outputs, with their gates, are made for the first test that asks.
var (
	judgedOnce sync.Once
	judgedAll  []judgedOutput
)

func readJudged(t testing.TB) []judgedOutput {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "judged", "*.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	var out []judgedOutput
	for i, path := range paths {
		if i%judgedStep != 0 {
			continue
		}
		var number int
		if _, err := fmt.Sscanf(filepath.Base(path), "%d_", &number); err != nil {
			t.Fatalf("%s begins with no number", path)
		}
		file, err := txtar.ParseFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if len(file.Files) != 2 {
			t.Fatalf("%s has %d sections, want passages and outputs", path, len(file.Files))
		}
		ps := judgedPassages(t, string(file.Files[0].Data))
		g, found := gate.New(ps), map[string]gate.Finding{}
		for _, o := range parseOutputs(t, string(file.Files[1].Data)) {
			o.matter, o.number, o.passages, o.gate, o.found = strings.TrimSuffix(filepath.Base(path), ".txtar"), number, ps, g, found
			out = append(out, o)
		}
	}
	return out
}

// judgedPassages reads blocks that begin "@ date | outlet | title".
func judgedPassages(t testing.TB, text string) []article.Passage {
	t.Helper()
	var out []article.Passage
	for i, block := range strings.Split("\n"+strings.TrimSpace(text), "\n@ ")[1:] {
		head, body, _ := strings.Cut(block, "\n")
		about := strings.Split(head, " | ")
		if len(about) != 3 {
			t.Fatalf("passage %q wants a date, an outlet and a title", head)
		}
		p := passage(fmt.Sprintf("a%d", i+1), about[0], about[1], body)
		p.Article.Title, p.Article.Lang = about[2], ""
		out = append(out, p)
	}
	return out
}

// parseOutputs reads blocks that begin "# name", of lines that begin with "+"
// where right and "-" where wrong, then ">" for a line of its own.
func parseOutputs(t testing.TB, text string) []judgedOutput {
	t.Helper()
	var out []judgedOutput
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if name, ok := strings.CutPrefix(line, "# "); ok {
			out = append(out, judgedOutput{name: name})
			continue
		}
		l := judgedLine{right: strings.HasPrefix(line, "+"), lead: " "}
		if !l.right && !strings.HasPrefix(line, "-") || len(line) < 3 || len(out) == 0 {
			t.Fatalf("line %q begins with neither + nor -", line)
		}
		if line[1] == '>' {
			l.lead = "\n"
		}
		l.text, l.why, _ = strings.Cut(strings.TrimLeft(line[2:], " "), " ~ ")
		if l.right != (l.why == "") {
			t.Fatalf("line %q: what is wrong, and nothing else, says why", line)
		}
		last := &out[len(out)-1]
		last.lines = append(last.lines, l)
	}
	return out
}

// A verdict is what became of a judged line.
type verdict struct {
	output judgedOutput
	line   judgedLine
	shown  bool
	reason string // of the gate, where not
}

func (v verdict) mistaken() bool { return v.shown != v.line.right }

// judge lets an output through the gate, word by word, as it would stream.
func judge(t testing.TB, o judgedOutput) []verdict {
	t.Helper()
	return judgeBy(t, o, &draft{gate: o.gate}, strings.SplitAfter(o.text(), " ")...)
}

// judgeVerified is judge with a verifier.
func judgeVerified(t testing.TB, o judgedOutput, model llm.Generator) []verdict {
	t.Helper()
	v := (&Answerer{Model: model, Verify: tried{}, Context: 16000, Log: slog.New(slog.DiscardHandler)}).newVerifier(t.Context())
	defer v.stop()
	return judgeBy(t, o, &draft{gate: o.gate, verifier: v}, o.text())
}

func judgeBy(t testing.TB, o judgedOutput, d *draft, deltas ...string) []verdict {
	t.Helper()
	w := &writing{on: func(Event) error { return nil }, most: math.MaxInt} // some outputs are long lists of sentences to judge
	d.w = w
	for _, delta := range deltas {
		if err := d.write(delta); err != nil {
			t.Fatal(err)
		}
	}
	if err := d.close(); err != nil {
		t.Fatal(err)
	}
	var shown []string
	for _, s := range w.ans.Sentences {
		shown = append(shown, s.Text)
	}
	var out []verdict
	for _, l := range o.lines {
		v := verdict{output: o, line: l}
		passed, pieces, verdict := 0, 0, ""
		for _, p := range cutUp(l.text) {
			if word, bare := asVerdict(p.Text); bare {
				verdict = word + " "
				continue
			}
			pieces++
			if want := o.check(tidy(p.Text)).Text; slices.Contains(shown, want) || slices.Contains(shown, verdict+want) {
				passed++
			}
		}
		// A wrong line is shown where any of it is, a right one where all is.
		v.shown = passed == pieces || passed > 0 && !l.right
		for _, f := range d.failed {
			if strings.Contains(lettersOf(l.text), lettersOf(prose.Plain(f.Text))) || strings.Contains(lettersOf(f.Text), lettersOf(prose.Plain(l.text))) {
				v.reason = f.Reason
			}
		}
		out = append(out, v)
	}
	return out
}

// lettersOf returns the letters and digits of a text.
func lettersOf(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, s)
}

// TestJudged reports how the gate judges outputs that were judged before: no
// sentence that a passage does not support is shown, and few that one does
// are held back. The golden file names every mistake.
func TestJudged(t *testing.T) {
	racetest.Skip(t)
	outputs := judgedOutputs(t)
	report := tallyAll(outputs, func(o judgedOutput) []verdict { return judge(t, o) })
	if judgedStep == 1 {
		goldentest.Check(t, "judged.golden", report)
	}
}

// TestJudgedVerified reports the same of the gate with a verifier, of which what it
// said of every doubtful sentence was recorded.
func TestJudgedVerified(t *testing.T) {
	racetest.Skip(t)
	model := &recordedVerifier{opinions: recordedOpinions(t, "verified")}
	outputs := slices.DeleteFunc(judgedOutputs(t), func(o judgedOutput) bool { return model.opinions[o.matter] == nil })
	report := tallyAll(outputs, func(o judgedOutput) []verdict {
		model.matter = o.matter
		return judgeVerified(t, o, model)
	})
	if judgedStep == 1 {
		goldentest.Check(t, "verified.golden", fmt.Sprintf("%s%d sentences verified, %d without a record\n", report, model.known, model.unknown))
	}
}

// TestJudgedLenient reports what of sentences that call something disputed or not known
// the gate holds back though a verifier allows them: each file of testdata/lenient names,
// of right and wrong ones alike, the statements that come nearest.
func TestJudgedLenient(t *testing.T) {
	racetest.Skip(t)
	model := &recordedVerifier{opinions: recordedOpinions(t, "lenient")}
	outputs := slices.DeleteFunc(judgedOutputs(t), func(o judgedOutput) bool { return model.opinions[o.matter] == nil })
	report := tallyAll(outputs, func(o judgedOutput) []verdict {
		model.matter = o.matter
		return judgeVerified(t, o, model)
	})
	if judgedStep == 1 {
		goldentest.Check(t, "lenient.golden", report)
	}
}

func tallyAll(outputs []judgedOutput, judge func(judgedOutput) []verdict) string {
	var b strings.Builder
	for _, set := range judgedSets {
		var n, right, wrong, back, leaked int
		var mistakes []string
		for _, o := range outputs {
			if !set.has(o.number) {
				continue
			}
			n++
			for _, v := range judge(o) {
				if v.line.right {
					right++
				} else {
					wrong++
				}
				switch {
				case !v.mistaken():
				case v.line.right:
					back++
					mistakes = append(mistakes, fmt.Sprintf("held back, %s: %s (%s)", o.matter, v.line.text, v.reason))
				default:
					leaked++
					mistakes = append(mistakes, fmt.Sprintf("shown, %s: %s (%s)", o.matter, v.line.text, v.line.why))
				}
			}
		}
		if n == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s: %d outputs; %d unsupported sentences, %d shown; %d supported sentences, %d held back (%.1f %%)\n",
			set.name, n, wrong, leaked, right, back, 100*float64(back)/float64(right))
		for _, m := range mistakes {
			b.WriteString("  " + m + "\n")
		}
	}
	return b.String()
}

// recordedOpinions are what a verifier says, by matter and by sentence with the
// passages it cites. Each line of a file is one: "1.2 ~ [1] The sentence." Those of
// testdata/verified are what a language model replied to the prompt of
// verify_system.tmpl.
func recordedOpinions(t testing.TB, dir string) map[string]map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", dir, "*.txt"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("%d files, %v", len(paths), err)
	}
	all := map[string]map[string]string{}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		of := map[string]string{}
		for line := range strings.Lines(string(raw)) {
			opinion, sentence, ok := strings.Cut(strings.TrimSuffix(line, "\n"), " ~ ")
			if !ok {
				t.Fatalf("%s: line %q has no sentence", path, line)
			}
			of[sentence] = opinion
		}
		all[strings.TrimSuffix(filepath.Base(path), ".txt")] = of
	}
	return all
}

// A recordedVerifier says what was recorded of the sentences of a matter.
type recordedVerifier struct {
	opinions       map[string]map[string]string
	matter         string
	known, unknown int
}

func (r *recordedVerifier) Name() string { return "test/recorded" }

func (r *recordedVerifier) Generate(_ context.Context, req llm.Request, _ func(string) error) (llm.Reply, error) {
	var b strings.Builder
	for _, m := range claimedSentence.FindAllStringSubmatch(req.Messages[len(req.Messages)-1].Text, -1) {
		if o := r.opinions[r.matter]["["+m[2]+"] "+html.UnescapeString(m[3])]; o != "" {
			r.known++
			fmt.Fprintf(&b, "%s: %s\n", m[1], o)
		} else {
			r.unknown++
		}
	}
	return llm.Reply{Text: b.String()}, nil
}

// TestJudgedReckoned counts the sentences with a number that stands nowhere of which a
// verifier is asked, since it can be reckoned: the wrong ones are what would be shown with
// one that allows everything.
func TestJudgedReckoned(t *testing.T) {
	racetest.Skip(t)
	sets := map[int]string{} // by the file's number
	for _, set := range judgedSets {
		for n := range 700 {
			if set.has(n) {
				sets[n] = set.name
			}
		}
	}
	type count struct{ nowhere, reckoned int }
	right, wrong := map[string]count{}, map[string]count{}
	for _, o := range judgedOutputs(t) {
		for _, l := range o.lines {
			of := wrong
			if l.right {
				of = right
			}
			n, f := of[sets[o.number]], o.check(tidy(l.text))
			if f.Reason == gate.ReasonNumber && o.gate.Unstated(f) {
				n.nowhere++
				if o.gate.Doubtful(f) {
					n.reckoned++
				}
			}
			of[sets[o.number]] = n
		}
	}
	var b strings.Builder
	for _, set := range judgedSets {
		r, w := right[set.name], wrong[set.name]
		if r.nowhere+w.nowhere == 0 {
			continue
		}
		fmt.Fprintf(&b, "%s: %d of %d right sentences with a number that stands nowhere reckoned, %d of %d wrong ones\n", set.name, r.reckoned, r.nowhere, w.reckoned, w.nowhere)
	}
	if judgedStep == 1 {
		goldentest.Check(t, "reckoned.golden", b.String())
	}
}
