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
)

// sniffBytes is how much of an input its kind is told by. A page may begin
// with comments and declarations.
const sniffBytes = 4096

var (
	errEmpty  = errors.New("empty")
	errBinary = errors.New("not text")
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
	if feedLike(head, in.mime) {
		return syndicated, nil
	}
	if err := refuseBinary(head); err != nil {
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
	return in.declared(), nil
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
	case strings.HasPrefix(found, "text/"):
		return nil
	case found == "application/pdf":
		return errors.New("a PDF file, which is not read yet")
	case found == "application/zip":
		return errors.New("a Word, EPUB or ZIP file, which is not read yet")
	case found == "application/octet-stream":
		return errBinary
	}
	return fmt.Errorf("%w but %s", errBinary, found)
}
