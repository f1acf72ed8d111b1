package extract

import (
	"strings"
	"testing"
	"time"

	"footnote/internal/media"
)

func TestPrinted(t *testing.T) {
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]string{
		"LONDON, Nov. 3, 2026 /PRNewswire/ -- Norwind plc today announced a deal.":               "2026-11-03",
		"AUSTIN, Texas--(BUSINESS WIRE)--November 5, 2026--Brightwater today reported results.":  "2026-11-05",
		"NEW YORK, Sept. 05, 2019 (GLOBE NEWSWIRE) -- Brightwater today reported results.":       "2019-09-05",
		"Berlin, 3. November 2026 – Die Norwind AG hat Lumibot gekauft.":                         "2026-11-03",
		"Frankfurt am Main, den 3. November 2026 — Die Norwind AG hat Lumibot gekauft.":          "2026-11-03",
		"Paris, le 3 novembre 2026 – Norwind a racheté Lumibot.":                                 "2026-11-03",
		"Posted on November 12, 2026 by Kim Osei\nIn May we began to move.":                      "2026-11-12",
		"By Greta Holm, 12 November 2026\nKestrel airport has chosen an airline.":                "2026-11-12",
		"Published 4:12 PM GMT, Thu November 12, 2026\nKestrel airport has chosen an airline.":   "2026-11-12",
		"Fri 20 Nov 2026 17.40 GMT. First published on Fri 20 Nov 2026 07.02 GMT":                "2026-11-20",
		"Ada Quill in Oban | Published October 19 2026 | Updated October 21 2026":                "2026-10-19",
		"Updated Nov. 10, 2026\nPublished Aug. 3, 2026":                                          "2026-08-03",
		"Stand: 18.11.2026, 10:15 Uhr | Lesezeit: 3 Minuten":                                     "2026-11-18",
		"Publié le 18 novembre 2026 • Temps de lecture 3 min":                                    "2026-11-18",
		"Lena Ruiz · Updated Nov. 10, 2026 · 8 min read":                                         "2026-11-10",
		"NEWS PROVIDED BY\nNorwind plc\nNov 03, 2026, 08:00 ET\nNorwind today announced a deal.": "2026-11-03",
		"Written: 2026-11-13 15:03:30 / Updated: 2026-11-14 15:30:46":                            "2026-11-13",
		"Datum:\n13.11.2026":                           "2026-11-13",
		"Apply by:\n13.11.2026":                        "",
		"Stand: 13.11.2026 16:20 Uhr":                  "2026-11-13",
		"Veröffentlicht am Freitag, 13. November 2026": "2026-11-13",
		"Publicado el 13 de noviembre de 2026":         "2026-11-13",
		"Опубликовано 13 ноября 2026 г.":               "2026-11-13",
		"2026年11月13日 5時00分":                            "2026-11-13",
		"2026年11月13日（金）午前5時":                           "2026-11-13",
		"입력 2026년 11월 13일 05:00":                       "2026-11-13",
		"نُشر في ١٣ نوفمبر ٢٠٢٦":                       "2026-11-13",
		"2026-11-13 05:00来源：潮城日报责任编辑：李明":               "2026-11-13",
		"פורסם: 13.11.2026, 05:00":                     "2026-11-13",
		"November 9, 2026, 10:00AM":                    "2026-11-09",
		"The deal makes Norwind the largest.\nLONDON, Nov. 3, 2026 /PRNewswire/ -- Norwind announced it.": "2026-11-03",
		"The deal makes Norwind the largest.\nLondon, Nov. 3, 2026 -- Norwind announced it.":              "",
		"Dallas, Nov. 22, 1963 — It was a sunny day when the car turned into the square.":                 "", // a tale of long ago
		"LEEDS, England, Nov 24 (Reuters) - Norwind will cut 300 jobs.":                                   "", // of which year?
		"On 3 November 2026 — a Tuesday — Norwind bought Lumibot.":                                        "",
		"The crew left on 3 November 2026 - and never came back.":                                         "",
		"Attack of 3 November 2026 – what we know so far.":                                                "", // of that day, later
		"Published 03/04/2026":                  "", // April or March
		"Concert in the park: 13 November 2026": "",
		"Saturday, 12 December 2026":            "", // not yet
		"31 February 2026":                      "",
		"3 November 2026\nThe board met.\n\n5 November 2026\nIt met again.": "", // a diary
		"3 November 2026\n5 November 2026":                                  "", // which?
		"The talks failed, the union said.\nPublished 3 November 2026":      "", // behind a sentence
		"Phone 13.11.2026.4": "",
		strings.Repeat("Under a heading\n", printedLines) + "Posted on November 12, 2026 by Kim Osei\nIn": "",
	} {
		lines := strings.Split(text, "\n")
		got, _ := printed(lines, lines, now)
		if got.String() != want {
			t.Errorf("printed(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestPrintedOnPage: a day alone beside the title dates the article if the page has no other,
// but above it not that of who reads.
func TestPrintedOnPage(t *testing.T) {
	const lead = "<h1>Kestrel picks an airline</h1><p>Kestrel airport has chosen Aldan Air.</p>"
	const body = "<p>Kestrel airport has chosen Aldan Air to fly to Oslo four times a week, it said.</p><p>The route was cut in 2023, when Norrsken went bankrupt.</p>"
	today := time.Now().UTC().Format("2 January 2006")
	for above, want := range map[string]string{
		"<h1>Kestrel picks an airline</h1><p>12 November 2026</p>":                                "2026-11-12",
		"<p>12 November 2020</p><h1>Kestrel picks an airline</h1>":                                "2020-11-12",
		"<p>" + today + "</p><h1>Kestrel picks an airline</h1>":                                   "",
		lead + "<p>12 November 2020</p>":                                                          "2020-11-12",
		lead + "<p>Offer ends:</p><p>12 November 2020</p>":                                        "",
		lead + "<p>12 November 2020</p><ul><li>Storm hits Oban</li><li>9 November 2020</li></ul>": "",
		lead + "<p>9 November 2020</p><p>Erscheinungsdatum: 12.11.2020</p>":                       "2020-11-12",
		"<span>Stand: 12. November 2026</span><h1>Kestrel picks an airline</h1>":                  "2026-11-12",
		"<p>12 November 2026</p>":                                                                 "",
		"<p>OSLO, Nov. 12, 2026 /PRNewswire/ -- Aldan Air today said it will fly.":                "2026-11-12",
	} {
		got, _ := read(t, media.Origin{URL: "https://quay.example/1"}, media.Page, "<html><head><title>Kestrel picks an airline</title></head><body><main>"+above+body+"</main></body></html>")
		if got.Published.Estimated {
			got.Published.Time = time.Time{}
		}
		if got.Published.String() != want {
			t.Errorf("%s: published %q, want %q", above, got.Published, want)
		}
	}
}

// TestTimeBeside: the one time beside the title says when an article was published, whatever
// its words are.
func TestTimeBeside(t *testing.T) {
	text := "<p>" + strings.Repeat("Ships came into the harbour of Westport. ", 20) + "</p>"
	const at = `<time datetime="2026-04-27T08:30:00+02:00">`
	for _, tt := range []struct{ name, above, below, want string }{
		{name: "below", below: "Submitted by a.whitcombe on " + at + "Mon, 27/04/2026 - 08:30</time>", want: "2026-04-27T08:30:00+02:00"},
		{name: "above", above: "<p>" + at + "7 hours ago</time></p>", want: "2026-04-27T08:30:00+02:00"},
		{name: "of another element", below: "kai released this <relative-time datetime='2026-04-27T06:30:00Z'>Apr 27</relative-time>", want: "2026-04-27T06:30:00Z"},
		{name: "of the page", above: at + "27 April</time><p>" + strings.Repeat("Weather and traffic. ", 5) + "</p>"},
		{name: "of an update", below: "<p>Updated " + at + "27 April</time></p>"},
		{name: "two", below: at + "27 April</time> <time datetime='2026-04-29'>29 April</time>"},
		{name: "told otherwise", below: at + "20 April 2026</time>", want: "2026-04-20"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			d, err := parsePage(media.Origin{}, "<html><body><header>"+tt.above+"</header><main><h1>Ships came into Westport</h1><div>"+tt.below+"</div><article>"+text+"</article></main></body></html>")
			if err != nil {
				t.Fatal(err)
			}
			if got := d.Published; got.Sure() != (tt.want != "") || got.Sure() && got.String() != tt.want {
				t.Errorf("published %v, estimated %v, want %q", got, got.Estimated, tt.want)
			}
		})
	}
}
