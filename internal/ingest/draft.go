package ingest

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"time"
	"unicode"

	"github.com/RadhiFadlillah/whatlanggo"

	"footnote/internal/article"
)

// Bounds of what is shown beside an article, in characters.
const (
	maxTitle = 500
	maxName  = 200 // of an author or outlet
	// maxURL leaves room for a title beside the link in a text object of
	// Slack, which holds 3000 characters.
	maxURL = 2000
)

// A draft is an article as read, before what holds for all articles is seen to.
type draft struct {
	article.Article
	warnings []error
}

func (d *draft) warn(format string, args ...any) {
	d.warnings = append(d.warnings, fmt.Errorf(format, args...))
}

// setDate sets the date if s is one, and warns if it is none. Nothing at all
// is an unknown date.
func (d *draft) setDate(s string) {
	date, err := parseDate(s)
	if err != nil {
		d.warn("%w; left out", err)
		return
	}
	d.Published = date
}

// setURL sets the URL if s is one that may be shown as a link.
func (d *draft) setURL(s string) {
	if s = strings.TrimSpace(s); s == "" {
		return
	}
	if !isWebURL(s) {
		d.warn("url is no web address; left out")
		return
	}
	d.URL = s
}

func isWebURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" && len(s) <= maxURL
}

// finish brings a draft into the form every article has. It errs if there is
// nothing to read in it.
func (d *draft) finish(scope article.Scope, now time.Time) error {
	if d.Scope == article.Workspace {
		d.Scope = scope
	}
	d.Title = oneLine(d.Title, maxTitle)
	d.Author = oneLine(d.Author, maxName)
	d.Outlet = oneLine(d.Outlet, maxName)
	body := paragraphs(d.Body)
	if body == "" {
		return errors.New("no text in it")
	}
	if body != d.Body || !d.Pages.Valid(len(body)) { // they would be of another text
		d.Pages = nil
	}
	d.Body = body
	if d.Outlet == "" {
		d.Outlet = hostName(d.URL)
	}
	if date := believed(d.Published, now); date != d.Published {
		d.warn("date %s lies in the future; left out", d.Published)
		d.Published = date
	}
	d.Lang = language(d.Lang, d.Body)
	return nil
}

// hostName returns the host of a URL as people write it: without "www.".
func hostName(raw string) string {
	u, err := url.Parse(raw)
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")
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

// oneLine returns s with white space folded and control characters removed,
// cut to limit characters.
func oneLine(s string, limit int) string {
	s = strings.Join(strings.Fields(strings.Map(dropControl, s)), " ")
	if r := []rune(s); len(r) > limit {
		return string(r[:limit-1]) + "…"
	}
	return s
}

// paragraphs returns s with one line a paragraph: no empty ones, no space at
// their ends, no control characters.
func paragraphs(s string) string {
	var b strings.Builder
	for line := range strings.Lines(newlines.Replace(s)) {
		line = strings.TrimSpace(strings.Map(dropControl, line))
		if line == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(line)
	}
	return b.String()
}

// spaces are what HTML folds into one space with what stands around it.
var spaces = strings.NewReplacer("\n", " ", "\r", " ", "\t", " ", "\f", " ")

var newlines = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n", "\v", "\n", "\f", "\n")

// dropControl maps control characters to nothing, and invisible marks that
// turn the direction of what stands beside them.
func dropControl(r rune) rune {
	switch {
	case r == '\n' || r == '\t':
		return r
	case unicode.IsControl(r), r == '\ufeff', r >= '\u202a' && r <= '\u202e', r >= '\u2066' && r <= '\u2069':
		return -1
	}
	return r
}
