package reader

import "testing"

func TestLocate(t *testing.T) {
	const body = "The bridge opened, again. Costs rose.\nThe bridge opened on Tuesday – at last, 5% over budget; “done”, they said.\nÜber 3 Brücken."
	for _, test := range []struct{ directive, want string }{
		{"Costs%20rose.", "Costs rose."},
		{"costs%20ROSE", "Costs rose"},
		{"The%20bridge%20opened", "The bridge opened"},
		{"rose.-,The%20bridge%20opened", "The bridge opened"},
		{"The%20bridge%20opened,-on%20Tuesday", "The bridge opened"},
		{"The%20bridge%20opened%2C,rose.", "The bridge opened, again. Costs rose."},
		{"rose.,bridge", "rose.\nThe bridge"},
		{"5%25%20over", "5% over"},
		{"%E2%80%9Cdone%E2%80%9D%2C", "“done”,"},
		{"%C3%BCber%203", "Über 3"},
		{"Br%C3%BCcken.", "Brücken."},
		{"nowhere", ""},
		{"", ""},
		{"%zz", ""},
		{"Costs,nowhere", ""},
		{"nowhere-,Costs", ""},
		{"-,-", ""},
	} {
		start, end, found := locate(body, test.directive)
		got := ""
		if found {
			got = body[start:end]
		}
		if got != test.want {
			t.Errorf("locate(%q) = %q, want %q", test.directive, got, test.want)
		}
	}
	start, _, _ := locate(body, "rose.-,The%20bridge%20opened")
	if start == 0 {
		t.Error("the prefix does not tell the second from the first")
	}
}

func FuzzLocate(f *testing.F) {
	f.Add("One two. Three", "two.,three")
	f.Add("ß İ x", "x-,i,-y")
	f.Fuzz(func(t *testing.T, body, directive string) {
		start, end, found := locate(body, directive)
		if found && (start < 0 || end > len(body) || start >= end) {
			t.Errorf("locate(%q, %q) = [%d:%d]", body, directive, start, end)
		}
		text := ""
		for _, p := range pieces(body, start, end) {
			text += p.Text
		}
		if text != body {
			t.Errorf("pieces of %q are %q", body, text)
		}
	})
}
