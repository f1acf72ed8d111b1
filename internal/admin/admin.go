// Package admin serves what an operator needs of a running Footnote, on a port
// of its own: whether it lives and is ready, its metrics, and, behind a token,
// the pages of the library. New makes the handler:
//
//	GET /healthz    200 while the process runs
//	GET /readyz     200 while questions arrive and can be answered, else 503 and why
//	GET /metrics    in Prometheus's text format
//	GET /library    and below: package reader, after a login with the token
package admin

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/subtle"
	"embed"
	"encoding/hex"
	"html/template"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus/promhttp"
)

//go:embed *.html
var files embed.FS

var templates = template.Must(template.ParseFS(files, "*.html"))

// Config is what the handler is made of.
type Config struct {
	// Token lets an admin in; empty lets nobody in.
	Token string
	// Pages are shown behind the token, at /library and /read.
	Pages http.Handler
	// Ready returns why Footnote cannot answer now, or nil.
	Ready func(ctx context.Context) error
	// Figures are read anew for every scrape.
	Figures func(ctx context.Context) (Figures, error)
	Log     *slog.Logger
}

// New returns the handler.
func New(cfg Config) http.Handler {
	d := &desk{cfg}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { say(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", d.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(registry(cfg.Figures, cfg.Log), promhttp.HandlerOpts{ErrorHandling: promhttp.ContinueOnError}))
	mux.HandleFunc("GET /login", d.askIn)
	mux.HandleFunc("POST /login", d.logIn)
	mux.Handle("/", d.guarded(cfg.Pages))
	return headers(http.NewCrossOriginProtection().Handler(mux))
}

// headers forbid every script, and everything that is not of this place.
func headers(h http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		w.Header().Set("X-Content-Type-Options", "nosniff")
		w.Header().Set("Referrer-Policy", "no-referrer")
		h.ServeHTTP(w, r)
	})
}

type desk struct{ cfg Config }

func say(w http.ResponseWriter, status int, words string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, words+"\n") // who went away needs no word
}

// readyWithin is how long the library may take to be read.
const readyWithin = 2 * time.Second

func (d *desk) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
	defer cancel()
	if err := d.cfg.Ready(ctx); err != nil {
		say(w, http.StatusServiceUnavailable, err.Error())
		return
	}
	say(w, http.StatusOK, "ready")
}

// cookie holds proof of the token for as long as the browser is open.
const cookie = "footnote_admin"

// proof is what the cookie holds: not the token, but what only it makes.
func (d *desk) proof() string {
	mac := hmac.New(sha256.New, []byte(d.cfg.Token))
	mac.Write([]byte("footnote admin cookie"))
	return hex.EncodeToString(mac.Sum(nil))
}

// admits reports whether a request brings the token or the proof of it.
func (d *desk) admits(r *http.Request) bool {
	if d.cfg.Token == "" {
		return false
	}
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return same(bearer, d.cfg.Token)
	}
	c, err := r.Cookie(cookie)
	return err == nil && same(c.Value, d.proof())
}

// same compares in a time that tells nothing of where they differ.
func same(a, b string) bool {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:]) == 1
}

// guarded shows pages to admins alone.
func (d *desk) guarded(pages http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == "/":
			http.Redirect(w, r, "/library", http.StatusSeeOther)
		case strings.HasPrefix(r.URL.Path, "/library/static/"), d.admits(r):
			pages.ServeHTTP(w, r)
		default:
			http.Redirect(w, r, "/login", http.StatusSeeOther)
		}
	})
}

type login struct {
	Closed bool // no token is set
	Wrong  bool
}

func (d *desk) askIn(w http.ResponseWriter, _ *http.Request) {
	d.form(w, http.StatusOK, login{Closed: d.cfg.Token == ""})
}

// maxLogin bounds the form, in bytes.
const maxLogin = 4 << 10

// wrongPause slows down who guesses.
const wrongPause = time.Second

func (d *desk) logIn(w http.ResponseWriter, r *http.Request) {
	r.Body = http.MaxBytesReader(w, r.Body, maxLogin)
	if d.cfg.Token == "" || !same(r.PostFormValue("token"), d.cfg.Token) {
		d.cfg.Log.Warn("admin login refused", "from", r.RemoteAddr)
		select {
		case <-time.After(wrongPause):
		case <-r.Context().Done():
		}
		d.form(w, http.StatusUnauthorized, login{Closed: d.cfg.Token == "", Wrong: true})
		return
	}
	http.SetCookie(w, &http.Cookie{
		Name: cookie, Value: d.proof(), Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil,
	})
	http.Redirect(w, r, "/library", http.StatusSeeOther)
}

func (d *desk) form(w http.ResponseWriter, status int, l login) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_ = templates.ExecuteTemplate(w, "login.html", l) // who went away needs no word
}
