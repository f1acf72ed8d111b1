package answer

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
)

// TestCitationAlso: a citation names the other outlets of a story once each, and
// none that somebody who sees the article may not see.
func TestCitationAlso(t *testing.T) {
	p := passage("a", "2026-04-27", "The Harbor Ledger", "The deal is wider now.")
	p.Article.Scope = article.ChannelScope("C1")
	c1 := article.ChannelScope("C1")
	p.Also = []article.Copy{
		{Outlet: "The Mercury", Scope: c1},
		{Outlet: "The Harbor Ledger", Scope: c1},
		{Outlet: "The Mercury", Scope: c1},
		{Outlet: "", Scope: c1},
		{Outlet: "Board Notes", Scope: c1},
		{Outlet: "Workspace Post"},
		{Outlet: "Secret Sheet", Scope: article.UserScope("U1")},
	}
	if d := cmp.Diff([]string{"The Mercury", "Board Notes"}, newCitation(p, "").Also); d != "" {
		t.Errorf("also: -want +got\n%s", d)
	}
}
