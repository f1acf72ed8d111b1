package slackhttp

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Why a request is refused.
var (
	errUnsigned = errors.New("no signature")
	errLate     = errors.New("timestamp more than five minutes off")
	errForged   = errors.New("signature does not fit")
	errReplayed = errors.New("signature was used before")
	errPayload  = errors.New("no payload")
)

// window is how far the time of a request may be off, either way;
// https://docs.slack.dev/authentication/verifying-requests-from-slack.
const window = 5 * time.Minute

// A verifier tells what Slack signed. It remembers what it let in until that
// is too old to come again: what Slack itself repeats is signed anew.
type verifier struct {
	secret []byte

	mu   sync.Mutex
	used map[digest]time.Time // until when a signature is remembered
	next time.Time            // when to forget
}

func newVerifier(secret string) *verifier {
	return &verifier{secret: []byte(secret), used: map[digest]time.Time{}}
}

// A digest is what a signature signs with.
type digest = [sha256.Size]byte

// check lets in a request that Slack signed, once, and returns what it was
// signed with.
func (v *verifier) check(h http.Header, body []byte, now time.Time) (digest, error) {
	stamp, given := h.Get("X-Slack-Request-Timestamp"), h.Get("X-Slack-Signature")
	if stamp == "" || given == "" || len(v.secret) == 0 {
		return digest{}, errUnsigned
	}
	seconds, err := strconv.ParseInt(stamp, 10, 64)
	if err != nil {
		return digest{}, errUnsigned
	}
	if off := now.Sub(time.Unix(seconds, 0)); off > window || off < -window {
		return digest{}, errLate
	}
	sum := v.sign(stamp, body)
	claimed, err := hex.DecodeString(strings.TrimPrefix(given, "v0="))
	if err != nil || !strings.HasPrefix(given, "v0=") || !hmac.Equal(claimed, sum[:]) {
		return digest{}, errForged
	}
	return sum, v.once(sum, now)
}

// sign returns the HMAC-SHA256 of v0:timestamp:body.
func (v *verifier) sign(stamp string, body []byte) (sum digest) {
	mac := hmac.New(sha256.New, v.secret)
	mac.Write([]byte("v0:" + stamp + ":"))
	mac.Write(body)
	copy(sum[:], mac.Sum(nil))
	return sum
}

// once lets a signature in the first time. Only who has the secret can make
// it remember one, so what it holds is bounded by what Slack sends.
func (v *verifier) once(sum digest, now time.Time) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	if now.After(v.next) {
		for old, until := range v.used {
			if now.After(until) {
				delete(v.used, old)
			}
		}
		v.next = now.Add(window)
	}
	if until, ok := v.used[sum]; ok && !now.After(until) {
		return errReplayed
	}
	v.used[sum] = now.Add(2 * window)
	return nil
}

// again lets a signature in once more: what could not be taken comes again,
// perhaps within the second, and then with the same signature.
func (v *verifier) again(sum digest) {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.used, sum)
}
