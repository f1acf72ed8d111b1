package bot

import (
	"cmp"
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/slack-go/slack"

	"footnote/internal/answer"
	"footnote/internal/article"
)

// Slack's limits, docs.slack.dev/reference/block-kit, in characters, and what
// we use of them. A post over any of them is refused as a whole.
const (
	maxSection = 3000
	// maxContext is held for the texts of context blocks, whose own limit is
	// not documented.
	maxContext = 2000
	// maxBlocks is the room for all blocks of a message together. About 13,000
	// is where Slack was measured to say msg_blocks_too_long.
	maxBlocks = 12000
	// maxPart is the text of one message, which leaves room for the rest; a
	// longer answer takes several. A stream, where bytes are counted, was
	// measured to end with msg_too_long at about 10.6 KB.
	maxPart = 8000
	// maxLink is the longest link that is shown. One with a long text fragment
	// gives way to the article's own URL.
	maxLink = 700
	// maxTitle is the longest title and outlet shown.
	maxTitle = 150
)

// textBlocks shows sentences of at most maxPart characters together.
func textBlocks(sentences []answer.Sentence) []slack.Block {
	var texts []string
	for _, s := range sentences {
		n := len(texts)
		next := inMrkdwn.sentence(s, false)
		if n > 0 && length(texts[n-1])+length(next) <= maxSection {
			texts[n-1] += next
			continue
		}
		texts = append(texts, inMrkdwn.sentence(s, true))
	}
	var out []slack.Block
	for _, text := range texts {
		if strings.TrimSpace(text) == "" { // Slack takes no section without text
			continue
		}
		block := slack.NewSectionBlock(textObject(text), nil, nil)
		block.Expand = true
		out = append(out, block)
	}
	return out
}

// withID returns the blocks with an ID on the first, by which the message is
// known again when it is read back.
func withID(blocks []slack.Block, id string) []slack.Block {
	out := slices.Clone(blocks)
	if len(out) == 0 {
		return out
	}
	switch first := out[0].(type) {
	case *slack.SectionBlock:
		named := *first
		named.BlockID = id
		out[0] = &named
	case *slack.ContextBlock:
		named := *first
		named.BlockID = id
		out[0] = &named
	}
	return out
}

// textObject returns a mrkdwn object in which Slack makes no links or
// mentions of its own.
func textObject(text string) *slack.TextBlockObject {
	return slack.NewTextBlockObject(slack.MarkdownType, text, false, true)
}

func contextBlock(text string) slack.Block { return slack.NewContextBlock("", textObject(text)) }

// contextBlocks shows lines in small print, in as few blocks as hold them.
func contextBlocks(lines []string) []slack.Block {
	var out []slack.Block
	for _, text := range pack(lines, maxContext) {
		if strings.TrimSpace(text) == "" {
			continue
		}
		out = append(out, contextBlock(text))
	}
	return out
}

// tailBlocks shows what stands under an answer's text: how it was made, its
// footnotes, and for the question with this ID, 0 for a summary of what was said,
// the buttons to
// judge the answer, own blocks, and what may be asked next. All but own have at
// most room characters.
func tailBlocks(ans answer.Answer, room int, l lang, id int64, own ...slack.Block) []slack.Block {
	if ans.Aside {
		return own
	}
	about := aboutLines(ans, l, id == 0)
	room -= lengthOf(about)
	next, nextLength := nextBlocks(ans.Suggestions, id, l)
	room -= nextLength
	out := contextBlocks(about)
	switch {
	case ans.Outcome == answer.NotFound:
		out = append(out, contextBlocks(listLines(l.say("*Closest in the library*"), ans.Nearest, ans.Text, false, room, l))...)
		out = append(out, contextBlock(l.say(howToAdd)))
	case len(ans.Newer)+len(ans.Earlier) == 0:
		out = append(out, contextBlocks(notes(byNumber(ans.Citations), ans.Text, true, room, l))...)
	default:
		// What is cited comes first; other coverage gets at least a quarter.
		cited := notes(byNumber(ans.Citations), ans.Text, true, room*3/4, l)
		out = append(out, contextBlocks(cited)...)
		room -= lengthOf(cited)
		newer := listLines(l.say("*Newer, perhaps about this*"), ans.Newer, ans.Text, true, room, l)
		out = append(out, contextBlocks(newer)...)
		out = append(out, contextBlocks(listLines(l.say("*Earlier coverage*"), ans.Earlier, ans.Text, true, room-lengthOf(newer), l))...)
	}
	if id == 0 {
		return append(out, own...)
	}
	return slices.Concat(out, []slack.Block{feedbackBlock(id, l)}, own, next)
}

