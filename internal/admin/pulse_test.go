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
		tries, next := []error{nil, full, full, nil}, 0
		var log strings.Builder
		p := &Pulse{Log: slog.New(slog.NewTextHandler(&log, nil)), Try: func(context.Context) error {
			next++
			return tries[next-1]
		}}
		go p.Run(ctx)
		time.Sleep(time.Second)
		for n, want := range tries {
			if got := p.Err(); got != want {
				t.Errorf("Err() after try %d = %v, want %v", n+1, got, want)
			}
			if n < len(tries)-1 {
				time.Sleep(pulseEvery)
			}
		}
		cancel()
		synctest.Wait()
		if n := strings.Count(log.String(), "\n"); n != 2 || strings.Count(log.String(), "level=ERROR") != 1 {
			t.Errorf("logged:\n%s", log.String())
		}
	})
}
