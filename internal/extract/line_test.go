package extract

import (
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"footnote/internal/article"
	"footnote/internal/media"
)

func TestParseLine(t *testing.T) {
	for _, tt := range []struct {
		name, line string
		remote     bool
		to         article.Scope // empty for user:U1
		want       article.Article
		err        string
		warning    string
	}{
		{
			name: "all fields",
			line: `{"url":"https://q.example/1","title":"T","source":"S","author":"A","published_at":"2026-04-27","body":"b\n\nc","file":"/n/a.txt","scope":"channel:C1","lang":"en","id":"x"}`, to: "channel:C1",
			want: article.Article{
				URL: "https://q.example/1", Title: "T", Outlet: "S", Author: "A", Published: day(t, "2026-04-27"),
				Body: "b\nc", File: "/n/a.txt", Scope: "channel:C1", Lang: "en",
			},
		},
		{name: "body only", line: `{"body":"b","title":null}`, want: article.Article{Body: "b", Scope: "user:U1"}},
		{
			name: "a date nobody can read", line: `{"body":"b","published_at":"soon"}`, want: article.Article{Body: "b", Scope: "user:U1"},
			warning: "date is not one such as 2026-04-27 or 27 April 2026; left out",
		},
		{
			name: "a date in the future", line: `{"body":"b","published_at":"2999-01-01"}`, want: article.Article{Body: "b", Scope: "user:U1"},
			warning: "date 2999-01-01 lies in the future; left out",
		},
		{
			name: "an estimate stays one", line: `{"body":"b","published_at":"2026-04-27","published_estimated":true}`,
			want: article.Article{Body: "b", Scope: "user:U1", Published: article.Date{Time: day(t, "2026-04-27").Time, DayOnly: true, Estimated: true}},
		},
		{
			name: "no web address", line: `{"body":"b","url":"javascript:alert(1)"}`, want: article.Article{Body: "b", Scope: "user:U1"},
			warning: "url is no web address; left out",
		},
		{name: "a file from elsewhere", line: `{"body":"b","file":"/etc/passwd"}`, remote: true, want: article.Article{Body: "b", Scope: "user:U1"}},
		{name: "a scope from elsewhere", line: `{"body":"b","scope":"workspace"}`, remote: true, err: "names a scope, which only a local file may"},
		{
			name: "a page of its site", line: `{"body":"b","url":"https://www.quay.example/2"}`, remote: true,
			want: article.Article{Body: "b", Scope: "user:U1", URL: "https://www.quay.example/2", Outlet: "quay.example"},
		},
		{
			name: "a page of another site", line: `{"body":"b","url":"https://herald.example/2"}`, remote: true,
			err: "names a URL of another site, which only a local file may",
		},
		{
			name: "the scope of another", line: `{"body":"b","scope":"channel:C1"}`,
			err: "names the scope channel:C1 and is to be added in user:U1: leave one of them out",
		},
		{
			name: "the scope of everybody", line: `{"body":"b","scope":"workspace"}`,
			err: "names the scope workspace and is to be added in user:U1: leave one of them out",
		},
		{name: "no body", line: `{"title":"T"}`, err: "no body"},
		{name: "nothing in the body", line: `{"body":" \u0007 "}`, err: "no text in it"},
		{name: "a number for a title", line: `{"title":5,"body":"b"}`, err: "title is a number, not a string"},
		{name: "an array", line: `["a"]`, err: "a JSON array, not an object"},
		{name: "cut short", line: `{"body":"b`, err: "broken JSON at byte 10"},
		{name: "two on a line", line: `{"body":"b"}{"body":"c"}`, err: "broken JSON at byte 13"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			in := media.Origin{}
			if tt.remote {
				in = media.Origin{URL: "https://quay.example/export"}
			}
			to := tt.to
			if to == "" {
				to = "user:U1"
			}
			d, err := Line(in, !tt.remote, []byte(tt.line), to)
			if err == nil {
				err = d.Finish(to, time.Now())
			}
			if err != nil || tt.err != "" {
				if err == nil || err.Error() != tt.err {
					t.Errorf("error %v, want %s", err, tt.err)
				}
				return
			}
			if diff := cmp.Diff(tt.want, d.Article); diff != "" {
				t.Errorf("article (-want +got):\n%s", diff)
			}
			if got := fmt.Sprint(d.Warnings); got != "["+tt.warning+"]" {
				t.Errorf("warnings %s, want [%s]", got, tt.warning)
			}
		})
	}
}
