package openai

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"syscall"
	"time"

	"footnote/internal/config"
	"footnote/internal/llm"
)

// A failure is why a provider gave no answer, in one line of our own words:
// it holds nothing the provider wrote, which may repeat keys and prompts.
type failure struct {
	kind       error // llm.ErrUnavailable or llm.ErrBrokenOff
	provider   string
	words      string
	retryAfter time.Duration // as the provider asked; 0 where it did not
	passing    bool          // the same request may succeed in a moment
	request    bool          // the request is at fault, not the provider
	malformed  bool          // a field of the request may be at fault
	tokenField bool          // the field that limits the tokens is
}

// Error implements error.
func (f *failure) Error() string {
	return f.kind.Error() + ": " + f.String()
}

// String returns what happened where, without its kind.
func (f *failure) String() string { return f.provider + ": " + f.words }

// Unwrap makes errors.Is see the kind.
func (f *failure) Unwrap() error { return f.kind }

// A place is a provider as failures speak of it.
type place struct {
	config.Provider
	host string
}

func placeOf(p config.Provider) place {
	u, err := url.Parse(p.BaseURL)
	if err != nil || u.Host == "" {
		return place{p, "its server"} // unreachable: config refuses such an address
	}
	return place{p, u.Host}
}

func (p place) fail(format string, args ...any) *failure {
	return &failure{kind: llm.ErrUnavailable, provider: p.Name, words: fmt.Sprintf(format, args...)}
}

// unreachable returns the failure of a request that got no response.
func (p place) unreachable(err error) *failure {
	var lookup *net.DNSError
	var certificate *tls.CertificateVerificationError
	why, passing := "connection failed", true
	switch {
	case errors.As(err, &lookup) && lookup.IsNotFound:
		why, passing = "no such host", false
	case errors.As(err, &lookup):
		why = "its name could not be looked up"
	case errors.As(err, &certificate):
		why, passing = "its certificate is not trusted", false
	case errors.Is(err, syscall.ECONNREFUSED):
		why = "connection refused"
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
		why = "it closed the connection"
	case isTimeout(err):
		why = "timed out"
	}
	f := p.fail("cannot reach %s: %s", p.host, why)
	if p.URLVar != "" && !passing {
		f.words += "; check " + p.URLVar
	}
	f.passing = passing
	return f
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timeout) && timeout.Timeout()
}

// A vendorError is what we read of a provider's error object.
type vendorError struct {
	Code    any    `json:"code"`
	Param   any    `json:"param"`
	Message string `json:"message"`
}

// parseError reads the error object of a body: {"error": {…}}, which Google
// puts in an array. It returns the zero vendorError for anything else.
func parseError(body []byte) (e vendorError) {
	text := strings.TrimSpace(string(body))
	text = strings.TrimSuffix(strings.TrimPrefix(text, "["), "]")
	var outer struct {
		Error json.RawMessage `json:"error"`
	}
	if json.Unmarshal([]byte(text), &outer) == nil {
		json.Unmarshal(outer.Error, &e) // what does not fit stays zero
	}
	return e
}

// codeForm is what a code may look like to be shown.
var codeForm = regexp.MustCompile(`^[a-z0-9_]{1,40}$`)

// code returns the error's code, if it is one word.
func (e vendorError) code() string {
	if s, ok := e.Code.(string); ok && codeForm.MatchString(strings.ToLower(s)) {
		return strings.ToLower(s)
	}
	return ""
}

// status returns the status that is put in the code, as some do in a response
// that began as HTTP 200; else 0.
func (e vendorError) status() int {
	n, _ := e.Code.(int)
	if f, ok := e.Code.(float64); ok {
		n = int(f)
	}
	if n < 300 || n > 599 {
		return 0
	}
	return n
}

// refused returns the failure that a status and an error object mean.
func (p place) refused(status int, e vendorError) *failure {
	if status < 300 {
		status = e.status()
	}
	code := e.code()
	switch {
	case status == http.StatusUnauthorized, status == http.StatusForbidden, code == "invalid_api_key", strings.Contains(e.Message, "API key not valid"):
		return p.keyRefused(status)
	case status == http.StatusNotFound, code == "model_not_found", code == "deploymentnotfound":
		return p.fail("model %s is unknown at %s: check %s", p.Model, p.host, joinVars(p.ModelVar, p.URLVar))
	case status == http.StatusPaymentRequired, code == "insufficient_quota", code == "billing_hard_limit_reached":
		return p.fail("the quota of %s is used up: check its billing", p.KeyVar)
	case status == http.StatusTooManyRequests, code == "rate_limit_exceeded":
		f := p.fail("rate limited by %s", p.host)
		f.passing = true
		return f
	case status == http.StatusRequestEntityTooLarge, code == "context_length_exceeded":
		f := p.fail("the prompt is too long for model %s", p.Model)
		f.request = true
		return f
	case status >= 300 && status < 400:
		return p.fail("%s redirects to another address: check %s", p.host, p.URLVar)
	case status >= 400 && status < 500 && status != http.StatusRequestTimeout:
		return p.requestRefused(status, code, e)
	}
	f := p.fail("%s is down or overloaded%s", p.host, inBrackets(status, code))
	f.passing = status != http.StatusNotImplemented
	return f
}

func (p place) keyRefused(status int) *failure {
	switch {
	case !p.Key.IsSet():
		return p.fail("%s wants a key: set %s", p.host, p.KeyVar)
	case status == http.StatusForbidden:
		return p.fail("%s was refused by %s: it may not use model %s, or not from here", p.KeyVar, p.host, p.Model)
	}
	return p.fail("%s was refused by %s: it is wrong or expired", p.KeyVar, p.host)
}

func (p place) requestRefused(status int, code string, e vendorError) *failure {
	f := p.fail("%s refused the request for model %s%s: check %s", p.host, p.Model, inBrackets(status, code), p.ModelVar)
	f.request = true
	f.malformed = status == http.StatusBadRequest || status == http.StatusUnprocessableEntity
	param, _ := e.Param.(string)
	f.tokenField = strings.Contains(param+e.Message, "max_tokens") || strings.Contains(param+e.Message, "max_completion_tokens")
	return f
}

// inBrackets returns " (HTTP 503, some_code)", of which either may be unknown.
func inBrackets(status int, code string) string {
	var known []string
	if status != 0 {
		known = append(known, fmt.Sprintf("HTTP %d", status))
	}
	if code != "" {
		known = append(known, code)
	}
	if len(known) == 0 {
		return ""
	}
	return " (" + strings.Join(known, ", ") + ")"
}

// joinVars returns "A and B" of the variables that there are.
func joinVars(vars ...string) string {
	var set []string
	for _, v := range vars {
		if v != "" {
			set = append(set, v)
		}
	}
	return strings.Join(set, " and ")
}
