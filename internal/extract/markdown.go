package extract

import (
	"regexp"
	"strings"

	"footnote/internal/media"
)

// parseMarkdown reads Markdown: front matter, the first heading as the title,
// and the body as the plain text a reader would see.
func parseMarkdown(in media.Origin, text string) Draft {
	d, text := newDraft(in, text)
	blocks := markdownBlocks(comment.ReplaceAllString(text, ""))
	if d.Title == "" && len(blocks) > 1 && blocks[0].heading {
		d.Title, blocks = blocks[0].text, blocks[1:]
	}
	lines := make([]string, len(blocks))
	for i, b := range blocks {
		lines[i] = b.text
	}
	lines = d.takeLabels(lines)
	d.takePrinted(lines)
	d.Body = strings.Join(trimBoilerplate(lines), "\n")
	return d
}

// A block is a paragraph, heading, list item or line of code, as plain text.
type block struct {
	text    string
	heading bool
}

var (
	comment   = regexp.MustCompile(`(?s)<!--.*?-->`)
	heading   = regexp.MustCompile(`^ {0,3}#{1,6}\s+(.*?)\s*#*$`)
	underline = regexp.MustCompile(`^ {0,3}(=+|-{2,})\s*$`)
	rule      = regexp.MustCompile(`^ {0,3}((\*\s*){3,}|(-\s*){3,}|(_\s*){3,})$`)
	fence     = regexp.MustCompile("^ {0,3}(```|~~~)")
	quoted    = regexp.MustCompile(`^ {0,3}(> ?)+`)
	tableRow  = regexp.MustCompile(`^ {0,3}\|(.+?)\|?\s*$`)
	tableRule = regexp.MustCompile(`^[\s|:-]+$`)
	// betweenBars is a bar between cells, which no backslash makes a character.
	betweenBars = regexp.MustCompile(`([^\\])\|`)
	// callout matches the first line of a boxed note, and property a line that gives a
	// value to a name, which do not run on.
	callout  = regexp.MustCompile(`^\s*\[!\w+\][+-]?\s*(.*)$`)
	property = regexp.MustCompile(`^\*{0,2}\p{Lu}[\pL ]{1,24}\*{0,2}::?\*{0,2} \S`)
	linkTo   = regexp.MustCompile(`^\s*\[[^\]]+\]:\s+\S+`)
)

// A cutter cuts Markdown into blocks. The lines of a paragraph are one.
type cutter struct {
	blocks  []block
	open    []string // lines of a paragraph that may go on
	inFence bool
	headed  bool // within a table, below its head
}

func markdownBlocks(text string) []block {
	var c cutter
	for line := range strings.SplitSeq(text, "\n") {
		c.line(line)
	}
	c.close(false)
	return c.blocks
}

func (c *cutter) line(line string) {
	if fence.MatchString(line) {
		c.close(false)
		c.inFence = !c.inFence
		return
	}
	if c.inFence {
		c.blocks = append(c.blocks, block{text: line})
		return
	}
	if row := tableRow.FindStringSubmatch(line); row != nil {
		c.close(false)
		if tableRule.MatchString(line) {
			c.headed = true
			return
		}
		texts := strings.Split(betweenBars.ReplaceAllString(row[1], "$1\t"), "\t")
		for i := range texts {
			texts[i] = strings.TrimSpace(texts[i])
		}
		if c.headed {
			fillGaps(texts)
		}
		c.blocks = append(c.blocks, block{text: cells(inline(strings.Join(texts, "\t")))})
		return
	}
	c.headed = false
	line = quoted.ReplaceAllString(line, "")
	if m := callout.FindStringSubmatch(line); m != nil {
		c.close(false)
		c.open = append(c.open, m[1])
		c.close(false)
		return
	}
	if len(c.open) > 0 && property.MatchString(line) && property.MatchString(c.open[len(c.open)-1]) {
		c.close(false)
	}
	h := heading.FindStringSubmatch(line)
	switch {
	case len(c.open) > 0 && underline.MatchString(line):
		c.close(true)
	case strings.TrimSpace(line) == "", rule.MatchString(line), linkTo.MatchString(line):
		c.close(false)
	case h != nil:
		c.close(false)
		c.open = append(c.open, h[1])
		c.close(true)
	case listItem.MatchString(line):
		c.close(false)
		fallthrough
	default:
		c.open = append(c.open, strings.TrimSpace(line))
	}
}

// close ends the open paragraph, which may turn out to be a heading.
func (c *cutter) close(isHeading bool) {
	if len(c.open) == 0 {
		return
	}
	c.blocks = append(c.blocks, block{text: inline(strings.Join(c.open, " ")), heading: isHeading})
	c.open = c.open[:0]
}

var (
	image    = regexp.MustCompile(`!\[([^\]]*)\]\([^)]*\)`)
	link     = regexp.MustCompile(`\[([^\]]+)\](\([^)]*\)|\[[^\]]*\])`)
	autolink = regexp.MustCompile(`<(https?://[^>\s]+)>`)
	strong   = regexp.MustCompile(`(\*\*|__)(\S|\S.*?\S)(\*\*|__)`)
	emphasis = regexp.MustCompile(`(^|[\s("'“‘])[*_](\S|\S[^*_]*\S)[*_]`)
	code     = regexp.MustCompile("`([^`]+)`")
	wikiLink = regexp.MustCompile(`!?\[\[(?:[^\]|]*\|)?([^\]|]+)\]\]`)
	marked   = regexp.MustCompile(`==(\S|\S.*?\S)==`)
	noteMark = regexp.MustCompile(`\[\^[^\]\s]+\]|\s\^[\w-]+$`) // of a footnote, or a block's name
	escaped  = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+\\-.!>~|])")
)

// inline returns the words of a line of Markdown, without its marks.
func inline(s string) string {
	s = image.ReplaceAllString(s, "")
	s = noteMark.ReplaceAllString(wikiLink.ReplaceAllString(marked.ReplaceAllString(s, "$1"), "$1"), "")
	s = link.ReplaceAllString(s, "$1")
	s = autolink.ReplaceAllString(s, "$1")
	s = strong.ReplaceAllString(s, "$2")
	s = emphasis.ReplaceAllString(s, "$1$2")
	s = code.ReplaceAllString(s, "$1")
	return escaped.ReplaceAllString(s, "$1")
}
