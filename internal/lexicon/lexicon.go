// Package lexicon knows English words: which may stand for one another in a
// sentence that reports, which say the opposite, which are of one family, and the
// forms that no stemmer brings back to their base.
package lexicon

import (
	_ "embed"
	"iter"
	"maps"
	"slices"
	"strings"
	"sync"
)

// A Lexicon is words.txt and derived.txt by stems. It does not change and may be shared.
type Lexicon struct {
	rows    map[string][]int      // by stem, or stems of a phrase joined by spaces
	entries map[int][]string      // the keys of rows, by row
	against map[int]int           // the row that says the opposite of a row
	phrases map[string][][]string // stems of phrases of two words and more, by their first, longest first
	words   map[string]bool       // the stems of all rows
	// families are those of derived.txt, by stem.
	families map[string][]*family
	// converse has the row that tells the deeds of a row from their other side;
	// receives says which of the two tells it of who receives.
	converse map[int]int
	receives map[int]bool
}

//go:embed words.txt
var text string

// Up is the row of more and what stands for it, the first of words.txt.
const Up = 1

// Read builds the lexicon, which takes some 20 ms, with a stemmer of words in
// lower case. The phrases, of words divided by spaces, are in no row.
func Read(stem func(string) string, phrases ...string) *Lexicon {
	l := &Lexicon{
		rows: map[string][]int{}, entries: map[int][]string{}, against: map[int]int{}, phrases: map[string][][]string{}, words: map[string]bool{},
		families: map[string][]*family{}, converse: map[int]int{}, receives: map[int]bool{},
	}
	l.readFamilies(stem)
	n := 0
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		sides := strings.Split(line, " <> ")
		for _, side := range append(sides[:len(sides)-1:len(sides)-1], strings.Split(sides[len(sides)-1], " >< ")...) {
			n++
			for entry := range strings.SplitSeq(side, ",") {
				l.add(Stems(entry, stem), n)
			}
		}
		if len(sides) == 2 {
			l.against[n], l.against[n-1] = n-1, n
		}
		if strings.Contains(line, " >< ") {
			l.converse[n], l.converse[n-1], l.receives[n] = n-1, n, true
		}
	}
	for _, phrase := range phrases {
		l.addPhrase(Stems(phrase, stem))
	}
	return l
}

// Stems returns the stem of each word of a phrase.
func Stems(phrase string, stem func(string) string) []string {
	var out []string
	for w := range strings.FieldsSeq(phrase) {
		out = append(out, stem(w))
	}
	return out
}

func (l *Lexicon) add(stems []string, row int) {
	if len(stems) == 0 {
		return
	}
	key := strings.Join(stems, " ")
	if rows := l.rows[key]; len(rows) > 0 && rows[len(rows)-1] == row {
		return
	}
	l.rows[key] = append(l.rows[key], row)
	l.entries[row] = append(l.entries[row], key)
	for _, stem := range stems {
		l.words[stem] = true
	}
	l.addPhrase(stems)
}

func (l *Lexicon) addPhrase(stems []string) {
	if len(stems) < 2 {
		return
	}
	have := l.phrases[stems[0]]
	at := 0
	for at < len(have) && len(have[at]) >= len(stems) {
		at++
	}
	l.phrases[stems[0]] = append(have[:at:at], append([][]string{stems}, have[at:]...)...)
}

// Rows returns the rows that a stem, or the stems of a phrase, stand in.
func (l *Lexicon) Rows(stems ...string) []int { return l.rows[strings.Join(stems, " ")] }

// Knows reports whether a stem stands in a row, by itself or in a phrase.
func (l *Lexicon) Knows(stem string) bool { return l.words[stem] }

// Words returns the stems of all rows, of phrases too, in no order.
func (l *Lexicon) Words() iter.Seq[string] { return maps.Keys(l.words) }

// Against returns the row that says the opposite of a row, if one does.
func (l *Lexicon) Against(row int) (other int, ok bool) {
	other, ok = l.against[row]
	return other, ok
}

// Converse returns the row that tells the deeds of a row from their other side,
// as who buys and who sells, if one does, and whether the row given tells them of
// who receives.
func (l *Lexicon) Converse(row int) (other int, receives, ok bool) {
	other, ok = l.converse[row]
	return other, l.receives[row], ok
}

