package config

import (
	"path/filepath"
	"testing"
)

func TestCacheFolder(t *testing.T) {
	home, xdg := filepath.Join(t.TempDir(), "home"), filepath.Join(t.TempDir(), "xdg")
	for _, tt := range []struct {
		set  map[string]string
		want string
	}{
		{nil, ""},
		{map[string]string{"HOME": home}, filepath.Join(home, ".cache", "footnote")},
		{map[string]string{"HOME": home, "XDG_CACHE_HOME": xdg}, filepath.Join(xdg, "footnote")},
		{map[string]string{"LOCALAPPDATA": home}, filepath.Join(home, "footnote")},
		{map[string]string{"HOME": "here", "XDG_CACHE_HOME": "."}, ""}, // which would be the working directory's
	} {
		if got := CacheFolder(func(name string) string { return tt.set[name] }); got != tt.want {
			t.Errorf("%v: %q, want %q", tt.set, got, tt.want)
		}
	}
}
