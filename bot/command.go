package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/slack-go/slack"

	"footnote/internal/schedule"
	"footnote/internal/slackwire"
	"footnote/internal/store"
)

// A commandSpec is a slash command: what the manifest says of it, and what
// its help says, both keys of the catalogue.
type commandSpec struct {
	name, does, usage string
	kind              string // of the question it becomes
	help              string
}

// commands are all slash commands; the manifest is made of them.
var commands = []commandSpec{
	{
		name: "/ask", does: "Ask the library; only you see the answer", usage: "QUESTION", kind: store.KindAsk,
		help: "*/ask QUESTION* answers from the articles of this team, with footnotes. Only you see the answer, until you share it with the channel.\n" +
			"• `/ask Is the exclusive deal still on?`\n• `/ask What did The Verge say last week?`",
	},
	{
		name: "/summary", does: "Summarise an article, a topic, a thread or a channel", usage: "URL | TOPIC since 7d | LINK TO A THREAD | channel",
		kind: store.KindSummary,
		help: "*/summary* summarises, with footnotes. Only you see it, until you share it with the channel.\n" +
			"• `/summary https://example.com/story` an article of the library\n" +
			"• `/summary the merger since 7d` what was written about a topic\n" +
			"• `/summary channel since 3d` what was said in this channel, or in the one you name with #\n" +
			"• `/summary LINK` what was said in a thread: copy the link of its first message\n" +
			"Of what was said in Slack nothing is kept.",
	},
	{
		name: "/articles", does: "Add, list, find and remove articles", usage: "add URL | list | find WORDS | history URL | remove URL",
		kind: store.KindArticles,
		help: "*/articles* looks after the library.\n" +
			"• `/articles add URL …` adds web pages. What is added in a private channel is seen there only, in a direct message by you only; `for everyone` behind it shares it with the workspace.\n" +
			"• `/articles list [OUTLET] [since 7d]` shows the newest articles\n" +
			"• `/articles find WORDS` finds articles\n" +
			"• `/articles history URL` shows how an article changed\n" +
			"• `/articles remove URL` removes one that you added; admins remove any\n" +
			"• `/articles collect on` adds the links posted in this channel automatically; `off` ends it",
	},
	{
		name: "/digest", does: "Set when this channel is told what is new", usage: "weekdays at 8:30 Berlin about TOPICS | show | off", kind: store.KindDigest,
		help: "*/digest* tells this channel, or you in a direct message, what is new: each story once, with footnotes.\n" +
			"• `/digest weekdays at 8:30 Berlin` sets the times; behind them may stand `about energy, trams`, `from The Ledger`, `most 3`, `language de`, `silent`\n" +
			"• `/digest weekly Fridays 16:00 London` looks back at the week\n" +
			"• `/digest show` shows what is set; `/digest off` and `/digest weekly off` end it",
	},
	{
		name: "/watch", does: "Watch a question, and hear when its answer changes", usage: "QUESTION | list | history NUMBER | pause NUMBER | remove NUMBER", kind: store.KindWatch,
		help: "*/watch QUESTION* asks it again when articles come, and tells here when the answer is another one.\n" +
			"• `/watch Is the exclusive deal still on?`\n" +
			"• `/watch list` shows what is watched here; `/watch history 3` what it answered, with dates\n" +
			"• `/watch pause 3`, `/watch resume 3`, `/watch remove 3`\n" +
			"• `/watch quiet 3 22-7 Berlin` posts nothing in these hours; `off` in their place ends that",
	},
}

func commandNamed(name string) (commandSpec, bool) {
	i := slices.IndexFunc(commands, func(c commandSpec) bool { return c.name == name })
	if i < 0 {
		return commandSpec{}, false
	}
	return commands[i], true
}

// ackLookup is how long an acknowledgement may wait to learn the language of
// the person; it is due in 3 s.
const ackLookup = 700 * time.Millisecond

