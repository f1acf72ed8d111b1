package extract

import (
	"fmt"
	"testing"
	"time"

	"footnote/internal/article"
)

// A date is believed up to a day ahead, wherever it was read.
func TestFinishDate(t *testing.T) {
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	for _, tt := range []struct{ date, want, warning string }{
		{"2025-12-31", "2025-12-31", ""},
		{"2026-01-02", "2026-01-02", ""},
		{"2026-01-02T13:00:00Z", "", "date 2026-01-02T13:00:00Z lies in the future; left out"},
		{"2999-01-01", "", "date 2999-01-01 lies in the future; left out"},
		{"", "", ""},
	} {
		for _, guessed := range []bool{false, true} {
			d := Draft{Article: article.Article{Body: "b", Published: day(t, tt.date)}}
			d.Published.Estimated = guessed && d.Published.Known()
			if err := d.Finish(article.Workspace, now); err != nil {
				t.Fatal(err)
			}
			if got := d.Published.String(); got != tt.want {
				t.Errorf("%q was taken as %q, want %q", tt.date, got, tt.want)
			}
			if got := fmt.Sprint(d.Warnings); got != "["+tt.warning+"]" {
				t.Errorf("%q: warnings %s, want [%s]", tt.date, got, tt.warning)
			}
		}
	}
}
