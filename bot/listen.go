package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
)

// An intent says what an event asks of the bot.
type intent int

const (
	ignore   intent = iota
	ask             // it is a question, for help where there is nothing in it
	followUp        // it is a question if the bot takes part in its thread
	openHome
	openPane
	marked   // they put an emoji under a message
	talk     // it is a message to nobody, of which links may be collected
	moved    // they joined or left a channel
	stop     // the person wants no more of the answer
	takeBack // they deleted what may be a question
	reword   // they changed it
)

// intentOf says what an event asks of the bot whose user ID is me.
func intentOf(e event, me string) intent {
	switch {
	case e.Type == "app_home_opened" && e.Tab == "home":
		return openHome
	case e.Type == "app_home_opened" && e.Tab == "messages":
		return openPane
	case e.Type == "agent_session_stopped":
		return stop
	case e.Type == "reaction_added":
		return marked
	case e.deleted() != "":
		return takeBack
	case e.Subtype == "message_changed":
		return reword
	case e.Type == "member_joined_channel", e.Type == "member_left_channel":
		return moved
	case e.Type != "app_mention" && e.Type != "message" || !fromPerson(e, me) || e.TS == "" || e.Channel == "":
		return ignore
	case e.Type == "app_mention", e.ChannelType == "im", mentions(e.Text, me):
		return ask
	case e.ThreadTS != "" && e.ThreadTS != e.TS && forAnyone(e.Text):
		return followUp
	}
	return talk
}

// said are the subtypes of a message that a person wrote; all others tell of
// something else: message_changed, message_deleted, channel_join.
var said = []string{"", "thread_broadcast", "file_share"}

func fromPerson(e event, me string) bool {
	return e.User != "" && e.User != me && e.User != "USLACKBOT" && e.BotID == "" && !e.Hidden && slices.Contains(said, e.Subtype)
}

func mentions(text, me string) bool {
	return strings.Contains(text, "<@"+me+">") || strings.Contains(text, "<@"+me+"|")
}

// forAnyone reports whether words in a thread may be meant for the bot,
// without its name: they are not addressed to another person, and they ask for
// something.
func forAnyone(text string) bool {
	text = strings.TrimSpace(text)
	if strings.HasPrefix(text, "<@") || strings.HasPrefix(text, "<!") {
		return false
	}
	return chatOf(questionText(text, "")) == noChat && asks(text)
}

var emoji = regexp.MustCompile(`:[a-z0-9_+'-]+:`)

// isHelp reports whether a question, as questionText returns it, asks what
// the bot can do.
func isHelp(text string) bool {
	return slices.Contains([]string{"", "help", "hi", "hello", "what can you do"}, normal(text))
}

// normal returns the words of a text in lower case, one space apart.
func normal(text string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r)
	}), " ")
}

// maxQuestion is the longest question read, in characters. Slack's own limit
// is 40,000; nobody asks that.
const maxQuestion = 4000

// questionText returns what a person asked, as plain text: without the bot's
// name, and with Slack's marks for people, channels and links in words.
func questionText(text, me string) string {
	text = mark.ReplaceAllStringFunc(text, func(m string) string {
		target, label, labelled := strings.Cut(m[1:len(m)-1], "|")
		switch {
		case target == "@"+me:
			return " "
		case target == "" || target[0] == '!':
			return strings.TrimPrefix(label, "@")
		case labelled && (target[0] == '@' || target[0] == '#'):
			return target[:1] + label
		case labelled && label != "" && !strings.Contains(target, label):
			return label + " (" + target + ")"
		}
		return target
	})
	return cut(inline(unescape.Replace(text)), maxQuestion)
}

var (
	mark     = regexp.MustCompile(`<[^<>\n]*>`)
	link     = regexp.MustCompile(`<(https?://[^|>\s]+)(?:\|[^>]*)?>|(https?://[^\s<>|]+)`)
	unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)
