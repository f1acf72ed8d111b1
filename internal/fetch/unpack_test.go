package fetch

import (
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"footnote/internal/media"

	"github.com/andybalholm/brotli"
)

// packers compress as servers do, by what they call it.
var packers = []struct {
	encoding string
	pack     func(io.Writer) io.WriteCloser
}{
	{"gzip", func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) }},
	{"br", func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) }},
	{"deflate", func(w io.Writer) io.WriteCloser { return zlib.NewWriter(w) }},
	{"deflate", func(w io.Writer) io.WriteCloser { z, _ := flate.NewWriter(w, 6); return z }},
}

func packed(t *testing.T, pack func(io.Writer) io.WriteCloser, fill func(io.Writer)) []byte {
	t.Helper()
	var b bytes.Buffer
	z := pack(&b)
	fill(z)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReadBody(t *testing.T) {
	const limit = 100 << 10
	for i, p := range packers {
		t.Run(fmt.Sprint(i, p.encoding), func(t *testing.T) {
			page := packed(t, p.pack, func(w io.Writer) { fmt.Fprint(w, "<p>Ships came.") })
			if got, err := readBody(bytes.NewReader(page), p.encoding, limit); err != nil || string(got) != "<p>Ships came." {
				t.Errorf("got %q, %v", got, err)
			}
			bomb := packed(t, p.pack, func(w io.Writer) { spread(w, 2*limit) })
			if len(bomb) > limit/100 {
				t.Fatalf("a bomb of %d bytes is none", len(bomb))
			}
			if _, err := readBody(bytes.NewReader(bomb), p.encoding, limit); !errors.Is(err, media.ErrTooLarge) {
				t.Errorf("a bomb: error %v, want %v", err, media.ErrTooLarge)
			}
			if _, err := readBody(strings.NewReader("<p>Ships came, and nobody packed them."), p.encoding, limit); err == nil {
				t.Error("no error of what is not compressed")
			}
		})
	}
	file := packed(t, packers[0].pack, func(w io.Writer) { fmt.Fprint(w, "<urlset/>") })
	if got, err := readBody(bytes.NewReader(file), "", limit); err != nil || string(got) != "<urlset/>" {
		t.Errorf("a compressed file: %q, %v", got, err)
	}
	file = packed(t, packers[0].pack, func(w io.Writer) { spread(w, 2*limit) })
	if _, err := readBody(bytes.NewReader(file), "", limit); !errors.Is(err, media.ErrTooLarge) {
		t.Errorf("a compressed file that is a bomb: error %v, want %v", err, media.ErrTooLarge)
	}
}

// A stream may be endless and unpack to nothing: empty blocks of deflate, and
// empty members of gzip.
func TestReadBodyOfNothing(t *testing.T) {
	const limit = 100 << 10
	empty := packed(t, packers[0].pack, func(io.Writer) {})
	for encoding, piece := range map[string][]byte{"deflate": {0, 0, 0, 0xff, 0xff}, "gzip": empty} {
		endless := bytes.NewReader(bytes.Repeat(piece, 2*limit/len(piece)))
		if _, err := readBody(endless, encoding, limit); !errors.Is(err, media.ErrTooLarge) {
			t.Errorf("%s: error %v, want %v", encoding, err, media.ErrTooLarge)
		}
	}
}

func FuzzUnpack(f *testing.F) {
	for _, seed := range []string{"", "\x1f\x8b\x08", "\x78\x9c", "\x0b", "plain"} {
		for _, encoding := range []string{"", "gzip", "br", "deflate", "x"} {
			f.Add(seed, encoding)
		}
	}
	f.Fuzz(func(t *testing.T, body, encoding string) {
		raw, err := readBody(strings.NewReader(body), encoding, 64<<10)
		if err == nil && len(raw) > 64<<10 && !media.FeedLike(raw, "") {
			t.Errorf("%d bytes", len(raw))
		}
	})
}
