package main

import (
	"context"
	"fmt"
	"os"

	"github.com/urfave/cli/v3"

	"footnote/internal/eval"
	"footnote/internal/story"
)

func (a *app) evalStoriesCommand() *cli.Command {
	var asJSON bool
	return &cli.Command{
		Name: "stories", Usage: "score how articles are grouped into stories", ArgsUsage: "FILE",
		UsageText: `footnote eval stories [--json] TEXTS

TEXTS is a file of JSON lines {"id","topic","event","title"?,"text"}: an event
is what a story should be, a topic several events of one kind. The threshold in
use is scored on all of them; then one is chosen on every other topic and
scored on the rest, both ways. What it means is said in docs/stories.md.`,
		Flags: []cli.Flag{&cli.BoolFlag{Name: "json", Usage: "print the figures as JSON", Destination: &asJSON}},
		Action: func(ctx context.Context, c *cli.Command) error {
			if c.NArg() != 1 {
				return usagef("eval stories: name one file of texts")
			}
			return a.evalStories(ctx, c.Args().First(), asJSON)
		},
	}
}

// A storyReport is what eval stories prints.
type storyReport struct {
	All    eval.Grouping `json:"all"`
	Halves []heldOut     `json:"halves"`
}

// A heldOut is a threshold chosen on one half and scored on the other.
type heldOut struct {
	Chosen eval.Grouping `json:"chosen"`
	Scored eval.Grouping `json:"scored"`
}

func (a *app) evalStories(ctx context.Context, file string, asJSON bool) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	texts, err := eval.ReadClusters(f)
	if err != nil {
		return err
	}
	report, err := storyFigures(ctx, texts)
	if err != nil {
		return err
	}
	if asJSON {
		return a.printJSON(report)
	}
	a.printGrouping("all texts, the threshold in use", report.All)
	for _, h := range report.Halves {
		a.printGrouping("chosen on one half", h.Chosen)
		a.printGrouping("  scored on the other", h.Scored)
	}
	return nil
}

func storyFigures(ctx context.Context, texts []eval.Clustered) (storyReport, error) {
	all, err := eval.Group(ctx, texts, story.Threshold)
	if err != nil {
		return storyReport{}, err
	}
	report := storyReport{All: all[0]}
	first, second := eval.Halves(texts)
	if len(first) == 0 || len(second) == 0 {
		return report, nil // of one topic
	}
	for _, h := range [][2][]eval.Clustered{{first, second}, {second, first}} {
		tried, err := eval.Group(ctx, h[0], eval.Thresholds()...)
		if err != nil {
			return storyReport{}, err
		}
		chosen := eval.Choose(tried)
		scored, err := eval.Group(ctx, h[1], chosen.Threshold)
		if err != nil {
			return storyReport{}, err
		}
		report.Halves = append(report.Halves, heldOut{chosen, scored[0]})
	}
	return report, nil
}

func (a *app) printGrouping(name string, g eval.Grouping) {
	fmt.Fprintf(a.out, "%-32s threshold %.2f  precision %.4f  recall %.4f  F1 %.4f  (%d texts, %d events, %d stories)\n",
		name, g.Threshold, g.Precision, g.Recall, g.F1, g.Texts, g.Events, g.Stories)
}
