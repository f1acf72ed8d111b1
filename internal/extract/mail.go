package extract

import (
	"bytes"
	"encoding/base64"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"mime/quotedprintable"
	"net/mail"
	"net/textproto"
	"regexp"
	"strings"

	"golang.org/x/net/html/charset"

	"footnote/internal/article"
	"footnote/internal/media"
)

// Bounds of a mail.
const (
	maxMailParts = 200 // of all kinds, attachments too
	maxMailDepth = 10
)

var errMail = errors.New("a mail without text, only attachments")

// parseMail reads a mail (RFC 5322): who sent it when, its subject, and what
// it says. Attachments are left out.
func parseMail(in media.Origin, raw []byte) (Draft, error) {
	if bytes.HasPrefix(raw, []byte("From ")) { // as it lies in a mailbox
		_, raw, _ = bytes.Cut(raw, []byte("\n"))
	}
	m, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return Draft{}, errors.New("a mail whose head is broken")
	}
	var t mailText
	t.part(textproto.MIMEHeader(m.Header), m.Body, 0)
	d := Draft{Article: article.Article{File: in.File, URL: in.URL}}
	about := words(m.Header.Get("Subject"))
	d.Title = subject(about)
	d.Author, d.Outlet = sender(m.Header)
	d.setDate(m.Header.Get("Date"))
	if d.Body, err = t.body(about); err != nil {
		return Draft{}, err
	}
	return d, nil
}

// words decodes the encoded words of a header (RFC 2047).
func words(s string) string {
	dec := mime.WordDecoder{CharsetReader: charset.NewReaderLabel}
	if out, err := dec.DecodeHeader(s); err == nil {
		s = out
	}
	return strings.ToValidUTF8(s, "\ufffd")
}

var forwarded = regexp.MustCompile(`(?i)^\s*((fwd?|wg|tr|re|aw)\s*:\s*)+`)

// subject returns a subject without what mailers put in front of it.
func subject(s string) string { return forwarded.ReplaceAllString(s, "") }

// sender returns who a mail is from, and the list or domain it came by.
func sender(h mail.Header) (author, outlet string) {
	parser := mail.AddressParser{WordDecoder: &mime.WordDecoder{CharsetReader: charset.NewReaderLabel}}
	from, err := parser.Parse(h.Get("From"))
	if err != nil {
		return article.OneLine(words(h.Get("From")), article.MaxName), ""
	}
	_, domain, _ := strings.Cut(from.Address, "@")
	author, outlet = from.Name, strings.ToLower(domain)
	if author == "" {
		author = from.Address
	}
	if list, _, ok := strings.Cut(words(h.Get("List-Id")), "<"); ok && strings.Trim(list, `" `) != "" {
		outlet = strings.Trim(list, `" `)
	}
	return strings.ToValidUTF8(author, "\ufffd"), strings.ToValidUTF8(outlet, "\ufffd")
}

// A mailText collects what a mail says, by how it says it: the same words
// often come as both.
type mailText struct {
	plain, page string
	parts       int
}

// part adds a part, and the parts in it.
func (t *mailText) part(h textproto.MIMEHeader, body io.Reader, depth int) {
	if t.parts++; t.parts > maxMailParts || depth > maxMailDepth {
		return
	}
	kind, params, err := mime.ParseMediaType(h.Get("Content-Type"))
	if err != nil {
		kind = "text/plain"
	}
	disposition, _, _ := mime.ParseMediaType(h.Get("Content-Disposition"))
	body = transferred(h.Get("Content-Transfer-Encoding"), body)
	switch {
	case strings.HasPrefix(kind, "multipart/"):
		r := multipart.NewReader(body, params["boundary"])
		for {
			p, err := r.NextRawPart()
			if err != nil { // the end, or what is cut off
				return
			}
			t.part(p.Header, p, depth+1)
		}
	case disposition == "attachment":
	case kind == "text/html" && t.page == "":
		t.page = partText(body, h.Get("Content-Type"), media.Page)
	case kind == "text/plain":
		t.plain += partText(body, h.Get("Content-Type"), media.PlainText) + "\n"
	}
}

// transferred undoes how a part was made fit for transfer. What is broken
// says what it says until there.
func transferred(encoding string, body io.Reader) io.Reader {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "quoted-printable":
		return quotedprintable.NewReader(body)
	case "base64":
		return base64.NewDecoder(base64.StdEncoding, body)
	}
	return body
}

func partText(body io.Reader, declared string, k media.Kind) string {
	raw, _ := io.ReadAll(io.LimitReader(body, media.MaxText)) // broken at the end is still a beginning
	text, err := media.Decode(raw, declared, k)
	if err != nil {
		return ""
	}
	return text
}

// body returns the text of a mail about a subject, without what it replies to. Its page is read rather than its plain
// text, which is often a remark that there is a page; but a page that does not
// hold most of what is plain is the lesser one.
func (t *mailText) body(subject string) (string, error) {
	plain := article.Paragraphs(strings.Join(unwrap(ownLines(strings.Split(article.UnixLines(t.plain), "\n"), subject)), "\n"))
	plain = strings.Join(withoutMailing(strings.Split(plain, "\n")), "\n")
	page, err := mailPage(t.page, subject)
	switch {
	case err != nil && plain == "":
		return "", err
	case page == "" && plain == "":
		return "", errMail
	case len(page) < len(plain)/2:
		return plain, nil
	}
	return page, nil
}

// mailPage returns the text of a mail's page, without what it replies to: its article, or all of it where
// that would be little, since letters are laid out in tables.
func mailPage(src, subject string) (string, error) {
	if src == "" {
		return "", nil
	}
	doc, err := parseHTML(src)
	if err != nil {
		return "", err
	}
	dropUnseen(doc)
	dropCarried(doc, subject)
	all := pageText(doc)
	if body := article.Paragraphs(extract(doc, "").body); len(body) >= len(all)*3/5 {
		all = body
	}
	return strings.Join(withoutMailing(ownLines(strings.Split(all, "\n"), subject)), "\n"), nil
}
