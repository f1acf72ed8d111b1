package main

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"footnote/internal/ingest"
	"footnote/internal/store"
)

// What is to be tried again is named with its last problem, when it is added
// and after.
func TestReportFailed(t *testing.T) {
	again := time.Date(2026, 4, 27, 5, 36, 0, 0, time.Local)
	var out, errs bytes.Buffer
	a := &app{streams: streams{out: &out, err: &errs}}
	err := a.reportAdded(ingest.Report{
		Waiting: 2, WaitUntil: again, Failed: []ingest.Retry{{URL: "https://no.example/1", Problem: "there is no such site", Again: again}},
	}, nil, false)
	if err == nil {
		t.Error("reportAdded is content, though something waits")
	}
	if want := "footnote: https://no.example/1: there is no such site; tried again from 05:36\nfootnote: 2 to be tried again from 05:36;"; !strings.HasPrefix(errs.String(), want) {
		t.Errorf("said %q, want %q …", &errs, want)
	}
}

// TestReportWaiting holds that a day is named where the time alone would be
// taken for today's, and why what was not asked for waits.
func TestReportWaiting(t *testing.T) {
	for _, tt := range []struct {
		in   time.Duration
		form string
	}{{time.Hour, "15:04"}, {7 * 24 * time.Hour, "2 Jan 2006 15:04"}} {
		again := time.Now().Add(tt.in)
		var out, errs bytes.Buffer
		a := &app{streams: streams{out: &out, err: &errs}}
		if err := a.reportAdded(ingest.Report{Waiting: 1, WaitUntil: again}, nil, false); err == nil {
			t.Error("reportAdded is content, though something waits")
		}
		if want := "footnote: 1 to be tried again from " + again.Format(tt.form) + ", as their site asked us to wait;"; !strings.HasPrefix(errs.String(), want) {
			t.Errorf("said %q, want %q …", &errs, want)
		}
	}
}

func TestListProblems(t *testing.T) {
	ctx := t.Context()
	st, err := store.OpenMemory(ctx)
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	due := time.Date(2026, 4, 27, 5, 36, 0, 0, time.UTC)
	add := func(key string, s store.Settled) {
		t.Helper()
		job := store.Job{Kind: "fetch", Key: key, Host: key, Spec: []byte(`{"url":"https://` + key + `/1"}`), Due: due}
		if err := st.SaveWork(ctx, store.Work{Jobs: []store.Job{job}}); err != nil {
			t.Fatal(err)
		}
		jobs, err := st.ClaimJobs(ctx, store.Claim{Owner: "o", Limit: 1, Lease: time.Minute}, due)
		if err != nil || len(jobs) != 1 {
			t.Fatalf("claimed %d jobs, %v", len(jobs), err)
		}
		s.ID, s.Owner = jobs[0].ID, "o"
		if err := st.SaveWork(ctx, store.Work{Settled: []store.Settled{s}}); err != nil {
			t.Fatal(err)
		}
	}
	add("no.example", store.Settled{Failed: true, Again: due.Add(time.Hour), Problem: "there is no such site"})
	add("gone.example", store.Settled{Aside: true, Problem: "not found (404)"})
	for _, tt := range []struct {
		json bool
		want []string
	}{
		{false, []string{"https://gone.example/1: not found (404), set aside on ", "https://no.example/1: there is no such site, failed once, tried again from 27 Apr 2026 06:36 UTC"}},
		{true, []string{`{"url":"https://gone.example/1","problem":"not found (404)","failures":1,"aside_at":"`, `{"url":"https://no.example/1","problem":"there is no such site","failures":1,"next_at":"2026-04-27T06:36:00Z"}`}},
	} {
		var out bytes.Buffer
		a := &app{streams: streams{out: &out}}
		if err := a.listProblems(ctx, st, tt.json); err != nil {
			t.Fatal(err)
		}
		lines := strings.Split(out.String(), "\n")
		for i, want := range tt.want {
			if !strings.HasPrefix(lines[i], want) {
				t.Errorf("line %d is %q, want %q", i, lines[i], want)
			}
		}
	}
}
