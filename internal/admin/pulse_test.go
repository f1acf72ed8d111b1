package admin

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

func TestPulse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		full := errors.New("the disk is full")
		var now error
		var log strings.Builder
		p := &Pulse{Try: func(context.Context) error { return now }, Log: slog.New(slog.NewTextHandler(&log, nil))}
		go p.Run(ctx)
		for _, want := range []error{nil, full, full, nil} {
			now = want
			time.Sleep(pulseEvery)
			synctest.Wait()
			if got := p.Err(); got != want {
				t.Errorf("Err() = %v, want %v", got, want)
			}
		}
		if n := strings.Count(log.String(), "\n"); n != 2 || strings.Count(log.String(), "level=ERROR") != 1 {
			t.Errorf("logged:\n%s", log.String())
		}
	})
}
