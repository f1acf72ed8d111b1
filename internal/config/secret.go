package config

import (
	"fmt"
	"io"
	"log/slog"
)

// mask is all that is ever printed of a Secret.
const mask = "***"

// A Secret is a string that prints as *** wherever it is printed: through
// every verb of fmt, as text, in JSON and in both handlers of slog. It holds a
// pointer, so that fmt shows an address where it may not call Format (in an
// unexported field of a struct). The zero Secret is empty.
type Secret struct{ value *string }

// NewSecret returns a Secret that holds s.
func NewSecret(s string) Secret {
	if s == "" {
		return Secret{}
	}
	return Secret{&s}
}

// Reveal returns what the secret holds.
func (s Secret) Reveal() string {
	if s.value == nil {
		return ""
	}
	return *s.value
}

// IsSet reports whether the secret holds anything.
func (s Secret) IsSet() bool { return s.Reveal() != "" }

// Equal reports whether two secrets hold the same.
func (s Secret) Equal(o Secret) bool { return s.Reveal() == o.Reveal() }

// Format implements fmt.Formatter for every verb.
func (s Secret) Format(f fmt.State, _ rune) { io.WriteString(f, mask) }

// String implements fmt.Stringer.
func (s Secret) String() string { return mask }

// MarshalText implements encoding.TextMarshaler, and with it JSON.
func (s Secret) MarshalText() ([]byte, error) { return []byte(mask), nil }

// LogValue implements slog.LogValuer.
func (s Secret) LogValue() slog.Value { return slog.StringValue(mask) }
