package extract

import (
	"regexp"
	"strconv"
	"strings"

	"footnote/internal/article"
)

// fieldNames are the names that front matter gives to what we keep.
var fieldNames = map[string]string{
	"title": "title", "headline": "title",
	"author": "author", "authors": "author", "byline": "author", "by": "author",
	"source": "outlet", "outlet": "outlet", "publication": "outlet", "publisher": "outlet", "site": "outlet",
	"date": "date", "published": "date", "published_at": "date", "publishdate": "date", "pubdate": "date",
	"url": "url", "link": "url", "canonical": "url", "canonical_url": "url", "source_url": "url",
	"lang": "lang", "language": "lang",
}

// matter are the fields of front matter, by the names fieldNames gives them.
type matter map[string]string

// maxFrontMatter bounds a block of front matter, in lines.
const maxFrontMatter = 200

// frontMatter returns the fields of the block between lines of "---" that text
// begins with and the text after it. Of YAML
// it reads what people write there: "key: value", also over several lines, quotes, and
// lists of names.
// Text without such a block is returned whole.
func frontMatter(text string) (fields matter, rest string) {
	text = article.UnixLines(text)
	block, rest, ok := cutFrontMatter(text)
	if !ok {
		return nil, text
	}
	fields = matter{}
	key := ""
	for _, line := range unfolded(block) {
		item, listed := strings.CutPrefix(strings.TrimSpace(line), "- ")
		if within := strings.HasPrefix(line, " ") || strings.HasPrefix(line, "\t"); key != "" && (listed || within) {
			name, value, mapped := strings.Cut(item, ":")
			switch mapped = mapped && strings.HasPrefix(value, " ") && !strings.ContainsAny(name, " \"'"); {
			case mapped && name == "name":
				fields.add(key, value)
			case listed && !mapped:
				fields.add(key, item)
			}
			continue
		}
		name, value, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, " ") || strings.HasPrefix(line, "#") {
			key = ""
			continue
		}
		key = fieldNames[strings.ToLower(strings.TrimSpace(name))]
		for v := range strings.SplitSeq(unlist(value), "\x00") {
			fields.add(key, v)
		}
	}
	return fields, rest
}

// unfolded returns the lines of a block, without the space at their ends; a value that goes
// on in lines below its key stands in the line of that.
func unfolded(block string) (lines []string) {
	for line := range strings.Lines(block) {
		line = strings.TrimRight(line, " \t\n")
		if last := len(lines) - 1; last >= 0 && goesOn(lines[last], line) {
			lines[last] = blockMark.ReplaceAllString(lines[last], ":") + " " + strings.TrimSpace(line)
			continue
		}
		lines = append(lines, line)
	}
	return lines
}

// blockMark is what stands for a value that is only in the lines below.
var blockMark = regexp.MustCompile(`: [|>][+-]?$`)

// goesOn reports whether the value of a line goes on in the next one: that is further in,
// and no item, nor a field of one.
func goesOn(line, next string) bool {
	item := strings.TrimSpace(next)
	_, value, field := strings.Cut(line, ": ")
	if !field || strings.TrimLeft(line, " \t") != line || value == "" || item == next || item == "" || strings.HasPrefix(item, "- ") {
		return false
	}
	name, _, mapped := strings.Cut(item, ": ")
	return strings.ContainsAny(value[:1], "|>\"'") || !mapped || strings.ContainsAny(name, " \"'")
}

func cutFrontMatter(text string) (block, rest string, ok bool) {
	body, ok := strings.CutPrefix(strings.TrimLeft(text, "\n"), "---\n")
	if !ok {
		return "", "", false
	}
	at, n := 0, 0
	for line := range strings.Lines(body) {
		if s := strings.TrimSpace(line); s == "---" || s == "..." {
			return body[:at], body[at+len(line):], n > 0
		}
		if at += len(line); n == maxFrontMatter {
			break
		}
		n++
	}
	return "", "", false
}

// unlist turns "[a, b]" into its items, divided by zero bytes.
func unlist(value string) string {
	value = strings.TrimSpace(value)
	if inner, ok := strings.CutPrefix(value, "["); ok && strings.HasSuffix(inner, "]") {
		return strings.ReplaceAll(strings.TrimSuffix(inner, "]"), ",", "\x00")
	}
	return value
}

// add sets a field, or adds to the authors it names already.
func (m matter) add(key, value string) {
	value = unquote(strings.TrimSpace(value))
	switch {
	case key == "" || value == "":
	case m[key] == "":
		m[key] = value
	case key == "author":
		m[key] += ", " + value
	}
}

// unquote returns a value without its quotes, and what is escaped in it as it is meant.
func unquote(s string) string {
	if len(s) < 2 || s[0] != s[len(s)-1] {
		return s
	}
	switch inner := s[1 : len(s)-1]; s[0] {
	case '\'':
		return strings.ReplaceAll(inner, "''", "'")
	case '"':
		if meant, err := strconv.Unquote(s); err == nil {
			return meant
		}
		return strings.ReplaceAll(inner, `\"`, `"`)
	}
	return s
}
