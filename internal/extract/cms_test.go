package extract

import (
	"strings"
	"testing"

	"footnote/internal/media"
)

// TestReadersOfAPlainPage: what readers write under a page without any element of a site is not its text.
func TestReadersOfAPlainPage(t *testing.T) {
	src := `<html><head><title>North pier closes</title></head><body><div class="page"><h1>North pier closes</h1>
<p>The council of Westport voted on Tuesday to close the north pier for eight months, after engineers found that 14 of its pillars are rusty.</p>
<p>Work begins on 2 March and is to cost 3.4 million euros, of which the region pays half; the rest comes from fees.</p>
<p>Fishing boats move to the south quay meanwhile, where the cranes will run until ten at night.</p>
<div id="comments"><h3>Comments 3</h3><div><b>harbourcat</b><p>About time too, I have been saying that for years.</p></div></div></div></body></html>`
	d, err := parsePage(media.Origin{URL: "https://quay.example/1"}, src)
	if err != nil || strings.Contains(d.Body, "About time") || strings.Count(d.Body, "\n") != 2 {
		t.Errorf("error %v, body %q", err, d.Body)
	}
}
