package main

import (
	"encoding/binary"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
)

// tableSize is how many delays a table has. At 1 MB it is read at the speed of memory, and repeats after 131072 events.
const tableSize = 1 << 17

// distribution names delays and draws the i-th, in nanoseconds.
type distribution struct {
	name  string
	simpy bool // SimPy is run for it
	draw  func(i int, r *rand.Rand) int64
}

func distributions() []distribution {
	return []distribution{
		{"exponential", true, func(_ int, r *rand.Rand) int64 { // mean 1 s
			return int64(r.ExpFloat64() * 1e9)
		}},
		{"bursty", false, func(i int, r *rand.Rand) int64 { // nine thousand within 1 µs, then a thousand after a pause of 1 s
			if i/1000%10 != 0 {
				return r.Int64N(1000)
			}
			return 1e9 + r.Int64N(1e6)
		}},
		{"pareto", false, func(_ int, r *rand.Rand) int64 { // shape 1.1, from 1 ms, cut at 11 days
			return int64(min(1e6*math.Pow(1-r.Float64(), -1/1.1), 1e15))
		}},
		{"equal", false, func(int, *rand.Rand) int64 { // always 1 s
			return 1e9
		}},
		{"bimodal", false, func(_ int, r *rand.Rand) int64 { // to 1 µs or to 2000 s
			if r.IntN(2) == 0 {
				return 1 + r.Int64N(1000)
			}
			return r.Int64N(2e12)
		}},
	}
}

// table draws the delays of d, always the same ones.
func (d distribution) table() []int64 {
	r := rand.New(rand.NewPCG(1, 2))
	table := make([]int64, tableSize)
	for i := range table {
		table[i] = d.draw(i, r)
	}
	return table
}

// writeTable writes delays in the format that hold.cpp documents.
func writeTable(path string, table []int64) error {
	buf := make([]byte, 0, 8*len(table))
	for _, d := range table {
		buf = binary.LittleEndian.AppendUint64(buf, uint64(d))
	}
	return os.WriteFile(path, buf, 0o600)
}

// readTable reads what writeTable wrote.
func readTable(path string) ([]int64, error) {
	buf, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	if len(buf) == 0 || len(buf)%8 != 0 {
		return nil, fmt.Errorf("%s: %d bytes are not a table of delays", path, len(buf))
	}
	table := make([]int64, len(buf)/8)
	for i := range table {
		table[i] = int64(binary.LittleEndian.Uint64(buf[8*i:]))
	}
	return table, nil
}
