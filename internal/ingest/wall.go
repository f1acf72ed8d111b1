package ingest

import (
	"net/url"
	"regexp"
	"strings"

	"golang.org/x/net/html"
)

// Bounds of what is taken for a page that stands before the article instead
// of showing it, in bytes: of a text that may be a teaser, and of one so short
// that the words around it count too.
const (
	maxWall   = 1500
	maxTeaser = 400
)

var (
	paywallWords = regexp.MustCompile(`(?i)(subscribe|sign in|log in|register|create (a free|an) account) to (continue|keep|read|unlock|view)|` +
		`already (a|an) (subscriber|member)|(this|full) (article|story|content) is (for|reserved for|only available to|available to) (our )?(subscribers|members)|` +
		`to (continue|keep) reading,? (subscribe|sign in|log in|register)`)
	consentWords = regexp.MustCompile(`(?i)before you continue|we (value|care about) your privacy|(accept|reject|manage) (all )?(our )?cookies|` +
		`verify (that )?you are (a )?human|are you a robot|checking your browser|unusual traffic|` +
		`(please )?enable javascript (and cookies )?to continue|captcha`)
	lockedJSON = regexp.MustCompile(`"isAccessibleForFree"\s*:\s*"?(?i:false)`)
)

// wall returns ErrPaywall or ErrConsent if what was fetched is a page that
// stands before the article: one with few words, of which some say so. A page
// that a user saved is theirs.
func wall(doc *html.Node, fetched, body string) error {
	if fetched == "" || len(body) > maxWall {
		return nil
	}
	words := body
	if len(body) <= maxTeaser {
		words = pageText(doc)
	}
	u, err := url.Parse(fetched)
	switch {
	case err == nil && strings.HasPrefix(u.Hostname(), "consent."):
		return ErrConsent
	case len(body) <= maxTeaser && paywallWords.MatchString(words):
		return ErrPaywall
	case len(words) <= maxWall && consentWords.MatchString(words):
		return ErrConsent
	}
	return nil
}

// isTeaser reports whether the page says that body, which is short, is not all
// there is to read for those who pay.
func isTeaser(doc *html.Node, body string) bool {
	return len(body) <= maxWall && (paywallWords.MatchString(body) || lockedJSON.MatchString(scripts(doc)))
}

// scripts returns the scripts of a page that hold data.
func scripts(doc *html.Node) string {
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.ElementNode && n.Data == "script" && attr(n, "type") == "application/ld+json" {
			for c := range n.ChildNodes() {
				b.WriteString(c.Data)
			}
		}
	}
	return b.String()
}
