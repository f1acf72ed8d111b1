package extract

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"footnote/internal/media"
)

// TestSquareTables: each row of a table has a cell below each of its head, which is one row.
func TestSquareTables(t *testing.T) {
	for name, tt := range map[string]struct{ src, want string }{
		"a head of two rows": {
			`<thead><tr><th rowspan="2">Port</th><th colspan="2">Containers</th><th colspan="2">Bulk</th></tr><tr><th>2025</th><th>2026</th><th>2025</th><th>2026</th></tr></thead>` +
				`<tr><td>Westport</td><td>412</td><td>455</td><td>1,900</td><td>1,710</td></tr>`,
			"Port\tContainers 2025\tContainers 2026\tBulk 2025\tBulk 2026\nWestport\t412\t455\t1,900\t1,710",
		},
		"below what it is called": {
			`<tr><th colspan="3">Table 1. Traffic</th></tr><tr><th></th><th colspan="2">Containers</th></tr><tr><th>Port</th><th>2025</th><th>2026</th></tr><tr><td>Westport</td><td>412</td><td>455</td></tr>`,
			"Table 1. Traffic\nPort\tContainers 2025\tContainers 2026\nWestport\t412\t455",
		},
		"a cell over rows": {
			`<tr><th>Zone</th><th>Ticket</th><th>Adult</th></tr><tr><td rowspan="2">Inner</td><td>Single</td><td>£2</td></tr><tr><td>Day</td><td>£5</td></tr><tr><td colspan="2">Night</td><td>£9</td></tr>`,
			"Zone\tTicket\tAdult\nInner\tSingle\t£2\nInner\tDay\t£5\nNight\t–\t£9",
		},
		"a cell over more rows than there are": {
			`<tr><th>Zone</th><th>Ticket</th><th>Adult</th></tr><tr><td rowspan="99">Inner</td><td>Single</td><td>£2</td></tr>`, "Zone\tTicket\tAdult\nInner\tSingle\t£2",
		},
		"an empty cell": {
			`<tr><th>Port</th><th>2025</th><th>2026</th></tr><tr><td>Westport</td><td></td><td>455</td></tr>`, "Port\t2025\t2026\nWestport\t–\t455",
		},
		"without a head": {
			`<tr><td rowspan="2">Inner</td><td>Single</td><td>£2</td></tr><tr><td>Day</td><td>£5</td></tr>`, "Inner\tSingle\t£2\nInner\tDay\t£5",
		},
		"signs in cells of their own": {
			`<tr><th></th><th></th><th>2025</th><th></th><th>2026</th></tr><tr><td>Revenue</td><td>$</td><td>41.2</td><td>$</td><td>38.0</td></tr>`, "2025\t2026\nRevenue\t$41.2\t$38.0",
		},
		"paragraphs in cells": {
			`<tr><td></td><td><p><b>2025</b></p></td><td><p><b>2026</b></p></td></tr><tr><td><p>Revenue</p></td><td><div>41.2<br>(restated)</div></td><td>38.0</td></tr>`, "2025\t2026\nRevenue\t41.2 (restated)\t38.0",
		},
		"what a page is laid out with": {`<tr><td rowspan="2"><h2>News</h2></td><td>Ships came.</td></tr><tr><td>They left.</td></tr>`, "News\tShips came.\nThey left."},
	} {
		doc, err := html.Parse(strings.NewReader("<table>" + tt.src + "</table>"))
		if err != nil {
			t.Fatal(err)
		}
		squareTables(doc)
		if got := pageText(doc); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestTablesAreBounded: cells that span others make no more of a page than it can hold.
func TestTablesAreBounded(t *testing.T) {
	heads, spans := strings.Repeat("<th>a", 60), strings.Repeat("<td rowspan=4000>"+strings.Repeat("w", maxRepeated), 60)
	for name, src := range map[string]string{
		"over rows":    "<table><tr>" + heads + "<tr>" + spans + strings.Repeat("<tr>", 4000) + "</table>",
		"over columns": strings.Repeat("<table><tr><th colspan=60>"+strings.Repeat("w", 590)+"<th>a<tr><td>1<td>2</table>", 2000),
		"empty":        "<table><tr><th>a<th>b" + strings.Repeat("<tr><td colspan=59>a<td>", 4900) + "</table>",
	} {
		doc, err := html.Parse(strings.NewReader(strings.Repeat(src, 3)))
		if err != nil {
			t.Fatal(err)
		}
		squareTables(doc)
		nodes := 0
		for range doc.Descendants() {
			nodes++
		}
		if size := len(pageText(doc)); size > maxSquared+3*len(src) || nodes > maxNodes+maxSquared/perCell {
			t.Errorf("%s: %d bytes in %d nodes, of %d", name, size, nodes, 3*len(src))
		}
	}
}

// TestWordTables: a table of a report is read as that of a page is, and a cell of several paragraphs
// is one.
func TestWordTables(t *testing.T) {
	tc := func(props string, texts ...string) string {
		s := "<w:tc><w:tcPr>" + props + "</w:tcPr>"
		for _, text := range texts {
			s += "<w:p><w:r><w:t>" + text + "</w:t></w:r></w:p>"
		}
		return s + "</w:tc>"
	}
	const two, begin, goesOn = `<w:gridSpan w:val="2"/>`, `<w:vMerge w:val="restart"/>`, `<w:vMerge/>`
	table := "<w:tbl><w:tr>" + tc(begin, "Port") + tc(two, "Containers") + "</w:tr><w:tr>" + tc(goesOn, "") + tc("", "2025") + tc("", "2026") + "</w:tr>" +
		"<w:tr>" + tc("", "Westport", "(east)") + tc("", "412") + tc("", "455") + "</w:tr><w:tr>" + tc("", "Norhaven") + tc("", "") + tc("", "131") + "</w:tr></w:tbl>"
	laidOut := "<w:tbl><w:tr>" + tc("", "To the board", "5 Quay Street") + tc("", strings.Repeat("Ships came. ", 60), "They left.") + "</w:tr></w:tbl>"
	src := zipped(t, part{"word/document.xml", `<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>Traffic rose.</w:t></w:r></w:p>` + table + laidOut + "</w:body></w:document>"})
	got, _ := read(t, media.Origin{}, media.Archive, src)
	want := "Traffic rose.\nPort\tContainers 2025\tContainers 2026\nWestport (east)\t412\t455\nNorhaven\t–\t131\n" +
		"To the board\n5 Quay Street\n" + strings.TrimSpace(strings.Repeat("Ships came. ", 60)) + "\nThey left."
	if got.Body != want {
		t.Errorf("body:\n%s\nwant:\n%s", got.Body, want)
	}
}

// TestMarkdownGaps: an empty cell of a table is not taken for the next.
func TestMarkdownGaps(t *testing.T) {
	got, _ := read(t, media.Origin{}, media.Markdown, "# Traffic\n\nIt rose.\n\n| | 2025 | 2026 |\n|---|---|---|\n| Westport | | 455 |\n")
	if want := "It rose.\n2025\t2026\nWestport\t–\t455"; got.Body != want {
		t.Errorf("body is %q, want %q", got.Body, want)
	}
}
