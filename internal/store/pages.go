package store

import (
	"fmt"
	"strconv"
	"strings"

	"footnote/internal/article"
)

// pageList returns pages as they are kept: their offsets with commas between.
func pageList(p article.Pages) string {
	var b strings.Builder
	for i, at := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.Itoa(at))
	}
	return b.String()
}

// A pageScanner scans what pageList wrote.
type pageScanner struct{ pages *article.Pages }

func (s pageScanner) Scan(v any) error {
	list, ok := v.(string)
	if !ok {
		return fmt.Errorf("pages are a %T", v)
	}
	*s.pages = nil
	if list == "" {
		return nil
	}
	for one := range strings.SplitSeq(list, ",") {
		at, err := strconv.Atoi(one)
		if err != nil {
			return fmt.Errorf("pages: %w", err)
		}
		*s.pages = append(*s.pages, at)
	}
	return nil
}
