package retrieval

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// A rotation turns vectors of one length, padded with zeros to a power of
// two, by an orthogonal matrix that looks random: twice, random signs and a
// Walsh-Hadamard transform. It spreads whatever stands in few coordinates over
// all of them. Once is not enough: the estimates of sketches were then off by
// a third more than by a random rotation, twice by no more.
type rotation struct {
	signs [2][]float32 // ±1/√size, so that lengths stay
}

// rotationSeed makes the rotation the same in every process.
const rotationSeed = 1

func newRotation(length int) rotation {
	size := max(wordBits, 1<<bits.Len(uint(length-1)))
	rng := rand.New(rand.NewPCG(rotationSeed, uint64(size)))
	unit := float32(1 / math.Sqrt(float64(size)))
	var r rotation
	for i := range r.signs {
		r.signs[i] = make([]float32, size)
		for j := range r.signs[i] {
			r.signs[i][j] = unit - 2*unit*float32(rng.IntN(2))
		}
	}
	return r
}

// size is how many coordinates a vector has when it is turned.
func (r rotation) size() int { return len(r.signs[0]) }

// turn rotates values, which have r's size, in place.
func (r rotation) turn(values []float32) {
	for _, signs := range r.signs {
		values := values[:len(signs)]
		for i, s := range signs {
			values[i] *= s
		}
		hadamard(values)
	}
}

// hadamard multiplies values, a power of two and at least eight of them, with
// the Walsh-Hadamard matrix of ±1: eight at a time, then four of what that
// gives, and so on, and the last step by two if there is one.
func hadamard(values []float32) {
	for i := 0; i+8 <= len(values); i += 8 {
		hadamard8((*[8]float32)(values[i:]))
	}
	step := 8
	for ; 4*step <= len(values); step *= 4 {
		for i := 0; i < len(values); i += 4 * step {
			hadamard4(values[i:i+step], values[i+step:i+2*step], values[i+2*step:i+3*step], values[i+3*step:i+4*step])
		}
	}
	if step < len(values) {
		a, b := values[:step], values[step:]
		for i, x := range a {
			a[i], b[i] = x+b[i], x-b[i]
		}
	}
}

func hadamard4(a, b, c, d []float32) {
	b, c, d = b[:len(a)], c[:len(a)], d[:len(a)]
	for i, w := range a {
		x, y, z := b[i], c[i], d[i]
		w, x, y, z = w+x, w-x, y+z, y-z
		a[i], b[i], c[i], d[i] = w+y, x+z, w-y, x-z
	}
}

func hadamard8(v *[8]float32) {
	a, b, c, d := v[0]+v[1], v[0]-v[1], v[2]+v[3], v[2]-v[3]
	e, f, g, h := v[4]+v[5], v[4]-v[5], v[6]+v[7], v[6]-v[7]
	a, b, c, d = a+c, b+d, a-c, b-d
	e, f, g, h = e+g, f+h, e-g, f-h
	v[0], v[1], v[2], v[3] = a+e, b+f, c+g, d+h
	v[4], v[5], v[6], v[7] = a-e, b-f, c-g, d-h
}
