package ingest

import (
	"io"

	"footnote/internal/media"
)

func readDocument(in media.Origin, k media.Kind, src io.Reader) (draft, error) {
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
		return draft{}, plain(err)
	case k == media.Mail:
		return parseMail(in, raw)
	}
	text, err := media.Decode(raw, in.MIME, k)
	if err != nil {
		return draft{}, err
	}
	switch k {
	case media.Page:
		return parsePage(in, text)
	case media.Markdown:
		return parseMarkdown(in, text), nil
	}
	return parseText(in, text), nil
}
