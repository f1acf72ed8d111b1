package bot

import (
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"footnote/internal/answer"
	"footnote/internal/article"
	"footnote/internal/fetch"
)

// spoken returns the texts that this package says by the catalogue: the
// literals and constants given to say and count, and all that stands in the
// tables whose texts are said later.
func spoken(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	consts, used := map[string]string{}, map[string]bool{}
	var names []string
	set := token.NewFileSet()
	for _, name := range files {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(set, name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.ValueSpec:
				for i, v := range n.Values {
					if s, ok := literal(v); ok && i < len(n.Names) {
						consts[n.Names[i].Name] = s
					}
				}
			case *ast.CallExpr:
				sel, ok := n.Fun.(*ast.SelectorExpr)
				if !ok || !slices.Contains([]string{"say", "count", "sayOf"}, sel.Sel.Name) {
					return true
				}
				args := n.Args[:1]
				if sel.Sel.Name != "say" {
					args = n.Args[1:]
				}
				for _, a := range args {
					if s, ok := literal(a); ok {
						used[s] = true
					} else if id, ok := a.(*ast.Ident); ok {
						names = append(names, id.Name)
					}
				}
			}
			return true
		})
	}
	for _, name := range names {
		if s, ok := consts[name]; ok {
			used[s] = true
		}
	}
	for _, c := range commands {
		used[c.help] = true
	}
	for _, s := range begun {
		used[s] = true
	}
	for _, s := range []article.Scope{article.Workspace, article.UserScope("U"), article.ChannelScope("C")} {
		used[seenBy(s)] = true
	}
	for _, s := range []string{noticeNarrow, errFileHost.Error(), errFileLarge.Error(), errFileHidden.Error()} {
		used[s] = true
	}
	for _, s := range slices.Concat(noticed(t), problems(t)) {
		used[s] = true
	}
	return slices.Sorted(maps.Keys(used))
}

// literal returns a string that stands in the source, in one piece or in
// several that are added.
func literal(e ast.Expr) (string, bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(e.Value)
		return s, err == nil && e.Kind == token.STRING
	case *ast.BinaryExpr:
		a, ok := literal(e.X)
		b, also := literal(e.Y)
		return a + b, ok && also && e.Op == token.ADD
	}
	return "", false
}

var verb = regexp.MustCompile(`%[a-z%]`)

// TestCatalogue holds that every text is in every language, with the same
// verbs, marks and code, and that no translation is left over.
func TestCatalogue(t *testing.T) {
	texts := spoken(t)
	if len(texts) < 50 {
		t.Fatalf("%d texts were found", len(texts))
	}
	for l, own := range catalogue {
		for _, english := range slices.Concat(texts, fromElsewhere) {
			text, ok := own[english]
			if !ok {
				t.Errorf("%s: %q is not translated", l, english)
				continue
			}
			if a, b := verb.FindAllString(english, -1), verb.FindAllString(text, -1); !slices.Equal(a, b) {
				t.Errorf("%s: %q has the verbs %q, want %q", l, text, b, a)
			}
			for _, mark := range []string{"`", "*", "_", "•"} {
				if a, b := strings.Count(english, mark), strings.Count(text, mark); a != b {
					t.Errorf("%s: %q has %d of %s, want %d", l, text, b, mark, a)
				}
			}
		}
		for english := range own {
			if !slices.Contains(texts, english) && !slices.Contains(fromElsewhere, english) {
				t.Errorf("%s: %q is said nowhere", l, english)
			}
		}
	}
}

// fromElsewhere are texts that are shown in the reader's language where they
// are a problem with what was added.
var fromElsewhere = []string{
	"Slack does not send it",
	fetch.ErrNotFound.Error(), fetch.ErrForbidden.Error(), fetch.ErrLater.Error(), fetch.ErrRobots.Error(), fetch.ErrPrivate.Error(),
	fetch.ErrPort.Error(), fetch.ErrTimeout.Error(), fetch.ErrType.Error(), fetch.ErrPaywall.Error(), fetch.ErrConsent.Error(),
	fetch.ErrLogin.Error(), fetch.ErrScript.Error(), fetch.ErrNoSite.Error(),
}

