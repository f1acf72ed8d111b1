package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// An env reads variables and gathers what is wrong with them. Space around a
// value is dropped: keys are pasted, and files end in a line break. So are
// quotes: of a file of settings docker run --env-file hands them on.
type env struct {
	get      func(string) string
	problems []error
}

// problem notes one line, which names variables and never their values.
func (e *env) problem(format string, args ...any) {
	e.problems = append(e.problems, fmt.Errorf(format, args...))
}

func (e *env) text(name string) string {
	s := strings.TrimSpace(e.get(name))
	for _, quote := range []string{`"`, "'"} {
		if inner, ok := strings.CutPrefix(s, quote); ok && strings.HasSuffix(inner, quote) {
			return strings.TrimSpace(strings.TrimSuffix(inner, quote))
		}
	}
	return s
}

func (e *env) textOr(name, otherwise string) string {
	if s := e.text(name); s != "" {
		return s
	}
	return otherwise
}

// folder reads the path of a folder.
func (e *env) folder(name, otherwise string) string {
	s := e.textOr(name, otherwise)
	if err := CheckFolder(s); err != nil {
		e.problem("%s %w", name, err)
	}
	return s
}

// CheckFolder refuses a path that is none, which would be the working directory,
// and one for which a folder named ~ would be made: nobody would look for what is
// in it, and whoever removes it may remove their home.
func CheckFolder(path string) error {
	switch {
	case strings.TrimSpace(path) == "":
		return errors.New("is empty: name a folder")
	case strings.HasPrefix(path, "~"):
		return errors.New("begins with ~, which a shell replaces and Footnote does not: write the whole path")
	}
	return nil
}

// line reads a text that will stand in an HTTP header.
func (e *env) line(name string) string {
	s := e.text(name)
	if strings.ContainsFunc(s, unicode.IsControl) {
		e.problem("%s holds a control character", name)
		return ""
	}
	return s
}

// secret reads a key or token: visible ASCII, as it stands in HTTP headers.
func (e *env) secret(name string) Secret {
	s := e.text(name)
	if strings.ContainsFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) {
		e.problem("%s holds a space or a character that no key has", name)
		return Secret{}
	}
	return NewSecret(s)
}

func hasPrefix(s Secret, prefix string) bool { return strings.HasPrefix(s.Reveal(), prefix) }

// url reads an absolute URL and returns it without a slash at its end.
func (e *env) url(name string) string {
	s := e.text(name)
	if s == "" {
		return ""
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		e.problem("%s is not an http or https URL", name)
	case u.User != nil:
		e.problem("%s holds a user name or password: leave it out", name)
	case u.RawQuery != "" || u.Fragment != "":
		e.problem("%s holds a query or a fragment: leave it out", name)
	default:
		return strings.TrimRight(s, "/")
	}
	return ""
}

// address reads where to listen: "host:port", or ":port" for every host.
func (e *env) address(name, otherwise string) string {
	s := e.textOr(name, otherwise)
	if s == "" {
		return ""
	}
	host, port, err := net.SplitHostPort(s)
	n, numErr := strconv.Atoi(port)
	if err != nil || numErr != nil || n < 0 || n > 65535 || strings.ContainsAny(host, " /") {
		e.problem("%s is not HOST:PORT or :PORT", name)
		return ""
	}
	return s
}

// number reads a whole number between least and most.
func (e *env) number(name string, otherwise, least, most int) int {
	s := e.text(name)
	if s == "" {
		return otherwise
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < least || n > most {
		e.problem("%s is not a whole number from %d to %d", name, least, most)
		return otherwise
	}
	return n
}

// list reads the parts of a comma list in lower case; empty parts are dropped.
func (e *env) list(name string) (parts []string) {
	for part := range strings.SplitSeq(strings.ToLower(e.text(name)), ",") {
		if part = strings.TrimSpace(part); part != "" {
			parts = append(parts, part)
		}
	}
	return parts
}

// oneOf reads a word that is empty or one of words.
func (e *env) oneOf(name string, words ...string) string {
	s := strings.ToLower(e.text(name))
	if s != "" && !slices.Contains(words, s) {
		e.problem("%s is none of %s", name, strings.Join(words, ", "))
		return ""
	}
	return s
}

// hosts reads a comma list of hosts with or without a port.
func (e *env) hosts(name string) []string {
	list := e.list(name)
	for i, s := range list {
		if err := checkHost(s); err != nil {
			e.problem("%s: part %d %w", name, i+1, err)
		}
	}
	return list
}

func checkHost(s string) error {
	u, err := url.Parse("http://" + s)
	if err != nil || u.Host != s || u.Hostname() == "" || strings.ContainsAny(s, "*@ ") {
		return errors.New("is not a host or host:port")
	}
	if n, err := strconv.Atoi(u.Port()); strings.HasSuffix(s, ":") || u.Port() != "" && (err != nil || n < 1 || n > 65535) {
		return errors.New("has a port that is not from 1 to 65535")
	}
	return nil
}
