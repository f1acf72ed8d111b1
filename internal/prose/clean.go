// Package prose reads the text of models and of articles: it cuts what streams into
// sentences, cleans it of what shows nothing or does something, and finds its numbers,
// its denials and the words that are forms of one.
package prose

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A sought is a pattern that is looked for only in a text that has one of the words, in
// lower case, without which it matches nothing: most texts have none, and to look for a
// word costs a small part of what the pattern does.
type sought struct {
	words   []string // any text will do where there are none
	pattern *regexp.Regexp
}

// in reports whether a text, low in lower case, has the pattern.
func (s sought) in(text, low string) bool {
	has := func(word string) bool { return strings.Contains(low, word) }
	return (s.words == nil || slices.ContainsFunc(s.words, has)) && s.pattern.MatchString(text)
}

var (
	mention = sought{[]string{"<", "@"}, regexp.MustCompile(`<[@!#][^>]*>?|(?i)@(?:here|channel|everyone)|(?:^|[^\pL\pN])@[\pL\pN_]`)}
	link    = sought{
		[]string{"[", "/", "?", "@", "<", "www.", "mailto:", "javascript:", "data:", "file:", "tel:", "slack:"},
		regexp.MustCompile(`(?i)!\[|\[[^\]\n]*\]\(\s*[^)]*\)?|\b[a-z][a-z0-9+.-]{1,20}://|\b(?:mailto|javascript|data|file|tel|slack):\S|` +
			`\bwww\.\S|[\w.+-]+@[\w-]+\.[a-z]{2,}|<[^<>|\s]+\|[^<>]*>?|\b(?:[a-z0-9-]+\.)+[a-z]{2,}[/?]\S|<[/|a-z]`),
	}
	emphasis = strings.NewReplacer("**", "", "__", "", "`", "", "~~", "")
	// space before a mark is left where a marker stood.
	spacedMark = regexp.MustCompile(` ([.,;:!?])`)
)

// Plain returns a sentence without markers, emphasis, characters that show
// nothing and doubled spaces. What looks like a marker only without the others, as
// [**1**], is one: nothing is shown that is no footnote and looks like it.
func Plain(raw string) string {
	text := seen(html.UnescapeString(emphasis.Replace(Marker.ReplaceAllString(raw, ""))))
	for Marker.MatchString(text) {
		text = Marker.ReplaceAllString(text, "")
	}
	text = strings.Join(strings.Fields(text), " ")
	return strings.TrimSpace(spacedMark.ReplaceAllString(text, "$1"))
}

// OneLine returns a text with one space for each run of white space.
func OneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

// seen drops from a text what a reader would not see: control and format
// characters (bidirectional overrides, zero widths, tag letters), private ones,
// fillers and variation selectors. White space of any kind becomes a space.
func seen(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case r == utf8.RuneError, unicode.Is(unicode.C, r), unicode.Is(unicode.Variation_Selector, r), strings.ContainsRune(fillers, r):
			return -1
		}
		return r
	}, text)
}

// VisibleOnly returns a text without what seen drops; its white space stays.
func VisibleOnly(text string) string {
	if clean := seen(text); strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsSpace(r) && seen(string(r)) == "" }) {
		return clean
	}
	return text
}

// fillers are letters and symbols without a shape.
const fillers = "\u115f\u1160\u3164\uffa0\u2800\u034f"

// Forbidden returns why a sentence must not pass whatever the passages say, or
// "". Characters that only look like others are taken for these, and what is
// escaped several times is read as it would end up.
func Forbidden(text string) string {
	text = asRead(text)
	low := strings.ToLower(text)
	switch {
	case mention.in(text, low):
		return "it mentions someone"
	case link.in(text, low):
		return "it holds a link"
	case instructs(text, low):
		return "it gives an instruction"
	}
	return ""
}

// asRead returns a text as a reader sees it in the end: what is escaped several
// times is read as it would end up, and what only looks like another character
// as that.
func asRead(text string) string {
	for range 3 {
		text = html.UnescapeString(text)
	}
	return norm.NFKC.String(seen(text))
}

// Instructs reports whether a sentence of a passage speaks to a model, or has a
// tag in which such words may hide.
func Instructs(text string) bool {
	text = asRead(text)
	low := strings.ToLower(text)
	return instructs(text, low) || tag.in(text, low)
}

var tag = sought{[]string{"<"}, regexp.MustCompile(`(?i)<[/|a-z]`)}

// instructs reports whether a text speaks to a model and not to a reader. Such a
// sentence of a passage supports none, whoever repeats it.
func instructs(text, low string) bool {
	return slices.ContainsFunc(instructions, func(s sought) bool { return s.in(text, low) })
}

var instructions = []sought{
	{[]string{"ignore", "disregard", "forget", "override", "bypass"}, regexp.MustCompile(`(?i)\b(?:ignore|disregard|forget|override|bypass)\b.{0,60}\b(?:instruction|rule|prompt|guideline|above|previous|earlier|prior|passage)s?\b`)},
	{[]string{":"}, regexp.MustCompile(`(?i)^\W*(?:system|assistant|developer|user|human)\W*:`)},
	{[]string{"system "}, regexp.MustCompile(`(?i)\bsystem (?:prompt|message|override|turn)\b`)},
	{[]string{"<", "["}, regexp.MustCompile(`(?i)<\|\w+\|>|\[/?INST\]|</?(?:system|passage|question|thread|shown|failed)\b`)},
	{[]string{"you ", "assistant ", "model ", "bot ", "ai "}, regexp.MustCompile(`(?i)\b(?:you|assistant|model|bot|ai) (?:must|should|shall|will|are) (?:now |only |always |never )?(?:to )?(?:say|write|answer|reply|respond|output|print|repeat|cite|tell|obey|an? (?:ai|assistant|model|bot))\b`)},
	{nil, regexp.MustCompile(`(?i)^\W*(?:please |now |instead |then )*(?:say|write|answer|reply|respond|output|print|repeat|cite|append|mention|post|send)\b (?:that|with|only|the following|exactly|this|@|"|“|:|no|nothing|passage|\[)`)},
	{[]string{"instruction"}, regexp.MustCompile(`(?i)\b(?:new|following|these|hidden|secret) instructions?\b|\binstructions? (?:for|to) (?:the )?(?:ai|assistant|model|bot|reader)\b`)},
	{[]string{"tell "}, regexp.MustCompile(`(?i)\btell (?:the )?(?:user|reader|everyone|channel)\b`)},
	{[]string{"not_in_library"}, regexp.MustCompile(`(?i)\bNOT_IN_LIBRARY\b`)},
}
