package article

import (
	"fmt"
	"slices"
	"strings"
)

// A Scope says who may see an article: the whole workspace, the members of
// one channel, or one person.
type Scope string

// Workspace is the scope everybody sees; the zero Scope.
const Workspace Scope = ""

// ChannelScope returns the scope of the members of the channel with this ID.
func ChannelScope(id string) Scope { return Scope("channel:" + id) }

// UserScope returns the scope of the person with this ID alone.
func UserScope(id string) Scope { return Scope("user:" + id) }

// ParseScope reads what String writes: "workspace", "channel:ID", "user:ID".
func ParseScope(s string) (Scope, error) {
	if s == "" || s == "workspace" {
		return Workspace, nil
	}
	kind, id, ok := strings.Cut(s, ":")
	if !ok || id == "" || kind != "channel" && kind != "user" {
		return "", fmt.Errorf("scope %q is not workspace, channel:ID or user:ID", s)
	}
	return Scope(s), nil
}

// String returns the scope in the form ParseScope reads.
func (s Scope) String() string {
	if s == Workspace {
		return "workspace"
	}
	return string(s)
}

// Outside, in a Reader, says that they do not see the workspace: a guest, a
// person of another company, or a channel where there are such. It is no
// scope of an article.
const Outside Scope = "outside"

// A Reader is who asks: the scopes they may see beside Workspace, which
// everybody sees who is not Outside. The zero Reader sees the workspace only.
type Reader []Scope

// Sees reports whether the reader may see what is in scope s.
func (r Reader) Sees(s Scope) bool {
	switch s {
	case Outside:
		return false
	case Workspace:
		return !slices.Contains(r, Outside)
	}
	return slices.Contains(r, s)
}

// Scopes returns every scope that the reader sees.
func (r Reader) Scopes() []Scope {
	var all []Scope
	for _, s := range append(Reader{Workspace}, r...) {
		if r.Sees(s) {
			all = append(all, s)
		}
	}
	return all
}
