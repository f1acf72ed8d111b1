package extract

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"footnote/internal/article"
	"footnote/internal/media"
)

// read reads one document and brings it into its final form.
func read(t *testing.T, in media.Origin, k media.Kind, text string) (article.Article, []string) {
	t.Helper()
	d, err := readDocument(in, k, strings.NewReader(text))
	if err == nil {
		err = d.Finish(article.Workspace, time.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	var warnings []string
	for _, w := range d.Warnings {
		warnings = append(warnings, w.Error())
	}
	return d.Article, warnings
}

func day(t *testing.T, s string) article.Date {
	t.Helper()
	d, err := article.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

var ignoreLang = cmpopts.IgnoreFields(article.Article{}, "Lang")

func TestParseText(t *testing.T) {
	long := strings.Repeat("A sentence that goes on. ", 8)
	for _, tt := range []struct {
		name, file, text string
		want             article.Article
		warnings         []string
	}{
		{
			name: "title and body", text: "Harbour reopens\r\n\r\nThe harbour reopened.\r\n\r\nShips came.",
			want: article.Article{Title: "Harbour reopens", Body: "The harbour reopened.\nShips came."},
		},
		{
			name: "byline and labels", text: "Harbour reopens\nBy Ada Byron\nPublished: 27 April 2026\nSource: The Quay\n\nThe harbour reopened.",
			want: article.Article{
				Title: "Harbour reopens", Author: "Ada Byron", Outlet: "The Quay",
				Published: day(t, "2026-04-27"), Body: "The harbour reopened.",
			},
		},
		{
			name: "labels first", text: "Title: Harbour reopens\nAuthor: A. Byron\nURL: https://quay.example/1\nDate: 2026-04-27T08:30:00Z\n\nIt reopened.",
			want: article.Article{
				Title: "Harbour reopens", Author: "A. Byron", URL: "https://quay.example/1", Outlet: "quay.example",
				Published: day(t, "2026-04-27T08:30:00Z"), Body: "It reopened.",
			},
		},
		{
			name: "a label that is a sentence stays", text: "Harbour reopens\n\nDate: to be announced by the port.",
			want: article.Article{Title: "Harbour reopens", Body: "Date: to be announced by the port."},
		},
		{
			name: "a sentence by no one stays", text: "Harbour reopens\n\nBy Monday it was open again.",
			want: article.Article{Title: "Harbour reopens", Body: "By Monday it was open again."},
		},
		{
			name: "a sentence is no title", text: "The harbour reopened today.\nShips came.",
			want: article.Article{Body: "The harbour reopened today.\nShips came."},
		},
		{
			name: "one line", text: "The harbour reopened",
			want: article.Article{Body: "The harbour reopened"},
		},
		{
			name: "a headline alone under a label", text: "Harbour reopens\nBy Ada Byron\n",
			want: article.Article{Title: "Harbour reopens", Author: "Ada Byron", Body: "Harbour reopens"},
		},
		{
			name: "date in the name", file: "/news/2026-04-27-harbour.txt", text: "Harbour reopens\n\nIt did.",
			want: article.Article{Title: "Harbour reopens", Published: day(t, "2026-04-27"), Body: "It did."},
		},
		{
			name: "a number in the name is no date", file: "/news/2026-99-27-x.txt", text: "Harbour reopens\n\nIt did.",
			want: article.Article{Title: "Harbour reopens", Body: "It did."},
		},
		{
			name: "front matter", file: "/news/2025-01-01-x.txt",
			text: "---\ntitle: \"Harbour: reopened\"\nauthors: [Ada Byron, 'Bo Li']\npublished_at: 2026-04-27\nurl: https://quay.example/1\n---\n\nIt did.",
			want: article.Article{
				Title: "Harbour: reopened", Author: "Ada Byron, Bo Li", URL: "https://quay.example/1", Outlet: "quay.example",
				Published: day(t, "2026-04-27"), Body: "It did.",
			},
		},
		{
			name: "a date nobody can read", text: "---\ndate: 03/04/2026\nurl: javascript:alert(1)\n---\nIt did.",
			want:     article.Article{Body: "It did."},
			warnings: []string{"url is no web address; left out", "date is not one such as 2026-04-27 or 27 April 2026; left out"},
		},
		{
			name: "wrapped lines",
			text: "Harbour reopens\n\nThe harbour reopened on Monday after a storm that\nhad closed it for a week, and ships came from all\nover the sea.\n\n- fish\n- coal\n",
			want: article.Article{
				Title: "Harbour reopens",
				Body:  "The harbour reopened on Monday after a storm that had closed it for a week, and ships came from all over the sea.\n- fish\n- coal",
			},
		},
		{
			name: "long lines are paragraphs", text: "Harbour reopens\n" + long + "\nA line of more than forty-five characters here\nanother",
			want: article.Article{
				Title: "Harbour reopens",
				Body:  strings.TrimSpace(long) + "\nA line of more than forty-five characters here\nanother",
			},
		},
		{
			name: "hidden characters", text: "Har\u202ebour\x07 reopens\n\nIt\u2066 did.\x1b[31m",
			want: article.Article{Title: "Harbour reopens", Body: "It did.[31m"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			tt.want.File = tt.file
			got, warnings := read(t, media.Origin{File: tt.file}, media.PlainText, tt.text)
			if diff := cmp.Diff(tt.want, got, ignoreLang); diff != "" {
				t.Errorf("article (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.warnings, warnings); diff != "" {
				t.Errorf("warnings (-want +got):\n%s", diff)
			}
		})
	}
}

// TestTitleOfText: a sentence of any script is no title, and neither is a line that says
// what kind of text follows.
func TestTitleOfText(t *testing.T) {
	for _, tt := range []struct{ text, title, body string }{
		{"FOR IMMEDIATE RELEASE\n\nVanTerra opens a plant\n\nIt employs 850 people.", "VanTerra opens a plant", "It employs 850 people."},
		{"Pressemitteilung\n\nWerk eröffnet\n\nEs hat 850 Stellen.", "Werk eröffnet", "Es hat 850 Stellen."},
		{"Press release dates move\n\nThey come in May.", "Press release dates move", "They come in May."},
		{"湊市は路面電車を延伸すると発表した。\n\n総事業費は120億円だ。", "", "湊市は路面電車を延伸すると発表した。\n総事業費は120億円だ。"},
		{"湊市の路面電車が開業\n\n総事業費は120億円だ。", "湊市の路面電車が開業", "総事業費は120億円だ。"},
	} {
		got, _ := read(t, media.Origin{}, media.PlainText, tt.text)
		if got.Title != tt.title || got.Body != tt.body {
			t.Errorf("%q: title %q, body %q; want %q, %q", tt.text, got.Title, got.Body, tt.title, tt.body)
		}
	}
}

func TestTrimBoilerplate(t *testing.T) {
	for _, tt := range []struct{ name, text, want string }{
		{
			"disclaimer and links",
			"It did.\n\nDisclaimer:\n\nThe views and opinions are the author's, at your own risk.\n\nRead More:\n\nHarbours\nShips\n\nRelated Articles:",
			"It did.",
		},
		{"a disclaimer that is the story", "It did.\nDisclaimer\nThe port denied it.\nTwice.", "It did.\nDisclaimer\nThe port denied it.\nTwice."},
		{"one that disclaims nothing", "It did.\nDisclaimer:\nThe port denied it.", "It did.\nDisclaimer:\nThe port denied it."},
		{"sentences under a heading", "It did.\nSee also\nThe port is older than the town.", "It did.\nSee also\nThe port is older than the town."},
		{"nothing but a heading", "Related articles", "Related articles"},
		{"a long list", "It did.\nTags:\n" + strings.Repeat("tag\n", 30), "It did.\nTags:\n" + strings.Repeat("tag\n", 30)},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := article.Paragraphs(strings.Join(trimBoilerplate(strings.Split(tt.text, "\n")), "\n"))
			if want := article.Paragraphs(tt.want); got != want {
				t.Errorf("trimBoilerplate(%q) = %q, want %q", tt.text, got, want)
			}
		})
	}
}

func TestParseMarkdown(t *testing.T) {
	text := `---
source: The Quay
authors:
  - Ada Byron
  - Bo Li
tags:
  - ports
---
<!-- a note
to the editor -->
# Harbour *reopens*

The [harbour](https://quay.example "q") **reopened** on
_Monday_, in snake_case_style, at 3 * 4 * 5 o'clock.

Ships
-----

> Ships came,
> said ` + "`port.go`" + `.

![a ship](ship.png)

1. fish
2. coal \*

***

` + "```\nfunc main() {\n  *p = 1\n```" + `

[1]: https://quay.example
`
	want := article.Article{
		Title: "Harbour reopens", Author: "Ada Byron, Bo Li", Outlet: "The Quay", File: "/notes/h.md",
		Body: strings.Join([]string{
			"The harbour reopened on Monday, in snake_case_style, at 3 * 4 * 5 o'clock.", "Ships",
			"Ships came, said port.go.", "1. fish", "2. coal *", "func main() {", "*p = 1",
		}, "\n"),
	}
	got, _ := read(t, media.Origin{File: "/notes/h.md"}, media.Markdown, text)
	if diff := cmp.Diff(want, got, ignoreLang); diff != "" {
		t.Errorf("article (-want +got):\n%s", diff)
	}
}

func TestLanguage(t *testing.T) {
	for _, tt := range []struct{ declared, body, want string }{
		{"", "Die Bundesregierung hat am Montag beschlossen, das Gesetz zu ändern.", "de"},
		{"en", "Die Bundesregierung hat am Montag beschlossen, das Gesetz zu ändern.", "de"},
		{"en-GB", "OK.", "en"},
		{"", "OK.", ""},
		{"english", "OK.", ""},
		{"", "西港市議会は18日、港通りの600メートルを来年3月1日から車の通行止めにする条例案を賛成9、反対4で可決した。工事は3月14日に始まり、費用は3億4千万円。半分を県が負担する。", "ja"},
	} {
		if got := language(tt.declared, tt.body); got != tt.want {
			t.Errorf("language(%q, %q) = %q, want %q", tt.declared, tt.body, got, tt.want)
		}
	}
}

// TestMarkdownTable: a table is read row by row.
func TestMarkdownTable(t *testing.T) {
	got, _ := read(t, media.Origin{}, media.Markdown, "# Bids\n\nTwo bid.\n\n| Operator | Bid (£m) |\n|:---|---:|\n| Lochline | **410** |\n| Nor\\|wind | |\n\nOne won.")
	if want := "Two bid.\nOperator\tBid (£m)\nLochline\t410\nNor|wind\nOne won."; got.Body != want {
		t.Errorf("body is %q, want %q", got.Body, want)
	}
}

// TestManyLabels: only so many lines at the beginning of a text say what it is.
func TestManyLabels(t *testing.T) {
	for _, label := range []string{"27 April 2026\n", "Press release\n", "https://quay.example/1\n", "By Ada Byron\n"} {
		d, _ := read(t, media.Origin{}, media.PlainText, "Ships\n"+strings.Repeat(label, 3*maxLabels)+"They came.")
		if n := strings.Count(d.Body, "\n"); n < maxLabels {
			t.Errorf("%q: %d lines left", label, n)
		}
	}
}

// TestAuthorsMapped: authors may be maps with a name.
func TestAuthorsMapped(t *testing.T) {
	for _, matter := range []string{
		"author:\n  - name: Mara Wynn\n    email: m@quay.example\n  - Piet de Boer",
		"authors:\n  - \"Mara Wynn\"\n  - name: 'Piet de Boer'\n    url: https://quay.example",
	} {
		if got, _ := read(t, media.Origin{}, media.Markdown, "---\n"+matter+"\n---\nIt is open."); got.Author != "Mara Wynn, Piet de Boer" {
			t.Errorf("%q: author is %q", matter, got.Author)
		}
	}
	if got, _ := read(t, media.Origin{}, media.Markdown, "---\nauthor:\n  name: Mara Wynn\n  url: x\ntitle: Open\n---\nIt is open."); got.Author != "Mara Wynn" || got.Title != "Open" {
		t.Errorf("author is %q, title %q", got.Author, got.Title)
	}
}

// TestFrontMatterWritten: values are read as the programs that write YAML write them.
func TestFrontMatterWritten(t *testing.T) {
	for value, want := range map[string]string{
		`"Vardo pays \u00a326m, \"gladly\""`: `Vardo pays £26m, "gladly"`,
		`'It''s open'`:                       `It's open`,
		`"C:\yes"`:                           `C:\yes`,
		">-\n  The harbour reopens\n  after a week":        "The harbour reopens after a week",
		"|\n  The harbour reopens":                         "The harbour reopens",
		"The harbour reopens after\n  a week":              "The harbour reopens after a week",
		"\"The harbour reopens:\n  after: a week\"":        "The harbour reopens: after: a week",
		"The harbour - and the quay -\n  reopen":           "The harbour - and the quay - reopen",
		"Open\nauthors:\n  - name: Mara Wynn\n    x: y":    "Open",
		"Open\nauthor:\n  name: Mara Wynn\n  url: x":       "Open",
		"Open\ntags:\n- a\n- b\nsummary: It did\n  so: ok": "Open",
	} {
		got, _ := read(t, media.Origin{}, media.Markdown, "---\ntitle: "+value+"\n---\nIt is open.")
		if got.Title != want {
			t.Errorf("%q is read as %q, want %q", value, got.Title, want)
		}
	}
}

// TestMarkdownOfNotes: what programs for notes write is read as they show it.
func TestMarkdownOfNotes(t *testing.T) {
	got, _ := read(t, media.Origin{}, media.Markdown, "# Ferry tender\n\nDate: 2026-11-09\nAttendees: [[Mara Wynn]], [[Piet de Boer|Piet]]\n\n> [!note] Decision\n> We bid **£388m**.\n\n"+
		"Ask about [[Vessel 6]]. ^ref1\n\n==Deadline== is 20 November.[^1]\n\n[^1]: See page 4.")
	want := "Attendees: Mara Wynn, Piet\nDecision\nWe bid £388m.\nAsk about Vessel 6.\nDeadline is 20 November."
	if got.Body != want || got.Published.String() != "2026-11-09" || got.Title != "Ferry tender" {
		t.Errorf("title %q, published %q, body:\n%s\nwant:\n%s", got.Title, got.Published, got.Body, want)
	}
}

// TestDateLineOfText: a line that says when, and by whom, is taken; one of many is not.
func TestDateLineOfText(t *testing.T) {
	for text, want := range map[string]string{
		"Aldan flies to Oslo\nBy Greta Holm, 12 November 2026\nIt flies.":  "Greta Holm|2026-11-12|It flies.",
		"12 November 2026\nAldan flies to Oslo\nBy Greta Holm\nIt flies.":  "Greta Holm|2026-11-12|It flies.",
		"Board\n3 November 2026\nIt met.\n10 November 2026\nIt met again.": "||3 November 2026\nIt met.\n10 November 2026\nIt met again.",
	} {
		got, _ := read(t, media.Origin{}, media.PlainText, text)
		if all := got.Author + "|" + got.Published.String() + "|" + got.Body; all != want {
			t.Errorf("%q is %q, want %q", text, all, want)
		}
	}
}
