package article

import (
	"encoding/json"
	"testing"
	"time"
)

func TestNewID(t *testing.T) {
	base := Article{URL: "https://www.example.com/a/?utm_source=x", Title: "T", Body: "B"}
	same := []Article{
		{URL: "http://example.com/a"},
		{URL: "https://EXAMPLE.com:443/a/#part", Title: "another title"},
	}
	for _, a := range same {
		if a.NewID() != base.NewID() {
			t.Errorf("NewID of %q differs from that of %q", a.URL, base.URL)
		}
	}
	seen := map[string]Article{base.NewID(): base}
	for _, a := range []Article{
		{URL: base.URL, Scope: ChannelScope("C1")},
		{URL: base.URL, Scope: UserScope("C1")},
		{URL: "https://example.com/b"},
		{URL: "https://example.com/a?page=2"},
		{File: "/a/b.txt"},
		{Title: "T", Body: "B"},
		{Title: "T", Body: "C"},
	} {
		if old, ok := seen[a.NewID()]; ok {
			t.Errorf("%+v and %+v have one ID", a, old)
		}
		seen[a.NewID()] = a
	}
}

func TestHash(t *testing.T) {
	a := Article{Title: "T", Outlet: "O", Body: "B", URL: "https://example.com"}
	b := a
	b.URL, b.Added, b.Revision = "https://example.org", time.Now(), 7
	if a.Hash() != b.Hash() {
		t.Error("Hash depends on what readers do not see")
	}
	b.Body = "C"
	if a.Hash() == b.Hash() {
		t.Error("Hash does not depend on the body")
	}
	hash := func(date string) string {
		a.Published, _ = ParseDate(date)
		return a.Hash()
	}
	if hash("2023-11-21T12:00:00Z") != hash("2023-11-21T07:00:00-05:00") {
		t.Error("Hash depends on an offset that makes no other day")
	}
	if hash("2023-11-22T04:30:00Z") == hash("2023-11-21T23:30:00-05:00") {
		t.Error("Hash does not depend on the day")
	}
}

func TestName(t *testing.T) {
	for _, tt := range []struct {
		a    Article
		want string
	}{
		{Article{Title: " T "}, "T"},
		{Article{File: "/home/someone/notes.txt"}, "notes.txt"},
		{Article{File: `C:\Users\someone\notes.txt`}, "notes.txt"},
		{Article{URL: "https://example.com/a"}, "https://example.com/a"},
		{Article{ID: "0123"}, "0123"},
	} {
		if got := tt.a.Name(); got != tt.want {
			t.Errorf("Name of %+v = %q, want %q", tt.a, got, tt.want)
		}
	}
}

