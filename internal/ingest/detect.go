package ingest

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

// A kind is how an input is to be read.
type kind int

const (
	plainText kind = iota
	markdown
	page // HTML
	jsonLines
	syndicated // a feed, a sitemap or an outline
	pdfFile
	archived // Word or EPUB
	mailed
)

// sniffBytes is how much of an input its kind is told by. A page may begin
// with comments and declarations.
const sniffBytes = 4096

var (
	errEmpty    = errors.New("empty")
	errBinary   = errors.New("not text")
	errEncoding = errors.New("not UTF-8: save it as UTF-8")
)

var (
	looksLines = regexp.MustCompile(`^\{[ \t]*["}]`)
	looksJSON  = regexp.MustCompile(`^(\[\s*\{|\{\s*\n)`)
	looksPage  = regexp.MustCompile(`(?i)^(<!doctype html|<html|<head|<body)|^<(\?xml|!--)[\s\S]*<html`)
	looksXML   = regexp.MustCompile(`(?i)^<\?xml[\s>]`)
)

// detect tells the kind of an input from its first bytes; where they allow
// more than one, from the type its server declares or from its ending.
func detect(head []byte, in input) (kind, error) {
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")):
		return pdfFile, nil
	case bytes.HasPrefix(head, []byte("PK\x03\x04")):
		return archived, nil
	case looksMail(head, in):
		return mailed, nil
	case feedLike(head, in.mime):
		return syndicated, nil
	}
	if err := refuseBinary(head); err != nil {
		if bytes.Contains(head, []byte("\n%PDF-")) { // behind what a printer wants
			return pdfFile, nil
		}
		return 0, err
	}
	head = bytes.TrimSpace(bytes.TrimPrefix(head, []byte("\ufeff")))
	if len(head) == 0 {
		return 0, errEmpty
	}
	switch {
	case looksLines.Match(head):
		return jsonLines, nil
	case looksPage.Match(head):
		return page, nil
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
func (in input) table() bool {
	mediatype, _, _ := mime.ParseMediaType(in.mime)
	return slices.Contains([]string{"text/csv", "text/tab-separated-values"}, mediatype) ||
		slices.Contains([]string{".csv", ".tsv"}, in.ending())
}

// declared returns the kind that the input's type or ending promises.
func (in input) declared() kind {
	mediatype, _, _ := mime.ParseMediaType(in.mime)
	has := func(types, endings []string) bool {
		return slices.Contains(types, mediatype) || slices.Contains(endings, in.ending())
	}
	switch {
	case has([]string{"text/html", "application/xhtml+xml"}, []string{".html", ".htm", ".xhtml"}):
		return page
	case has(lineTypes, []string{".jsonl", ".ndjson"}):
		return jsonLines
	case has(markdownTypes, []string{".md", ".markdown"}):
		return markdown
	}
	return plainText
}

var (
	lineTypes     = []string{"application/x-ndjson", "application/jsonl", "application/jsonlines", "application/x-jsonlines"}
	markdownTypes = []string{"text/markdown", "text/x-markdown"}
)

// ending returns the ending of the input's file. That of a URL tells less
// than what its server declares, and counts only for plain text.
func (in input) ending() string {
	name := in.file
	if in.url != "" && strings.HasPrefix(in.mime, "text/plain") {
		name, _, _ = strings.Cut(in.url, "?")
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
		return errBinary
	}
	return fmt.Errorf("%w but %s", errBinary, found)
}
