package kernel

import (
	"fmt"
	"math"
)

const (
	blockBits = 4
	blockSize = 1 << blockBits // 16 slot numbers of 4 bytes fill one cache line
	blockMask = blockSize - 1
)

// bag is an unsorted list of slot numbers, kept in blocks of one cache line. Adding touches one line; removing fills the hole with
// the member added last. The zero bag is empty.
type bag struct {
	head uint32 // block that holds the member added last; meaningless while n is 0
	n    uint32 // members; every block but head is full
}

// blocks is the store from which all bags of a queue take their blocks.
type blocks struct {
	ids  [][blockSize]uint32
	next []uint32 // for each block the one filled before it, or the next free one
	free uint32   // first free block, or none
}

// add puts slot s into b and returns its place.
func (k *blocks) add(b *bag, s uint32) (loc uint32) {
	i := b.n & blockMask
	if i == 0 {
		k.extend(b)
	}
	k.ids[b.head][i] = s
	b.n++
	return b.head<<blockBits | i
}

// remove takes the member at place loc out of b and returns the slot that lies there now. When the removed member was the one
// added last, that is the member itself.
func (k *blocks) remove(b *bag, loc uint32) (moved uint32) {
	b.n--
	i := b.n & blockMask
	moved = k.ids[b.head][i]
	k.ids[loc>>blockBits][loc&blockMask] = moved
	if i == 0 {
		b.head = k.drop(b.head)
	}
	return moved
}

// drop frees the block blk and returns the one that was filled before it.
func (k *blocks) drop(blk uint32) (older uint32) {
	older = k.next[blk]
	k.next[blk], k.free = k.free, blk
	return older
}

// newest returns how many members lie in the head block of b, which has members.
func (b *bag) newest() uint32 { return (b.n-1)&blockMask + 1 }

// reverse turns the chain of blocks of b, which has members, around and returns the block filled first. The bag is no longer usable:
// the caller walks the chain, in which every block but the last is full, and drops it.
func (k *blocks) reverse(b *bag) (oldest uint32) {
	at, seen := b.head, uint32(none)
	for range (b.n + blockMask) / blockSize {
		older := k.next[at]
		k.next[at] = seen
		at, seen = older, at
	}
	return seen
}

// extend gives b, whose blocks are all full, an empty head block. When b has none, its stale head becomes the link of the last
// block of the chain, which is never followed.
func (k *blocks) extend(b *bag) {
	blk := k.free
	if blk == none {
		blk = k.grow()
	} else {
		k.free = k.next[blk]
	}
	k.next[blk] = b.head
	b.head = blk
}

// grow returns a block that was never used.
func (k *blocks) grow() uint32 {
	if len(k.ids) > math.MaxUint32>>blockBits {
		panic(fmt.Sprintf("kernel: %d blocks of pending events are in use, which is the limit", len(k.ids)))
	}
	k.ids = append(k.ids, [blockSize]uint32{})
	k.next = append(k.next, none)
	return uint32(len(k.ids) - 1)
}