func TestCanonicalURL(t *testing.T) {
	for in, want := range map[string]string{
		"HTTP://WWW.Example.COM:80/a/../b/?b=2&a=1&fbclid=x#top": "https://example.com/b?a=1&b=2",
		"https://example.com":                 "https://example.com",
		"https://example.com/":                "https://example.com",
		"https://example.com:8443/x/":         "https://example.com:8443/x",
		"https://user:pw@example.com/x":       "https://example.com/x",
		"https://[2001:db8::1]/x":             "https://[2001:db8::1]/x",
		"https://[2001:db8::1]:8443/x":        "https://[2001:db8::1]:8443/x",
		"https://example.com./x?utm_medium=a": "https://example.com/x",
		"mailto:a@example.com":                "mailto:a@example.com",

		"https://m.example.com/x":                                   "https://example.com/x",
		"https://www.m.example.co.uk/x":                             "https://example.co.uk/x",
		"https://en.m.wikipedia.org/wiki/Ship":                      "https://en.wikipedia.org/wiki/Ship",
		"https://m.co/x":                                            "https://m.co/x",
		"https://www.co/x":                                          "https://www.co/x",
		"https://news.m.co/x":                                       "https://news.m.co/x",
		"https://amp.example.com/x":                                 "https://example.com/x",
		"https://example.com/news/x/amp/":                           "https://example.com/news/x",
		"https://example.com/amp/news/x":                            "https://example.com/news/x",
		"https://example.com/x.amp":                                 "https://example.com/x",
		"https://example.com/x.amp.html":                            "https://example.com/x.html",
		"https://example.com/amp":                                   "https://example.com/amp",
		"https://example.com/amp/":                                  "https://example.com/amp",
		"https://example.com/.amp":                                  "https://example.com/.amp",
		"https://example.com/amp/amp/amp":                           "https://example.com/amp",
		"https://example.com/guitar-amp":                            "https://example.com/guitar-amp",
		"https://example.com/x?amp=1&outputType=amp&b=2":            "https://example.com/x?b=2",
		"https://example.com/x?view=list":                           "https://example.com/x?view=list",
		"https://www.google.com/amp/s/www.example.com/x/amp?b=2":    "https://example.com/x?b=2",
		"https://www.google.com/amp/s/":                             "https://google.com/s",
		"https://example-com.cdn.ampproject.org/c/s/example.com/x":  "https://example.com/x",
		"https://notgoogle.com/amp/s/example.com/x":                 "https://notgoogle.com/s/example.com/x",
		"https://example.com/x?at_medium=a&ns_source=b&mtm_kwd=c":   "https://example.com/x",
		"https://example.com/x?id=7&UTM_Source=a&page=2&gbraid=zzz": "https://example.com/x?id=7&page=2",
		"not a url": "not a url",
		"":          "",
	} {
		if got := CanonicalURL(in); got != want {
			t.Errorf("CanonicalURL(%q) = %q, want %q", in, got, want)
		}
		if again := CanonicalURL(CanonicalURL(in)); again != want {
			t.Errorf("CanonicalURL twice of %q = %q, want %q", in, again, want)
		}
	}
}

func TestDate(t *testing.T) {
	for _, tt := range []struct{ in, text, day string }{
		{"", "", "undated"},
		{"2026-04-28", "2026-04-28", "28 Apr 2026"},
		{"2026-04-28T01:02:03+02:00", "2026-04-28T01:02:03+02:00", "28 Apr 2026"},
		{"2023-11-21T23:30:00-05:00", "2023-11-21T23:30:00-05:00", "21 Nov 2023"},
		{"2023-11-21T23:30:00+23:00", "2023-11-21T00:30:00Z", "21 Nov 2023"}, // no clock shows that
		{"2023-09-26T17:01:22+00:00", "2023-09-26T17:01:22Z", "26 Sep 2023"},
		{"2023-09-26T17:01:22", "2023-09-26T17:01:22Z", "26 Sep 2023"},
		{"2023-09-26 17:01:22", "2023-09-26T17:01:22Z", "26 Sep 2023"},
	} {
		d, err := ParseDate(tt.in)
		if err != nil || d.String() != tt.text || d.Day() != tt.day {
			t.Errorf("ParseDate(%q) = %q, %q, %v; want %q, %q", tt.in, d, d.Day(), err, tt.text, tt.day)
		}
		b, err := json.Marshal(d)
		if err != nil {
			t.Fatal(err)
		}
		var back Date
		if err := json.Unmarshal(b, &back); err != nil || back != d {
			t.Errorf("JSON round trip of %q = %+v, %v; want %+v", tt.in, back, err, d)
		}
	}
	for _, in := range []string{"yesterday", "2026-13-01", "28 Apr 2026", "2026"} {
		if d, err := ParseDate(in); err == nil {
			t.Errorf("ParseDate(%q) = %v, want an error", in, d)
		}
	}
	guess := Date{Time: time.Date(2026, 4, 28, 0, 0, 0, 0, time.UTC), DayOnly: true, Estimated: true}
	if guess.Sure() || guess.Day() != "about 28 Apr 2026" {
		t.Errorf("an estimate is sure = %v, shown as %q", guess.Sure(), guess.Day())
	}
}

