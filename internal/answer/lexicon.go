package answer

import (
	_ "embed"
	"strings"
	"sync"

	"footnote/retrieval"
)

// A lexicon holds what the gate knows of English words beside their endings.
type lexicon struct {
	rows    map[string][]int      // by stem, or stems of a phrase joined by spaces
	entries map[int][]string      // the keys of rows, by row
	against map[int]int           // the row that says the opposite of a row
	phrases map[string][][]string // stems of phrases of two words and more, by their first, longest first
	// converse has the row that tells the deeds of a row from their other side;
	// receives says which of the two tells it of who receives.
	converse map[int]int
	receives map[int]bool
	up       int // the row of more
}

//go:embed lexicon.txt
var lexiconText string

// english is the lexicon, built when the first English sentence is checked:
// it takes some 20 ms.
var english = sync.OnceValue(func() *lexicon { return newLexicon(lexiconText) })

// newLexicon reads rows of words divided by commas; " <> " divides two rows
// that say the opposite of one another, " >< " what one does from what happens
// to the other. The first row is that of more.
func newLexicon(text string) *lexicon {
	l := &lexicon{
		rows: map[string][]int{}, entries: map[int][]string{}, against: map[int]int{}, phrases: map[string][][]string{},
		converse: map[int]int{}, receives: map[int]bool{}, up: 1,
	}
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
				l.add(entry, n)
			}
		}
		if len(sides) == 2 {
			l.against[n], l.against[n-1] = n-1, n
		}
		if strings.Contains(line, " >< ") {
			l.converse[n], l.converse[n-1], l.receives[n] = n-1, n, true
		}
	}
	for phrase := range operators {
		l.addPhrase(stemsIn(phrase))
	}
	return l
}

func (l *lexicon) add(entry string, row int) {
	stems := stemsIn(entry)
	if len(stems) == 0 {
		return
	}
	key := strings.Join(stems, " ")
	if rows := l.rows[key]; len(rows) > 0 && rows[len(rows)-1] == row {
		return
	}
	l.rows[key] = append(l.rows[key], row)
	l.entries[row] = append(l.entries[row], key)
	l.addPhrase(stems)
}

func (l *lexicon) addPhrase(stems []string) {
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

// alternatives returns the words and phrases, as stems, that share a row with a
// stem.
func (l *lexicon) alternatives(stem string) [][]string {
	var out [][]string
	for _, row := range l.rows[stem] {
		for _, key := range l.entries[row] {
			if key != stem {
				out = append(out, strings.Fields(key))
			}
		}
	}
	return out
}

func stemsIn(phrase string) []string {
	var out []string
	for w := range strings.FieldsSeq(phrase) {
		out = append(out, stemOf(w, "en"))
	}
	return out
}

// stemOf returns the stem of a word in lower case, or the word itself where
// its language gives it none, as stop words.
func stemOf(low, lang string) string {
	if s, ok := irregular[low]; ok && lang == "en" {
		low = s
	}
	if terms := retrieval.Analyze(low, lang); len(terms) > 0 {
		return strings.Join(terms, "")
	}
	return low
}

// irregular forms, which no stemmer brings back.
var irregular = func() map[string]string {
	m := map[string]string{}
	for line := range strings.FieldsSeq(`goes:go rose:rise risen:rise fell:fall fallen:fall grew:grow grown:grow sank:sink sunk:sink shrank:shrink
		began:begin begun:begin came:come went:go gone:go ran:run took:take taken:take gave:give given:give got:get gotten:get
		made:make held:hold kept:keep left:leave lost:lose won:win beaten:beat bought:buy sold:sell paid:pay spent:spend
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

// verbForms are the forms that irregular tells apart and what they are of.
var verbForms = func() map[string]bool {
	set := map[string]bool{}
	for form, base := range irregular {
		set[form], set[base] = true, true
	}
	return set
}()

// setOf returns the words of a text as a set.
func setOf(text string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(text) {
		set[w] = true
	}
	return set
}

// Words by what they do in a sentence.
var (
	// functionWords say nothing that a passage must hold. Words that deny or
	// weaken are told apart before, as operators.
	functionWords = setOf(`a an the this that these those it its itself he him his she her hers they them their theirs we us our you your i my me
		be is are was were been being am have has had having do does did done will would shall
		of in on at to from by for with without into onto upon over under about as than then there here and or but nor so if though although
		while whereas because since when where which who whom whose what how why that up out off down through during between among amongst
		within across along around towards toward per via despite like unlike until till after before above below
		also too either both else ever just even rather quite very much such same well
		however moreover furthermore meanwhile therefore thus hence accordingly namely indeed instead
		'd 'll 're 've 's s t de la le`)
	// lightWords carry a sentence but hardly what it says.
	lightWords = setOf(`now earlier currently presently number amount total overall figure level sum value way thing fact one ones
		make take get put go come set year day time already eventually far just yet compared compare compar date play happen occur become becom present case part altogether respectively order having mr mrs ms dr prof
		laut sagt sagte dagegen dafur daran davon damit darauf
		said say`)
	// stand-ins name again what was named: "the company".
	standIns = setOf(`work company firm business group organisation organization agency authority club team side city town country government ministry
		department party union court museum bank airport network app maker chief director coach minister leader pair project deal
		plan report decision move measure product device programme program agreement operator body institution regulator vessel
		area place site game film book song boat ship festival show series race match mission study trial drug vaccine law bill bridge`)
	// determiners make of what follows them a thing, not a deed.
	determiners = setOf(`a an the this that these those its his her their our your my of in at by with from for on no any some each every
		per between among against about into over under 's and or two three four five six seven eight nine ten first second third last new`)
	// anaphors stand for what was named in an earlier sentence.
	anaphors = setOf(`it its he him his she her they them their this that these those such none both neither another`)
)
