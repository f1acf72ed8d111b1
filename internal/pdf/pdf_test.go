package pdf

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"
)

// reader is one for all tests, because each would compile PDFium.
var reader *Reader

func TestMain(m *testing.M) {
	folder, err := os.MkdirTemp("", "footnote-pdf")
	if err != nil {
		panic(err)
	}
	reader = NewReader(folder)
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		os.RemoveAll(folder)
		os.Exit(code)
	}))
}

// A words is text on a page: at a place in points from the lower left corner,
// in a size.
type words struct {
	x, y, size float64
	text       string
}

// write returns a PDF file of pages, with properties as in "/Title (a)".
func write(properties string, pages ...[]words) []byte {
	var b bytes.Buffer
	var at []int
	object := func(format string, args ...any) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n"+format+"\nendobj\n", append([]any{len(at)}, args...)...)
	}
	b.WriteString("%PDF-1.4\n")
	var kids strings.Builder
	for i := range pages {
		fmt.Fprintf(&kids, "%d 0 R ", 5+2*i)
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(pages))
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
	object("<< %s >>", properties)
	escape := strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`)
	for i, page := range pages {
		var content strings.Builder
		for _, w := range page {
			fmt.Fprintf(&content, "BT /F1 %v Tf %v %v Td (%s) Tj ET\n", w.size, w.x, w.y, escape.Replace(w.text))
		}
		object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Resources << /Font << /F1 3 0 R >> >> /Contents %d 0 R >>", 6+2*i)
		object("<< /Length %d >>\nstream\n%s\nendstream", content.Len(), content.String())
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, offset := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", offset)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R /Info 4 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, start)
	return b.Bytes()
}

// engine skips a test that runs PDFium where that takes minutes.
func engine(t *testing.T) {
	t.Helper()
	if raceDetector {
		t.Skip("the race detector would watch the compilation of PDFium, which has no goroutines of ours")
	}
}

func read(t *testing.T, raw []byte) Document {
	t.Helper()
	engine(t)
	d, err := reader.Read(t.Context(), raw)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestRead(t *testing.T) {
	d := read(t, write(`/Title (Ships) /Author (Ada Byron) /CreationDate (D:20260427083000+02'00')`,
		[]words{{50, 700, 10, "Ships came into the harbour (of Westport)."}, {50, 686, 10, "Fourteen of them."}}, nil, []words{{50, 700, 10, "The end."}}))
	if d.Title != "Ships" || d.Author != "Ada Byron" || !d.Created.Equal(time.Date(2026, 4, 27, 6, 30, 0, 0, time.UTC)) {
		t.Errorf("properties %q, %q, %v", d.Title, d.Author, d.Created)
	}
	text, starts := d.Text()
	if want := "Ships came into the harbour (of Westport). Fourteen of them.\nThe end."; text != want || !slices.Equal(starts, []int{0, 61, 61}) {
		t.Errorf("text %q, pages at %v", text, starts)
	}
	l := d.Pages[0][0]
	if l.Left < 49 || l.Left > 52 || l.Right < 200 || l.Right > 300 || l.Bottom < 690 || l.Bottom > 700 || l.Height() < 8 || l.Height() > 14 {
		t.Errorf("placed at %+v", l)
	}
}

// A page as a browser prints it, with a font of its own, ligatures, hyphens
// and justified lines.
// TestReadTable: the cells of a row are told apart by the gaps between them.
func TestReadTable(t *testing.T) {
	engine(t)
	var page []words
	for i, row := range [][3]string{{"Port of call", "Ships 2025", "Ships 2026"}, {"Westport", "412", "455"}, {"Norhaven", "", "131"}} {
		for j, text := range row {
			if text != "" {
				page = append(page, words{50 + 130*float64(j), 700 - 16*float64(i), 10, text})
			}
		}
	}
	text, _ := read(t, write("", page)).Text()
	if want := "Port of call\tShips 2025\tShips 2026\nWestport\t412\t455\nNorhaven\t–\t131"; text != want {
		t.Errorf("text %q, want %q", text, want)
	}
}

func TestReadPrintedPage(t *testing.T) {
	raw, err := os.ReadFile(filepath.Join("testdata", "story.pdf"))
	if err != nil {
		t.Fatal(err)
	}
	d := read(t, raw)
	want := []string{
		"Harbour reopens after the storm",
		"By Ada Byron",
		"The harbour of Westport reopened on Monday after a storm that had closed it for a week, the port authority said. The first ship to enter was the Marigold, with 2,400 tonnes of coal for the municipal heating works.",
		"“We have waited for this,” said the harbourmaster, who had slept in the office since the breakwater gave way on 20 April. Repairs will cost 3.1 million, of which the town pays a third; the remainder is to come from the reconstruction fund of the region.",
		"What comes next",
		"The north pier stays closed until June.",
		"The fish market opens on Thursday.",
		"The town council meets on Wednesday to decide on a new breakwater, which engineers have asked for since the floods of 2019. Their report counted four places where the sea could come through, and recommended that the oldest of them be rebuilt within the decade.",
		"Fishermen doubted that. “They said the same in 2008,” one of them recalled, while he was mending nets at the office of the cooperative. His own boat, which had been flung onto the quay, will not be afloat before the autumn.",
	}
	text, starts := d.Text()
	if diff := cmp.Diff(want, strings.Split(text, "\n")); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
	if d.Title != want[0] || d.Heading() != want[0] || len(starts) != 2 || !strings.HasPrefix(text[starts[1]:], want[4]) {
		t.Errorf("title %q, heading %q, pages at %v: %q", d.Title, d.Heading(), starts, text[starts[len(starts)-1]:])
	}
}

func TestReadRefuses(t *testing.T) {
	engine(t)
	good := write("", []words{{50, 700, 10, "Ships came."}})
	for _, tt := range []struct {
		name string
		raw  []byte
		want error
	}{
		{"nothing", nil, ErrBroken},
		{"no PDF", []byte("%PDF-1.4\nships"), ErrBroken},
		{"a picture", []byte("\x89PNG\r\n\x1a\n"), ErrBroken},
		{"locked", locked, ErrLocked},
	} {
		if _, err := reader.Read(t.Context(), tt.raw); !errors.Is(err, tt.want) {
			t.Errorf("%s: error %v, want %v", tt.name, err, tt.want)
		}
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	stopped := errors.New("stopped")
	cancel(stopped)
	if _, err := reader.Read(ctx, good); !errors.Is(err, stopped) {
		t.Errorf("cancelled: error %v, want %v", err, stopped)
	}
	if d := read(t, good); len(d.Pages) != 1 { // one that fails leaves nothing behind
		t.Errorf("%d pages", len(d.Pages))
	}
}

// locked is a file that asks for a password before it shows a page.
var locked = []byte("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\n" +
	"3 0 obj\n<< /Filter /Standard /V 1 /R 2 /P -4 /O <" + strings.Repeat("ab", 32) + "> /U <" + strings.Repeat("cd", 32) + "> >>\nendobj\n" +
	"trailer << /Size 4 /Root 1 0 R /Encrypt 3 0 R /ID [<00> <00>] >>\n%%EOF\n")

// Cut anywhere, a file is read as far as it goes or refused, and nothing else.
func TestReadCutFiles(t *testing.T) {
	engine(t)
	raw := write("/Title (Ships)", []words{{50, 700, 10, "Ships came."}}, []words{{50, 700, 10, "And went."}})
	for n := 0; n < len(raw); n += 97 {
		if d, err := reader.Read(t.Context(), raw[:n]); err != nil && !errors.Is(err, ErrBroken) {
			t.Errorf("cut at %d: %v, %v", n, d, err)
		}
	}
}

// TestReadManyRuns: of a page of thirty thousand runs of text all words are read, and as many placed as
// a page has.
func TestReadManyRuns(t *testing.T) {
	page := make([]words, 30_000)
	for i := range page {
		page[i] = words{float64(50 + i%7*60), float64(780 - i/7), 1, "ship"}
	}
	engine(t)
	d, err := limited(limits{time.Hour, time.Hour, maxMemory}).Read(t.Context(), write("", page))
	if err != nil {
		t.Fatal(err)
	}
	placed, said := 0, 0
	for _, l := range d.Pages[0] {
		said += strings.Count(l.Text, "ship")
		if l.Height() > 0 {
			placed++
		}
	}
	if said != len(page) || placed == 0 || placed > maxPageBox {
		t.Errorf("%d words of %d, %d lines placed", said, len(page), placed)
	}
}

func TestReadTakesItsTurn(t *testing.T) {
	r := NewReader("")
	r.turn <- struct{}{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := r.Read(ctx, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want %v", err, context.Canceled)
	}
}

func TestParseTime(t *testing.T) {
	want := time.Date(2026, 4, 27, 6, 30, 0, 0, time.UTC)
	for in, want := range map[string]time.Time{
		"D:20260427083000+02'00'": want, "D:20260427083000+02'00": want, "20260427083000+0200": want, "D:20260427063000Z": want,
		"D:20260427063000": want, "D:20260427063000Z00'00'": want, "D:20260427": want.Truncate(24 * time.Hour), "": {}, "D:": {}, "yesterday": {}, "D:99999999999999": {},
	} {
		if got := parseTime(in); !got.Equal(want) {
			t.Errorf("parseTime(%q) = %v, want %v", in, got, want)
		}
	}
	if day := parseTime("D:20260427233000-05'00'").Day(); day != 27 {
		t.Errorf("a file made at 23:30 in New York is of day %d, want 27", day)
	}
}
