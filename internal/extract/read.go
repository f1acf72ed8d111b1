package extract

import (
	"context"
	"io"

	"footnote/internal/media"
)

// Read reads the one document of an input of a kind, of which it has an article: any but
// media.JSONLines and media.Syndicated. PDF files are read by reader, where it is not nil.
func Read(ctx context.Context, reader PDFReader, in media.Origin, k media.Kind, src io.Reader) (Draft, error) {
	if k == media.PDF {
		return readPDF(ctx, reader, in, src)
	}
	return readDocument(in, k, src)
}

func readDocument(in media.Origin, k media.Kind, src io.Reader) (Draft, error) {
	if k == media.Archive {
		return readArchive(in, src)
	}
	limit := media.MaxText
	if k == media.Mail { // with its attachments
		limit = maxFile
	}
	raw, err := media.ReadAll(src, limit)
	switch {
	case err != nil:
		return Draft{}, err
	case k == media.Mail:
		return parseMail(in, raw)
	}
	text, err := media.Decode(raw, in.MIME, k)
	if err != nil {
		return Draft{}, err
	}
	switch k {
	case media.Page:
		return parsePage(in, text)
	case media.Markdown:
		return parseMarkdown(in, text), nil
	}
	return parseText(in, text), nil
}
