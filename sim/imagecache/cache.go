package imagecache

import (
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
)

// ID is the caller's number of an image.
type ID int32

// Need is the answer to a need for an image.
type Need uint8

// The answers. After the first three the image is in use, by one more than before.
const (
	// Hit: the image is there.
	Hit Need = iota + 1
	// Pull: all bytes of the image must be pulled; the room is claimed.
	Pull
	// Join: the image is being pulled.
	Join
	// Full: with what is in use at the moment there is no room. Nothing has changed.
	Full
	// TooLarge: the image is larger than the cache. Nothing has changed.
	TooLarge
)

// String names the answer in lower case.
func (n Need) String() string {
	switch n {
	case Hit:
		return "hit"
	case Pull:
		return "pull"
	case Join:
		return "join"
	case Full:
		return "full"
	case TooLarge:
		return "too large"
	default:
		return fmt.Sprintf("need %d", uint8(n))
	}
}

// Cache is the image store of a node. See the package comment for the protocol; a Cache panics with the numbers when it
// is broken. Times are in nanoseconds and never run backwards. All calls take constant time, but for one step per image
// given up, and one per image last used at the same instant when one goes out of use.
type Cache struct {
	capacity units.Bytes
	claimed  units.Bytes // by all images, those under way included
	idle     units.Bytes // of the images that could be given up
	sinceNs  int64
	at       map[ID]int32 // index into images
	images   []image
	free     []int32 // indices that are not in use
	// oldest and newest are the ends of the list of images that could be given up, by last use and number.
	oldest, newest int32
	evicted        []ID
}

// image is one that is there or under way.
type image struct {
	id           ID
	older, newer int32 // in the list, when nobody uses it and it is there
	usedNs       int64
	size         units.Bytes
	uses         int32
	pulling      bool
}

// none is the index of no image.
const none = -1

// New returns an empty cache of a size that is not negative.
func New(capacity units.Bytes) *Cache {
	if capacity < 0 {
		panic(fmt.Sprintf("imagecache: capacity of %d bytes is negative", capacity))
	}
	return &Cache{capacity: capacity, oldest: none, newest: none}
}

// Need asks for an image for one more use. The size is that of all other times and not negative. Evicted are the images
// given up for it, in that order; the slice is valid until the next Need.
func (c *Cache) Need(nowNs int64, id ID, size units.Bytes) (answer Need, evicted []ID) {
	c.pass(nowNs)
	if size < 0 {
		panic(fmt.Sprintf("imagecache: image %d has a size of %d bytes", id, size))
	}
	if i, ok := c.at[id]; ok {
		m := &c.images[i]
		if m.size != size {
			panic(fmt.Sprintf("imagecache: image %d has %d bytes, but had %d", id, size, m.size))
		}
		if m.uses == 0 && !m.pulling {
			c.unlist(i)
		}
		m.uses++
		if m.pulling {
			return Join, nil
		}
		return Hit, nil
	}
	switch {
	case size > c.capacity:
		return TooLarge, nil
	case size > c.capacity-c.claimed+c.idle:
		return Full, nil
	}
	c.evicted = c.evicted[:0]
	for size > c.capacity-c.claimed {
		c.evicted = append(c.evicted, c.images[c.oldest].id)
		i := c.oldest
		c.unlist(i)
		c.drop(i)
	}
	c.add(image{id: id, size: size, uses: 1, pulling: true})
	return Pull, c.evicted
}

// Pulled says that the bytes of an image under way have arrived.
func (c *Cache) Pulled(nowNs int64, id ID) {
	i := c.find(nowNs, id)
	m := &c.images[i]
	if !m.pulling {
		panic(fmt.Sprintf("imagecache: image %d has arrived at %d ns, but is not being pulled", id, nowNs))
	}
	m.pulling = false
	if m.uses == 0 {
		c.list(i, nowNs)
	}
}

// Abort gives up a pull under way, and with it all uses that wait for it, whose number it returns. They are not released.
func (c *Cache) Abort(nowNs int64, id ID) (uses int) {
	i := c.find(nowNs, id)
	m := c.images[i]
	if !m.pulling {
		panic(fmt.Sprintf("imagecache: the pull of image %d is given up at %d ns, but is not under way", id, nowNs))
	}
	c.drop(i)
	return int(m.uses)
}

