package main

import (
	"context"

	"github.com/urfave/cli/v3"

	"footnote/bot"
)

func (a *app) manifestCommand() *cli.Command {
	var name string
	return &cli.Command{
		Name: "manifest", Usage: "print the manifest of the Slack app that serve needs",
		UsageText: `footnote manifest [--name NAME]

Paste it at https://api.slack.com/apps under Create New App, From a manifest.`,
		Flags: []cli.Flag{&cli.StringFlag{Name: "name", Usage: "what the bot is called in Slack", Value: "Footnote", Destination: &name}},
		Action: func(context.Context, *cli.Command) error {
			m, err := bot.Manifest(bot.ManifestOptions{Name: name})
			if err != nil {
				return err
			}
			_, err = a.out.Write(m)
			return err
		},
	}
}
