package pdf

import (
	"math"
	"slices"
	"strings"
)

// Parts of lines that stand beside one another are the cells of a table's row, or lines of
// columns that are drawn together, or one line after all.

// Bounds of what stands beside one another.
const (
	leastRows    = 2  // of a table
	mostParts    = 60 // of a line
	leastBeside  = 4  // lines of columns that are drawn together
	columnLetter = 22 // bytes that a line of a column has on average at least
)

func isRow(text string) bool { return strings.Contains(text, "\t") }

// arranged returns the page with the rows of its tables as lines, their cells divided by tabs,
// and the lines of columns one column after the other.
func (p Page) arranged() Page {
	var out Page
	rows := wrapped(p.rows())
	for i := 0; i < len(rows); {
		end := i + 1
		for len(rows[i]) > 1 && end < len(rows) && len(rows[end]) > 1 && alike(rows[end-1], rows[end]) {
			end++
		}
		group := rows[i:end]
		switch {
		case len(group) >= leastBeside && beside(group):
			for _, column := range [2]int{0, 1} {
				for _, r := range group {
					out = append(out, r[column])
				}
			}
		case len(group) >= leastRows:
			out = append(out, table(group)...)
		default:
			out = append(out, joined(group[0], " "))
		}
		i = end
	}
	return out
}

// rows returns the lines of the page, each with its parts from left to right.
func (p Page) rows() (rows [][]Line) {
	for _, l := range p {
		if at := rowOf(rows, l); at >= 0 {
			rows[at] = append(rows[at], l)
		} else {
			rows = append(rows, []Line{l})
		}
	}
	return rows
}

// mostWrapped is how many lines of a cell may be drawn before the next cell of their row is.
const mostWrapped = 4

// rowOf returns which of some rows a line goes on: the last, or one before, if what was drawn since
// are more lines of its last cell, and a row above has both cells; else -1.
func rowOf(rows [][]Line, l Line) int {
	for at := len(rows) - 1; at >= max(0, len(rows)-1-mostWrapped); at-- {
		row := rows[at]
		before := row[len(row)-1]
		switch {
		case len(row) < mostParts && isBeside(before, l) && (at == len(rows)-1 || at > 0 && has(rows[at-1], before) && has(rows[at-1], l)):
			return at
		case len(row) > 1, l.Left < before.Right:
			return -1
		}
	}
	return -1
}

// isBeside reports whether a line stands on that of another, right of it beyond a wide gap.
func isBeside(before, l Line) bool {
	return l.Height() > 0 && sameSize(l, before) && math.Abs(l.Bottom-before.Bottom) < l.Height()/3 && l.Left-before.Right > wideGap*l.Height()
}

// has reports whether a row of several cells has one above a line.
func has(row []Line, l Line) bool {
	return len(row) > 1 && slices.ContainsFunc(row, func(c Line) bool { return overlap(c, l) > 0 && c.Bottom > l.Bottom })
}

// wrapped returns rows with the further lines of cells in them.
func wrapped(rows [][]Line) (out [][]Line) {
	foot := 0.0 // of the last row, as far as it goes
	for i, r := range rows {
		last := len(out) - 1
		if last >= 0 {
			if at := cellsOf(out[last], r); at != nil && foot-r[0].Bottom < 1.5*r[0].Height() && apart(rows[i+1:], out, foot-r[0].Bottom, r[0].Bottom) {
				row := slices.Clone(out[last])
				for j, l := range r {
					row[at[j]].Text += " " + l.Text
				}
				out[last], foot = row, r[0].Bottom
				continue
			}
		}
		out, foot = append(out, r), r[0].Bottom
	}
	return out
}

// cellsOf returns which cells of a row the lines of another may be further lines of, or nil: fewer than it
// has, each below one cell and beginning where that does.
func cellsOf(row, lines []Line) (at []int) {
	if len(lines) >= len(row) || !sameSize(row[0], lines[0]) || lines[0].Bottom >= row[0].Bottom {
		return nil
	}
	for _, l := range lines {
		j := slices.IndexFunc(row, func(c Line) bool { return math.Abs(c.Left-l.Left) < l.Height()/2 })
		if j < 0 || j+1 < len(row) && l.Right > row[j+1].Left || slices.Contains(at, j) {
			return nil
		}
		at = append(at, j)
	}
	return at
}

