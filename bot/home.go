package bot

import (
	"context"
	"fmt"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
)

// showHome publishes the App Home that a person has opened.
func (b *Bot) showHome(ctx context.Context, user string) {
	var lib *answer.Library
	if b.cfg.Library != nil {
		got, err := b.cfg.Library(ctx, b.direct(ctx, user))
		if err != nil {
			b.log.Warn("bot home library", "err", err)
		} else {
			lib = &got
		}
	}
	err := b.api.retry(ctx, func(ctx context.Context) error {
		_, err := b.api.slack.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: slack.HomeTabViewRequest{
			Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: b.homeBlocks(lib)},
		}})
		return err
	})
	if err != nil {
		b.log.Warn("bot home", "err", err)
	}
}

// homeBlocks shows the library, where it is known, and the help.
func (b *Bot) homeBlocks(lib *answer.Library) []slack.Block {
	out := []slack.Block{slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, "Footnote", false, false))}
	if lib != nil {
		out = append(out, slack.NewSectionBlock(textObject(libraryLine(*lib)), nil, nil), slack.NewDividerBlock())
	}
	return append(out, b.helpBlocks()...)
}

// libraryLine says what a reader may ask of.
func libraryLine(lib answer.Library) string {
	switch {
	case lib.Articles == 0:
		return "Your library holds no article yet. " + howToAdd
	case !lib.Newest.Known():
		return fmt.Sprintf("Your library holds *%s*; none of them is dated.", count(lib.Articles, "article"))
	}
	return fmt.Sprintf("Your library holds *%s*, the newest of %s.", count(lib.Articles, "article"), lib.Newest.Day())
}
