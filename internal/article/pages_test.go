package article

import "testing"

func TestPagesAt(t *testing.T) {
	p := Pages{0, 100, 100, 250} // the second is empty
	for at, want := range map[int]int{0: 1, 99: 1, 100: 3, 249: 3, 250: 4, 9999: 4} {
		if got := p.At(at); got != want {
			t.Errorf("At(%d) = %d, want %d", at, got, want)
		}
	}
	if got := (Pages{10}).At(3); got != 1 {
		t.Errorf("before the first page: %d, want 1", got)
	}
	if got := Pages(nil).At(5); got != 0 {
		t.Errorf("without pages: %d, want 0", got)
	}
}

func TestPagesValid(t *testing.T) {
	for _, tt := range []struct {
		p    Pages
		want bool
	}{
		{nil, true}, {Pages{0, 5, 5, 10}, true}, {Pages{0, 11}, false}, {Pages{-1, 3}, false}, {Pages{5, 3}, false},
	} {
		if got := tt.p.Valid(10); got != tt.want {
			t.Errorf("%v valid in 10 bytes = %v", tt.p, got)
		}
	}
}