// apart reports whether the rows of a table stand further apart than the lines of a cell, which are so far
// from one another: the next one from such a line, or the last two.
func apart(next, before [][]Line, leading, bottom float64) bool {
	last := len(before) - 1
	if len(next) > 0 && len(next[0]) > 1 && alike(before[last], next[0]) {
		return bottom-next[0][0].Bottom > 1.15*leading
	}
	return last > 0 && len(before[last-1]) > 1 && alike(before[last-1], before[last]) && before[last-1][0].Bottom-before[last][0].Bottom > 1.15*leading
}

// alike reports whether two rows are of one table or of the same columns: a is above b, and
// each part of the one with fewer stands above or below one part of the other at most; of as
// many, below the same one. Heads and numbers are often not set alike.
func alike(a, b []Line) bool {
	if a[0].Bottom <= b[0].Bottom || a[0].Bottom-b[0].Bottom > 4*a[0].Height() {
		return false
	}
	if len(a) > len(b) {
		a, b = b, a
	}
	met := 0
	for i, l := range a {
		n := 0
		for j, o := range b {
			if overlap(l, o) > 0 {
				n++
				if len(a) == len(b) && i != j {
					return false
				}
			}
		}
		if n > 1 {
			return false
		}
		met += n
	}
	return met > 1 || len(a) == len(b) && len(a) > 2
}

// overlap returns how much of the width of two lines is of both; less than 0 where none is.
func overlap(a, b Line) float64 { return min(a.Right, b.Right) - max(a.Left, b.Left) }

// beside reports whether rows are the lines of two columns of text: of two parts, that begin
// at the same place, and have more than a few words.
func beside(rows [][]Line) bool {
	size := 0
	for _, r := range rows {
		if len(r) != 2 || math.Abs(r[1].Left-rows[0][1].Left) > r[0].Height() {
			return false
		}
		size += len(r[0].Text) + len(r[1].Text)
	}
	return size >= 2*columnLetter*len(rows)
}

// table returns the rows of a table as lines. A cell that one of them lacks is a dash, where
// the others tell which.
func table(rows [][]Line) Page {
	var widest []Line // with as much of the page as its columns take
	for _, r := range rows {
		switch {
		case len(r) > len(widest):
			widest = slices.Clone(r)
		case len(r) == len(widest):
			for i, l := range r {
				widest[i].Left, widest[i].Right = min(widest[i].Left, l.Left), max(widest[i].Right, l.Right)
			}
		}
	}
	var out Page
	for _, r := range rows {
		if len(r) < len(widest) {
			r = below(widest, r)
		}
		out = append(out, joined(r, "\t"))
	}
	return out
}

// below returns a row with a dash for each cell of the widest that none of its own stands
// below, or as it is where that cannot be told.
func below(widest, row []Line) []Line {
	full := make([]Line, len(widest))
	at := 0
	for _, l := range row {
		for at < len(widest) && overlap(widest[at], l) <= 0 {
			at++
		}
		if at == len(widest) {
			return row
		}
		full[at] = l
		at++
	}
	for i := range full {
		if full[i].Text == "" {
			full[i] = Line{Text: "–", Left: widest[i].Left, Right: widest[i].Right, Top: row[0].Top, Bottom: row[0].Bottom}
		}
	}
	return full
}

// joined returns the parts of a line as one.
func joined(parts []Line, sep string) Line {
	l := parts[0]
	for _, p := range parts[1:] {
		l.Text += sep + p.Text
		l.Left, l.Right, l.Top, l.Bottom = min(l.Left, p.Left), max(l.Right, p.Right), max(l.Top, p.Top), min(l.Bottom, p.Bottom)
	}
	return l
}
