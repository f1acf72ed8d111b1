package main

import (
	"runtime/debug"
	"testing"
)

func TestTighten(t *testing.T) {
	defer debug.SetGCPercent(debug.SetGCPercent(goPercent))
	for _, tt := range []struct{ articles, before, want int }{
		{largeLibrary - 1, goPercent, goPercent},
		{largeLibrary, goPercent, garbagePercent},
		{largeLibrary, 50, 50}, // as GOGC says
	} {
		debug.SetGCPercent(tt.before)
		tighten(tt.articles)
		if got := debug.SetGCPercent(goPercent); got != tt.want {
			t.Errorf("tighten(%d) leaves %d of %d, want %d", tt.articles, got, tt.before, tt.want)
		}
	}
}
