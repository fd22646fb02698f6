package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
)

// instruction matches a line of a compiler listing: offset, (file:line), opcode.
var instruction = regexp.MustCompile(`^\t0x[0-9a-f]+ [0-9]+ \((.*)\)\t([0-9A-Z]+)(?:\s|$)`)

// fusedOpcode matches the fused multiply-add instructions in the assembler names of all ports: FMADDD, FNMSUBS, FMADDF, VFMADD231SD, WFMADB.
var fusedOpcode = regexp.MustCompile(`^[VW]?FN?M(ADD|SUB|[AS][DS]B)`)

// fusedAt is one fused instruction.
type fusedAt struct{ position, opcode string }

// listing is what a compiler listing contains.
type listing struct {
	fused        []fusedAt // Sorted, each place once.
	instructions int
	other        []string // The first lines that are not part of a listing: the compiler's messages.
}

const otherMax = 40

// readListing reads a listing to its end. It goes on after an error of the reader, because the writer would block.
func readListing(r io.Reader) (listing, error) {
	var l listing
	lines := bufio.NewReaderSize(r, 1<<16)
	for {
		line, err := lines.ReadSlice('\n')
		for errors.Is(err, bufio.ErrBufferFull) { // The rest of a very long line is of no interest.
			_, err = lines.ReadSlice('\n')
		}
		l.add(line)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return l, fmt.Errorf("after %d instructions: %w", l.instructions, err)
		}
	}
	slices.SortFunc(l.fused, func(a, b fusedAt) int {
		return cmp.Or(cmp.Compare(a.position, b.position), cmp.Compare(a.opcode, b.opcode))
	})
	l.fused = slices.Compact(l.fused)
	return l, nil
}

// add takes in one line.
func (l *listing) add(line []byte) {
	match := instruction.FindSubmatch(line)
	switch {
	case match != nil:
		l.instructions++
		if fusedOpcode.Match(match[2]) {
			l.fused = append(l.fused, fusedAt{position: string(match[1]), opcode: string(match[2])})
		}
	case len(line) > 1 && line[0] != '\t' && len(l.other) < otherMax:
		l.other = append(l.other, string(line[:len(line)-1]))
	}
}
