package bot

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/slackwire"
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
	reopened // a channel was taken out of the archive
	stop     // the person wants no more of the answer
	takeBack // they deleted what may be a question
	reword   // they changed it
)

// intentOf says what an event asks of the bot whose user ID is me.
func intentOf(e slackwire.Event, me string) intent {
	switch {
	case e.Type == "app_home_opened" && e.Tab == "home":
		return openHome
	case e.Type == "app_home_opened" && e.Tab == "messages":
		return openPane
	case e.Type == "agent_session_stopped":
		return stop
	case e.Type == "reaction_added":
		return marked
	case e.Deleted() != "":
		return takeBack
	case e.Subtype == "message_changed":
		return reword
	case e.Type == "member_joined_channel", e.Type == "member_left_channel":
		return moved
	case e.Type == "channel_unarchive", e.Type == "group_unarchive":
		return reopened
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
var said = []string{"", "thread_broadcast", "file_share", "me_message"}

func fromPerson(e slackwire.Event, me string) bool {
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

// plain returns a question without what only dresses it: emoji, and the marks of
// words that are bold, in italics, struck out or code. Of one that has nothing else
// it returns all.
func plain(text string) string {
	out := emojiApart.ReplaceAllString(text, "$1 ")
	for _, marks := range dressing {
		for range 2 { // what divides two is taken with the first
			out = marks.ReplaceAllString(out, "$1$2$3")
		}
	}
	return cmp.Or(inline(out), text)
}

// longQuestion is how many words a message has at most that is searched for whole:
// in a longer one something was pasted.
const longQuestion = 80

// apart divides a long message into the questions that it ends or begins with and
// what was pasted beside them; of any other it returns all.
func apart(text string) (asked, pasted string) {
	if len(strings.Fields(text)) <= longQuestion {
		return text, ""
	}
	all := strings.Split(sentenceEnd.ReplaceAllString(text, "$1\n"), "\n")
	asks := func(s string) bool { return strings.Contains(s[max(0, len(s)-4):], "?") || strings.HasSuffix(s, "？") }
	end := len(all)
	for end > 0 && chatOf(all[end-1]) != noChat { // "Thanks!"
		end--
	}
	from := end
	for from > 0 && asks(all[from-1]) {
		from--
	}
	if from == end { // none at the end
		for from, end = 0, 0; end < len(all) && asks(all[end]); {
			end++
		}
	}
	if from == end {
		return text, ""
	}
	return strings.Join(all[from:end], " "), strings.Join(slices.Concat(all[:from], all[end:]), " ")
}

// sentenceEnd matches where a sentence of a message seems to end. No letter with a
// point does: "the U.S. Senate".
var sentenceEnd = regexp.MustCompile(`((?:[^\s.]{2,}\.|[!?])["'”’)]*)\s+`)

var (
	// emojiApart matches emoji, and not what stands between the colons of a time.
	emojiApart = regexp.MustCompile(`(^|[^\p{L}\p{N}:])(?::(?:[a-z][a-z0-9_+'-]*|[+-]1|100|1234):)+`)
	// dressing matches words between marks, as Slack does: no space within the marks,
	// no letter outside of them, nor a part of an address.
	dressing = func() (all []*regexp.Regexp) {
		for _, m := range []string{"```", "`", `\*`, "_", "~"} {
			all = append(all, regexp.MustCompile(`(^|[^\p{L}\p{N}/])`+m+`([^\s`+m+`](?:[^`+m+`]*[^\s`+m+`])?)`+m+`($|[^\p{L}\p{N}/])`))
		}
		return all
	}()
)

var (
	mark     = regexp.MustCompile(`<[^<>\n]*>`)
	link     = regexp.MustCompile(`<(https?://[^|>\s]+)(?:\|[^>]*)?>|(https?://[^\s<>|]+)`)
	unescape = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")
)
