package extract

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"time"

	"footnote/internal/article"
	"footnote/internal/media"

	"golang.org/x/net/html/charset"
)

// Bounds of a document that is an archive, in bytes.
const (
	maxFile     = 64 << 20 // of the file, with its pictures
	maxUnpacked = 64 << 20 // of all that is read of it
)

var (
	errZip       = errors.New("a ZIP file that is neither Word nor EPUB: unpack it and add what is in it")
	errBrokenZip = errors.New("a broken file: save it again where it comes from")
	errPart      = errors.New("no such part")
)

// An archive is a document that is a ZIP file. What is read of it is counted
// as unpacked.
type archive struct {
	zip  *zip.Reader
	left int
}

// readArchive reads the one article of a Word or EPUB file.
func readArchive(in media.Origin, src io.Reader) (Draft, error) {
	raw, err := media.ReadAll(src, maxFile)
	if err != nil {
		return Draft{}, err
	}
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return Draft{}, errBrokenZip
	}
	a := &archive{z, maxUnpacked}
	switch {
	case a.has("word/document.xml"):
		return parseWord(in, a)
	case a.has("META-INF/container.xml"):
		return parseBook(in, a)
	}
	return Draft{}, errZip
}

func (a *archive) has(name string) bool { return a.find(name) != nil }

// find returns the file of a name, which some programs write in another case.
func (a *archive) find(name string) *zip.File {
	i := slices.IndexFunc(a.zip.File, func(f *zip.File) bool { return strings.EqualFold(f.Name, name) })
	if i < 0 {
		return nil
	}
	return a.zip.File[i]
}

// read returns a part of the archive.
func (a *archive) read(name string) ([]byte, error) {
	f := a.find(path.Clean(name))
	if f == nil {
		return nil, errPart
	}
	r, err := f.Open()
	if err != nil {
		return nil, errBrokenZip
	}
	defer r.Close()
	raw, err := media.ReadAll(r, min(a.left, media.MaxText))
	a.left -= len(raw)
	switch {
	case errors.Is(err, media.ErrTooLarge):
		return nil, media.TooLarge(media.MaxText)
	case err != nil:
		return nil, errBrokenZip
	}
	return raw, nil
}

// decodeXML reads a part into v. XML that is broken somewhere says what it
// says until there.
func (a *archive) decodeXML(name string, v any) error {
	raw, err := a.read(name)
	if err != nil {
		return err
	}
	return newXML(raw).Decode(v)
}

// newXML returns a decoder. It expands no entity but those of XML and HTML.
func newXML(raw []byte) *xml.Decoder {
	d := xml.NewDecoder(bytes.NewReader(raw))
	d.Strict = false
	d.Entity = xml.HTMLEntity
	d.CharsetReader = charset.NewReaderLabel
	return d
}

// properties are what a document says of itself, in the terms of Dublin Core.
type properties struct {
	Titles     []string `xml:"title"`
	Creators   []string `xml:"creator"`
	Publishers []string `xml:"publisher"`
	Languages  []string `xml:"language"`
	Dates      []string `xml:"date"`
	Created    string   `xml:"created"`
}

func (p properties) author() string {
	var names []string
	for _, n := range p.Creators {
		if n = article.OneLine(n, article.MaxName); n != "" && !slices.Contains(names, n) {
			names = append(names, n)
		}
	}
	return strings.Join(names, ", ")
}

func (p properties) made() time.Time {
	t, _ := time.Parse(time.RFC3339, strings.TrimSpace(p.Created)) // zero where it is none
	return t
}
