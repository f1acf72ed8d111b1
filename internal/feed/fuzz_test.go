package feed

import (
	"errors"
	"testing"

	"footnote/internal/article"
	"footnote/internal/media"
)

// FuzzReadFeed holds that a feed of any bytes is read without a panic, that no
// item is without something to know it by, and that every link may be shown.
func FuzzReadFeed(f *testing.F) {
	for form := range feedForms {
		f.Add(makeFeed(form, 2), "application/xml; charset=iso-8859-1")
	}
	f.Add("<rss><channel><item><title><![CDATA[x]]></title><link>/a</link><item>", "")
	f.Add("\xff\xfe<\x00r\x00s\x00s\x00", "")
	f.Add(`{"version":"https://jsonfeed.org/version/1","items":[{"id":1},{"url":[]}`, "")
	f.Fuzz(func(t *testing.T, raw, mimeType string) {
		_, err := Read([]byte(raw), mimeType, "https://feed.example/feed", func(_ Feed, it Item) error {
			if it.URL != "" && !article.IsWebURL(it.URL) {
				t.Errorf("link %q", it.URL)
			}
			if it.ID+it.URL+it.Title+it.Content+it.Summary == "" && !it.cut {
				t.Error("an item of nothing")
			}
			if d := it.Published; d.Known() && (d.Time.Year() < 1700 || d.Time.Year() > 9999) {
				t.Errorf("published in %d", d.Time.Year())
			}
			return nil
		})
		_ = err // what is none is said to be none
		media.FeedLike([]byte(raw), mimeType)
		if _, err := ReadOutlines([]byte(raw), mimeType); err != nil && !errors.Is(err, media.ErrEmpty) {
			t.Error(err)
		}
	})
}
