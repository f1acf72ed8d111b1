package pdf

import (
	"cmp"
	"context"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/tetratelabs/wazero"
)

// keptCompiled is of how many versions and processors a folder keeps what was compiled, of 25 MB each.
const keptCompiled = 3

// openCache returns a cache that keeps what was compiled in a folder; without one, or where it cannot be
// written to, in memory. A file appears in the folder when it is whole, under a name made of PDFium, the
// compiler's version and the processor, so that processes share it.
func openCache(folder string) wazero.CompilationCache {
	if folder == "" {
		return wazero.NewCompilationCache()
	}
	prune(folder)
	cache, err := wazero.NewCompilationCacheWithDir(folder)
	if err != nil {
		return wazero.NewCompilationCache()
	}
	return cache
}

// forget goes on in memory where the folder is of no use: its disk is full, or a file in it is damaged.
func (r *Reader) forget(ctx context.Context) {
	r.cache.Close(ctx)     //nolint:errcheck // nothing of it is used any more
	os.RemoveAll(r.folder) //nolint:errcheck // what is damaged is told again by the next process
	r.folder, r.cache = "", wazero.NewCompilationCache()
}

// prune removes from a folder all but the newest files.
func prune(folder string) {
	type file struct {
		name string
		at   time.Time
	}
	var files []file
	names, _ := filepath.Glob(filepath.Join(folder, "*", "*"))
	for _, name := range names {
		if info, err := os.Stat(name); err == nil {
			files = append(files, file{name, info.ModTime()})
		}
	}
	slices.SortFunc(files, func(a, b file) int { return cmp.Or(b.at.Compare(a.at), cmp.Compare(a.name, b.name)) })
	for _, f := range files[min(keptCompiled, len(files)):] {
		os.Remove(f.name) //nolint:errcheck // it is tried again at the next start
	}
}
