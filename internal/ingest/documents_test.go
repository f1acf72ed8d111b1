package ingest

import (
	"archive/zip"
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"footnote/internal/article"
	"footnote/internal/pdf"
)

// A fakePDF reads one document out of every file.
type fakePDF struct{ doc pdf.Document }

func (f fakePDF) Read(context.Context, []byte) (pdf.Document, error) { return f.doc, nil }

// What a folder holds is read by what it is, whatever it ends in.
func TestAddDocuments(t *testing.T) {
	var word strings.Builder
	z := zip.NewWriter(&word)
	w, err := z.Create("word/document.xml")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Fprint(w, `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Ships came.</w:t></w:r></w:p></w:body></w:document>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for name, raw := range map[string]string{
		"1.docx": word.String(), "3.eml": "Return-Path: <a@b.example>\nSubject: Ships\n\nShips came.", "4.pdf": "%PDF-1.7\n", "5.txt": "%PDF-1.7\n",
		"6.doc": "\xd0\xcf\x11\xe0",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(raw), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	var l library
	a := &Adder{Indexer: &l, PDF: fakePDF{pdf.Document{Pages: []pdf.Page{{{Text: "Ships came."}}}}}}
	report, err := a.Add(t.Context(), []string{dir}, nil)
	if err != nil {
		t.Fatal(err)
	}
	var files []string
	for _, got := range l.all() {
		files = append(files, filepath.Base(got.File))
	}
	if want := []string{"1.docx", "3.eml", "4.pdf", "5.txt"}; !slices.Equal(files, want) {
		t.Errorf("added %v, want %v", files, want)
	}
	if got := lines(report.Problems); len(got) != 1 || !strings.HasSuffix(got[0], "save it as .docx or PDF") {
		t.Errorf("problems %v", got)
	}
}

// A document is fetched as a page is, and has pages of its own.
func TestAddFetchedPDF(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := newNewsroom(t)
		n.Worker.PDF = fakePDF{pdf.Document{Title: "Ships", Pages: []pdf.Page{{{Text: "Ships came."}}, {{Text: "Ships left."}}}}}
		n.put(harbour+"/1999/04/27/ships.pdf", func(*http.Request) *http.Response {
			r := answer(http.StatusOK, "%PDF-1.7\n")
			r.Header.Set("Content-Type", "application/pdf")
			return r
		})
		n.add(harbour + "/1999/04/27/ships.pdf")
		all := n.articles()
		if len(all) != 1 || all[0].URL != harbour+"/1999/04/27/ships.pdf" || all[0].Published.String() != "1999-04-27" || !all[0].Published.Sure() ||
			!slices.Equal(all[0].Pages, article.Pages{0, 12}) {
			t.Errorf("articles %+v", all)
		}
	})
}
