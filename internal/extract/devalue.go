package extract

import "slices"

// mostUnfolded bounds the values that a flat list is unfolded to: they may share one another.
const mostUnfolded = 200_000

// unflattened returns what a list stands for that has each value once, as devalue writes it and Nuxt's
// pages have it: the first is the whole, and what is in an object or an array is the place of its
// value in the list. An array that begins with a name is of a kind that JSON lacks: ["Date","2026-…"],
// ["Set",place,…], ["Map",place,place,…], ["null",key,place,…], or a shell, as ["Reactive",place]. Any other
// value is returned as it is.
func unflattened(v value) value {
	if !v.list || len(v.kids) < 2 || !isFolded(v.kids[0]) {
		return v
	}
	u := unfolding{all: v.kids, open: make([]bool, len(v.kids)), left: mostUnfolded}
	return u.value(v.kids[0], 0)
}

// isFolded reports whether a value is an object or a shell that has nothing but places.
func isFolded(v value) bool {
	if v.list && (len(v.kids) != 2 || v.kids[0].str == "") {
		return false
	}
	places := v.kids
	if v.list {
		places = v.kids[1:]
	}
	return len(places) > 0 && !slices.ContainsFunc(places, func(k value) bool { return !k.number })
}

type unfolding struct {
	all  []value
	open []bool // those that stand around the present one
	left int
}

// at returns the value at a place, or none where it stands in itself.
func (u *unfolding) at(place value, depth int) value {
	u.left--
	if !place.number || place.at < 0 || place.at >= len(u.all) || u.left < 0 || depth > deepestState || u.open[place.at] {
		return value{}
	}
	u.open[place.at] = true
	defer func() { u.open[place.at] = false }()
	return u.value(u.all[place.at], depth+1)
}

func (u *unfolding) value(v value, depth int) value {
	if v.list && len(v.kids) > 0 && !v.kids[0].number {
		return u.special(v.kids[0].str, v.kids[1:], depth)
	}
	out := value{str: v.str, list: v.list}
	for _, k := range v.kids {
		kid := u.at(k, depth)
		kid.key = k.key
		out.kids = append(out.kids, kid)
	}
	return out
}

// special returns what an array that begins with a name stands for.
func (u *unfolding) special(name string, rest []value, depth int) value {
	switch {
	case len(rest) == 0:
		return value{}
	case name == "Set":
		return u.value(value{list: true, kids: rest}, depth)
	case name == "Map", name == "null":
		var out value
		for pair := range slices.Chunk(rest, 2) {
			if len(pair) < 2 {
				break
			}
			kid := u.at(pair[1], depth)
			if kid.key = pair[0].str; name == "Map" {
				kid.key = u.at(pair[0], depth).str
			}
			out.kids = append(out.kids, kid)
		}
		return out
	case rest[0].number:
		return u.at(rest[0], depth)
	}
	return value{str: rest[0].str}
}