// TestOn: what is known as an instant of UTC is of the day that its outlet gives it.
func TestOn(t *testing.T) {
	for _, tt := range []struct{ instant, day, want string }{
		{"2019-11-20T05:57:50Z", "2019-11-19", "2019-11-19T23:57:50-06:00"},
		{"2019-11-20T00:00:00Z", "2019-11-19", "2019-11-19T23:00:00-01:00"},
		{"2019-11-19T21:00:00Z", "2019-11-20", "2019-11-20T00:00:00+03:00"},
		{"2019-11-19T20:59:59Z", "2019-11-20", "2019-11-20T00:59:59+04:00"},
		{"2019-11-20T05:57:50Z", "2019-11-20", "2019-11-20T05:57:50Z"},
		{"2019-11-20T05:57:50Z", "2019-11-18", "2019-11-20T05:57:50Z"},
		{"2019-11-20T12:00:00Z", "2019-11-19", "2019-11-20T12:00:00Z"}, // nowhere
		{"2019-11-20T09:59:59Z", "2019-11-21", "2019-11-20T09:59:59Z"}, // nowhere
		{"2019-11-20T00:57:50-05:00", "2019-11-19", "2019-11-20T00:57:50-05:00"},
		{"2019-11-20", "2019-11-19", "2019-11-20"},
		{"", "2019-11-19", ""},
		{"2019-11-20T05:57:50Z", "", "2019-11-20T05:57:50Z"},
	} {
		instant, _ := ParseDate(tt.instant)
		day, _ := ParseDate(tt.day)
		if got := instant.On(day); got.String() != tt.want || !got.Time.Equal(instant.Time) {
			t.Errorf("%s on %s is %s, want %s", tt.instant, tt.day, got, tt.want)
		}
	}
}

// TestLimits: a limit that is a day holds for the day that an outlet printed, any other for the instant.
func TestLimits(t *testing.T) {
	late, early, day := "2023-11-21T23:30:00-05:00", "2023-11-22T06:00:00+09:00", "2023-11-22" // 04:30 of the 22nd, 21:00 of the 21st
	for _, tt := range []struct {
		date, asOf string
		after      bool
	}{
		{late, "2023-11-21", false},
		{early, "2023-11-21", true},
		{day, "2023-11-21", true},
		{day, "2023-11-22", false},
		{late, "2023-11-22T04:29:59Z", true},
		{late, "2023-11-22T04:30:00Z", false},
		{early, "2023-11-21T21:00:00Z", false},
		{day, "2023-11-21T23:30:00-05:00", true}, // asked on the 21st
		{day, "2023-11-22T00:00:00-05:00", false},
	} {
		d, _ := ParseDate(tt.date)
		limit, err := ParseAsOf(tt.asOf)
		if err != nil || d.After(limit) != tt.after {
			t.Errorf("%s after %s: %v, %v; want %v", tt.date, tt.asOf, d.After(limit), err, tt.after)
		}
	}
	since := time.Date(2023, 11, 22, 0, 0, 0, 0, time.UTC)
	for date, before := range map[string]bool{late: true, early: false, day: false, "": false, "2023-11-21T23:59:59Z": true} {
		d, _ := ParseDate(date)
		if d.Before(since) != before {
			t.Errorf("%s before the 22nd: %v", date, d.Before(since))
		}
		if want := d.Known() && d.Time.Before(since.Add(time.Second)); d.Before(since.Add(time.Second)) != want {
			t.Errorf("%s before the first second of the 22nd: %v", date, !want)
		}
	}
}

// TestCompareDay orders dates of several clocks by the days that they show.
func TestCompareDay(t *testing.T) {
	for _, tt := range []struct {
		a, b string
		want int
	}{
		{"2026-11-22T06:00:00+09:00", "2026-11-21T23:30:00-05:00", 1},
		{"2026-11-22T06:00:00+09:00", "2026-11-22T05:00:00-05:00", -1},
		{"2026-11-22", "2026-11-21T23:30:00-05:00", 1},
		{"", "2026-11-21", -1},
		{"2026-11-21", "2026-11-21", 0},
	} {
		a, err := ParseDate(tt.a)
		b, err2 := ParseDate(tt.b)
		if got := a.CompareDay(b); err != nil || err2 != nil || got != tt.want || b.CompareDay(a) != -tt.want {
			t.Errorf("%s and %s: %d, want %d; %v, %v", tt.a, tt.b, got, tt.want, err, err2)
		}
	}
}

