package config

import "path/filepath"

// CacheFolder returns the folder of a person's in which Footnote keeps what can be made anew, or "" where
// none is known. It is not the data folder, which may come from somebody else, in a backup or the
// working directory: what is kept may be run. For the same reason get must not ask .env.
func CacheFolder(get func(string) string) string {
	for _, name := range []string{"XDG_CACHE_HOME", "LOCALAPPDATA"} { // the latter of Windows
		if dir := get(name); filepath.IsAbs(dir) {
			return filepath.Join(dir, "footnote")
		}
	}
	if home := get("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".cache", "footnote")
	}
	return ""
}