// acceptCommand claims what a slash command asks for, and acknowledges it
// with a word. A command comes once: what fails here is said at once.
func (b *Bot) acceptCommand(ctx context.Context, c slackwire.Command) (acceptance, error) {
	soon, cancel := context.WithTimeout(ctx, ackLookup)
	l := b.langOf(soon, c.User)
	cancel()
	spec, known := commandNamed(c.Name)
	switch text := emoji.ReplaceAllString(questionText(c.Text, b.me.UserID), ""); {
	case !known:
		return acceptance{reply: aloud(l.say("I do not know this command. Whoever runs Footnote can update the app with `footnote manifest`."))}, nil
	case isHelp(text):
		return acceptance{reply: aloud(l.say(spec.help))}, nil
	}
	q, claimed, err := b.store.ClaimQuestion(ctx, store.Question{
		Team: c.Team, Channel: c.Channel, TS: "command." + c.TriggerID, User: c.User, Text: commandText(spec, c.Text, b.me.UserID),
		Kind: b.kindOf(spec, c.Text), ResponseURL: c.ResponseURL, Asked: b.now(),
	}, b.owner, b.pace.lease, b.now())
	if err != nil {
		b.log.Error("bot command", "command", spec.name, "err", err)
		return acceptance{reply: aloud(l.say("Sorry, this could not be begun. Please try again in a minute."))}, nil
	}
	var a acceptance // a copy says the same, for which acknowledgement arrives first is not known
	if text := begun[beginning(q.Kind, c.Text)]; text != "" {
		a.reply = aloud(l.say(text))
	}
	if claimed {
		a.act = func(ctx context.Context) { b.begin(ctx, q) }
	}
	return a, nil
}

// begun is said at once of what takes a moment.
var begun = map[string]string{
	store.KindAsk:                "Searching the library …",
	store.KindSummary:            "Reading …",
	store.KindStanding:           "Searching the library …",
	store.KindArticles + " add":  "Fetching …",
	store.KindArticles + " find": "Searching the library …",
}

// beginning names what a command begins: its kind and, where that does several
// things, which.
func beginning(kind, text string) string {
	if kind != store.KindArticles {
		return kind
	}
	verb, rest := cutVerb(text)
	if rest == "" { // there is nothing to do it to
		return kind
	}
	return kind + " " + verb
}

// cutVerb cuts off the first word of a command, in lower case.
func cutVerb(text string) (verb, rest string) {
	text = strings.TrimSpace(text)
	i := strings.IndexFunc(text, unicode.IsSpace)
	if i < 0 {
		return strings.ToLower(text), ""
	}
	return strings.ToLower(text[:i]), strings.TrimSpace(text[i:])
}

// aloud is what goes with an acknowledgement, to be shown to the person.
func aloud(text string) *slack.WebhookMessage {
	return &slack.WebhookMessage{ResponseType: slack.ResponseTypeEphemeral, Text: text}
}

// kindOf returns what a command becomes. To watch a question is to ask it.
func (b *Bot) kindOf(spec commandSpec, text string) string {
	if spec.kind == store.KindWatch && readWatch(questionText(text, b.me.UserID)).question {
		return store.KindStanding
	}
	return spec.kind
}

// commandText is what a command is about: a question in plain words; else as
// it stands, for links and channels are still to be read in it.
func commandText(spec commandSpec, text, me string) string {
	if spec.kind == store.KindAsk {
		return questionText(text, me)
	}
	return cut(strings.TrimSpace(text), maxQuestion)
}

// earOf is where the asker of a question that is no message's is told
// something.
func earOf(q store.Question) ear {
	_, thread, _ := strings.Cut(q.TS, besideMark)
	return ear{user: q.User, channel: q.Channel, threadTS: cmp.Or(q.ThreadTS, thread), responseURL: q.ResponseURL}
}

// besideMark divides, in the TS of a question that its asker alone is answered,
// its name from the thread where they asked. The answer is shown there, but is
// no turn of the thread, as a ThreadTS would say.
const besideMark = ".beside."

// beside returns the TS of a question asked at a thread; empty for none.
func beside(name, threadTS string) string {
	if threadTS == "" {
		return name
	}
	return name + besideMark + threadTS
}

// span reads the end of a text, "since 7d", "since 2026-05-01": the text
// before it, and when it begins; zero where there is none.
func span(text string, now time.Time) (rest string, since time.Time) {
	words := strings.Fields(text)
	n := len(words)
	if n < 2 || !slices.Contains(sinceWords, strings.ToLower(words[n-2])) {
		return strings.TrimSpace(text), time.Time{}
	}
	at, ok := schedule.Since(words[n-1], now)
	if !ok {
		return strings.TrimSpace(text), time.Time{}
	}
	return strings.Join(words[:n-2], " "), at
}

var sinceWords = []string{"since", "seit"}

// linksIn returns the web addresses in a text as Slack sends it, <URL> or
// <URL|label>, or as somebody typed it, each once, in order.
func linksIn(text string) []string {
	var out []string
	for _, m := range link.FindAllStringSubmatch(text, -1) {
		u := unescape.Replace(cmp.Or(m[1], strings.TrimRight(m[2], ".,;:!?)]'\"*_~")))
		if !slices.Contains(out, u) {
			out = append(out, u)
		}
	}
	return out
}
