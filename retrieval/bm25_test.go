package retrieval

import (
	"math"
	"testing"
)

func TestIDF(t *testing.T) {
	if got, want := idf(10, 0), math.Log(22); math.Abs(got-want) > 1e-12 {
		t.Errorf("idf of an unknown word = %v, want %v", got, want)
	}
	if idf(10, 10) <= 0 || idf(0, 0) <= 0 {
		t.Error("idf is not above 0")
	}
	if idf(10, 3) <= idf(10, 4) {
		t.Error("idf does not fall")
	}
}