// howToAdd is said where the library has no answer.
const howToAdd = "To add an article, use `/articles add URL`."

// listLines writes citations under a title, in at most room characters.
func listLines(title string, cs []answer.Citation, text string, numbered bool, room int, l lang) []string {
	lines := notes(cs, text, numbered, room-length(title)-1, l)
	if len(lines) == 0 {
		return nil
	}
	return append([]string{title}, lines...)
}

// aboutLines says, of an answer or of a summary of what was said, as of when and by whom an answer is, and what a reader
// must know of how it was made.
func aboutLines(ans answer.Answer, l lang, ofTalk bool) []string {
	var facts []string
	if ans.Outcome != answer.NotFound {
		if !strings.Contains(ans.Notice, answer.NoticeUndated) && !beginsDated(ans) { // which say it
			facts = append(facts, asOf(ans, l))
		}
		facts = append(facts, madeBy(ans, l, ofTalk))
	}
	if ans.Withheld > 0 {
		held := l.count(ans.Withheld, "1 sentence held back: not supported by the cited passage",
			"%d sentences held back: not supported by the cited passage")
		if ans.Requoted > 0 {
			held += ", " + l.count(ans.Requoted, "1 quoted from it instead", "%d quoted from it instead")
		}
		facts = append(facts, held)
	}
	var lines []string
	if len(facts) > 0 {
		lines = append(lines, strings.Join(facts, " · "))
	}
	if ans.Notice != "" {
		lines = append(lines, cutEscaped(l.say(ans.Notice), 500, mrkdwn))
	}
	if ans.Sample {
		lines = append(lines, l.say("This comes from the sample library that Footnote brings along, not from articles of yours."))
	}
	return lines
}

// beginsDated reports whether a text begins with the day that its answer is of.
func beginsDated(ans answer.Answer) bool {
	d, err := article.ParseDate(ans.AsOf)
	return err == nil && d.Known() && strings.HasPrefix(ans.Text, "As of "+d.Day()+", ")
}

func asOf(ans answer.Answer, l lang) string {
	if d, err := article.ParseDate(ans.AsOf); err == nil && d.Known() {
		return l.say("As of %s", l.day(d))
	}
	return l.say("None of the cited articles is dated")
}

func madeBy(ans answer.Answer, l lang, ofTalk bool) string {
	switch quoted := ans.Model == ""; {
	case quoted && ofTalk:
		return l.say("Quoted from what was said, without a model")
	case quoted:
		return l.say("Quoted from the articles, without a model")
	}
	return l.say("Answered by %s", cutEscaped(ans.Model, maxTitle, mrkdwn))
}

// byNumber sorts citations as footnotes stand: the quotes of one article
// together.
func byNumber(cs []answer.Citation) []answer.Citation {
	return slices.SortedStableFunc(slices.Values(cs), func(a, b answer.Citation) int { return a.N - b.N })
}

// quoteLengths are tried from the first until all footnotes fit.
var quoteLengths = []int{300, 160, 80, 0}

// notes writes citations as lines that have at most room characters together, under a
// text whose own words they do not repeat. Where there are many, first their quotes
// become shorter; then each article is named once, without quotes, as many as fit, and
// the rest counted.
func notes(cs []answer.Citation, text string, numbered bool, room int, l lang) []string {
	if len(cs) == 0 {
		return nil
	}
	var lines []string
	for _, quote := range quoteLengths {
		lines = lines[:0]
		for i, c := range cs {
			again := i > 0 && c.ArticleID != "" && cs[i-1].ArticleID == c.ArticleID
			if again && (quote == 0 || c.Quote == "") { // it would say nothing
				continue
			}
			c.Quote = c.QuoteUnder(text, again)
			lines = append(lines, note(c, numbered, again, quote, l))
		}
		if lengthOf(lines) <= room {
			return lines
		}
	}
	rest := l.say("… and %d more, for which there is no room here", len(lines))
	n := len(lines)
	for n > 0 && lengthOf(lines[:n])+length(rest)+1 > room {
		n--
	}
	return append(lines[:n:n], l.say("… and %d more, for which there is no room here", len(lines)-n))
}

