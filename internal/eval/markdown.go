package eval

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// maxMissed is how many of the questions that found nothing a report lists.
const maxMissed = 20

// Markdown returns the report for people.
func (r Report) Markdown() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Evaluation: %s\n\n", cell(r.Questions.Name))
	r.writeAbout(&b)
	r.writeFigures(&b, "Search", searchMetrics)
	r.writeDecisions(&b)
	r.writeFigures(&b, "Answers", answerMetrics)
	r.writeLatency(&b)
	r.writeComparison(&b)
	r.writeMissed(&b)
	return b.String()
}

func (r Report) writeAbout(b *strings.Builder) {
	rows := [][]string{{"command", "`" + r.Command + "`"}, {"questions", r.Questions.String()}}
	if r.Other != nil {
		rows = append(rows, []string{"against", r.Other.String()})
	}
	rows = append(
		rows,
		[]string{"library", fmt.Sprintf("%s: %d articles, %d chunks", r.Library, r.Articles, r.Chunks)},
		[]string{"search", fmt.Sprintf("%d passages by %s, embedded by %s", depth, r.Search, r.Embedder)},
		[]string{"date, version", r.Date.UTC().Format(time.RFC3339) + ", " + r.Version},
	)
	table(b, []string{"run", ""}, rows)
}

// String describes the set in a line.
func (s Set) String() string {
	text := fmt.Sprintf("%s (%s): %d of %d", s.Name, s.Format, s.Asked, s.Total)
	if s.Step > 1 {
		text += fmt.Sprintf(", one in %d", s.Step)
	}
	return text + ", sha256 " + s.SHA256[:min(12, len(s.SHA256))]
}

// writeFigures writes a row for each kind and metric columns, those that any
// question bears on.
func (r Report) writeFigures(b *strings.Builder, title string, metrics []string) {
	head := []string{"questions"}
	for _, m := range metrics {
		if _, ok := r.figure(m, All); ok {
			head = append(head, m)
		}
	}
	if len(head) == 1 {
		return
	}
	var rows [][]string
	for _, kind := range kinds(r.Results) {
		if row := r.figureRow(kind, head[1:]); row != nil {
			rows = append(rows, row)
		}
	}
	fmt.Fprintf(b, "\n## %s\n\nEach figure with the number of questions it is the mean of.\n\n", title)
	table(b, head, rows)
}

// figureRow returns the row of a kind; nil where it has none of the metrics.
func (r Report) figureRow(kind string, metrics []string) []string {
	row, some := []string{cmp.Or(kind, "other")}, false
	for _, m := range metrics {
		f, ok := r.figure(m, kind)
		some = some || ok
		if ok {
			row = append(row, fmt.Sprintf("%s (%d)", decimals(f.Value), f.N))
		} else {
			row = append(row, "")
		}
	}
	if !some {
		return nil
	}
	return row
}

func (r Report) writeDecisions(b *strings.Builder) {
	for _, d := range r.Decisions {
		fmt.Fprintf(b, "\n## Can it answer? Against %s\n\nAUROC of the evidence: %s (%d answerable, %d not)\n\n",
			cell(d.Against), decimals(d.AUROC), d.Answerable, d.Unanswerable)
		var rows [][]string
		for _, t := range d.Curve {
			rows = append(rows, []string{fmt.Sprintf("%.2f", t.Least), decimals(t.TurnedAway), decimals(t.LetThrough)})
		}
		table(b, []string{"least evidence", "answerable turned away", "unanswerable let through"}, rows)
	}
}

func (r Report) writeLatency(b *strings.Builder) {
	var rows [][]string
	for _, l := range r.Latency {
		rows = append(rows, []string{l.What, fmt.Sprintf("%.2f", l.P50), fmt.Sprintf("%.2f", l.P95), fmt.Sprint(l.N)})
	}
	b.WriteString("\n## Time\n\n")
	table(b, []string{"milliseconds", "p50", "p95", "n"}, rows)
}

func (r Report) writeComparison(b *strings.Builder) {
	c := r.Comparison
	if c == nil {
		return
	}
	fmt.Fprintf(b, "\n## Compared with %s of %s\n\n`%s`\n\n", c.Baseline.Version, c.Baseline.Date.UTC().Format(time.RFC3339), c.Baseline.Command)
	if c.Unpaired > 0 {
		fmt.Fprintf(b, "Left out, because only one of the runs asked them: %d questions.\n\n", c.Unpaired)
	}
	var rows [][]string
	for _, d := range c.Differences {
		rows = append(rows, []string{
			d.Metric, decimals(d.Before), decimals(d.After), signed(d.Change),
			signed(d.Interval.Low) + " to " + signed(d.Interval.High), fmt.Sprint(d.N),
		})
	}
	table(b, []string{"", "before", "after", "change", "95 % interval", "n"}, rows)
}

func (r Report) writeMissed(b *strings.Builder) {
	ms := r.missed()
	if len(ms) == 0 {
		return
	}
	fmt.Fprintf(b, "\n## Nothing relevant among %d passages\n\n%d questions", cutoff, len(ms))
	if len(ms) > maxMissed {
		fmt.Fprintf(b, ", the %d of them with the least evidence", maxMissed)
	}
	b.WriteString(":\n\n")
	var rows [][]string
	for _, m := range ms[:min(maxMissed, len(ms))] {
		rows = append(rows, []string{m.ID, decimals(m.Evidence), m.Query})
	}
	table(b, []string{"id", "evidence", "question"}, rows)
}

func table(b *strings.Builder, head []string, rows [][]string) {
	writeRow(b, head)
	fmt.Fprintf(b, "|%s\n", strings.Repeat(" --- |", len(head)))
	for _, row := range rows {
		writeRow(b, row)
	}
}

func writeRow(b *strings.Builder, cells []string) {
	for _, c := range cells {
		b.WriteString("| " + cell(c) + " ")
	}
	b.WriteString("|\n")
}

// cell writes a text so that it stays within its cell and is no markup.
func cell(s string) string {
	return strings.NewReplacer("|", `\|`, "<", "&lt;").Replace(strings.Join(strings.Fields(s), " "))
}

// decimals writes a figure between 0 and 1.
func decimals(v float64) string { return strings.TrimPrefix(fmt.Sprintf("%.4f", v), "0") }

// signed writes a change of one, with its sign.
func signed(v float64) string {
	s := fmt.Sprintf("%+.4f", v)
	return s[:1] + strings.TrimPrefix(s[1:], "0")
}
