package bot

import (
	"strconv"
	"strings"

	"golang.org/x/text/language"

	"footnote/internal/digest"
	"footnote/internal/schedule"
	"footnote/internal/store"
)

// readDigest reads what a digest is to be: a schedule, and options behind it,
// "about energy, trams from The Ledger most 3 language de silent". Where it names no
// time zone, zone is it. Its errors are Problems. isOutlet knows the outlets of the library.
func readDigest(text, zone string, isOutlet func(string) bool) (d store.Digest, s schedule.Schedule, err error) {
	d.Kind = store.Daily
	if rest, ok := cutBegin(text, "weekly"); ok {
		d.Kind, text = store.Weekly, rest
	}
	when, options := cutOptions(strings.Fields(text), isOutlet)
	if s, err = schedule.Parse(strings.Join(when, " "), zone); err != nil {
		return d, s, err
	}
	if d.Kind == store.Weekly && !s.Days.Single() {
		return d, s, schedule.Problemf(`say on which day of the week, as in "weekly Fridays 16:00 London"`)
	}
	for _, o := range options {
		if err := setOption(&d, o.name, strings.Trim(strings.Join(o.value, " "), " ,.;")); err != nil {
			return d, s, err
		}
	}
	d.Schedule = s.String()
	return d, s, nil
}

// A digestOption is one of the words that begin an option, and what follows.
type digestOption struct {
	name  string
	value []string
}

// cutOptions cuts options off a schedule. In a list of topics or outlets a
// word is an option only where what follows can be its value: "language
// models" and "news from Ukraine" are topics.
func cutOptions(all []string, isOutlet func(string) bool) (when []string, options []digestOption) {
	for i, w := range all {
		name, n := optionWord(w), len(options)
		in := ""
		if n > 0 {
			in = options[n-1].name
		}
		listed := in == "about" || in == "from"
		switch {
		case name != "" && (!listed || in != name && fits(name, all[:i], all[i+1:], isOutlet)):
			options = append(options, digestOption{name: name})
		case n == 0:
			when = append(when, w)
		default:
			options[n-1].value = append(options[n-1].value, w)
		}
	}
	return when, options
}

// optionWord returns the option that a word may begin, or "".
func optionWord(w string) string {
	switch w = normal(w); w {
	case "about", "from", "most", "language", "silent":
		return w
	}
	return ""
}

// fits reports whether words in a list can be an option with its value.
func fits(name string, before, after []string, isOutlet func(string) bool) bool {
	ends := func(n int) bool { return len(after) == n || len(after) > n && optionWord(after[n]) != "" }
	word := ""
	if len(after) > 0 {
		word = strings.Trim(after[0], " ,.;")
	}
	switch name {
	case "silent":
		return ends(0)
	case "most":
		_, err := strconv.Atoi(word)
		return err == nil && ends(1)
	case "language":
		return languageCode(word) != "" && ends(1)
	case "from": // no topic begins with it
		return strings.HasSuffix(before[len(before)-1], ",") || outletsWord(word) || beginsOutlet(after, isOutlet)
	}
	return true
}

// outletsWord reports whether a word says that outlets follow, known or not.
func outletsWord(w string) bool {
	return strings.EqualFold(w, "outlet") || strings.EqualFold(w, "outlets")
}

// maxOutlet is how many words an outlet's name has at most.
const maxOutlet = 6

// beginsOutlet reports whether words begin with the name of an outlet.
func beginsOutlet(all []string, isOutlet func(string) bool) bool {
	for n := 1; n <= min(maxOutlet, len(all)); n++ {
		if name := strings.Trim(strings.Join(all[:n], " "), " ,.;"); name != "" && isOutlet(name) {
			return true
		}
	}
	return false
}

// languageCode returns the ISO 639-1 code that a word is, or "".
func languageCode(w string) string {
	base, err := language.ParseBase(w)
	if err != nil || len(base.String()) != 2 {
		return ""
	}
	return base.String()
}

func setOption(d *store.Digest, name, value string) (err error) {
	switch name {
	case "about":
		if d.Topics = commaList(value); d.Topics == nil {
			return schedule.Problemf(`say about what, as in "about energy, trams"`)
		}
	case "most":
		if d.Most, err = strconv.Atoi(value); err != nil || d.Most < 1 || d.Most > digest.MaxMost {
			return schedule.Problemf("most is a number from 1 to %d", digest.MaxMost)
		}
	case "language":
		if d.Lang = languageCode(value); d.Lang == "" {
			return schedule.Problemf("language is a code of two letters, as de for German")
		}
	case "silent":
		if d.Silent = true; value != "" {
			return schedule.Problemf("nothing can stand behind silent, as %q does", value)
		}
	case "from":
		if first, rest, _ := strings.Cut(value, " "); outletsWord(first) {
			value = rest
		}
		if d.Outlets = commaList(value); d.Outlets == nil {
			return schedule.Problemf(`say from which outlets, as in "from The Ledger"`)
		}
	}
	return nil
}

func commaList(text string) (out []string) {
	for item := range strings.SplitSeq(text, ",") {
		if item = strings.TrimSpace(item); item != "" {
			out = append(out, item)
		}
	}
	return out
}
