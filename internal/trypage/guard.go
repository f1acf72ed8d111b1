package trypage

import (
	"net"
	"net/http"
	"slices"
)

// Guard lets a page be used by this machine's browser and by no other site:
// it refuses foreign Host headers, which a name that was rebound to loopback
// would bring (DNS rebinding), and requests that another site makes, and it
// forbids every script, style and connection that is not the page's own.
func Guard(addr string, h http.Handler) http.Handler {
	_, port, err := net.SplitHostPort(addr)
	if err != nil {
		port = ""
	}
	hosts := []string{"localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port, addr}
	cross := http.NewCrossOriginProtection()
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !slices.Contains(hosts, r.Host) {
			http.Error(w, "This page is for http://localhost:"+port+" only.", http.StatusMisdirectedRequest)
			return
		}
		if err := cross.Check(r); err != nil {
			http.Error(w, "Another site may not do this.", http.StatusForbidden)
			return
		}
		header := w.Header()
		header.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "+
			"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.ServeHTTP(w, r)
	})
}
