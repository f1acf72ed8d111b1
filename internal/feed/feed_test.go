package feed

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/mmcdole/gofeed"
)

// TestFeedsOfGofeed reads every input of gofeed's own tests, in the folder
// that FOOTNOTE_GOFEED_TESTDATA names, and holds that nothing is lost that
// gofeed reads.
func TestFeedsOfGofeed(t *testing.T) {
	dir := os.Getenv("FOOTNOTE_GOFEED_TESTDATA")
	if dir == "" {
		t.Skip("FOOTNOTE_GOFEED_TESTDATA does not name the folder testdata of github.com/mmcdole/gofeed")
	}
	var files, read, items, more, fewer int
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		ext := filepath.Ext(path)
		if err != nil || d.IsDir() || ext != ".xml" && ext != ".json" || strings.HasSuffix(filepath.Dir(path), "translator") {
			return err
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		files++
		ours, err := collectFeed(raw, "")
		if err == nil {
			read++
		}
		items += len(ours)
		theirs := 0
		if f, err := gofeed.NewParser().Parse(strings.NewReader(string(raw))); err == nil {
			theirs = len(f.Items)
		}
		switch {
		case len(ours) > theirs:
			more++
		case len(ours) < theirs:
			fewer++
			t.Errorf("%s: %d items, gofeed reads %d", path, len(ours), theirs)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	t.Logf("%d files, %d read as feeds, %d items; more items than gofeed in %d, fewer in %d; %d MB from the system", files, read, items, more, fewer, m.Sys>>20)
}

func collectFeed(raw []byte, mime string) (all []Item, err error) {
	_, err = Read(raw, mime, "https://feed.example/feed.xml", func(_ Feed, it Item) error {
		all = append(all, it)
		return nil
	})
	return all, err
}
