package retrieval

import "math"

// Sketches stand for the vectors of a scope where reading them all takes too
// long: one bit for a coordinate instead of 32. From them the cosine of each
// vector with a query is estimated, and how far off that may be, so that only
// the vectors that may be among the nearest need be read. docs/scale.md says
// why this and not something else.
//
// The method is RaBitQ (Gao and Long, SIGMOD 2024, arXiv 2405.12497). With c
// the center, x a vector and q a query of length 1,
//
//	cos(x, q) = x·c + q·c - c·c + (x-c)·(q-c)
//
// Of x-c, rotated, the signs s are kept. Their direction is near that of x-c,
// so that by the mean over all rotations
//
//	(x-c)·(q-c) = scale · s·(q-c), scale = |x-c|² / s·(x-c)
//
// with an error whose standard deviation is scale·|q-c|·√(1-2/π). Departing
// from the paper, queries are not rounded at random, twice, and vectors are
// padded, so that there are more signs than coordinates.
type sketches struct {
	rotation rotation
	center   []float32 // the mean of the vectors when they were trained
	square   float32   // c·c
	trained  int       // vectors then
	codes    []uint64  // by row, rotation.size() bits each; 1 for below 0
	traits   []traits  // by row
}

// traits are what the estimate of a row needs beside its signs.
type traits struct {
	base  float32 // x·c
	scale float32
}

const wordBits = 64

// newSketches returns sketches of all rows, around their mean.
func newSketches(rows []row) *sketches {
	length := len(rows[0].vector)
	s := &sketches{rotation: newRotation(length), center: mean(rows, length), trained: len(rows)}
	for _, x := range s.center {
		s.square += x * x
	}
	s.codes = make([]uint64, len(rows)*s.words())
	s.traits = make([]traits, len(rows))
	split(len(rows), func(from, to int) {
		turned := make([]float32, s.rotation.size())
		for i := from; i < to; i++ {
			s.set(i, rows[i].vector, turned)
		}
	})
	return s
}

func mean(rows []row, length int) []float32 {
	sum := make([]float64, length)
	for _, r := range rows {
		for i, x := range r.vector {
			sum[i] += float64(x)
		}
	}
	values := make([]float32, length)
	for i, x := range sum {
		values[i] = float32(x / float64(len(rows)))
	}
	return values
}

// words is how many words the code of a row takes.
func (s *sketches) words() int { return s.rotation.size() / wordBits }

// turn puts the rotated difference of a vector from the center into turned,
// and returns the vector's product with the center.
func (s *sketches) turn(vector, turned []float32) (base float32) {
	clear(turned)
	vector = vector[:len(s.center)]
	for i, c := range s.center {
		turned[i] = vector[i] - c
		base += vector[i] * c
	}
	s.rotation.turn(turned)
	return base
}

// set sketches a vector in a row that is there; turned is for scratch.
func (s *sketches) set(row int, vector, turned []float32) {
	n := s.words()
	t := traits{base: s.turn(vector, turned)}
	if sum, square := signs(turned, s.codes[row*n:(row+1)*n]); sum > 0 {
		t.scale = square / sum
	}
	s.traits[row] = t
}

// signs puts the signs of values into code and returns their product with the
// values, Σ|x|, and Σx².
func signs(values []float32, code []uint64) (sum, square float32) {
	for w := range code {
		var word uint64
		for bit, x := range values[w*wordBits : (w+1)*wordBits] {
			raw := math.Float32bits(x)
			word |= uint64(raw>>31) << bit
			sum += math.Float32frombits(raw &^ (1 << 31))
			square += x * x
		}
		code[w] = word
	}
	return sum, square
}

// add sketches a vector in a new row.
func (s *sketches) add(vector []float32) {
	s.codes = append(s.codes, make([]uint64, s.words())...)
	s.traits = append(s.traits, traits{})
	s.set(len(s.traits)-1, vector, make([]float32, s.rotation.size()))
}

// move puts the last row in place of a row.
func (s *sketches) move(row int) {
	last, n := len(s.traits)-1, s.words()
	copy(s.codes[row*n:(row+1)*n], s.codes[last*n:])
	s.codes = s.codes[:last*n]
	s.traits[row] = s.traits[last]
	s.traits = s.traits[:last]
}
