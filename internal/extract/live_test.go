package extract

import (
	"fmt"
	"strings"
	"testing"

	"footnote/internal/media"
)

// livePage is a page with pieces, each under its time, and what its head says.
func livePage(head string, pieces ...string) string {
	return `<html><head><title>Port strike live</title><meta property="article:published_time" content="2026-11-20T07:02:00Z">` + head +
		"</head><body><main><h1>Port strike live</h1>" + strings.Join(pieces, "") + "</main></body></html>"
}

func piece(at, title, text string) string {
	return fmt.Sprintf(`<section><h3><time datetime="%s">at some time</time> %s</h3><p>%s</p></section>`, at, title, text)
}

func update(at, title, text string) string {
	return fmt.Sprintf(`{"@type":"BlogPosting","headline":%q,"datePublished":%q,"articleBody":%q}`, title, at, text)
}

const (
	shut   = "The port of Fenhaven is closed this morning as 1,200 dockers walk out over pay."
	talks  = "Talks between the union and the port resumed at one o'clock, while 14 ships wait."
	opened = "The dockers have ended their walkout after a deal, and the port of Fenhaven reopens."
)

func TestToldInPieces(t *testing.T) {
	const want = "20 Nov 2026, 17:31 UTC\nWalkout ends\n" + opened +
		"\n20 Nov 2026, 13:05 UTC\nTalks resume\n" + talks +
		"\n20 Nov 2026, 07:10 UTC\nPort closed\n" + shut
	oldestFirst := []string{
		piece("2026-11-20T07:10:00Z", "Port closed", shut), piece("2026-11-20T13:05:00.000Z", "Talks resume", talks),
		piece("2026-11-20T18:31:00+01:00", "Walkout ends", opened),
	}
	listed := `<script type="application/ld+json">{"@context":"https://schema.org","@graph":[{"@type":"LiveBlogPosting","liveBlogUpdate":[` +
		strings.Join([]string{
			update("2026-11-20T07:10:00Z", "Port closed", shut), update("2026-11-20T17:31:00Z", "Walkout ends", "<p>"+opened+"</p>"),
			update("2026-11-20T13:05:00Z", "Talks resume", talks),
		}, ",") + `]}]}</script>`
	for name, src := range map[string]string{
		"the oldest first":         livePage("", oldestFirst...),
		"the newest first":         livePage("", oldestFirst[2], oldestFirst[1], oldestFirst[0]),
		"one pinned":               livePage("", oldestFirst[0], oldestFirst[2], oldestFirst[1], oldestFirst[0]),
		"listed alone":             livePage(listed),
		"listed, and two shown":    livePage(listed, oldestFirst[2], oldestFirst[1]),
		"listed, shown without it": livePage(listed, "<p>"+opened+"</p>", "<p>"+talks+"</p>", "<p>"+shut+"</p>"),
	} {
		got, _ := read(t, media.Origin{URL: "https://quay.example/live"}, media.Page, src)
		if got.Body != want || got.Published.String() != "2026-11-20T07:02:00Z" {
			t.Errorf("%s: published %s, body:\n%s\nwant:\n%s", name, got.Published, got.Body, want)
		}
	}
}

// TestToldAtOnce: what is around an article has its times as well.
func TestToldAtOnce(t *testing.T) {
	bar := func(at string) string {
		return `<p><time datetime="` + at + `">1 May</time></p><p>` + strings.Repeat("The ferry came late again, and nobody knew why. ", 3) + `</p>`
	}
	for name, pieces := range map[string][]string{
		"two times":             {bar("2026-11-20T07:00:00Z"), bar("2026-11-20T09:00:00Z")},
		"years ago":             {bar("2016-11-20T07:00:00Z"), bar("2016-11-20T09:00:00Z"), bar("2016-11-20T11:00:00Z")},
		"not yet":               {bar("2126-11-20T07:00:00Z"), bar("2126-11-20T09:00:00Z"), bar("2126-11-20T11:00:00Z")},
		"in no order":           {bar("2026-11-20T17:00:00Z"), bar("2026-11-20T09:00:00Z"), bar("2026-11-20T19:00:00Z"), bar("2026-11-20T07:00:00Z")},
		"days without an hour":  {bar("2026-11-20"), bar("2026-11-21"), bar("2026-11-22")},
		"hours without a zone":  {bar("2026-11-20T07:00:00"), bar("2026-11-20T08:00:00"), bar("2026-11-20T09:00:00")},
		"within its sentences":  {strings.Repeat(`<p>The boat left at <time datetime="2026-11-20T07:00:00Z">seven</time> and was late again, as on every other day of the week.</p>`, 4)},
		"comments below":        {"<p>" + shut + " " + talks + "</p>", "<p>" + opened + " " + talks + " " + shut + "</p>", piece("2026-11-20T14:05:00Z", "Ann", talks), piece("2026-11-20T13:05:00Z", "Bob", opened), piece("2026-11-20T12:05:00Z", "Cy", "It was so late that nobody saw the boat come in.")},
		"comments":              {piece("2026-11-20T07:10:00Z", "Port closed", shut), piece("2026-11-20T13:05:00Z", "Ann", talks), piece("2026-11-20T14:05:00Z", "Bob", opened)},
		"updated, and no times": {`<p><time datetime="2026-11-20T07:00:00Z">a</time> <time datetime="2026-11-20T09:00:00Z">b</time></p><p>` + shut + "</p><p>" + talks + "</p>"},
	} {
		src := livePage("", pieces...)
		if strings.HasPrefix(name, "comments") {
			src = strings.ReplaceAll(src, "Port strike live", "Port strike")
		}
		got, _ := read(t, media.Origin{URL: "https://quay.example/1"}, media.Page, src)
		if strings.Contains(got.Body, "UTC") {
			t.Errorf("%s: body is in pieces:\n%s", name, got.Body)
		}
	}
}

// TestSummaryOfPieces: what stands above the pieces comes before the newest, though the libraries may
// put it behind the first of them.
func TestSummaryOfPieces(t *testing.T) {
	article := func(at, title, text string) string {
		return fmt.Sprintf(`<article class="block"><header><time datetime="%s">at some time</time><h2>%s</h2></header><div class="body"><p>%s</p></div></article>`, at, title, text)
	}
	src := livePage("", "<p>Follow the strike in the port of Fenhaven as it happens.</p><p>Please turn on JavaScript to use this feature</p>",
		`<div class="blocks">`, article("2026-11-20T17:31:00Z", "Walkout ends", opened), article("2026-11-20T13:05:00Z", "Talks resume", talks), article("2026-11-20T07:10:00Z", "Port closed", shut), "</div>")
	got, _ := read(t, media.Origin{URL: "https://quay.example/live"}, media.Page, src)
	want := "20 Nov 2026, 17:31 UTC\nFollow the strike in the port of Fenhaven as it happens.\nWalkout ends\n" + opened +
		"\n20 Nov 2026, 13:05 UTC\nTalks resume\n" + talks + "\n20 Nov 2026, 07:10 UTC\nPort closed\n" + shut
	if got.Body != want {
		t.Errorf("body:\n%s\nwant:\n%s", got.Body, want)
	}
}
