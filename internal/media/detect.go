package media

import (
	"bytes"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Kind is how an input is to be read.
type Kind int

const (
	PlainText Kind = iota
	Markdown
	Page // HTML
	JSONLines
	Syndicated // a feed, a sitemap or an outline
	PDF
	Archive // Word or EPUB
	Mail
)

// SniffBytes is how much of an input its kind is told by. A page may begin
// with comments and declarations.
const SniffBytes = 4096

var (
	ErrEmpty    = errors.New("empty")
	ErrBinary   = errors.New("not text")
	errEncoding = errors.New("not UTF-8: save it as UTF-8")
)

var (
	looksLines = regexp.MustCompile(`^\{[ \t]*["}]`)
	looksJSON  = regexp.MustCompile(`^(\[\s*\{|\{\s*\n)`)
	looksPage  = regexp.MustCompile(`(?i)^(<!doctype html|<html|<head|<body)|^<(\?xml|!--)[\s\S]*<html`)
	looksXML   = regexp.MustCompile(`(?i)^<\?xml[\s>]`)
)

// Detect tells the kind of an input from its first bytes; where they allow
// more than one, from the type its server declares or from its ending.
func Detect(head []byte, in Origin) (Kind, error) {
	switch {
	case bytes.HasPrefix(bytes.TrimSpace(head), []byte("%PDF-")): // a program that sends it may begin with empty lines
		return PDF, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return Archive, nil
	case looksMail(head, in):
		return Mail, nil
	case FeedLike(head, in.MIME):
		return Syndicated, nil
	}
	if err := refuseBinary(head); err != nil {
		if bytes.Contains(head, []byte("\n%PDF-")) { // behind what a printer wants
			return PDF, nil
		}
		return 0, err
	}
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
	if len(head) == 0 {
		return 0, ErrEmpty
	}
	switch {
	case looksLines.Match(head):
		return JSONLines, nil
	case looksPage.Match(head):
		return Page, nil
	case looksJSON.Match(head):
		return 0, errors.New("JSON, but not JSON lines: write one object on each line")
	case looksXML.Match(head):
		return 0, errors.New("XML, but neither a page nor a feed")
	}
	if in.table() {
		return 0, errors.New("a table: write each of its articles as a line of JSON")
	}
	return in.declared(), nil
}

// table reports whether the input's type or ending promises rows of values,
// which would pass for the text of one article.
func (in Origin) table() bool {
	mediatype, _, _ := mime.ParseMediaType(in.MIME)
	return slices.Contains([]string{"text/csv", "text/tab-separated-values"}, mediatype) ||
		slices.Contains([]string{".csv", ".tsv"}, in.ending())
}

// declared returns the kind that the input's type or ending promises.
func (in Origin) declared() Kind {
	mediatype, _, _ := mime.ParseMediaType(in.MIME)
	has := func(types, endings []string) bool {
		return slices.Contains(types, mediatype) || slices.Contains(endings, in.ending())
	}
	switch {
	case has([]string{"text/html", "application/xhtml+xml"}, []string{".html", ".htm", ".xhtml"}):
		return Page
	case has(lineTypes, []string{".jsonl", ".ndjson"}):
		return JSONLines
	case has(markdownTypes, []string{".md", ".markdown"}):
		return Markdown
	}
	return PlainText
}

// ending returns the ending of the input's file. That of a URL tells less
// than what its server declares, and counts only for plain text.
func (in Origin) ending() string {
	name := in.File
	if in.URL != "" && strings.HasPrefix(in.MIME, "text/plain") {
		name, _, _ = strings.Cut(in.URL, "?")
	}
	return strings.ToLower(path.Ext(name))
}

// refuseBinary returns an error that names what the bytes are, if they are
// known to be no text.
func refuseBinary(head []byte) error {
	found, _, _ := strings.Cut(http.DetectContentType(head), ";")
	switch {
	case bytes.HasPrefix(head, []byte(`{\rtf`)):
		return errors.New("an RTF file: save it as .docx or PDF")
	case strings.HasPrefix(found, "text/"):
		return nil
	case bytes.HasPrefix(head, []byte("\xd0\xcf\x11\xe0")):
		return errors.New("an old Word, Excel or PowerPoint file: save it as .docx or PDF")
	case found == "application/octet-stream":
		return ErrBinary
	}
	return fmt.Errorf("%w but %s", ErrBinary, found)
}

// mailHeaders are names of fields of which a mail has at least two among its
// first, and transportHeaders those that no text has by chance.
var (
	mailHeaders      = regexp.MustCompile(`(?im)^(from|to|date|subject|message-id|received|return-path|mime-version|delivered-to|reply-to|dkim-signature|list-id):[ \t]`)
	transportHeaders = regexp.MustCompile(`(?im)^(message-id|received|return-path|mime-version|delivered-to|dkim-signature|content-transfer-encoding):[ \t]`)
	headerLine       = regexp.MustCompile(`^(From \S+ .*\r?\n)?[!-9;-~]+:[ \t]`)
)

// looksMail reports whether bytes are the beginning of a mail: a head of
// fields, some of them a mail's own.
func looksMail(head []byte, in Origin) bool {
	if !headerLine.Match(head) {
		return false
	}
	fields, _, _ := bytes.Cut(bytes.ReplaceAll(head, []byte("\r\n"), []byte("\n")), []byte("\n\n"))
	named := in.ending() == ".eml" || strings.HasPrefix(in.MIME, "message/rfc822")
	return len(mailHeaders.FindAll(fields, 2)) == 2 && (named || transportHeaders.Match(fields))
}
