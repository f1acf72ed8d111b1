package main

import (
	"context"
	"fmt"

	"github.com/urfave/cli/v3"

	"footnote/internal/config"
	"footnote/internal/store"
)

func (a *app) backupCommand() *cli.Command {
	return &cli.Command{
		Name: "backup", Usage: "copy the whole library, also while serve runs", ArgsUsage: "FOLDER",
		UsageText: `footnote backup FOLDER

   footnote backup backups/monday
   footnote --data backups/monday articles list

The copy is a data folder of its own: articles, answers, digests and standing
questions as of one moment, for you alone. A library in FOLDER is not replaced.`,
		Action: func(ctx context.Context, c *cli.Command) error {
			if c.NArg() != 1 {
				return usagef("backup: name one folder for the copy")
			}
			folder := c.Args().First()
			if err := config.CheckFolder(folder); err != nil {
				return usagef("backup: the folder %v", err)
			}
			if err := store.Backup(ctx, a.cfg.Data, folder); err != nil {
				return err
			}
			fmt.Fprintf(a.out, "copied %s to %s\n", a.cfg.Data, folder)
			return nil
		},
	}
}
