package slacksim

import (
	"maps"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"
)

// A Ping is a notification that a message of the app's would have sent.
type Ping struct {
	Channel, TS string
	Target      string // a user's or group's id, or here, channel, everyone
	Method      string // the call that made it live
}

// An Unfurl is a URL that Slack would have fetched because of a message of
// the app's.
type Unfurl struct {
	Channel, TS string
	URL         string
	Image       bool // shown as an image; no unfurl_* argument stops that
	Method      string
}

// Pings returns all notifications so far. A message pings a target once.
func (v View) Pings() []Ping {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	return slices.Clone(v.sim.pings)
}

// Unfurls returns all fetches so far. A message fetches a URL once.
func (v View) Unfurls() []Unfurl {
	v.sim.mu.Lock()
	defer v.sim.mu.Unlock()
	return slices.Clone(v.sim.unfurls)
}

// watch records what the message as it now stands would ping and fetch and
// has not before. It reads a stream as a whole, so that a mention is found
// which came in two pieces.
func (s *Sim) watch(c *conversation, m *message, method string) {
	f := &finder{links: m.unfurlLinks, media: m.unfurlMedia}
	f.mrkdwn(m.Text)
	f.markdown(m.Markdown)
	for _, b := range m.Blocks {
		f.walk(map[string]any(b))
	}
	if m.seen == nil {
		m.seen = map[string]bool{}
	}
	for _, who := range f.pings {
		if !m.seen["ping "+who] {
			m.seen["ping "+who] = true
			s.pings = append(s.pings, Ping{c.ID, m.TS, who, method})
		}
	}
	for _, got := range f.fetches {
		if !m.seen["url "+got.URL] {
			m.seen["url "+got.URL] = true
			s.unfurls = append(s.unfurls, Unfurl{c.ID, m.TS, got.URL, got.Image, method})
		}
	}
}

// A finder gathers what is live in a message.
type finder struct {
	links, media bool // whether links to pages and to media are fetched
	pings        []string
	fetches      []Unfurl
}

// bareURL finds a URL that stands in running text; imageMark a Markdown image.
var (
	bareURL   = regexp.MustCompile(`https?://[^\s<>|"']+`)
	imageMark = regexp.MustCompile(`!\[[^\]]*\]\((https?://[^\s)]+)`)
)

func (f *finder) mrkdwn(text string) {
	for _, m := range marks(text) {
		if who := target(m); who != "" {
			f.pings = append(f.pings, who)
		}
	}
	for _, u := range bareURL.FindAllString(text, -1) {
		f.link(unescape(u))
	}
}

func (f *finder) markdown(text string) {
	for _, m := range imageMark.FindAllStringSubmatch(text, -1) {
		f.image(m[1])
	}
	f.mrkdwn(text)
}

func (f *finder) link(u string) {
	u = trimURL(u)
	fetched := f.links
	if isMedia(u) {
		fetched = f.media
	}
	if fetched {
		f.fetches = append(f.fetches, Unfurl{URL: u})
	}
}

func (f *finder) image(u string) {
	if u != "" {
		f.fetches = append(f.fetches, Unfurl{URL: u, Image: true})
	}
}

// trimURL cuts what follows a URL in a sentence or closes a Markdown link.
func trimURL(u string) string {
	if i := strings.IndexByte(u, ')'); i >= 0 && !strings.Contains(u[:i], "(") {
		u = u[:i]
	}
	return strings.TrimRight(u, ".,;:!?*_~`")
}

func isMedia(u string) bool {
	parsed, err := url.Parse(u)
	if err != nil {
		return false
	}
	return slices.Contains([]string{".png", ".jpg", ".jpeg", ".gif", ".webp", ".mp4"}, strings.ToLower(path.Ext(parsed.Path)))
}

// walk goes through a block and all that is in it.
func (f *finder) walk(v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			f.walk(e)
		}
	case map[string]any:
		f.node(v)
		for _, name := range slices.Sorted(maps.Keys(v)) {
			f.walk(v[name])
		}
	}
}

// node looks at one object of Block Kit.
func (f *finder) node(v map[string]any) {
	switch str(v, "type") {
	case "mrkdwn":
		f.mrkdwn(str(v, "text"))
	case "markdown":
		f.markdown(str(v, "text"))
	case "image":
		f.image(str(v, "image_url"))
	case "user":
		f.pings = append(f.pings, str(v, "user_id"))
	case "usergroup":
		f.pings = append(f.pings, str(v, "usergroup_id"))
	case "broadcast":
		f.pings = append(f.pings, str(v, "range"))
	case "link":
		f.link(str(v, "url"))
	}
}
