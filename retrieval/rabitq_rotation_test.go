package retrieval

import (
	"math"
	"math/bits"
	"testing"
)

// TestRotationTurn: products, and so lengths and angles, stay as they are.
func TestRotationTurn(t *testing.T) {
	for _, length := range []int{1, 2, 3, 64, 65, 384, 1536} {
		r := newRotation(length)
		if size := r.size(); size < length || size < wordBits || bits.OnesCount(uint(size)) != 1 {
			t.Errorf("%d numbers turned as %d", length, size)
		}
		a, b := make([]float32, r.size()), make([]float32, r.size())
		copy(a, uniforms(1, length, 1)[0])
		copy(b, uniforms(1, length, 2)[0])
		want := dot4(a, a, b, b, b)
		r.turn(a)
		r.turn(b)
		got := dot4(a, a, b, b, b)
		for i := range want {
			if math.Abs(float64(want[i]-got[i])) > 1e-5 {
				t.Errorf("length %d: products %v, want %v", length, got, want)
			}
		}
	}
}

// TestRotationSpreads: one number becomes many of about a size.
func TestRotationSpreads(t *testing.T) {
	r := newRotation(1024)
	values := make([]float32, 1024)
	values[17] = 1
	r.turn(values)
	for i, x := range values {
		if math.Abs(float64(x)) > 6/math.Sqrt(1024) {
			t.Errorf("number %d is %v", i, x)
		}
	}
}

// TestHadamard compares with the definition: the sign of row i, column j is
// that of the ones that i and j have in common.
func TestHadamard(t *testing.T) {
	for size := 8; size <= 256; size *= 2 {
		values := uniforms(1, size, 1)[0]
		want := make([]float32, size)
		for i := range want {
			for j, x := range values {
				if bits.OnesCount(uint(i&j))%2 == 1 {
					x = -x
				}
				want[i] += x
			}
		}
		hadamard(values)
		for i := range want {
			if math.Abs(float64(want[i]-values[i])) > 1e-5 {
				t.Fatalf("size %d: number %d is %v, want %v", size, i, values[i], want[i])
			}
		}
	}
}
