package extract

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"footnote/internal/article"
)

// A row of a table says what its cells mean only beside the row that heads it, and when both
// have as many cells. So what spans several rows stands in each of them, the rows of a head
// are one, and a cell that is empty under a full head is a dash.

// Bounds of a table that is made square; of a larger one its rows stay as they are.
const (
	maxColumns   = 60
	maxTableRows = 5000
	maxHeadRows  = 4
	maxRepeated  = 100 // characters of a cell that spans rows
)

// maxSquared bounds what all tables of a document hold once they are square, in bytes, of which
// an empty cell counts perCell: 27 KB of cells that span rows would become 30 MB.
const (
	maxSquared = 8 << 20
	perCell    = 32
)

// A cell is one of a table, and how many columns and rows it spans.
type cell struct {
	text       string
	cols, rows int
}

// square returns the rows of a table with a text for each column, or false where that is no
// table of values, or holds more than is left, from which it is taken. Its first heads rows name
// the columns.
func square(table [][]cell, heads int, left *int) ([][]string, bool) {
	if len(table) > maxTableRows {
		return nil, false
	}
	grid := make([][]string, len(table))
	taken := make([][]bool, len(table)) // by a cell, as far as it spans
	width := 0
	for y, row := range table {
		x := 0
		for _, c := range row {
			for x < len(taken[y]) && taken[y][x] {
				x++
			}
			cols, rows := max(c.cols, 1), min(max(c.rows, 1), len(table)-y)
			if x+cols > maxColumns || rows > 1 && utf8.RuneCountInString(c.text) > maxRepeated {
				return nil, false
			}
			if *left -= rows * cols * (len(c.text) + perCell); *left < 0 {
				return nil, false
			}
			for dy := range rows {
				for dx := range cols {
					if dx == 0 || y < heads {
						put(&grid[y+dy], x+dx, c.text, "")
					}
					put(&taken[y+dy], x+dx, true, false)
				}
			}
			x += cols
		}
		width = max(width, len(taken[y]))
	}
	for y := range grid {
		put(&grid[y], width-1, "", "")
		grid[y] = grid[y][:width]
	}
	if heads > 1 {
		grid = append([][]string{oneHead(grid[:heads])}, grid[heads:]...)
		heads = 1
	}
	if heads == 1 && width > 2 && !slices.Contains(grid[0][1:], "") {
		for _, row := range grid[1:] {
			fillGaps(row)
		}
	}
	return grid, true
}

// put sets an element of a list that grows with it, or leaves one that is set.
func put[T comparable](list *[]T, at int, v, none T) {
	for len(*list) <= at {
		*list = append(*list, none)
	}
	if (*list)[at] == none {
		(*list)[at] = v
	}
}

// oneHead returns the rows of a head as one, each column named by all that stands above it.
func oneHead(rows [][]string) []string {
	one := make([]string, len(rows[0]))
	for x := range one {
		var names []string
		for _, row := range rows {
			if row[x] != "" && !slices.Contains(names, row[x]) {
				names = append(names, row[x])
			}
		}
		one[x] = strings.Join(names, " ")
	}
	return one
}

// fillGaps puts a dash into the empty cells of a row that has two others.
func fillGaps(row []string) {
	filled := 0
	for _, s := range row {
		if s != "" {
			filled++
		}
	}
	for x, s := range row {
		if s == "" && filled > 1 {
			row[x] = "–"
		}
	}
}

// squareTables makes the tables of values of a page square.
func squareTables(doc *html.Node) {
	var tables []*html.Node
	for n := range doc.Descendants() {
		if n.DataAtom == atom.Table && ofData(n) {
			tables = append(tables, n)
		}
	}
	left := maxSquared
	for _, n := range tables {
		squareTable(n, &left)
		flattenCells(n)
	}
}

// flattenCells leaves the cells of rows of values their text alone: the libraries lose paragraphs in them
// that are set bold, as heads of the tables of releases are.
func flattenCells(table *html.Node) {
	for tr := range table.Descendants() {
		if tr.DataAtom != atom.Tr || !isValues(tr) {
			continue
		}
		for c := range tr.ChildNodes() {
			if first := c.FirstChild; first != nil && (first.DataAtom == atom.P || first.DataAtom == atom.Div) {
				setText(c, article.OneLine(pageText(c), maxRow))
			}
		}
	}
}

// setText leaves a node a text alone.
func setText(n *html.Node, text string) {
	for n.FirstChild != nil {
		n.RemoveChild(n.FirstChild)
	}
	n.AppendChild(&html.Node{Type: html.TextNode, Data: text})
}

func squareTable(table *html.Node, left *int) {
	var trs []*html.Node
	var rows [][]cell
	heads, begun, spans := 0, false, false
	for tr := range table.Descendants() {
		if tr.DataAtom != atom.Tr {
			continue
		}
		var row []cell
		named := true
		for c := range tr.ChildNodes() {
			if c.DataAtom != atom.Td && c.DataAtom != atom.Th {
				continue
			}
			named = named && c.DataAtom == atom.Th
			text := pageText(c)
			if len(text) > maxRow {
				return
			}
			row = append(row, cell{article.OneLine(text, maxRow), span(c, "colspan"), span(c, "rowspan")})
			spans = spans || row[len(row)-1].rows > 1
		}
		if len(row) < 2 && !begun { // what the table is called
			continue
		}
		if begun = true; heads == len(rows) && (named || tr.Parent.DataAtom == atom.Thead) {
			heads++
		}
		trs, rows = append(trs, tr), append(rows, row)
	}
	if len(rows) < 2 || heads == 0 && !spans || heads == len(rows) || heads > maxHeadRows || !slices.ContainsFunc(trs, isValues) {
		return
	}
	grid, ok := square(rows, heads, left)
	if !ok {
		return
	}
	for _, tr := range trs[:len(trs)-len(grid)] { // they are one with the last of the head
		tr.Parent.RemoveChild(tr)
	}
	trs = trs[len(trs)-len(grid):]
	for y, row := range grid {
		fillRow(trs[y], row)
	}
}

// fillRow gives a row the cells of texts; those that have them already stay.
func fillRow(tr *html.Node, texts []string) {
	var old []*html.Node
	for c := range tr.ChildNodes() {
		if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
			old = append(old, c)
		}
	}
	if slices.EqualFunc(old, texts, func(c *html.Node, s string) bool { return article.OneLine(pageText(c), maxRow) == s }) {
		return
	}
	for _, c := range old {
		tr.RemoveChild(c)
	}
	for _, s := range texts {
		c := &html.Node{Type: html.ElementNode, Data: "td", DataAtom: atom.Td}
		c.AppendChild(&html.Node{Type: html.TextNode, Data: s})
		tr.AppendChild(c)
	}
}

// span returns how many columns or rows a cell spans.
func span(c *html.Node, name string) int {
	n, err := strconv.Atoi(strings.TrimSpace(attr(c, name)))
	if err != nil {
		return 1
	}
	return min(max(n, 1), maxTableRows)
}
