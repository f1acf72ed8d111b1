package extract

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
	"footnote/internal/media"
	"footnote/internal/pdf"
	"footnote/internal/racetest"
)

// A part is a file in an archive.
type part struct{ name, text string }

func zipped(t testing.TB, parts ...part) string {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, p := range parts {
		w, err := z.Create(p.name)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprint(w, p.text)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

const wordCore = `<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="c" xmlns:dc="d" xmlns:dcterms="t">
<dc:title>Microsoft Word - Document1</dc:title><dc:creator>Ada Byron</dc:creator><dc:language>en-GB</dc:language>
<dcterms:created>2026-04-27T06:30:00Z</dcterms:created></cp:coreProperties>`

const wordBody = `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="w" xmlns:mc="m"><w:body>
<w:p><w:pPr><w:pStyle w:val="Title"/></w:pPr><w:r><w:t>Harbour reopens</w:t></w:r></w:p>
<w:p><w:r><w:t xml:space="preserve">The harbour </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>of Westport</w:t></w:r><w:ins><w:r><w:t xml:space="preserve"> reopened</w:t></w:r></w:ins>
<w:del><w:r><w:delText>burned down</w:delText><w:t>no</w:t></w:r></w:del><w:r><w:tab/><w:t>on Monday &amp; stayed open.</w:t></w:r><w:r><w:br/><w:t>A new line.</w:t></w:r></w:p>
<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> HYPERLINK "x" </w:instrText></w:r></w:p>
<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Day</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Ships</w:t></w:r></w:p></w:tc></w:tr>
<w:tr><w:tc><w:p><w:r><w:t>Monday</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>14</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:p><mc:AlternateContent><mc:Choice><w:r><w:t>A caption.</w:t></w:r></mc:Choice><mc:Fallback><w:r><w:t>A caption.</w:t></w:r></mc:Fallback></mc:AlternateContent></w:p>
</w:body></w:document>`

func TestReadWord(t *testing.T) {
	got, warnings := read(t, media.Origin{File: "/a/harbour.docx"}, media.Archive,
		zipped(t, part{"[Content_Types].xml", "<Types/>"}, part{"word/document.xml", wordBody}, part{"docProps/core.xml", wordCore}))
	want := article.Article{
		File: "/a/harbour.docx", Title: "Harbour reopens", Author: "Ada Byron", Lang: "en",
		Published: article.Date{Time: time.Date(2026, 4, 27, 0, 0, 0, 0, time.UTC), DayOnly: true, Estimated: true},
		Body:      "The harbour of Westport reopened on Monday & stayed open.\nA new line.\nDay\tShips\nMonday\t14\nA caption.",
	}
	if diff := cmp.Diff(want, got); diff != "" || warnings != nil {
		t.Errorf("warnings %v, article (-want +got):\n%s", warnings, diff)
	}
}

// What a writer calls title comes first, then the file's properties, then the
// first heading.
func TestWordTitle(t *testing.T) {
	para := func(style, text string) string {
		return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
	}
	for _, tt := range []struct{ named, body, want string }{
		{"Ships", para("Title", "Harbour") + para("", "It opened."), "Harbour"},
		{"Ships", para("Heading1", "Harbour") + para("", "It opened."), "Ships"},
		{"ships.docx", para("Heading1", "Harbour") + para("Heading1", "More"), "Harbour"},
		{"", para("", "It opened."), ""},
	} {
		d, err := readDocument(media.Origin{}, media.Archive, strings.NewReader(zipped(t,
			part{"word/document.xml", `<document>` + tt.body + `</document>`}, part{"docProps/core.xml", "<p><title>" + tt.named + "</title></p>"})))
		if err != nil || d.Title != tt.want {
			t.Errorf("%s, %s: title %q, %v, want %q", tt.named, tt.body, d.Title, err, tt.want)
		}
	}
}

func epub(spine string, parts ...part) []part {
	return append([]part{
		{"mimetype", "application/epub+zip"},
		{"META-INF/container.xml", `<container xmlns="c"><rootfiles><rootfile full-path="OPS/book.opf"/></rootfiles></container>`},
		{"OPS/book.opf", `<?xml version="1.0"?><package xmlns="o" xmlns:dc="d"><metadata><dc:title>Harbours</dc:title><dc:creator>Ada Byron</dc:creator>
			<dc:creator>Ben Ruiz</dc:creator><dc:creator>Ada Byron</dc:creator><dc:publisher>Quay Press</dc:publisher><dc:language>en-GB</dc:language><dc:date>2026-04-27</dc:date></metadata>
			<manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="1" href="text/one%20a.xhtml" media-type="application/xhtml+xml"/>
			<item id="2" href="text/two.html" media-type="text/html"/><item id="3" href="gone.xhtml" media-type="application/xhtml+xml"/><item id="p" href="p.png" media-type="image/png"/></manifest>
			<spine>` + spine + `</spine></package>`},
		{"OPS/nav.xhtml", "<nav>Contents</nav>"},
		{"OPS/text/one a.xhtml", "<?xml version='1.0'?><html><head><title>x</title><style>p{}</style></head><body><h1>Harbours</h1><p>Ships came.</p></body></html>"},
		{"OPS/text/two.html", "<h2>Two</h2><p>Ships l&eacute;ft.<br/>All of them."},
	}, parts...)
}

const spine = `<itemref idref="n"/><itemref idref="1"/><itemref idref="3"/><itemref idref="2"/><itemref idref="2"/><itemref idref="1" linear="no"/><itemref idref="p"/><itemref idref="x"/>`

func TestReadBook(t *testing.T) {
	got, warnings := read(t, media.Origin{File: "/a/book.epub"}, media.Archive, zipped(t, epub(spine)...))
	want := article.Article{
		File: "/a/book.epub", Title: "Harbours", Author: "Ada Byron, Ben Ruiz", Outlet: "Quay Press", Lang: "en", Published: day(t, "2026-04-27"),
		Body: "Ships came.\nTwo\nShips léft.\nAll of them.",
	}
	if diff := cmp.Diff(want, got); diff != "" || warnings != nil {
		t.Errorf("warnings %v, article (-want +got):\n%s", warnings, diff)
	}
}

func TestArchiveRefuses(t *testing.T) {
	bomb := strings.Repeat("a", media.MaxText+1)
	const encrypted = `<encryption><EncryptedData><CipherData><CipherReference URI="OPS/%s"/></CipherData></EncryptedData></encryption>`
	many := epub(`<itemref idref="1"/>`)
	for _, tt := range []struct {
		name, raw string
		want      error
	}{
		{"neither", zipped(t, part{"a.txt", "a"}), errZip},
		{"empty", zipped(t), errZip},
		{"cut", zipped(t, epub(spine)...)[:900], errBrokenZip},
		{"Word without text", zipped(t, part{"word/document.xml", "<document/>"}), nil},
		{"a broken document", zipped(t, part{"word/document.xml", "<document><p><"}), errBrokenZip},
		{"a bomb in Word", zipped(t, part{"word/document.xml", bomb}), media.ErrTooLarge},
		{"a bomb in a book", zipped(t, append(many[:len(many)-2:len(many)-2], part{"OPS/text/one a.xhtml", bomb})...), media.ErrTooLarge},
		{"a book without a description", zipped(t, part{"META-INF/container.xml", "<container/>"}), errBrokenZip},
		{"a protected book", zipped(t, epub(spine, part{"META-INF/encryption.xml", fmt.Sprintf(encrypted, "text/one%20a.xhtml")})...), errProtected},
		{"protected fonts", zipped(t, epub(spine, part{"META-INF/encryption.xml", fmt.Sprintf(encrypted, "font.otf")})...), nil},
		{"deeply nested", zipped(t, part{"word/document.xml", strings.Repeat("<p>", 200_000)}), errBrokenZip},
	} {
		t.Run(tt.name, func(t *testing.T) {
			_, err := readDocument(media.Origin{}, media.Archive, strings.NewReader(tt.raw))
			if !errors.Is(err, tt.want) {
				t.Errorf("error %v, want %v", err, tt.want)
			}
		})
	}
}

// All that is unpacked of one file counts together.
func TestArchiveCountsAll(t *testing.T) {
	raw := zipped(t, part{"a", strings.Repeat("a", 60)}, part{"b", strings.Repeat("b", 60)}, part{"c", "c"})
	z, err := zip.NewReader(strings.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	a := &archive{z, 100}
	for _, tt := range []struct {
		name string
		want error
	}{{"a", nil}, {"b", media.ErrTooLarge}, {"c", nil}, {"d", errPart}} {
		if _, err := a.read(tt.name); !errors.Is(err, tt.want) {
			t.Errorf("%s: error %v, want %v", tt.name, err, tt.want)
		}
	}
	_, err = a.chapters([]string{"c", "b"})
	if !errors.Is(err, media.ErrTooLarge) {
		t.Errorf("chapters: error %v, want %v", err, media.ErrTooLarge)
	}
}

// A fakePDF reads every file as one document.
type fakePDF struct {
	doc pdf.Document
	err error
}

func (f fakePDF) Read(context.Context, []byte) (pdf.Document, error) { return f.doc, f.err }

func onPage(texts ...string) pdf.Page {
	var p pdf.Page
	for i, s := range texts {
		p = append(p, pdf.Line{Text: s, Left: 50, Right: 300, Top: 712 - 50*float64(i), Bottom: 700 - 50*float64(i)})
	}
	return p
}

func TestReadPDF(t *testing.T) {
	doc := pdf.Document{
		Title: "Harbour reopens", Author: "Ada Byron", Created: time.Date(2026, 4, 27, 6, 30, 0, 0, time.UTC),
		Pages: []pdf.Page{{{Text: "Harbour reopens", Left: 50, Right: 200, Top: 760, Bottom: 735}, onPage("The harbour of Westport reopened on Monday.")[0]}, nil, onPage("The north pier stays closed.")},
	}
	d, err := readPDF(t.Context(), fakePDF{doc: doc}, media.Origin{File: "/a/b.pdf"}, strings.NewReader("%PDF-"))
	if err != nil {
		t.Fatal(err)
	}
	if err := d.Finish(article.Workspace, time.Now()); err != nil {
		t.Fatal(err)
	}
	want := article.Article{
		File: "/a/b.pdf", Title: "Harbour reopens", Author: "Ada Byron", Lang: "en",
		Published: article.Date{Time: time.Date(2026, 4, 27, 0, 0, 0, 0, time.UTC), DayOnly: true, Estimated: true},
		Body:      "The harbour of Westport reopened on Monday.\nThe north pier stays closed.", Pages: article.Pages{0, 44, 44},
	}
	if diff := cmp.Diff(want, d.Article); diff != "" {
		t.Errorf("article (-want +got):\n%s", diff)
	}
	if at := strings.Index(d.Body, "pier"); d.Pages.At(at) != 3 {
		t.Errorf("the pier is on page %d, want 3", d.Pages.At(at))
	}
}

// TestReadPDFInPart: of a file that cannot be read to its end it is said how much was.
func TestReadPDFInPart(t *testing.T) {
	doc := pdf.Document{Pages: []pdf.Page{onPage("The harbour of Westport reopened on Monday.")}, Count: 80, Rest: pdf.ErrSlow}
	d, err := readPDF(t.Context(), fakePDF{doc: doc}, media.Origin{File: "/a/b.pdf"}, strings.NewReader("%PDF-"))
	if err != nil || len(d.Warnings) != 1 || !errors.Is(d.Warnings[0], ErrPart) {
		t.Fatalf("error %v, warnings %v", err, d.Warnings)
	}
	want := "only its beginning was added, 1 of 80 pages: a PDF file that takes too long to read: save it in parts, or add its text"
	if got := d.Warnings[0].Error(); got != want {
		t.Errorf("warning %q, want %q", got, want)
	}
}

func TestReadPDFRefuses(t *testing.T) {
	racetest.Skip(t)
	locked := errors.New("locked")
	for _, tt := range []struct {
		name   string
		reader PDFReader
		want   error
	}{
		{"switched off", nil, errNoPDF},
		{"locked", fakePDF{err: locked}, locked},
		{"pictures", fakePDF{doc: pdf.Document{Pages: []pdf.Page{nil, nil}}}, errScanned},
		{"slow, with nothing before", fakePDF{doc: pdf.Document{Pages: []pdf.Page{nil}, Count: 2, Rest: pdf.ErrSlow}}, pdf.ErrSlow},
		{"too long", fakePDF{doc: pdf.Document{Pages: []pdf.Page{onPage(strings.Repeat("a", media.MaxText+1))}}}, media.ErrTooLarge},
	} {
		if _, err := readPDF(t.Context(), tt.reader, media.Origin{}, strings.NewReader("%PDF-")); !errors.Is(err, tt.want) {
			t.Errorf("%s: error %v, want %v", tt.name, err, tt.want)
		}
	}
}

func TestPDFTitle(t *testing.T) {
	large := pdf.Line{Text: "Harbour reopens", Top: 730, Bottom: 700, Right: 100}
	body := pdf.Line{Text: "It opened.", Top: 610, Bottom: 600, Right: 100}
	for _, tt := range []struct {
		named string
		page  pdf.Page
		want  string
	}{
		{"Harbour reopens", pdf.Page{body, large, body}, "Harbour reopens"},
		{"Draft 3", pdf.Page{large, body, body}, "Harbour reopens"},
		{"Draft 3", pdf.Page{body, body}, "Draft 3"},
		{"Microsoft Word - a", pdf.Page{body, body}, ""},
		{"report_final.indd", pdf.Page{large, body, body}, "Harbour reopens"},
		{"", nil, ""},
	} {
		doc := pdf.Document{Title: tt.named, Pages: []pdf.Page{tt.page}}
		text, _ := doc.Text()
		if got := pdfTitle(doc, text); got != tt.want {
			t.Errorf("%q: title %q, want %q", tt.named, got, tt.want)
		}
	}
}

func TestFileDate(t *testing.T) {
	made := time.Date(2026, 4, 27, 23, 0, 0, 0, time.UTC)
	for _, tt := range []struct {
		in   media.Origin
		made time.Time
		want string
	}{
		{media.Origin{File: "/a/2026-04-20-b.pdf"}, made, "2026-04-20"},
		{media.Origin{URL: "https://a.example/2026/04/20/b.pdf"}, made, "2026-04-20"},
		{media.Origin{File: "/a/b.pdf"}, made, "2026-04-27 estimated"},
		{media.Origin{File: "/a/b.pdf"}, time.Unix(0, 0).UTC().Add(time.Hour), ""}, // what a program writes that has no clock
		{media.Origin{File: "/a/b.pdf"}, time.Unix(0, 0).UTC(), ""},
		{media.Origin{}, time.Time{}, ""},
	} {
		got := fileDate(tt.in, tt.made)
		s := got.String()
		if got.Estimated {
			s += " estimated"
		}
		if s != tt.want {
			t.Errorf("%+v: date %s, want %s", tt.in, s, tt.want)
		}
	}
}

const letter = "Received: from mx.example by a.example\r\nMIME-Version: 1.0\r\nFrom: =?utf-8?q?Ada_B=C3=BCron?= <ada@quay.example>\r\nTo: b@c.example\r\n" +
	"Subject: Fwd: =?iso-8859-1?Q?H=E4fen?= reopen\r\nDate: Mon, 27 Apr 2026 08:30:00 +0200\r\n"

func TestReadMail(t *testing.T) {
	const sent = "2026-04-27T08:30:00+02:00"
	table := "<table><tr><td>Ships came into the harbour of Westport.</td></tr><tr><td>All =\r\n of them.</td></tr></table>"
	for _, tt := range []struct{ name, raw, body string }{
		{"plain", letter + "\r\nShips came.\r\n\r\nAll of them.\r\n", "Ships came.\nAll of them."},
		{"quoted-printable", letter + "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\nSchiffe k=E4=\r\nmen.", "Schiffe kämen."},
		{"base64", letter + "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\nU2NoaWZmZSBr\r\nw6RtZW4u\r\n", "Schiffe kämen."},
		{"windows-1251", letter + "Content-Type: text/plain; charset=windows-1251\r\n\r\n\xca\xee\xf0\xe0\xe1\xeb\xe8 \xef\xf0\xe8\xf8\xeb\xe8.", "Корабли пришли."},
		{"a page", letter + "Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + table, "Ships came into the harbour of Westport.\nAll of them."},
		{
			"both, and a file", letter + "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: multipart/alternative; boundary=a\r\n\r\n" +
				"--a\r\nContent-Type: text/plain\r\n\r\nSee the page.\r\n--a\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n" + table + "\r\n--a--\r\n" +
				"--m\r\nContent-Type: text/plain\r\nContent-Disposition: attachment; filename=a.txt\r\n\r\nA file.\r\n--m--\r\n", "Ships came into the harbour of Westport.\nAll of them.",
		},
		{
			"a page of little", letter + "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nShips came into the harbour of Westport. All of them.\r\n" +
				"--a\r\nContent-Type: text/html\r\n\r\n<p>See below.</p>\r\n--a--\r\n", "Ships came into the harbour of Westport. All of them.",
		},
		{"cut", letter + "Content-Type: multipart/alternative; boundary=a\r\n\r\n--a\r\nContent-Type: text/plain\r\n\r\nShips came.", "Ships came."},
		{"of a mailbox", "From ada@quay.example Mon Apr 27 08:30:00 2026\n" + letter + "\r\nShips came.", "Ships came."},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := media.Origin{File: "/a/letter"}
			k, err := media.Detect([]byte(tt.raw), in)
			if err != nil || k != media.Mail {
				t.Fatalf("kind %v, %v", k, err)
			}
			got, warnings := read(t, in, k, tt.raw)
			want := article.Article{
				File: "/a/letter", Title: "Häfen reopen", Author: "Ada Büron", Outlet: "quay.example", Published: day(t, sent), Body: tt.body, Lang: got.Lang,
			}
			if diff := cmp.Diff(want, got); diff != "" || warnings != nil {
				t.Errorf("warnings %v, article (-want +got):\n%s", warnings, diff)
			}
		})
	}
}

func TestReadOddMail(t *testing.T) {
	nested := letter
	for i := range 30 {
		nested += fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n", i, i)
	}
	for _, tt := range []struct {
		name, raw string
		want      error
		warned    bool
	}{
		{"only a file", letter + "Content-Type: text/plain\r\nContent-Disposition: attachment\r\n\r\nA file.", errMail, false},
		{"endlessly nested", nested + "Content-Type: text/plain\r\n\r\nShips.", errMail, false},
		{"many parts", letter + "Content-Type: multipart/mixed; boundary=b\r\n\r\n" + strings.Repeat("--b\r\n\r\nA part.\r\n", 5*maxMailParts), nil, false},
		{"a date that is none", "From: a@b.example\r\nMIME-Version: 1\r\nDate: soon\r\n\r\nShips.", nil, true},
		{"from nobody", "From: nobody\r\nMIME-Version: 1\r\nSubject: a\r\n\r\nShips.", nil, false},
		{"an unknown charset", letter + "Content-Type: text/plain; charset=klingon\r\n\r\nShips.", nil, false},
	} {
		d, err := readDocument(media.Origin{}, media.Mail, strings.NewReader(tt.raw))
		if !errors.Is(err, tt.want) || tt.warned != (len(d.Warnings) > 0) || strings.Count(d.Body, "A part.") > maxMailParts {
			t.Errorf("%s: error %v, warnings %v, want %v, warned %v", tt.name, err, d.Warnings, tt.want, tt.warned)
		}
	}
	if author, outlet := sender(map[string][]string{"From": {"a@b.example"}, "List-Id": {`"The Quay weekly" <quay.b.example>`}}); author != "a@b.example" || outlet != "The Quay weekly" {
		t.Errorf("from %q, %q", author, outlet)
	}
}

func FuzzArchive(f *testing.F) {
	f.Add(zipped(f, part{"word/document.xml", wordBody}, part{"docProps/core.xml", wordCore}))
	f.Add(zipped(f, epub(spine)...))
	f.Add("PK\x05\x06" + strings.Repeat("\x00", 18))
	f.Fuzz(func(t *testing.T, raw string) {
		if d, err := readDocument(media.Origin{File: "/a"}, media.Archive, strings.NewReader(raw)); err == nil {
			checkForm(t, d)
		}
	})
}

func FuzzWord(f *testing.F) {
	f.Add(wordBody, wordCore)
	f.Add("<p><t>a<tbl></t>", "<a>")
	f.Fuzz(func(t *testing.T, body, core string) {
		raw := zipped(t, part{"word/document.xml", body}, part{"docProps/core.xml", core})
		if d, err := readDocument(media.Origin{File: "/a"}, media.Archive, strings.NewReader(raw)); err == nil {
			checkForm(t, d)
		}
	})
}

func FuzzMail(f *testing.F) {
	f.Add(letter + "\r\nShips came.")
	f.Add(letter + "Content-Type: multipart/mixed; boundary=m\r\n\r\n--m\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\nPHA+\r\n--m--")
	f.Add("From a\nFrom: =?x?q?=?=\n\n=\xff")
	f.Fuzz(func(t *testing.T, raw string) {
		if d, err := readDocument(media.Origin{File: "/a"}, media.Mail, strings.NewReader(raw)); err == nil {
			checkForm(t, d)
		}
	})
}
