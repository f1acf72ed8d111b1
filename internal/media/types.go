package media

import "slices"

// Types are the content types that may hold articles, or lead to some.
// Where none is declared, or one that says nothing, the content tells.
var Types = slices.Concat(lineTypes, markdownTypes, feedTypes, fileTypes,
	[]string{"", "text/html", "application/xhtml+xml", "text/plain", "application/json", "application/octet-stream", "binary/octet-stream"})

// feedTypes are those of feeds, sitemaps and outlines.
var feedTypes = []string{
	"application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/feed+json", "application/xml", "text/xml",
	"text/x-opml", "text/x-opml+xml", "application/x-opml+xml", "application/gzip", "application/x-gzip",
}

// fileTypes are those of documents.
var fileTypes = []string{
	"application/pdf", "application/x-pdf", "application/epub+zip", "application/zip", "message/rfc822",
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

var (
	lineTypes     = []string{"application/x-ndjson", "application/jsonl", "application/jsonlines", "application/x-jsonlines"}
	markdownTypes = []string{"text/markdown", "text/x-markdown"}
)
