package analysis

// Misspelt reports whether a word is another with one letter left out or added, two
// neighbours swapped or one vowel for another, behind the first letter: how words are
// mistyped. Both are in lower case.
func Misspelt(word, as string) bool {
	a, b := []rune(word), []rune(as)
	if len(a) == 0 || len(b) == 0 || len(a) > len(b)+1 || len(b) > len(a)+1 {
		return false
	}
	i := 0
	for i < len(a) && i < len(b) && a[i] == b[i] {
		i++
	}
	same := func(x, y []rune) bool { return string(x) == string(y) }
	switch {
	case len(a) == len(b) && i == len(a):
		return false
	case len(a) < len(b):
		return i > 0 && same(a[i:], b[i+1:])
	case len(a) > len(b):
		return i > 0 && a[i] != 's' && same(a[i+1:], b[i:])
	case i+1 < len(a) && a[i] == b[i+1] && a[i+1] == b[i]:
		return same(a[i+2:], b[i+2:])
	}
	return i > 0 && vowel(a[i]) && vowel(b[i]) && same(a[i+1:], b[i+1:])
}

func vowel(r rune) bool {
	switch r {
	case 'a', 'e', 'i', 'o', 'u':
		return true
	}
	return false
}
