package extract

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"footnote/internal/article"
	"footnote/internal/media"
)

// A line is an article as a line of JSON, in the fields that "footnote
// articles export" prints. Fields it does not know are left alone.
type line struct {
	URL       string `json:"url"`
	Title     string `json:"title"`
	Source    string `json:"source"` // the outlet
	Author    string `json:"author"`
	Published string `json:"published_at"`
	Estimated bool   `json:"published_estimated"`
	Body      string `json:"body"`
	File      string `json:"file"`
	Scope     string `json:"scope"`
	Lang      string `json:"lang"`
	Pages     []int  `json:"pages"` // where in the body its pages begin
}

// Line reads the article of a line that is to be added in a scope. One of a local file
// may name its scope, and any site.
func Line(in media.Origin, local bool, raw []byte, to article.Scope) (Draft, error) {
	var l line
	err := json.Unmarshal(raw, &l)
	if err != nil {
		return Draft{}, reword(err)
	}
	if strings.TrimSpace(l.Body) == "" {
		return Draft{}, errors.New("no body")
	}
	d := Draft{Article: article.Article{Title: l.Title, Outlet: l.Source, Author: l.Author, Lang: l.Lang, Body: l.Body, Pages: l.Pages}}
	d.setURL(l.URL)
	d.setDate(l.Published)
	d.Published.Estimated = l.Estimated && d.Published.Known()
	if !local {
		return d, mayClaim(in, l)
	}
	d.File = l.File
	if d.Scope, err = article.ParseScope(l.Scope); err != nil {
		return Draft{}, err
	}
	if l.Scope != "" && to != article.Workspace && d.Scope != to { // either could be the wider one
		return Draft{}, fmt.Errorf("names the scope %s and is to be added in %s: leave one of them out", d.Scope, to)
	}
	return d, nil
}

// mayClaim errs if a line that was fetched says what only its site, or who may
// read this machine's files, can know: it could pass for another's article.
func mayClaim(in media.Origin, l line) error {
	here, err := url.Parse(in.URL)
	there, lineErr := url.Parse(l.URL)
	switch {
	case l.Scope != "":
		return errors.New("names a scope, which only a local file may")
	case l.URL != "" && (err != nil || lineErr != nil || !sameSite(here, there)):
		return errors.New("names a URL of another site, which only a local file may")
	}
	return nil
}

// reword says what is wrong with a line in words for who wrote it, and
// without any of its text.
func reword(err error) error {
	if t, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		if t.Field == "" {
			return fmt.Errorf("a JSON %s, not an object", t.Value)
		}
		return fmt.Errorf("%s is a %s, not a %s", t.Field, t.Value, t.Type)
	}
	if s, ok := errors.AsType[*json.SyntaxError](err); ok {
		return fmt.Errorf("broken JSON at byte %d", s.Offset)
	}
	return fmt.Errorf("broken JSON: %w", err)
}
