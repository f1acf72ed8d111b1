package bot

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/store"
)

// A Newsroom knows where articles come from, and what is told of them.
type Newsroom interface {
	Sources(ctx context.Context) ([]store.Source, error)
	Digests(ctx context.Context) ([]store.Digest, error)
}

// A home is what a person's App Home shows. All of it is what they see by
// themselves.
type home struct {
	library *answer.Library // nil where it is not known
	newest  []article.Article
	feeds   []store.Source
	asked   []store.Record
	watches []store.Watch
	digests []store.Digest
	rules   *Rules // for admins
}

// Bounds of what the Home lists.
const (
	homeArticles  = 5
	homeFeeds     = 10
	homeQuestions = 5
	homeWatches   = 10
	homeDigests   = 10
)

// showHome publishes the App Home that a person has opened.
func (b *Bot) showHome(ctx context.Context, user string) {
	h, err := b.homeOf(ctx, user)
	if err != nil {
		b.log.Warn("bot home facts", "err", err) // what is known is shown
	}
	blocks := b.homeBlocks(h, b.langOf(ctx, user))
	err = b.api.retry(ctx, func(ctx context.Context) error {
		_, err := b.api.slack.PublishViewContext(ctx, slack.PublishViewContextRequest{UserID: user, View: slack.HomeTabViewRequest{
			Type: slack.VTHomeTab, Blocks: slack.Blocks{BlockSet: blocks},
		}})
		return err
	})
	if err != nil {
		b.log.Warn("bot home", "err", err)
	}
}

// homeOf gathers a person's Home. What cannot be learned is left out, and
// told in the error.
func (b *Bot) homeOf(ctx context.Context, user string) (h home, err error) {
	reader := b.alone(ctx, user).reader
	var problems []error
	if b.cfg.Library != nil {
		lib, err := b.cfg.Library(ctx, reader)
		if problems = append(problems, err); err == nil {
			h.library = &lib
		}
	}
	for a, err := range b.store.Articles(ctx, store.Filter{Reader: &reader, Limit: homeArticles}) {
		if err != nil {
			problems = append(problems, err)
			break
		}
		h.newest = append(h.newest, a)
	}
	feeds, err := b.store.Sources(ctx)
	problems = append(problems, err)
	h.feeds = slices.DeleteFunc(feeds, func(s store.Source) bool { return !reader.Sees(s.Scope) })
	asked, err := b.store.AnswersTo(ctx, user, 4*homeQuestions)
	problems = append(problems, err)
	asked = slices.DeleteFunc(asked, func(r store.Record) bool {
		return r.Outcome == outcomeHelp || r.Outcome == outcomeAside || r.Question == ""
	})
	h.asked = asked[:min(homeQuestions, len(asked))]
	watches, err := b.store.Watches(ctx)
	problems = append(problems, err)
	h.watches = slices.DeleteFunc(watches, func(w store.Watch) bool {
		if isDirect(w.Channel) {
			return w.User != user
		}
		return !slices.Contains(reader, article.ChannelScope(w.Channel))
	})
	slices.Reverse(h.watches)
	digests, err := b.store.Digests(ctx)
	problems = append(problems, err)
	h.digests = slices.DeleteFunc(digests, func(d store.Digest) bool {
		return d.Person != user && !slices.Contains(reader, article.ChannelScope(d.Channel))
	})
	is, err := b.isAdmin(ctx, user)
	if problems = append(problems, err); is {
		h.rules = &b.cfg.Rules
	}
	return h, errors.Join(problems...)
}

// homeBlocks shows what a Home holds, and the help.
func (b *Bot) homeBlocks(h home, l lang) []slack.Block {
	out := []slack.Block{slack.NewHeaderBlock(slack.NewTextBlockObject(slack.PlainTextType, "Footnote", false, false))}
	if h.library != nil {
		out = append(out, slack.NewSectionBlock(textObject(libraryLine(*h.library, l)), nil, nil))
	}
	if h.library != nil && h.library.Articles == 0 {
		out = append(out, slack.NewSectionBlock(textObject(l.say(toBegin)), nil, nil))
	}
	for _, list := range []struct {
		title string
		lines []string
	}{
		{l.say("*The newest articles*"), articleLines(h.newest, l)},
		{l.say("*Your last questions*"), b.askedLines(h.asked, l)},
		{l.say("*Watched questions*"), watchLines(h.watches, l)},
		{l.say("*Feeds*"), feedLines(h.feeds, l)},
		{l.say("*Digests of your channels*"), digestLines(h.digests, l)},
		{l.say("*For admins*"), ruleLines(h.rules, l)},
	} {
		if len(list.lines) > 0 {
			out = append(out, slack.NewDividerBlock())
			out = append(out, listing(list.title, list.lines).blocks...)
		}
	}
	return append(append(out, slack.NewDividerBlock()), b.helpBlocks(l)...)
}

