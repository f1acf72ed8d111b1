package bot

import (
	"context"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
)

// showHome publishes the App Home that a person has opened.
func (b *Bot) showHome(ctx context.Context, user string) {
	var lib *answer.Library
	if b.cfg.Library != nil {
		got, err := b.cfg.Library(ctx, b.alone(ctx, user).reader)
		if err != nil {
			b.log.Warn("bot home library", "err", err)
		} else {
			lib = &got
		}
	}
	err := b.api.retry(ctx, func(ctx context.Context) error {
		_, err := b.api.slack.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: slack.HomeTabViewRequest{
			Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: b.homeBlocks(lib, b.langOf(ctx, user))},
		}})
		return err
	})
	if err != nil {
		b.log.Warn("bot home", "err", err)
	}
}

// homeBlocks shows the library, where it is known, and the help.
func (b *Bot) homeBlocks(lib *answer.Library, l lang) []slack.Block {
	out := []slack.Block{slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, "Footnote", false, false))}
	if lib != nil {
		out = append(out, slack.NewSectionBlock(textObject(libraryLine(*lib, l)), nil, nil), slack.NewDividerBlock())
	}
	return append(out, b.helpBlocks(l)...)
}

// libraryLine says what a reader may ask of.
func libraryLine(lib answer.Library, l lang) string {
	holds := l.count(lib.Articles, "Your library holds *1 article*", "Your library holds *%d articles*")
	switch {
	case lib.Articles == 0:
		return l.say("Your library holds no article yet.") + " " + l.say(howToAdd)
	case !lib.Newest.Known():
		return l.say("%s; none of them is dated.", holds)
	}
	return l.say("%s, the newest of %s.", holds, l.day(lib.Newest))
}
