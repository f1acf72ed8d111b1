package bot

import (
	"context"

	"github.com/slack-go/slack"

	"footnote/internal/article"
	"footnote/internal/store"
)

// paneArticles is how many of the newest articles are offered to be asked
// about; Slack shows four prompts.
const paneArticles = 3

// Bounds of what the side pane shows, in characters: they are not documented,
// and longer ones are cut by Slack in the middle of a word.
const (
	maxPrompt    = 60
	maxPaneTitle = 80
)

// showPrompts offers questions to who opens the conversation with the bot:
// about the newest articles that they see.
func (b *Bot) showPrompts(ctx context.Context, user, channel string) {
	l := b.langOf(ctx, user)
	reader := b.alone(ctx, user).reader
	var newest []article.Article
	for a, err := range b.store.Articles(ctx, store.Filter{Reader: &reader, Limit: paneArticles}) {
		if err != nil {
			b.log.Warn("bot prompts", "err", err)
			break
		}
		newest = append(newest, a)
	}
	err := b.api.retry(ctx, func(ctx context.Context) error {
		return b.api.slack.SetAssistantThreadsSuggestedPromptsContext(ctx, slack.AssistantThreadsSetSuggestedPromptsParameters{
			ChannelID: channel, Prompts: promptsFor(newest, l),
		})
	})
	if err != nil {
		b.log.Log(ctx, lackLevel(err), "bot prompts", "err", err)
	}
}

func promptsFor(newest []article.Article, l lang) []slack.AssistantThreadsPrompt {
	var out []slack.AssistantThreadsPrompt
	for _, a := range newest {
		title := cut(inline(a.Name()), maxPrompt)
		out = append(out, slack.AssistantThreadsPrompt{Title: title, Message: l.say("What does “%s” say?", inline(a.Name()))})
	}
	if len(out) == 0 {
		out = append(out, slack.AssistantThreadsPrompt{Title: l.say("Try the sample library"), Message: "Is Microsoft still exclusive?"})
	}
	return append(out, slack.AssistantThreadsPrompt{Title: l.say("What can you do?"), Message: "help"})
}

// nameThread gives a conversation with the bot the title of its first
// question.
func (b *Bot) nameThread(ctx context.Context, q store.Question) {
	if !isDirect(q.Channel) || q.TS != q.ThreadTS || q.Attempt > 1 {
		return
	}
	b.errand(ctx, "title", func(ctx context.Context) {
		err := b.api.slack.SetAssistantThreadsTitleContext(ctx, slack.AssistantThreadsSetTitleParameters{
			ChannelID: q.Channel, ThreadTS: q.ThreadTS, Title: cut(q.Text, maxPaneTitle),
		})
		if err != nil {
			b.log.Log(ctx, lackLevel(err), "bot title", "question", q.ID, "err", err)
		}
	})
}
