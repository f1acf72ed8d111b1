package extract

import (
	"net/mail"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
	"footnote/internal/dateline"
)

// A reply carries what it replies to. That is somebody else's text, of another day, and
// must not be told as the writer's. What is forwarded is what the mail is for, and stays.

var (
	replies  = regexp.MustCompile(`(?i)^\s*(re|aw|sv|vs|antw|res|rif|odp|回复|回覆)\s*(\[\d+\])?\s*[:：]`)
	forwards = regexp.MustCompile(`(?i)^\s*(fwd?|wg|tr|rv|i|enc|doorst)\s*:`)
	// repliedTo begins what a reply carries, in plain text.
	repliedTo = regexp.MustCompile(`(?i)^\W*(original message|original appointment|ursprüngliche nachricht|message d['’]origine|mensaje original|messaggio originale|oorspronkelijk bericht|mensagem original)\W*$`)
	wrote     = regexp.MustCompile(`(?i)\b(wrote|writes|schrieb|a écrit|escribió|ha scritto|schreef|escreveu)\b[^\n]{0,80}:\s*$`)
	wroteOn   = regexp.MustCompile(`(?i)^\s*(on|am|le|el|il|op|em)\b.*[^.!?]$`)
	forwardOf = regexp.MustCompile(`(?i)^\W*(forwarded message|begin forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado)`)
	carried   = regexp.MustCompile(`^\s*>`)
)

// leastOwn is how much a reply says itself at least, in letters and digits; of less the
// rest stays with it.
const leastOwn = 40

// ownLines returns the lines of a mail's text without what it replies to.
func ownLines(lines []string, subject string) []string {
	if forwards.MatchString(subject) || slices.ContainsFunc(lines, forwardOf.MatchString) {
		return lines
	}
	var own []string
	within := false // the line before is of a head, or of what is none
	for i := 0; i < len(lines); i++ {
		n, field := 0, fieldOf(lines[i]) != ""
		if field && !within {
			_, n = mailHead(lines[i:])
		}
		if within = field; repliedTo.MatchString(lines[i]) || i > 0 && n > 0 {
			break
		}
		if !carried.MatchString(lines[i]) {
			own = append(own, lines[i])
			continue
		}
		cut := withoutWrote(own)
		if !replies.MatchString(subject) && len(cut) == len(own) {
			own = append(own, lines[i])
			continue
		}
		own = cut
		for i+1 < len(lines) && (carried.MatchString(lines[i+1]) || strings.TrimSpace(lines[i+1]) == "") {
			i++
		}
		own = append(own, "")
	}
	if len(letters(strings.Join(own, ""))) < leastOwn {
		return lines
	}
	return own
}

// withoutWrote returns lines without the one or two at their end that say who wrote what
// follows, and the empty ones around.
func withoutWrote(lines []string) []string {
	end := len(lines)
	for end > 0 && strings.TrimSpace(lines[end-1]) == "" {
		end--
	}
	blank := end
	switch {
	case end > 1 && wroteOn.MatchString(lines[end-2]) && wrote.MatchString(lines[end-2]+" "+lines[end-1]):
		end -= 2
	case end > 0 && wrote.MatchString(lines[end-1]):
		end--
	}
	if end == blank {
		return lines
	}
	return lines[:end]
}

// dropCarried takes out of a mail's page what it replies to, as mailers mark it.
func dropCarried(doc *html.Node, subject string) {
	if forwards.MatchString(subject) {
		return
	}
	var out []*html.Node
	taken := map[*html.Node]bool{}
	for n := range doc.Descendants() {
		if taken[n] || taken[n.Parent] { // with it
			taken[n] = true
			continue
		}
		class := " " + attr(n, "class") + " "
		cites := n.DataAtom == atom.Blockquote && strings.EqualFold(attr(n, "type"), "cite")
		if cites || strings.Contains(class, " gmail_quote ") || strings.Contains(class, " yahoo_quoted ") || strings.Contains(class, " moz-cite-prefix ") {
			out, taken[n] = append(out, n), true
		}
		if attr(n, "id") == "divRplyFwdMsg" || attr(n, "id") == "appendonsend" {
			for s := n; s != nil; s = s.NextSibling {
				out, taken[s] = append(out, s), true
			}
		}
	}
	left := len(letters(pageText(doc)))
	for _, n := range out {
		if text := pageText(n); forwardOf.MatchString(strings.TrimSpace(text)) {
			return
		}
	}
	for _, n := range out {
		if n.Parent == nil {
			continue
		}
		size := len(letters(pageText(n)))
		if left-size < leastOwn {
			return
		}
		left -= size
		n.Parent.RemoveChild(n)
	}
}

