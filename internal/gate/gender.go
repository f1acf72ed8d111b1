package gate

// A gender is which pronoun the passages have for somebody.
type gender uint8

const (
	unknown gender = iota
	masculine
	feminine
)

var genderOf = map[string]gender{
	"he": masculine, "him": masculine, "his": masculine, "himself": masculine,
	"she": feminine, "her": feminine, "hers": feminine, "herself": feminine,
}

// genders holds the gender of names, by their stems, as the passages tell it.
type genders map[string]gender

// set gives names a gender; who had another is of neither from then on.
func (g genders) set(named []string, said gender) {
	for _, stem := range named {
		if before, ok := g[stem]; ok && before != said {
			g[stem] = unknown
			continue
		}
		g[stem] = said
	}
}

// note learns from a sentence that has one name before its first "he" or
// "she", whose that is.
func (g genders) note(c *claim) {
	var named []string
	for i, t := range c.tokens {
		said := genderOf[t.low]
		switch {
		case t.kind == name && named != nil && c.tokens[i-1].kind != name:
			return // of which of two?
		case t.kind == name && named == nil && c.leading(i) != "":
			return // in Kazakhstan, his
		case t.kind == name:
			named = append(named, t.stem)
		case said != unknown && named != nil:
			g.set(named, said)
			return
		case said != unknown:
			return
		}
	}
}

// fits reports whether a pronoun of a claim may stand for a name: the claim
// has none that tells, or one of its gender.
func (g genders) fits(t token, c *claim) bool {
	its := g[t.stem]
	if its == unknown {
		return true
	}
	told := false
	for _, p := range c.tokens {
		if said := genderOf[p.low]; said == its {
			return true
		} else if said != unknown {
			told = true
		}
	}
	return !told
}
