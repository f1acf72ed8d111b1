package extract

import (
	"strings"
	"testing"

	"footnote/internal/media"
)

// TestDiscussion: what several people say is told in their order, under who says it.
func TestDiscussion(t *testing.T) {
	const asked, answered, added = "How do I limit the uploads to each host? Some answer with 429.", "Keep a semaphore for each host, and take a place in it first.", "Or honour what Retry-After asks for."
	marked := func(kind, prop, name, day, text string) string {
		return `<div itemscope itemprop="` + prop + `" itemtype="https://schema.org/` + kind + `"><span itemprop="upvoteCount">14</span><div itemprop="text"><aside class="quote">Some answer with 429.</aside><p>` + text +
			`</p></div><span itemprop="author" itemscope><a href="/u"><span itemprop="name">` + name + `</span></a> 4,210</span><time itemprop="dateCreated" datetime="` + day + `T09:00:00">then</time>`
	}
	mail := func(name, sent, text string) string {
		return `<div class="email"><div class="email-author"><h2 class="name"><a href="/u" title="See the profile">` + name + `</a></h2></div><div class="email-date"><span title="Sender's time: ` + sent + `, 9:15 a.m.">then</span></div>` +
			`<div class="email-body"><div class="quoted-switch"><a href="#">...</a></div><div class="quoted-text">&gt; Some answer</div><p>` + text + "</p></div></div>"
	}
	for name, src := range map[string]string{
		"marked up": `<div itemscope itemtype="https://schema.org/QAPage">` + marked("Question", "mainEntity", "Ada Byron", "2026-10-02", asked) +
			marked("Answer", "acceptedAnswer", "Kim Osei", "2026-10-02", answered) + "</div>" + marked("Answer", "suggestedAnswer", "Bo Li", "2026-10-09", added) + "</div></div></div>",
		"of mails": mail("Ada Byron", "Oct. 2, 2026", asked) + mail("Kim Osei", "Oct. 2, 2026", answered) + mail("Bo Li", "Oct. 9, 2026", added),
	} {
		got, _ := read(t, media.Origin{URL: "https://quay.example/q/1"}, media.Page, "<html><head><title>Uploads to each host</title></head><body><nav><a href=/>Home</a></nav><h1>Uploads to each host</h1>"+src+
			"<p>23 days inactive</p><footer>All rights reserved</footer></body></html>")
		want := strings.Join([]string{asked, "Kim Osei, 2 Oct 2026:", answered, "Bo Li, 9 Oct 2026:", added}, "\n")
		if got.Body != want || got.Published.Day() != "2 Oct 2026" {
			t.Errorf("%s: of %s, body:\n%s\nwant:\n%s", name, got.Published, got.Body, want)
		}
	}
	news := `<article itemscope itemtype="https://schema.org/NewsArticle"><h1>Ships come</h1><p>` + strings.Repeat("Ships came into the harbour of Westport. ", 20) + "</p></article>" +
		marked("Comment", "comment", "Bo Li", "2026-10-09", "Nice ships!") + "</div>" + marked("Comment", "comment", "Cy Ray", "2026-10-09", "Ugly ships!") + "</div>"
	if got, _ := read(t, media.Origin{}, media.Page, "<html><body>"+news+"</body></html>"); strings.Contains(got.Body, "Bo Li") {
		t.Errorf("remarks on an article are read as a discussion:\n%s", got.Body)
	}
}
