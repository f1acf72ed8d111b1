package feed

import "testing"

func BenchmarkReadFeed(b *testing.B) {
	for _, form := range []string{"rss", "atom", "json", "sitemap"} {
		b.Run(form, func(b *testing.B) {
			raw := []byte(makeFeed(form, 2000))
			b.SetBytes(int64(len(raw)))
			for b.Loop() {
				if _, err := collectFeed(raw, ""); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