// Phrases returns the stems of the phrases of two words and more that begin
// with a stem, longest first.
func (l *Lexicon) Phrases(first string) [][]string { return l.phrases[first] }

// Alternatives returns the words and phrases, as stems, that share a row with a
// stem.
func (l *Lexicon) Alternatives(stem string) [][]string {
	var out [][]string
	for _, row := range l.rows[stem] {
		out = l.appendRow(out, row, stem)
	}
	return out
}

// Topics returns what Alternatives does, and what says the opposite or tells of
// the same deed from its other side: whatever tells how the same thing stands.
func (l *Lexicon) Topics(stem string) [][]string {
	out := l.Alternatives(stem)
	for _, row := range l.rows[stem] {
		for _, others := range []map[int]int{l.against, l.converse} {
			if other, ok := others[row]; ok {
				out = l.appendRow(out, other, stem)
			}
		}
	}
	return out
}

func (l *Lexicon) appendRow(to [][]string, row int, but string) [][]string {
	for _, key := range l.entries[row] {
		if key != but {
			to = append(to, strings.Fields(key))
		}
	}
	return to
}

// Irregular returns the base of a form in lower case that no stemmer brings
// back to it, "" for another word. Some forms are their own base: cut.
func Irregular(low string) string { return irregular[low] }

// IrregularForms returns those forms and their bases, in no order.
func IrregularForms() iter.Seq2[string, string] { return maps.All(irregular) }

// Forms returns the other forms of a verb or noun of which a word in lower case is a
// form that no stemmer brings back: lose of lost, began and begun of begin. It
// returns none for other words.
func Forms(low string) []string {
	base := low
	if b := irregular[low]; b != "" {
		base = b
	}
	var out []string
	for _, form := range forms()[base] {
		if form != low {
			out = append(out, form)
		}
	}
	return out
}

// forms holds the forms of each base, itself among them, in order.
var forms = sync.OnceValue(func() map[string][]string {
	m := map[string][]string{}
	for _, form := range slices.Sorted(maps.Keys(irregular)) {
		base := irregular[form]
		if m[base] == nil {
			m[base] = []string{base}
		}
		if form != base {
			m[base] = append(m[base], form)
		}
	}
	return m
})

// irregular forms, which no stemmer brings back.
var irregular = func() map[string]string {
	m := map[string]string{}
	for line := range strings.FieldsSeq(`goes:go rose:rise risen:rise fell:fall fallen:fall grew:grow grown:grow sank:sink sunk:sink shrank:shrink
		began:begin begun:begin came:come went:go gone:go ran:run took:take taken:take gave:give given:give got:get gotten:get
		made:make held:hold kept:keep left:leave lost:lose won:win beat:beat beaten:beat bought:buy sold:sell paid:pay spent:spend
		lent:lend met:meet led:lead said:say told:tell thought:think knew:know known:know found:find sought:seek brought:bring
		built:build chose:choose chosen:choose drew:draw drawn:draw drove:drive driven:drive broke:break broken:break
		spoke:speak spoken:speak stood:stand struck:strike stricken:strike sent:send became:become felt:feel fled:flee
		flew:fly flown:fly fought:fight forgot:forget froze:freeze frozen:freeze hid:hide hidden:hide hurt:hurt laid:lay
		meant:mean rang:ring rode:ride ridden:ride saw:see seen:see shot:shoot shown:show shut:shut sang:sing
		slid:slide stole:steal stolen:steal swam:swim taught:teach threw:throw thrown:throw understood:understand
		withdrew:withdraw withdrawn:withdraw woke:wake wore:wear worn:wear wrote:write written:write overcame:overcome
		overtook:overtake overtaken:overtake undertook:undertake forbade:forbid forbidden:forbid cut:cut put:put set:set
		hit:hit let:let swore:swear tore:tear torn:tear ate:eat eaten:eat bore:bear born:bear dealt:deal caught:catch
		sued:sue suing:sue died:die dying:die dead:die killed:kill children:child women:woman men:man feet:foot
		people:people lives:life wives:wife heard:hear were:be was:be is:be are:be been:be being:be am:be
		has:have had:have having:have does:do did:do done:do doing:do tried:try tries:try denied:deny denies:deny
		voted:vote voting:vote losing:lose loses:lose ceasing:cease rising:rise rises:rise using:use used:use uses:use`) {
		from, to, _ := strings.Cut(line, ":")
		m[from] = to
	}
	return m
}()
