package reader

import (
	"fmt"
	"slices"
	"time"
)

// A chart is a bar for each span of time, drawn as SVG.
type chart struct {
	Unit                string // "month", "quarter" or "year"
	Told                string // what it shows, in words
	Width, Height, Base int
	Bars                []bar
}

// A bar is drawn at X, Y; its label, if it has one, below its middle.
type bar struct {
	Name, Label  string
	N            int
	X, Y, W, H   float64
	Mid          float64
	begin, after time.Time
}

// The size of a chart, in its own units, and how many bars it has at most.
const (
	chartWidth  = 960
	chartHeight = 150
	chartBase   = 128 // where the bars stand
	mostBars    = 48
	mostLabels  = 10
	labelWidth  = 76 // of the longest label, as large as a telephone shows it
)

// units are the spans that a bar may stand for, shortest first, in months.
var units = []struct {
	name   string
	months int
}{{"month", 1}, {"quarter", 3}, {"year", 12}, {"decade", 120}}

// newChart counts dates in spans of equal length, the shortest of which there
// are not too many; nil without dates.
func newChart(dates []time.Time) *chart {
	if len(dates) == 0 {
		return nil
	}
	first, last := slices.MinFunc(dates, time.Time.Compare), slices.MaxFunc(dates, time.Time.Compare)
	unit := len(units) - 1
	for i, u := range units {
		if months(first, last)/u.months < mostBars {
			unit = i
			break
		}
	}
	c := &chart{Unit: units[unit].name, Width: chartWidth, Height: chartHeight, Base: chartHeight - 6}
	for begin := floor(first, units[unit].months); !begin.After(last) && len(c.Bars) < 4*mostBars; begin = begin.AddDate(0, units[unit].months, 0) {
		c.Bars = append(c.Bars, bar{begin: begin, after: begin.AddDate(0, units[unit].months, 0), Name: spanName(c.Unit, begin)})
	}
	for _, d := range dates {
		for i := range c.Bars {
			if b := &c.Bars[i]; !d.Before(b.begin) && d.Before(b.after) {
				b.N++
			}
		}
	}
	c.place()
	c.Told = fmt.Sprintf("%s from %s to %s", counted(len(dates), "article"), c.Bars[0].Name, c.Bars[len(c.Bars)-1].Name)
	return c
}

// place gives every bar its place.
func (c *chart) place() {
	most := 1
	for _, b := range c.Bars {
		most = max(most, b.N)
	}
	step := float64(chartWidth) / float64(len(c.Bars))
	every := c.labelEvery()
	for i := range c.Bars {
		b := &c.Bars[i]
		b.W = min(step*0.8, 60)
		b.X = float64(i)*step + (step-b.W)/2
		b.H = float64(chartBase-8) * float64(b.N) / float64(most)
		b.Y = chartBase - b.H
		b.Mid = min(max(b.X+b.W/2, labelWidth/2), chartWidth-labelWidth/2)
		switch at := b.begin.Year()*12 + int(b.begin.Month()) - 1; {
		case at%every != 0:
		case every%12 == 0 && c.Unit != "decade":
			b.Label = b.begin.Format("2006")
		default:
			b.Label = b.Name
		}
	}
}

// labelEvery returns how many months apart the labels stand, so that there are
// not too many and they fall on the same days of each year.
func (c *chart) labelEvery() int {
	first, last := c.Bars[0].begin, c.Bars[len(c.Bars)-1].after
	for _, every := range []int{1, 3, 6, 12, 24, 60, 120, 240, 600, 1200} {
		if every >= months(first, c.Bars[0].after) && months(first, last) <= every*mostLabels {
			return every
		}
	}
	return 12000
}

func months(a, b time.Time) int {
	return (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
}

// floor returns the begin of the span of so many months that holds t.
func floor(t time.Time, span int) time.Time {
	t = t.UTC()
	n := t.Year()*12 + int(t.Month()) - 1
	n -= n % span
	return time.Date(n/12, time.Month(n%12+1), 1, 0, 0, 0, 0, time.UTC)
}

func spanName(unit string, t time.Time) string {
	switch unit {
	case "month":
		return t.Format("Jan 2006")
	case "quarter":
		return fmt.Sprintf("Q%d %d", (int(t.Month())+2)/3, t.Year())
	case "decade":
		return fmt.Sprintf("%ds", t.Year())
	}
	return t.Format("2006")
}