// Release ends one use of an image. While the image is being pulled, the pull goes on even without any use.
func (c *Cache) Release(nowNs int64, id ID) {
	i := c.find(nowNs, id)
	m := &c.images[i]
	if m.uses == 0 {
		panic(fmt.Sprintf("imagecache: image %d is released at %d ns, but not in use", id, nowNs))
	}
	m.uses--
	if m.uses == 0 && !m.pulling {
		c.list(i, nowNs)
	}
}

// Crash ends all uses, which are not released, and gives up all pulls under way. What is there stays there: the store of
// a node outlives its crash. To lose it, take a new Cache. It takes a
// step for each image, and at most one for each pair of those that go out of use.
func (c *Cache) Crash(nowNs int64) {
	c.pass(nowNs)
	for i := range c.images {
		m := &c.images[i]
		switch {
		case m.pulling:
			c.drop(int32(i))
		case m.uses > 0:
			m.uses = 0
			c.list(int32(i), nowNs)
		}
	}
}

// State returns what would be answered for an image without anybody asking for it: Hit or Join, or Pull when it is
// neither there nor under way.
func (c *Cache) State(id ID) Need {
	switch i, ok := c.at[id]; {
	case !ok:
		return Pull
	case c.images[i].pulling:
		return Join
	default:
		return Hit
	}
}

// Capacity returns the size of the cache.
func (c *Cache) Capacity() units.Bytes { return c.capacity }

// Claimed returns what is taken by the images that are there and those under way.
func (c *Cache) Claimed() units.Bytes { return c.claimed }

// Idle returns the part of it that could be given up at once: the images that are there and nobody uses.
func (c *Cache) Idle() units.Bytes { return c.idle }

// Len returns the number of images that are there or under way.
func (c *Cache) Len() int { return len(c.at) }

// pass panics when time runs backwards.
func (c *Cache) pass(nowNs int64) {
	if nowNs < c.sinceNs {
		panic(fmt.Sprintf("imagecache: time runs backwards, from %d ns to %d ns", c.sinceNs, nowNs))
	}
	c.sinceNs = nowNs
}

// find returns the index of an image that must be there or under way.
func (c *Cache) find(nowNs int64, id ID) int32 {
	c.pass(nowNs)
	i, ok := c.at[id]
	if !ok {
		panic(fmt.Sprintf("imagecache: image %d is neither there nor being pulled at %d ns", id, nowNs))
	}
	return i
}

func (c *Cache) add(m image) {
	i := int32(len(c.images))
	if n := len(c.free); n > 0 {
		i, c.free = c.free[n-1], c.free[:n-1]
		c.images[i] = m
	} else {
		c.images = append(c.images, m)
	}
	if c.at == nil {
		c.at = make(map[ID]int32)
	}
	c.at[m.id] = i
	c.claimed += m.size
}

// drop forgets an image that is not in the list.
func (c *Cache) drop(i int32) {
	m := &c.images[i]
	c.claimed -= m.size
	delete(c.at, m.id)
	*m = image{}
	c.free = append(c.free, i)
}

// list makes an image one that could be given up. Nearly always it is the newest.
func (c *Cache) list(i int32, nowNs int64) {
	m := &c.images[i]
	m.usedNs = nowNs
	c.idle += m.size
	before := c.newest
	for before != none && c.images[before].usedNs == nowNs && c.images[before].id > m.id {
		before = c.images[before].older
	}
	m.older, m.newer = before, c.oldest
	if before != none {
		m.newer = c.images[before].newer
		c.images[before].newer = i
	} else {
		c.oldest = i
	}
	if m.newer != none {
		c.images[m.newer].older = i
	} else {
		c.newest = i
	}
}

// unlist makes an image one that cannot be given up.
func (c *Cache) unlist(i int32) {
	m := &c.images[i]
	c.idle -= m.size
	if m.older != none {
		c.images[m.older].newer = m.newer
	} else {
		c.oldest = m.newer
	}
	if m.newer != none {
		c.images[m.newer].older = m.older
	} else {
		c.newest = m.older
	}
}
