package bot

import (
	"encoding/json"
	"log/slog"
	"os"
	"testing"
	"time"

	"github.com/slack-go/slack"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.Cleanup(func(code int) {
		if dir, err := emptyData(); err == nil {
			os.RemoveAll(dir)
		}
		os.Exit(code)
	}))
}

// asJSON writes v for a golden file.
func asJSON(t *testing.T, v any) []byte {
	t.Helper()
	raw, err := json.MarshalIndent(v, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return append(raw, '\n')
}

func discard(t *testing.T) *slog.Logger { return slog.New(slog.NewTextHandler(t.Output(), nil)) }

// refusal is Slack's own error, rateLimited its HTTP 429.
func refusal(code string) error { return slack.SlackErrorResponse{Err: code} }

func rateLimited(seconds int) error {
	return &slack.RateLimitedError{RetryAfter: time.Duration(seconds) * time.Second}
}
