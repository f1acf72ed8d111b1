package fetch

import (
	"bufio"
	"bytes"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"fmt"
	"io"
	"strings"

	"footnote/internal/article"
	"footnote/internal/media"

	"github.com/andybalholm/brotli"
)

// acceptEncoding names what unpack undoes.
const acceptEncoding = "gzip, br, deflate"

// readBody reads at most limit bytes of a body, as sent and as unpacked, with
// all that compresses it undone. What is over is ErrTooLarge, but for a feed:
// of that media.MaxFeed bytes are read, and the rest is left.
func readBody(body io.Reader, encoding string, limit int) ([]byte, error) {
	packed := &countReader{r: body, limit: limit}
	plain, err := unpack(packed, encoding)
	if err != nil {
		return nil, err
	}
	raw, err := readBounded(plain, packed)
	if err != nil || !bytes.HasPrefix(raw, gzipMagic) {
		return raw, err
	}
	// A file that is itself compressed, as many sitemaps are, or a page that
	// its server compressed twice.
	z, err := gzip.NewReader(bytes.NewReader(raw))
	if err != nil {
		return raw, nil
	}
	return readBounded(z, &countReader{limit: limit})
}

// readBounded reads what is unpacked of packed within the bound of its kind.
func readBounded(plain io.Reader, packed *countReader) ([]byte, error) {
	br := bufio.NewReaderSize(plain, media.SniffBytes)
	head, _ := br.Peek(media.SniffBytes) // an error comes again with the next read
	if !media.FeedLike(head, "") {
		return media.ReadAll(br, packed.limit)
	}
	packed.limit = media.MaxFeed
	raw, err := io.ReadAll(io.LimitReader(br, media.MaxFeed))
	if errors.Is(err, media.ErrTooLarge) {
		err = nil
	}
	return raw, err
}

var gzipMagic = []byte{0x1f, 0x8b, 0x08}

// unpack undoes one encoding of a body. A few servers send one that nobody
// asked for.
func unpack(body io.Reader, encoding string) (io.Reader, error) {
	switch strings.ToLower(strings.TrimSpace(encoding)) {
	case "", "identity":
		return body, nil
	case "gzip", "x-gzip":
		return gzip.NewReader(body)
	case "br":
		return brotli.NewReader(body), nil
	case "deflate":
		return inflate(body)
	}
	return nil, fmt.Errorf("sent with encoding %s, which was not asked for", article.OneLine(encoding, article.MaxName))
}

// inflate undoes "deflate", by which some servers mean zlib, as RFC 9110 does,
// and some the bare stream within.
func inflate(body io.Reader) (io.Reader, error) {
	br := bufio.NewReader(body)
	head, _ := br.Peek(2) // what is shorter is no stream of either
	if len(head) == 2 && head[0]&0x0f == 8 && (uint(head[0])<<8|uint(head[1]))%31 == 0 {
		return zlib.NewReader(br)
	}
	return flate.NewReader(br), nil
}

// A countReader ends with ErrTooLarge after so many bytes: a compressed body
// may go on for ever and unpack to nothing.
type countReader struct {
	r           io.Reader
	read, limit int
}

func (c *countReader) Read(p []byte) (int, error) {
	n, err := c.r.Read(p)
	if c.read += n; c.read > c.limit {
		return 0, media.TooLarge(c.limit)
	}
	return n, err
}
