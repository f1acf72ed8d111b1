package ingest

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"unicode"

	"footnote/internal/article"
	"footnote/internal/feed"
	"footnote/internal/store"
)

// Kinds of job, beside store.PollKind.
const (
	addKind     = "add"     // a URL that a person named: a page, a feed or a site
	fetchKind   = "fetch"   // the page of a feed's item
	refreshKind = "refresh" // an article is looked at again
)

// A spec is what a job is about, as the queue keeps it.
type spec struct {
	URL       string        `json:"url,omitempty"`
	Scope     article.Scope `json:"scope,omitempty"`
	From      string        `json:"from,omitempty"`   // the feed or outline that named it; see fetch.Request
	Source    int64         `json:"source,omitempty"` // the same
	Title     string        `json:"title,omitempty"`  // as the feed has it, like the rest
	Author    string        `json:"author,omitempty"`
	Outlet    string        `json:"outlet,omitempty"`
	Published article.Date  `json:"published,omitzero"`
	DayOnly   bool          `json:"day_only,omitempty"`
	Estimated bool          `json:"estimated,omitempty"`
	Article   string        `json:"article,omitempty"`
}

// stranger is what names a URL that is neither a page nor somebody who may have what is
// private: a file that was sent, or a guest.
const stranger = "file:stranger"

// job returns the job of a kind that the spec is of, on the host of its URL.
func (s spec) job(kind string) (store.Job, error) {
	key := string(s.Scope) + "\x00" + article.CanonicalURL(s.URL)
	if s.Article != "" {
		key = s.Article
	}
	raw, err := json.Marshal(s)
	return store.Job{Kind: kind, Key: key, Host: hostOf(s.URL), Spec: raw}, err
}

// readSpec returns what a job is about.
func readSpec(j store.Job) (s spec, err error) {
	if len(j.Spec) == 0 {
		return s, nil
	}
	err = json.Unmarshal(j.Spec, &s)
	s.Published.Estimated = s.Estimated
	return s, err
}

// Subject returns what a job is about, for people: a URL, or else its key.
func Subject(j store.Job) string {
	s, err := readSpec(j)
	if err != nil || s.URL == "" {
		return j.Kind + " " + j.Key
	}
	return s.URL
}

// hostOf returns whose turn a request for the URL takes: its host with the
// port.
func hostOf(raw string) string {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" {
		return "-" // refused when it is fetched
	}
	return strings.ToLower(u.Host)
}

// itemKeys returns digests of what an item of a feed is known by.
func itemKeys(it feed.Item) []int64 {
	var keys []int64
	add := func(s string) {
		sum := sha256.Sum256([]byte(s))
		if k := int64(binary.BigEndian.Uint64(sum[:])); !slices.Contains(keys, k) {
			keys = append(keys, k)
		}
	}
	if it.ID != "" {
		add("id:" + it.ID)
	}
	if it.URL != "" {
		add("url:" + article.CanonicalURL(it.URL))
	}
	if len(keys) == 0 {
		add("text:" + it.Title + "\x00" + it.Content + it.Summary)
	}
	return keys
}

// textKey returns a digest of the site and the words of an article: a site
// that shows the same words under another URL shows the same article. It is
// "" for a few words, which may stand anywhere.
func textKey(a article.Article) string {
	const fewest = 20
	words := strings.FieldsFunc(strings.ToLower(a.Body), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) < fewest {
		return ""
	}
	sum := sha256.Sum256([]byte(article.HostName(a.URL) + "\x00" + strings.Join(words, " ")))
	return hex.EncodeToString(sum[:12])
}
