package extract

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/RadhiFadlillah/whatlanggo"

	"footnote/internal/article"
	"footnote/internal/dateline"
)

// A Draft is an article as read, before what holds for all articles is seen to.
type Draft struct {
	article.Article
	Warnings []error
}

// ErrPart is what a warning wraps where the body is less than what was read has.
var ErrPart = errors.New("only its beginning was added")

func (d *Draft) warn(format string, args ...any) {
	d.Warnings = append(d.Warnings, fmt.Errorf(format, args...))
}

// setDate sets the date if s is one, and warns if it is none. Nothing at all
// is an unknown date.
func (d *Draft) setDate(s string) {
	date, err := dateline.Parse(s)
	if err != nil {
		d.warn("%w; left out", err)
		return
	}
	d.Published = date
}

// setURL sets the URL if s is one that may be shown as a link.
func (d *Draft) setURL(s string) {
	if s = strings.TrimSpace(s); s == "" {
		return
	}
	if !article.IsWebURL(s) {
		d.warn("url is no web address; left out")
		return
	}
	d.URL = s
}

// Finish brings a draft into the form every article has. It errs if there is
// nothing to read in it.
func (d *Draft) Finish(scope article.Scope, now time.Time) error {
	if d.Scope == article.Workspace {
		d.Scope = scope
	}
	d.Title = article.OneLine(d.Title, article.MaxTitle)
	d.Author = article.OneLine(d.Author, article.MaxName)
	d.Outlet = article.OneLine(d.Outlet, article.MaxName)
	body := article.Paragraphs(d.Body)
	if body == "" {
		return errors.New("no text in it")
	}
	if body != d.Body || !d.Pages.Valid(len(body)) { // they would be of another text
		d.Pages = nil
	}
	d.Body = body
	if d.Outlet == "" {
		d.Outlet = article.HostName(d.URL)
	}
	if date := dateline.Believed(d.Published, now); date != d.Published {
		d.warn("date %s lies in the future; left out", d.Published)
		d.Published = date
	}
	d.Lang = language(d.Lang, d.Body)
	return nil
}

// language returns an ISO 639-1 code: what the text is surely written in,
// else what was declared, as "en" or "en-US".
func language(declared, body string) string {
	// The beginning tells as well as the whole; the end may be credits.
	if len(body) > 4000 {
		body = strings.ToValidUTF8(body[:4000], "")
	}
	if info := whatlanggo.Detect(body); info.IsReliable() {
		switch code := info.Lang.Iso6391(); {
		case code == "zh" && isKana(body):
			return "ja"
		case code != "":
			return code
		}
	}
	code, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(declared)), "-")
	if len(code) != 2 || strings.ContainsFunc(code, func(r rune) bool { return r < 'a' || r > 'z' }) {
		return ""
	}
	return code
}

// isKana reports whether one letter in twenty is of Japanese's own: news there may have more
// of China's, by which the language is told.
func isKana(text string) bool {
	kana, all := 0, 0
	for _, r := range text {
		if unicode.IsLetter(r) {
			all++
		}
		if unicode.In(r, unicode.Hiragana, unicode.Katakana) {
			kana++
		}
	}
	return 20*kana > all
}

// spaces are what HTML folds into one space with what stands around it.
var spaces = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ", "\f", " ")
