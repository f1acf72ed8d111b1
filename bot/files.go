package bot

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"

	"footnote/internal/slackwire"
)

// Bounds of files that are read from messages.
const (
	maxFile  = 20 << 20 // bytes of one
	maxFiles = 5        // of one message
)

// Why a file cannot be read, in words for who added it.
var (
	errFileHost   = errors.New("this file is not kept by Slack")
	errFileLarge  = errors.New("a file may have 20 MB at most")
	errFileHidden = errors.New("not handed out by Slack; the app may need the scope files:read")
)

// source is how a file is known in the library: two of one name are two.
func sourceOf(f slackwire.File) string { return path.Join("slack", f.ID, path.Base("/"+f.Name)) }

// download returns the content of a file, as Slack keeps it. The bot token
// goes to Slack's host and to no other, wherever a URL or a redirect leads.
func (b *Bot) download(ctx context.Context, f slackwire.File) (io.ReadCloser, error) {
	u, err := url.Parse(f.URL)
	switch {
	case err != nil || !b.keepsFiles(u):
		return nil, errFileHost
	case f.Size > maxFile:
		return nil, errFileLarge
	}
	var resp *http.Response
	err = b.api.retry(ctx, func(ctx context.Context) error {
		resp, err = b.get(ctx, u)
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("download file %s: %w", f.ID, err)
	}
	got, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	if want, _, _ := mime.ParseMediaType(f.Mimetype); got == "text/html" && want != "text/html" {
		resp.Body.Close() // the page to sign in, with the status 200
		return nil, errFileHidden
	}
	return struct {
		io.Reader
		io.Closer
	}{io.LimitReader(resp.Body, maxFile+1), resp.Body}, nil
}

// get asks for a URL with the bot token, once.
func (b *Bot) get(ctx context.Context, u *url.URL) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, u.String(), nil)
	if err != nil {
		return nil, errFileHost
	}
	req.Header.Set("Authorization", "Bearer "+b.cfg.BotToken)
	hc := &http.Client{
		Transport: b.api.files, Timeout: fileTimeout,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	resp, err := hc.Do(req)
	if err != nil {
		return nil, withoutAddress(err)
	}
	if resp.StatusCode != http.StatusOK {
		resp.Body.Close()
		return nil, statusError(resp)
	}
	return resp, nil
}

// keepsFiles reports whether a URL is one under which Slack keeps files.
func (b *Bot) keepsFiles(u *url.URL) bool {
	if own, err := url.Parse(b.cfg.APIURL); err == nil && b.cfg.APIURL != "" {
		return u.Host == own.Host
	}
	return u.Scheme == "https" && u.Host == "files.slack.com"
}