// note writes one citation: [1] Title, linked · Outlet · 28 Apr 2026 — “quote”.
// Where the article was named in the line above, it is not named again.
func note(c answer.Citation, numbered, again bool, quote int, l lang) string {
	var w strings.Builder
	if numbered {
		fmt.Fprintf(&w, "[%d] ", c.N)
	} else {
		w.WriteString("• ")
	}
	if again {
		w.WriteString(linked(c, l.say("the same article")))
	} else {
		w.WriteString(linked(c, cmp.Or(cutEscaped(c.Title, maxTitle, mrkdwn), l.say("Untitled"))))
		if c.Source != "" {
			w.WriteString(" · " + cutEscaped(c.Source, maxTitle, mrkdwn))
		}
		w.WriteString(" · " + l.day(c.Published))
		if len(c.Also) > 0 {
			w.WriteString(" · " + alsoIn(c.Also, l))
		}
		if c.URL == "" {
			w.WriteString(" · " + fromLibrary(c, l))
		}
	}
	if c.Gone && !again {
		w.WriteString(" · " + l.say("no longer online"))
	}
	if c.Page > 0 {
		fmt.Fprintf(&w, " · p. %d", c.Page)
	}
	if c.Quote != "" && quote > 0 {
		w.WriteString(" — " + cutEscaped(c.Quote, quote, quoted))
	}
	return w.String()
}

// quoted writes words between quotation marks, which stay when they are cut.
func quoted(words string) string { return mrkdwn(answer.Quoted(words)) }

// mostAlso is how many other outlets of a story are named.
const mostAlso = 3

// alsoIn says which other outlets print the story.
func alsoIn(outlets []string, l lang) string {
	var names []string
	for _, o := range outlets[:min(mostAlso, len(outlets))] {
		names = append(names, cutEscaped(o, maxTitle, mrkdwn))
	}
	if more := len(outlets) - len(names); more > 0 {
		return l.say("also in %s and %d more", strings.Join(names, ", "), more)
	}
	return l.say("also in %s", strings.Join(names, ", "))
}

// fromLibrary says of an article without a page where it is.
func fromLibrary(c answer.Citation, l lang) string {
	if c.File == "" || c.File == c.Title {
		return l.say("from the library")
	}
	return l.say("from the library: %s", cutEscaped(c.File, maxTitle, mrkdwn))
}

// linked writes escaped words as a link to a citation's article, where it has
// a link that may be shown.
func linked(c answer.Citation, words string) string {
	for _, raw := range []string{c.Link, c.URL} {
		if link := safeLink(raw); link != "" {
			return "<" + link + "|" + words + ">"
		}
	}
	return words
}

// safeLink returns an absolute http or https URL as it may stand in mrkdwn,
// or "".
func safeLink(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	link := linkMarks.Replace(raw)
	if len(link) > maxLink || strings.ContainsFunc(link, func(r rune) bool { return r <= ' ' || r == 0x7f }) {
		return ""
	}
	return link
}

var linkMarks = strings.NewReplacer("&", "&amp;", "<", "%3C", ">", "%3E", "|", "%7C", `"`, "%22", "`", "%60", "*", "%2A")

// lengthOf is the length of lines joined by newlines.
func lengthOf(lines []string) int {
	n := 0
	for _, line := range lines {
		n += length(line) + 1
	}
	return n
}

// maxFallback is the length of the text that notifications show instead of
// blocks; chat.update refuses one above 4,000 bytes.
const maxFallback = 300

// fallback returns what a notification of an answer says.
func fallback(sentences []answer.Sentence) string {
	var plain []string
	for _, s := range sentences {
		plain = append(plain, s.Text)
	}
	return cutEscaped(strings.Join(plain, " "), maxFallback, mrkdwn)
}
