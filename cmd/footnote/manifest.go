package main

import (
	"context"

	"github.com/urfave/cli/v3"

	"footnote/bot"
)

func (a *app) manifestCommand() *cli.Command {
	var o bot.ManifestOptions
	return &cli.Command{
		Name: "manifest", Usage: "print the manifest of the Slack app that serve needs",
		UsageText: `footnote manifest [--name NAME] [--url URL]

   footnote manifest
   footnote manifest --url https://footnote.example.com   without Socket Mode

Paste it at https://api.slack.com/apps under Create New App, From a manifest.`,
		Flags: []cli.Flag{
			&cli.StringFlag{Name: "name", Usage: "what the bot is called in Slack", Value: "Footnote", Destination: &o.Name},
			&cli.StringFlag{Name: "url", Usage: "let Slack call `URL` instead of using Socket Mode", Destination: &o.URL},
		},
		Action: func(context.Context, *cli.Command) error {
			m, err := bot.Manifest(o)
			if err != nil {
				return usagef("manifest: %v", err)
			}
			_, err = a.out.Write(m)
			return err
		},
	}
}