// problems returns why words cannot be read, which who wrote them is told in their
// language: the formats given to schedule.Problemf.
func problems(t *testing.T) (all []string) {
	inspect(t, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		by := call.Fun
		if sel, ok := by.(*ast.SelectorExpr); ok {
			by = sel.Sel
		}
		if id, ok := by.(*ast.Ident); ok && id.Name == "Problemf" {
			if s, ok := literal(call.Args[0]); ok {
				all = append(all, s)
			}
		}
		return true
	}, ".", "../internal/schedule", "../internal/watch")
	if len(all) < 10 {
		t.Fatalf("%d problems were found", len(all))
	}
	return all
}

// inspect shows f the syntax of all files in some folders, as ast.Inspect does.
func inspect(t *testing.T, f func(ast.Node) bool, folders ...string) {
	t.Helper()
	for _, folder := range folders {
		files, err := filepath.Glob(folder + "/*.go")
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range files {
			file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
			if err != nil {
				t.Fatal(err)
			}
			ast.Inspect(file, f)
		}
	}
}

// noticed returns the notices of package answer, which are shown in the reader's
// language: its constants that begin with notice.
func noticed(t *testing.T) (all []string) {
	inspect(t, func(n ast.Node) bool {
		if spec, ok := n.(*ast.ValueSpec); ok {
			for i, v := range spec.Values {
				if s, ok := literal(v); ok && i < len(spec.Names) && strings.HasPrefix(strings.ToLower(spec.Names[i].Name), "notice") {
					all = append(all, s)
				}
			}
		}
		return true
	}, "../internal/answer")
	if len(all) < 3 {
		t.Fatalf("%d notices were found", len(all))
	}
	return all
}

func TestLang(t *testing.T) {
	for locale, want := range map[string]lang{"de-DE": "de", "de": "de", "en-US": "", "fr-FR": "", "": ""} {
		if got := langOf(locale); got != want {
			t.Errorf("langOf(%q) = %q, want %q", locale, got, want)
		}
	}
	instant, err := article.ParseDate("2026-04-28T10:00:00Z")
	if err != nil {
		t.Fatal(err)
	}
	guess := day("2026-04-28")
	guess.Estimated = true
	tests := []struct {
		l    lang
		d    article.Date
		want string
	}{
		{"", day("2026-04-28"), "28 Apr 2026"},
		{"de", day("2026-03-28"), "28. März 2026"},
		{"", guess, "about 28 Apr 2026"},
		{"de", guess, "etwa 28. Apr. 2026"},
		{"", article.Date{}, "undated"},
		{"de", article.Date{}, "undatiert"},
		{"", instant, "28 Apr 2026"},
		{"de", instant, "28. Apr. 2026"},
	}
	for _, tt := range tests {
		if got := tt.l.day(tt.d); got != tt.want {
			t.Errorf("%q.day(%v) = %q, want %q", tt.l, tt.d, got, tt.want)
		}
	}
	for l, want := range map[lang]string{
		"": "<!date^1777370400^{date_short}|28 Apr 2026>", "de": "<!date^1777370400^{date_short}|28. Apr. 2026>",
	} {
		if got := l.dayOf(instant.Time); got != want {
			t.Errorf("%q.dayOf = %q, want %q", l, got, want)
		}
	}
	inBerlin := instant.Time.In(time.FixedZone("CEST", 2*60*60))
	if got, want := timeOfDay(inBerlin), "<!date^1777370400^{date_short_pretty} {time}|Tue 28 Apr 12:00 CEST>"; got != want {
		t.Errorf("timeOfDay = %q, want %q", got, want)
	}
	if got := lang("").count(1, "1 article", "%d articles") + ", " + lang("").count(2, "1 article", "%d articles"); got != "1 article, 2 articles" {
		t.Errorf("count = %q", got)
	}
}

// TestNotFoundInLanguage: that no article answers is said in the reader's language, and what
// stands behind it stays.
func TestNotFoundInLanguage(t *testing.T) {
	held := answer.Library{Articles: 12, Newest: article.Date{Time: time.Date(2026, 4, 28, 0, 0, 0, 0, time.UTC), DayOnly: true}}
	ans := answer.Answer{Outcome: answer.NotFound, Library: held, Text: answer.NoneAnswers(held) + " No article mentions “Otranto”."}
	for l, want := range map[lang]string{
		"":   ans.Text,
		"de": "Nicht in der Bibliothek: keiner ihrer 12 Artikel beantwortet das. Der neueste ist vom 28. Apr. 2026. No article mentions “Otranto”.",
	} {
		if got := l.notFound(ans); got != want {
			t.Errorf("notFound(%q) = %q, want %q", l, got, want)
		}
	}
}
