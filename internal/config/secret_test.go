package config

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"log/slog"
	"strings"
	"testing"
)

const hidden = "sk-hidden-value"

// A holder carries a secret in the ways somebody might print.
type holder struct {
	Key  Secret
	Deep struct{ Key *Secret }
	Map  map[string]Secret
	own  Secret
}

func newHolder() holder {
	s := NewSecret(hidden)
	h := holder{Key: s, Map: map[string]Secret{"k": s}, own: s}
	h.Deep.Key = &s
	return h
}

func TestSecretInFmt(t *testing.T) {
	for verb := range strings.FieldsSeq("%v %+v %#v %s %q %x %X %d %t %b %o %c %U %e %g %10v %-10s %z") {
		if got := fmt.Sprintf(verb, NewSecret(hidden)); got != mask {
			t.Errorf("%s = %q, want %q", verb, got, mask)
		}
		for _, v := range []any{newHolder(), &holder{own: NewSecret(hidden)}, []Secret{NewSecret(hidden)}, new(NewSecret(hidden))} {
			if got := fmt.Sprintf(verb, v); leaks(got) {
				t.Errorf("%s of %T prints the secret: %s", verb, v, got)
			}
		}
	}
}

// leaks reports whether s holds the secret as it is or in hexadecimal.
func leaks(s string) bool {
	return strings.Contains(s, hidden) || strings.Contains(strings.ToLower(s), fmt.Sprintf("%x", hidden))
}

func TestSecretEncoded(t *testing.T) {
	asJSON, err := json.Marshal(newHolder())
	if err != nil {
		t.Fatal(err)
	}
	asXML, err := xml.Marshal([]Secret{NewSecret(hidden)})
	if err != nil {
		t.Fatal(err)
	}
	for _, got := range [][]byte{asJSON, asXML} {
		if leaks(string(got)) || !bytes.Contains(got, []byte(mask)) {
			t.Errorf("encoded as %s", got)
		}
	}
}

func TestSecretInLogs(t *testing.T) {
	var b bytes.Buffer
	debug := &slog.HandlerOptions{Level: slog.LevelDebug}
	for _, h := range []slog.Handler{slog.NewTextHandler(&b, debug), slog.NewJSONHandler(&b, debug)} {
		b.Reset()
		log := slog.New(h).With("with", NewSecret(hidden))
		log.Info(mask, "key", NewSecret(hidden), "holder", newHolder(), "pointer", &holder{Key: NewSecret(hidden)},
			slog.Group("group", "key", NewSecret(hidden)), "config", Config{Slack: Slack{BotToken: NewSecret(hidden)}})
		if got := b.String(); leaks(got) || strings.Count(got, mask) < 5 {
			t.Errorf("%T logged %s", h, got)
		}
	}
}

func TestSecretReveal(t *testing.T) {
	s := NewSecret(hidden)
	if s.Reveal() != hidden || !s.IsSet() || !s.Equal(NewSecret(hidden)) || s.Equal(NewSecret("other")) {
		t.Errorf("a secret does not hold what it was given")
	}
	var zero Secret
	if zero.Reveal() != "" || zero.IsSet() || !zero.Equal(NewSecret("")) || zero == s {
		t.Errorf("the zero Secret is not empty")
	}
}
