package aggregate

import (
	"errors"
	"fmt"
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// Keep says what a store keeps: what came in lately, within a room of which the oldest is overwritten. Stores share it.
type Keep struct {
	For   time.Duration // 0 is for ever
	Bytes units.Bytes   // units.Unlimited is no bound
}

// Validate reports every problem with k.
func (k *Keep) Validate() error {
	var errs []error
	if k.For < 0 {
		errs = append(errs, fmt.Errorf("aggregate: %v to keep for must not be negative", k.For))
	}
	if k.Bytes <= 0 {
		errs = append(errs, fmt.Errorf("aggregate: %v to keep must be positive", k.Bytes))
	}
	return errors.Join(errs...)
}

// Store is what a node keeps of what passes it. The zero Store is empty. Without any bound it takes 80 bytes, otherwise 16
// for each item in it.
type Store struct {
	list []kept // a ring
	head int
	n    int

	in, held, most, expired, overwritten int64 // bytes
}

type kept struct{ at, size int64 }

// Account is what has become of the bytes that came in: In = Held + Expired + Overwritten.
type Account struct {
	In, Held, Expired, Overwritten int64
	Most                           int64 // largest value of Held
}

// Add stores an item of size bytes. What the store has no room for at all is overwritten at once.
func (s *Store) Add(k *Keep, now, size int64) {
	s.expire(k, now)
	s.in += size
	if size > int64(k.Bytes) {
		s.overwritten += size
		return
	}
	for s.held > int64(k.Bytes)-size {
		s.overwritten += s.pop()
	}
	s.held += size
	s.most = max(s.most, s.held)
	if k.For > 0 || k.Bytes != units.Unlimited {
		s.push(kept{now, size})
	}
}

// Account returns the account at an instant, not before that of the last item.
func (s *Store) Account(k *Keep, now int64) Account {
	s.expire(k, now)
	return Account{In: s.in, Held: s.held, Expired: s.expired, Overwritten: s.overwritten, Most: s.most}
}

// expire drops what has been there for as long as it is kept.
func (s *Store) expire(k *Keep, now int64) {
	for k.For > 0 && s.n > 0 && now-s.list[s.head].at >= int64(k.For) {
		s.expired += s.pop()
	}
}

func (s *Store) push(x kept) {
	if s.n == len(s.list) {
		list := make([]kept, max(4, 2*s.n))
		for i := range s.n {
			list[i] = s.list[(s.head+i)%s.n]
		}
		s.list, s.head = list, 0
	}
	s.list[(s.head+s.n)%len(s.list)] = x
	s.n++
}

func (s *Store) pop() int64 {
	x := s.list[s.head]
	s.head = (s.head + 1) % len(s.list)
	s.n--
	s.held -= x.size
	return x.size
}
