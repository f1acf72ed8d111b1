package extract

import (
	"strings"
	"testing"

	"footnote/internal/media"
)

// TestLead: what an article's head says below the title belongs to it, captions, bylines,
// calls and links there do not.
func TestLead(t *testing.T) {
	const lead = "The council voted nine to four on Tuesday to close the street from March."
	text := "<p>" + strings.Repeat("Councillors had argued about the street for two years. ", 8) + "</p><p>" + strings.Repeat("Shops expect to lose money over it. ", 8) + "</p>"
	for _, tt := range []struct {
		name, meta, head string
		kept             bool
	}{
		{"below the title", "", `<p class="standfirst">` + lead + `</p>`, true},
		{"below the byline", "", `<div>By Priya Nair</div><div>` + lead + `</div><figure><img><figcaption>Harbour Street, as it was seen on Tuesday morning.</figcaption></figure>`, true},
		{"described", `<meta name="description" content="Nine to four: the council closes the street to cars – read more">`, `<h2>Nine to four: the council closes the street to cars</h2>`, true},
		{"caption", "", `<figure><img><figcaption>` + lead + `</figcaption></figure>`, false},
		{"link", "", `<div><a href="/x">` + lead + `</a></div>`, false},
		{"about its author", "", `<div class="author-bio"><div class="bio">` + lead + `</div></div>`, false},
		{"byline", "", `<div>By Priya Nair, transport correspondent, on November 18, 2026.</div>`, false},
		{"call", "", `<div>Subscribe to our newsletter for all that happens in town, each day.</div>`, false},
		{"cut", "", `<div>The council voted nine to four on Tuesday to close the street from…</div>`, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			src := "<html><head><title>A street closes</title>" + tt.meta + "</head><body><header><a href='/'>Home</a></header><main><h1>A street closes</h1><div class=top>" +
				tt.head + "</div><article><div class=text>" + text + "</div></article></main></body></html>"
			d, err := parsePage(media.Origin{}, src)
			if err != nil {
				t.Fatal(err)
			}
			lines := strings.Split(d.Body, "\n")
			if got := !strings.HasPrefix(lines[0], "Councillors"); got != tt.kept || len(lines) > 3 {
				t.Errorf("body %q, want its lead kept: %v", d.Body, tt.kept)
			}
		})
	}
}
