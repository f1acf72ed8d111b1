package pdf

import (
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
)

// bomb returns a stream that unpacks to so many times a piece.
func bomb(t *testing.T, piece string, times int) string {
	t.Helper()
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	for range times {
		if _, err := w.Write([]byte(piece)); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return stream("/Filter /FlateDecode", b.String())
}

func stream(dict, data string) string {
	return fmt.Sprintf("<< %s /Length %d >>\nstream\n%s\nendstream", dict, len(data), data)
}

// pages returns a file with a page for each content, and more objects, of which the first is X.
func pages(contents []string, more ...string) []byte {
	x := 4 + 2*len(contents)
	var kids strings.Builder
	all := []string{"<< /Type /Catalog /Pages 2 0 R >>", "", "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>"}
	for i, content := range contents {
		fmt.Fprintf(&kids, "%d 0 R ", 4+2*i)
		all = append(all, fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> /XObject << /X %d 0 R >> >> >>", 5+2*i, x), content)
	}
	all[1] = fmt.Sprintf("<< /Type /Pages /Kids [%s] /Count %d >>", kids.String(), len(contents))
	return assemble(append(all, more...)...)
}

// assemble returns a file of objects, the first of which is its catalogue.
func assemble(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n")
	for i, o := range objects {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	fmt.Fprintf(&b, "trailer << /Size %d /Root 1 0 R >>\n%%%%EOF\n", len(objects)+1)
	return b.Bytes()
}

const says = "BT /F1 10 Tf 50 700 Td (Ships came.) Tj ET"

// endless returns a file whose page is drawn of a form that draws the next one ten times, and so on:
// 10^12 times the last.
func endless() []byte {
	var forms []string
	for i := range 12 {
		forms = append(forms, stream(fmt.Sprintf("/Type /XObject /Subtype /Form /BBox [0 0 600 800] /Resources << /XObject << /X %d 0 R >> >>", 7+i), strings.Repeat("/X Do ", 10)))
	}
	return pages([]string{stream("", "/X Do")}, append(forms, stream("/Type /XObject /Subtype /Form /BBox [0 0 600 800]", "0 0 m 9 9 l S"))...)
}

// limited returns a Reader that keeps what the one of all tests has compiled.
func limited(l limits) *Reader {
	return &Reader{turn: make(chan struct{}, 1), folder: reader.folder, limits: l}
}

// TestReadHostile: what is made to take all there is, is refused, and what shows nothing is not looked at.
func TestReadHostile(t *testing.T) {
	engine(t)
	nested := bomb(t, strings.Repeat("q ", 1000), 1000)
	for _, tt := range []struct {
		name   string
		raw    []byte
		limits limits
		want   error
	}{
		{"endless", endless(), limits{50 * time.Millisecond, time.Minute, maxMemory}, ErrSlow},
		{"endless, of the whole", endless(), limits{time.Minute, 50 * time.Millisecond, maxMemory}, ErrSlow},
		{"nested", pages([]string{nested}), limits{time.Minute, time.Minute, 40 << 20}, ErrHeavy},
		{"much of nothing", pages([]string{bomb(t, strings.Repeat(" ", 1<<16), 1<<11)}), limits{time.Minute, time.Minute, 64 << 20}, ErrHeavy},
		{"pages in a circle", assemble("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [2 0 R 2 0 R] /Count 1000 >>"), usual, ErrBroken},
		{"more pages than it has", assemble("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 4000 >>", "<< /Type /Page /Parent 2 0 R >>"), usual, ErrBroken},
		{"a million pages", assemble("<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1000000 >>", "<< /Type /Page /Parent 2 0 R >>"), usual, ErrLong},
		{"a huge picture", pages([]string{stream("", says+" /X Do")}, stream("/Type /XObject /Subtype /Image /Width 60000 /Height 60000 /ColorSpace /DeviceRGB /BitsPerComponent 8", "")), usual, nil},
		{"deep lists", pages([]string{stream("", says+strings.Repeat("[", 100_000))}), usual, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if d, err := limited(tt.limits).Read(t.Context(), tt.raw); !errors.Is(err, tt.want) {
				t.Errorf("%d pages, error %v, want %v", len(d.Pages), err, tt.want)
			}
		})
	}
	if d := read(t, write("", []words{{50, 700, 10, "Ships came."}})); len(d.Pages) != 1 {
		t.Errorf("%d pages of a file that is read behind them", len(d.Pages))
	}
}

// TestReadKeepsFirstPages: of a file that cannot be read to its end are kept the pages before.
func TestReadKeepsFirstPages(t *testing.T) {
	engine(t)
	nested := bomb(t, strings.Repeat("q ", 1000), 1000)
	d, err := limited(limits{time.Minute, time.Minute, 40 << 20}).Read(t.Context(), pages([]string{stream("", ""), stream("", says), nested, stream("", says)}))
	text, _ := d.Text()
	if err != nil || text != "Ships came." || len(d.Pages) != 2 || d.Count != 4 || !errors.Is(d.Rest, ErrHeavy) {
		t.Errorf("text %q of %d pages of %d, rest %v, error %v", text, len(d.Pages), d.Count, d.Rest, err)
	}
}

// TestReadStops: the sandbox ends with the context, whatever it does.
func TestReadStops(t *testing.T) {
	engine(t)
	ctx, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, errors.New("no time"))
	defer cancel()
	if _, err := limited(limits{time.Hour, time.Hour, maxMemory}).Read(ctx, endless()); !errors.Is(err, context.Cause(ctx)) || err == nil {
		t.Errorf("error %v, want %v", err, context.Cause(ctx))
	}
}
