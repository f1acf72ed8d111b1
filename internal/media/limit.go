package media

import (
	"errors"
	"fmt"
	"io"
)

// MaxText bounds a page, a text file, the text of any other and a line of
// JSON, in bytes as read and after decompression. A long newspaper page with
// all its scripts is 2 MB.
const MaxText = 10 << 20

// MaxFeed bounds a feed, in bytes: what is beyond is left unread.
const MaxFeed = 64 << 20

// ErrTooLarge: there is more than is read.
var ErrTooLarge = errors.New("too large")

// TooLarge names the limit, in bytes, that a text exceeds.
func TooLarge(limit int) error { return fmt.Errorf("%w: more than %d MB", ErrTooLarge, limit>>20) }

// ReadAll reads r to its end, or ErrTooLarge after limit bytes.
func ReadAll(r io.Reader, limit int) ([]byte, error) {
	raw, err := io.ReadAll(io.LimitReader(r, int64(limit)+1))
	switch {
	case err != nil:
		return nil, err
	case len(raw) > limit:
		return nil, TooLarge(limit)
	}
	return raw, nil
}
