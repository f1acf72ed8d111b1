package bot

import (
	"embed"
	"encoding/json"
	"fmt"
	"path"
	"strings"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
)

//go:embed catalogue/*.json
var catalogueFiles embed.FS

// catalogue holds the bot's words in languages other than English, by their
// English form. A language is a file of its own.
var catalogue = readCatalogue()

func readCatalogue() map[lang]map[string]string {
	const dir = "catalogue"
	entries, err := catalogueFiles.ReadDir(dir)
	if err != nil {
		panic(err) // unreachable: it is embedded
	}
	all := map[lang]map[string]string{}
	for _, e := range entries {
		raw, err := catalogueFiles.ReadFile(path.Join(dir, e.Name()))
		if err != nil {
			panic(err) // unreachable: it is embedded
		}
		var words map[string]string
		if err := json.Unmarshal(raw, &words); err != nil {
			panic(fmt.Sprintf("catalogue %s: %v", e.Name(), err)) // unreachable: a test reads it
		}
		all[lang(strings.TrimSuffix(e.Name(), path.Ext(e.Name())))] = words
	}
	return all
}

// A lang is the language in which the bot speaks with a person: "de", or ""
// for English, in which all words of the bot are written.
type lang string

// langOf returns the language of a locale such as "de-DE", as far as it is
// spoken.
func langOf(locale string) lang {
	base, _, _ := strings.Cut(locale, "-")
	if _, spoken := catalogue[lang(base)]; spoken {
		return lang(base)
	}
	return ""
}

// say returns a text of the catalogue, which is named by its English form, a
// format for args. What is not translated is said in English.
func (l lang) say(english string, args ...any) string {
	format := english
	if own, ok := catalogue[l][english]; ok {
		format = own
	}
	if len(args) == 0 {
		return format
	}
	return fmt.Sprintf(format, args...)
}

// count says how many there are of something, by one of two texts of the
// catalogue: "1 article", "%d articles".
func (l lang) count(n int, one, many string) string {
	if n == 1 {
		return l.say(one)
	}
	return l.say(many, n)
}

// day writes the date of an article as people do: "28 Apr 2026". It is the same
// for everybody, and as the text of an answer has it.
func (l lang) day(d article.Date) string {
	switch {
	case !d.Known():
		return l.say("undated")
	case d.Estimated && l != "":
		return l.say("about %s", l.plainDay(d))
	}
	return l.plainDay(d)
}

// dayOf writes an instant as the day it is where the reader is, which Slack knows;
// what stands behind it is shown where Slack cannot.
func (l lang) dayOf(t time.Time) string {
	return fmt.Sprintf("<!date^%d^{date_short}|%s>", t.Unix(), l.plainDay(article.Date{Time: t.UTC()}))
}

// timeOfDay writes an instant as dayOf does, with its time; where Slack cannot, in the
// zone of t.
func timeOfDay(t time.Time) string {
	return fmt.Sprintf("<!date^%d^{date_short_pretty} {time}|%s>", t.Unix(), t.Format("Mon 2 Jan 15:04 MST"))
}

// plainDay writes a date as its day.
func (l lang) plainDay(d article.Date) string {
	if months, ok := monthNames[l]; ok && d.Known() {
		t := d.Local()
		return fmt.Sprintf("%d. %s %d", t.Day(), months[t.Month()-1], t.Year())
	}
	return d.Day()
}

// monthNames are the months of languages that write dates unlike English.
var monthNames = map[lang][12]string{
	"de": {"Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.", "Nov.", "Dez."},
}

// notFound says in the reader's language that no article answers; what stands behind
// that, as names that none mentions, stays.
func (l lang) notFound(ans answer.Answer) string {
	rest, ok := strings.CutPrefix(ans.Text, answer.NoneAnswers(ans.Library))
	if l == "" || !ok || ans.Library.Articles == 0 {
		return ans.Text
	}
	text := l.count(ans.Library.Articles, "Not in the library: its one article does not answer this.", "Not in the library: none of its %d articles answers this.")
	if ans.Library.Newest.Known() {
		text += " " + l.say("The newest is from %s.", l.plainDay(ans.Library.Newest))
	}
	return text + rest
}
