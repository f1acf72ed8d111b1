// Package extract turns bytes into a document: a page, text, notes in Markdown,
// a mail, a Word, EPUB or PDF file become the Draft of an article, with its
// title, author, outlet, date and the words of its text, one line a paragraph,
// row or item. Read is its entry point; Item reads what a feed has of an
// article, Line what a line of JSON has. It fetches nothing.
//
// # The files
//
// read.go tells what a document is, draft.go has the Draft and what holds for all of them;
// document.go tells a saved page from a text with tags.
//
// A page:
//   - page.go: from its HTML to a draft; tame.go, nodes.go, long.go: bounds of what the libraries are given
//   - pagehead.go, pagetitle.go: what it says of itself, and what it is called
//   - pagedate.go, printed.go: when it was published, as it declares or prints
//   - pagetext.go, table.go, lead.go, bare.go: its text, with tables, the lead and what stands bare
//   - boilerplate.go, wall.go: what is around an article, or before it
//   - state.go, devalue.go: the article in the data of a page that scripts draw
//   - live.go, talk.go, wiki.go, mailarchive.go: told in pieces, by several people, of a wiki, of a mailing list
//   - sitefeeds.go: the feeds that a page names
//
// Other documents:
//   - text.go, markdown.go, frontmatter.go, captions.go: plain text, Markdown, the fields before either, captions
//   - mail.go, reply.go, newsletter.go: a mail, without what it replies to or is of its mailing
//   - word.go, book.go, archive.go: Word and EPUB, both archives; pdf.go: PDF
//   - item.go, line.go: an item of a feed, a line of JSON
package extract