// headFields are the fields of a mail's head as mailers print them, in several languages.
var headFields = map[string]string{
	"from": "from", "von": "from", "de": "from", "da": "from", "van": "from", "от": "from", "差出人": "from",
	"subject": "subject", "betreff": "subject", "objet": "subject", "asunto": "subject", "oggetto": "subject", "assunto": "subject", "onderwerp": "subject", "тема": "subject", "件名": "subject",
	"date": "date", "sent": "date", "datum": "date", "gesendet": "date", "envoyé": "date", "enviado": "date", "inviato": "date", "verzonden": "date", "fecha": "date", "data": "date", "дата": "date", "日時": "date",
	"to": "to", "an": "to", "à": "to", "para": "to", "a": "to", "aan": "to", "cc": "to", "kopie": "to", "reply-to": "to", "кому": "to", "宛先": "to",
}

// maxHead is how many lines a mail's head has at most, as it is copied.
const maxHead = 12

var headField = regexp.MustCompile(`^\s*\*?(\pL[\pL-]{0,10})\s*[:：]\*?\s+(\S.*)$`)

// fieldOf returns the field of a mail's head that a line has, or "".
func fieldOf(line string) string {
	if m := headField.FindStringSubmatch(line); m != nil {
		return headFields[strings.ToLower(m[1])]
	}
	return ""
}

// mailHead returns the fields of a mail's head that lines begin with, as it is copied from
// a mailer, and how many lines it has; 0 where it lacks who it is from, when, or about what.
func mailHead(lines []string) (fields map[string]string, n int) {
	fields = map[string]string{}
	for n < min(len(lines), maxHead) {
		key := fieldOf(lines[n])
		if key == "" {
			break
		}
		if fields[key] == "" {
			fields[key] = strings.TrimSpace(headField.FindStringSubmatch(lines[n])[2])
		}
		n++
	}
	if fields["from"] == "" || fields["subject"] == "" || fields["date"] == "" && fields["to"] == "" {
		return nil, 0
	}
	return fields, n
}

// takeMail takes the head of a mail that a text begins with, and cuts what it replies to.
func (d *Draft) takeMail(lines []string) []string {
	fields, n := mailHead(dropEmpty(lines))
	if n == 0 {
		return lines
	}
	d.Title = subject(fields["subject"])
	d.Author = fields["from"]
	if from, err := mail.ParseAddress(fields["from"]); err == nil && from.Name != "" {
		d.Author = from.Name
	}
	d.Author = strings.TrimSpace(addressed.ReplaceAllString(d.Author, ""))
	if at := mailDate(fields["date"]); at.Known() {
		d.Published = at
	}
	return ownLines(dropEmpty(lines)[n:], fields["subject"])
}

// addressed matches an address behind a name.
var addressed = regexp.MustCompile(`\s*[<\[(](mailto:)?[^\s<>]+@[^\s<>]+[>\])]`)

// mailDate reads when a mail was sent, as mailers print it: the day, and the hour where it names its clock.
func mailDate(s string) article.Date {
	switch d, zoned, err := dateline.ParseZoned(s); {
	case err == nil && zoned:
		return d
	case err == nil && d.Known():
		return article.DayOf(d.Local())
	}
	if at := dateline.DaysIn(dateline.Digits(s)); len(at) == 1 {
		return at[0].Date
	}
	return article.Date{}
}