// toBegin helps who has no article yet.
const toBegin = "*To begin*\n" +
	"1. Add what you read: `/articles add URL`, or a :bookmark: under a message with a link.\n" +
	"2. Let a channel add its links automatically: `/articles collect on`.\n" +
	"3. Ask. Until there is an article, I answer from a small sample library: _Is Microsoft still exclusive?_"

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

func articleLines(articles []article.Article, l lang) (lines []string) {
	for _, a := range articles {
		lines = append(lines, titleLine(a, l))
	}
	return lines
}

// askedLines lists questions with their day. Each opens its answer, where that is a
// message.
func (b *Bot) askedLines(records []store.Record, l lang) (lines []string) {
	for _, r := range records {
		line := cutEscaped(r.Question, maxTitle, mrkdwn)
		if r.ReplyTS != "" {
			line = "<" + linkMarks.Replace(b.linkTo(r.Channel, r.ReplyTS, r.ThreadTS)) + "|" + line + ">"
		}
		line = "• " + line + " · " + l.dayOf(r.Asked)
		if r.Outcome == string(answer.NotFound) {
			line += " · " + l.say("not in the library")
		}
		lines = append(lines, line)
	}
	return lines
}

// watchLines lists what is watched, the newest first.
func watchLines(watches []store.Watch, l lang) (lines []string) {
	for i, w := range watches {
		if i == homeWatches {
			lines = append(lines, l.say("… and %d more", len(watches)-homeWatches))
			break
		}
		line := "• " + cutEscaped(w.Question, maxTitle, mrkdwn) + " · " + tellsIn(w.Channel, l)
		if w.Paused {
			line += " · " + l.say("paused")
		}
		lines = append(lines, line)
	}
	return lines
}

// tellsIn names where a person is told something.
func tellsIn(channel string, l lang) string {
	if isDirect(channel) {
		return l.say("to you")
	}
	return "<#" + channel + ">"
}

// feedLines lists feeds with how they are, those with a problem first. One without a
// title is named by its host: what follows in its address may be a key.
func feedLines(feeds []store.Source, l lang) (lines []string) {
	feeds = slices.Clone(feeds)
	slices.SortStableFunc(feeds, func(a, b store.Source) int { return sick(b) - sick(a) })
	for i, f := range feeds {
		if i == homeFeeds {
			lines = append(lines, l.say("… and %d more", len(feeds)-homeFeeds))
			break
		}
		name := cutEscaped(f.Title, maxTitle, mrkdwn)
		if name == "" {
			name = cutEscaped(hostOf(f.URL), maxTitle, mrkdwn)
		}
		lines = append(lines, "• "+name+" · "+feedHealth(f, l))
	}
	return lines
}

// hostOf returns the host of a URL.
func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return "" // unreachable: it was fetched
	}
	return u.Host
}

func sick(f store.Source) int {
	if f.Problem != "" || f.Ended {
		return 1
	}
	return 0
}

// feedHealth says in a few words how a feed is.
func feedHealth(f store.Source, l lang) string {
	switch {
	case f.Ended:
		return l.say(":warning: no longer checked: %s", cutEscaped(f.Problem, maxTitle, mrkdwn))
	case f.Problem != "":
		return l.say(":warning: failing: %s", cutEscaped(f.Problem, maxTitle, mrkdwn))
	case f.Polled.IsZero():
		return l.say("not checked yet")
	}
	return l.say("fine, checked on %s", l.dayOf(f.Polled))
}

func digestLines(digests []store.Digest, l lang) (lines []string) {
	for i, d := range digests {
		if i == homeDigests {
			lines = append(lines, l.say("… and %d more", len(digests)-homeDigests))
			break
		}
		line := "• " + tellsIn(d.Channel, l) + " · " + cutEscaped(d.Schedule, maxTitle, mrkdwn)
		if len(d.Topics) > 0 {
			line += " · " + cutEscaped(strings.Join(d.Topics, ", "), maxTitle, mrkdwn)
		}
		if d.Paused {
			line += " · " + l.say("paused")
		}
		lines = append(lines, line)
	}
	return lines
}

// ruleLines shows admins how the bot is set.
func ruleLines(r *Rules, l lang) []string {
	if r == nil {
		return nil
	}
	adds, hour, kept := l.say("everybody"), l.say("any number of questions"), l.say("for ever")
	if r.AdminsAdd {
		adds = l.say("admins")
	}
	if r.PerHour > 0 {
		hour = l.count(r.PerHour, "1 question", "%d questions")
	}
	if days := int(r.Keep.Hours() / 24); days > 0 {
		kept = l.count(days, "for 1 day", "for %d days")
	}
	return []string{
		l.say("• Articles are added by: %s", adds),
		l.say("• In an hour a person may ask: %s", hour),
		l.say("• Questions and answers are kept: %s", kept),
		l.say("_Whoever runs Footnote sets this; .env.example names the settings._"),
	}
}
