package pdf

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// compiled returns the one file that is kept in a folder.
func compiled(t *testing.T, folder string) string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join(folder, "*", "*"))
	if err != nil || len(names) != 1 {
		t.Fatalf("kept %v, error %v", names, err)
	}
	return names[0]
}

// TestCompiledIsKept: what one Reader has compiled another runs, as another process would.
func TestCompiledIsKept(t *testing.T) {
	engine(t)
	good := write("", []words{{50, 700, 10, "Ships came."}})
	read(t, good)
	before, err := os.Stat(compiled(t, reader.folder))
	if err != nil {
		t.Fatal(err)
	}
	d, err := NewReader(reader.folder).Read(t.Context(), good)
	if err != nil || len(d.Pages) != 1 {
		t.Errorf("%d pages, error %v", len(d.Pages), err)
	}
	if after, err := os.Stat(compiled(t, reader.folder)); err != nil || !os.SameFile(before, after) {
		t.Errorf("compiled anew, error %v", err)
	}
	if size := before.Size(); size > 40<<20 {
		t.Errorf("%d MB are kept", size>>20)
	}
}

// TestDamagedCompiled: a file that is cut is compiled anew, and is not there for the next.
func TestDamagedCompiled(t *testing.T) {
	engine(t)
	good := write("", []words{{50, 700, 10, "Ships came."}})
	read(t, good)
	name, err := filepath.Rel(reader.folder, compiled(t, reader.folder))
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	if err := os.Mkdir(filepath.Join(folder, filepath.Dir(name)), 0o700); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(reader.folder, name))
	if err == nil {
		err = os.WriteFile(filepath.Join(folder, name), raw[:len(raw)/2], 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	if d, err := NewReader(folder).Read(t.Context(), good); err != nil || len(d.Pages) != 1 {
		t.Errorf("%d pages, error %v", len(d.Pages), err)
	}
	if _, err := os.Stat(filepath.Join(folder, name)); err == nil {
		t.Error("the damaged file is there still")
	}
}

// TestOpenCacheWithoutFolder: where nothing can be kept all goes on in memory.
func TestOpenCacheWithoutFolder(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{"", file, filepath.Join(file, "below")} {
		if openCache(folder) == nil {
			t.Errorf("%q: no cache", folder)
		}
	}
}

func TestPrune(t *testing.T) {
	folder := t.TempDir()
	for i := range keptCompiled + 2 {
		name := filepath.Join(folder, fmt.Sprintf("wazero-v%d", i), "a")
		if err := os.Mkdir(filepath.Dir(name), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(name, time.Time{}, time.Unix(int64(1000+i), 0)); err != nil {
			t.Fatal(err)
		}
	}
	prune(folder)
	for i := range keptCompiled + 2 {
		_, err := os.Stat(filepath.Join(folder, fmt.Sprintf("wazero-v%d", i), "a"))
		if kept := err == nil; kept != (i >= 2) {
			t.Errorf("version %d is kept: %v", i, kept)
		}
	}
}
