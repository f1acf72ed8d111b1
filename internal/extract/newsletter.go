package extract

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// A newsletter stands between lines that are of its mailing and not of what it says: where else it can be
// read, why it came, from where, and how not to get it any more.

var (
	elsewhere = regexp.MustCompile(`(?i)^\W*((view|read|open|see)( this| the| it)?( e-?mail| post| newsletter| issue| message| letter)? (in|on) (your|a|the|an?other)? ?(web ?)?(browser|web|app)|(trouble|problems) (viewing|reading) this|` +
		`forwarded this e-?mail\?|was this (e-?mail )?forwarded|(im|in der) browser (ansehen|öffnen|anzeigen|lesen)|(im browser|online|webversion) ansehen|voir (cet e-?mail|la version en ligne|dans (le|votre) navigateur)|` +
		`ver (este (correo|email)|en el navegador)|visualizza nel browser|ver no navegador|bekijk (deze e-?mail|in)|webversie)`)
	mailing = regexp.MustCompile(`(?i)\b(unsubscribe|opt out|(update|manage|change) (your )?(e-?mail |subscription )?(preferences|settings|subscriptions?)|(our|mailing) address|receiv(e|ing) (this|these) (e-?mail|newsletter|message)s?|(e-?mail|newsletter|message) was sent to|` +
		`no longer wish|reader-supported publication|abbestellen|abmelden|austragen|newsletter (erhalten|bekommen) sie|se désinscrire|se désabonner|désabonnement|darse? de baja|cancelar (la )?suscripción|disiscriv\w+|annulla l['’]iscrizione|cancelar (a )?(inscrição|assinatura)|uitschrijven|afmelden)\b`)
	leaving  = regexp.MustCompile(`(?i)\b(unsubscribe|opt out|abbestellen|abmelden|austragen|désinscrire|désabonner|désabonnement|de baja|cancelar|disiscriv\w+|annulla l['’]iscrizione|uitschrijven|afmelden)\b`)
	reacting = regexp.MustCompile(`(?i)^\W*((like|comment|restack|share|tweet|forward|read in app|upgrade to paid|facebook|twitter|x|instagram|linkedin|threads|bluesky|mastodon|youtube|website|e-?mail)\W*)+$`)
)

// Lines above a newsletter's text, and below it, that may be of its mailing.
const (
	mailingAbove = 8
	mailingBelow = 20
)

// withoutMailing returns the lines of a mail without those of its mailing.
func withoutMailing(lines []string) []string {
	from := max(0, len(lines)-mailingBelow)
	if slices.ContainsFunc(lines[from:], isLeaving) {
		end := len(lines)
		for i := len(lines) - 1; i >= from; i-- {
			of := isMailing(lines[i]) || rights.MatchString(lines[i])
			if !of && (utf8.RuneCountInString(lines[i]) > maxTitleLine || sentenceLike.MatchString(lines[i]) && !strings.HasSuffix(lines[i], "?")) {
				break
			}
			if of || end == i+1 && end < len(lines) && reacting.MatchString(lines[i]) {
				end = i
			}
		}
		if 2*end >= len(lines) || len(strings.Join(lines[:end], "")) > leastDocument {
			lines = lines[:end]
		}
	}
	above := min(len(lines), mailingAbove)
	head := slices.DeleteFunc(slices.Clone(lines[:above]), func(l string) bool {
		return utf8.RuneCountInString(l) <= maxTitleLine && (elsewhere.MatchString(l) || reacting.MatchString(l))
	})
	return append(head, lines[above:]...)
}

func isMailing(line string) bool {
	return utf8.RuneCountInString(line) <= 2*maxTitleLine && mailing.MatchString(line)
}

func isLeaving(line string) bool {
	return utf8.RuneCountInString(line) <= 2*maxTitleLine && leaving.MatchString(line)
}

// unseen matches the style of what mailers show only in their lists of mails.
var unseen = regexp.MustCompile(`(?i)(^|[;\s])(display\s*:\s*none|visibility\s*:\s*hidden|mso-hide\s*:\s*all|max-height\s*:\s*0)`)

// dropUnseen takes what nobody sees out of a mail's page.
func dropUnseen(doc *html.Node) {
	var out []*html.Node
	for n := range doc.Descendants() {
		if unseen.MatchString(attr(n, "style")) {
			out = append(out, n)
		}
	}
	for _, n := range out {
		n.Parent.RemoveChild(n)
	}
}
