package extract

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"

	"footnote/internal/fetch"
	"footnote/internal/media"

	"github.com/google/go-cmp/cmp"
)

// TestState: the text of a page that scripts draw is taken from their data, if that has an
// article of the page's title.
func TestState(t *testing.T) {
	lines := []string{
		"The harbour of Westport reopened on Monday, its port authority said, after a year of dredging that cost 41 million euros.",
		"Ships of up to 200 metres can call there again, and the first three are expected before the end of the week.",
		"The ferry line to the islands returns in March, when the new pier is finished and its lights are tested.",
		"“We lost half of our guests,” said Ines Varga, who keeps an inn at the quay, “and now the other half will find us.”",
	}
	encoded := func(v any) string {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	markup := encoded("<p>" + strings.Join(lines, "</p>\n<p>") + "</p>")
	var blocks []string
	for _, l := range lines {
		at := strings.Index(l, " ") + 1
		blocks = append(blocks, fmt.Sprintf(`{"_type":"block","style":"normal","children":[{"_type":"span","text":%s},{"_type":"span","marks":["em"],"text":%s}]}`, encoded(l[:at]), encoded(l[at:])))
	}
	other := `[{"title":"Why the ferry is late again","body":` + encoded("<p>"+strings.Repeat("Another story is told here, at more length. ", 40)+"</p>") + `}]`
	next := func(article string) string {
		return `<script id="__NEXT_DATA__" type="application/json">{"props":{"pageProps":{"nav":[{"title":"Home"}],"related":` + other + `,"post":` + article + `}},"page":"/news/[slug]"}</script>`
	}
	// Each value once, and in its place in what has it its number.
	nuxt := func(article string) string {
		return `<script type="application/json" data-nuxt-data="nuxt-app" data-ssr="true" id="__NUXT_DATA__">[["ShallowReactive",1],{"data":2,"state":4,"once":6},["ShallowReactive",3],{"news-harbour":7},["Reactive",5],{},["Set"],` + article + `]</script>`
	}
	page := func(shown, script string) string {
		return `<html><head><title>Westport harbour reopens | Quay News</title><meta property="og:title" content="Westport harbour reopens"></head><body><div id="root">` + shown + `</div>` + script + `</body></html>`
	}
	want := strings.Join(lines, "\n")
	for name, tt := range map[string]struct{ src, want string }{
		"markup":            {page("", next(`{"title":"Westport harbour reopens","css":"a{color:red}","body":`+markup+`}`)), want},
		"blocks":            {page("", next(`{"headline":"Westport harbour reopens","content":[`+strings.Join(blocks, ",")+`]}`)), want},
		"lines":             {page("<p>Loading…</p>", next(`{"title":"Westport harbour reopens","paragraphs":`+encoded(lines)+`}`)), want},
		"Nuxt":              {page("", nuxt(`{"article":8,"related":12},{"title":9,"date":10,"body":11},"Westport harbour reopens",["Date","2026-04-27T08:30:00.000Z"],`+markup+`,[13,8],{"title":14,"body":15},"Why the ferry is late again",`+encoded(strings.Repeat("Another story is told here, at more length. ", 40)))), want},
		"Nuxt, in pieces":   {page("", nuxt(`["Ref",8],{"title":9,"blocks":10},"Westport harbour reopens",[11,13,15,17],{"text":12},`+encoded(lines[0])+`,{"text":14},`+encoded(lines[1])+`,["null","text",16],`+encoded(lines[2])+`,{"text":18},`+encoded(lines[3]))), want},
		"Nuxt, in circles":  {page("", nuxt(`[7,7,7,7,8],{"title":9,"self":8,"all":7,"body":10},"Westport harbour reopens",`+markup)), want},
		"variable":          {page("", `<script>window.__INITIAL_STATE__ = {"article":{"title":"Westport harbour reopens","body":`+markup+`}};(function(){})()</script>`), want},
		"string":            {page("", `<script>window.__STATE__ = JSON.parse(`+encoded(`{"article":{"title":"Westport harbour reopens","body":`+markup+`}}`)+`)</script>`), want},
		"single quotes":     {page("", `<script>window.__STATE__ = JSON.parse('`+strings.ReplaceAll(`{"article":{"title":"Westport harbour reopens","body":`+markup+`}}`, `\`, `\\`)+`')</script>`), want},
		"WordPress":         {page("", next(`{"title":{"rendered":"Westport harbour reopens"},"content":{"rendered":`+markup+`}}`)), want},
		"by its place":      {strings.NewReplacer("<title>Westport harbour reopens | Quay News", "<title>Quay News", `content="Westport harbour reopens"`, "").Replace(page("", next(`{"slug":"harbour-reopens","title":"Westport harbour reopens","body":`+markup+`}`))), want},
		"of others":         {page("", next(`{"title":"Something else was in the news","body":`+markup+`}`)), ""},
		"for those who pay": {page("<p>Subscribe to continue reading.</p>", next(`{"title":"Westport harbour reopens","body":`+markup+`}`)), ""},
	} {
		d, err := parsePage(media.Origin{URL: "https://quay.example/news/harbour-reopens"}, tt.src)
		if tt.want == "" {
			if !errors.Is(err, fetch.ErrScript) && !errors.Is(err, fetch.ErrPaywall) && len(d.Body) > leastState {
				t.Errorf("%s: read as %q, %v", name, d.Body, err)
			}
			continue
		}
		if diff := cmp.Diff(tt.want, d.Body); diff != "" || err != nil || d.Title != "Westport harbour reopens" {
			t.Errorf("%s: title %q, %v (-want +got):\n%s", name, d.Title, err, diff)
		}
	}
}