func TestSinceDay(t *testing.T) {
	zone := time.FixedZone("", -5*60*60)
	for _, tt := range []struct{ since, want time.Time }{
		{time.Date(2023, 11, 21, 0, 0, 0, 0, zone), time.Date(2023, 11, 21, 0, 0, 0, 0, time.UTC)},
		{time.Date(2023, 11, 21, 0, 0, 0, 0, time.UTC), time.Date(2023, 11, 21, 0, 0, 0, 0, time.UTC)},
		{time.Date(2023, 11, 21, 12, 30, 0, 0, zone), time.Date(2023, 11, 21, 17, 30, 0, 0, time.UTC)},
		{time.Time{}, time.Time{}},
	} {
		if got := SinceDay(tt.since); !got.Equal(tt.want) {
			t.Errorf("SinceDay(%s) = %s, want %s", tt.since, got, tt.want)
		}
	}
}

func TestParseAsOf(t *testing.T) {
	end, err := ParseAsOf("2026-04-28")
	if err != nil {
		t.Fatal(err)
	}
	for in, after := range map[string]bool{
		"2026-04-28": false, "2026-04-28T23:59:59Z": false, "2026-04-29": true, "2026-04-29T00:00:00Z": true, "": false,
	} {
		d, err := ParseDate(in)
		if err != nil {
			t.Fatal(err)
		}
		if d.After(end) != after {
			t.Errorf("%q after the day 2026-04-28 = %v, want %v", in, d.After(end), after)
		}
	}
	if none, err := ParseAsOf(""); err != nil || !none.IsZero() {
		t.Errorf("ParseAsOf of nothing = %v, %v", none, err)
	}
}

func TestReaderSees(t *testing.T) {
	r := Reader{ChannelScope("C1")}
	for scope, want := range map[Scope]bool{
		Workspace: true, ChannelScope("C1"): true, ChannelScope("C2"): false, UserScope("C1"): false,
	} {
		if got := r.Sees(scope); got != want {
			t.Errorf("Reader(%v).Sees(%v) = %v, want %v", r, scope, got, want)
		}
	}
	outsider := Reader{Outside, ChannelScope("C1")}
	if outsider.Sees(Workspace) || outsider.Sees(Outside) || !outsider.Sees(ChannelScope("C1")) {
		t.Error("who is outside does not see just their channels")
	}
	if got := outsider.Scopes(); len(got) != 1 || got[0] != ChannelScope("C1") {
		t.Errorf("Scopes of who is outside = %v, want their channel", got)
	}
	if got := r.Scopes(); len(got) != 2 || got[0] != Workspace || got[1] != ChannelScope("C1") {
		t.Errorf("Scopes of %v = %v, want the workspace and the channel", r, got)
	}
	if !Reader(nil).Sees(Workspace) || Reader(nil).Sees(ChannelScope("C1")) {
		t.Error("the zero Reader does not see just the workspace")
	}
}

func TestParseScope(t *testing.T) {
	for in, want := range map[string]Scope{
		"": Workspace, "workspace": Workspace, "channel:C1": ChannelScope("C1"), "user:U1": UserScope("U1"),
	} {
		if got, err := ParseScope(in); err != nil || got != want {
			t.Errorf("ParseScope(%q) = %v, %v; want %v", in, got, err, want)
		}
		if back, err := ParseScope(want.String()); err != nil || back != want {
			t.Errorf("ParseScope(%q) = %v, %v; want %v", want.String(), back, err, want)
		}
	}
	for _, in := range []string{"channel:", "team:T1", "C1"} {
		if got, err := ParseScope(in); err == nil {
			t.Errorf("ParseScope(%q) = %v, want an error", in, got)
		}
	}
}

// FuzzCanonicalURL holds that the form is its own.
func FuzzCanonicalURL(f *testing.F) {
	for _, seed := range []string{"https://m.example.com/amp/x.amp.html?amp=1", "https://www.google.com/amp/s/www.google.com/amp/s/a.example/x", "http://[::1]:80/..", "https://a.cdn.ampproject.org/c/m.b.example"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		once := CanonicalURL(raw)
		if twice := CanonicalURL(once); twice != once {
			t.Errorf("CanonicalURL(%q) = %q, then %q", raw, once, twice)
		}
	})
}
