package conversion_test

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/conversion"
)

const (
	mqtt conversion.Protocol = iota + 1
	http
	coap
)

func TestRulesAreCheckedAllAtOnce(t *testing.T) {
	_, err := conversion.New([]conversion.Rule{
		{From: mqtt, To: mqtt},
		{From: mqtt, To: http, Work: -1},
		{From: mqtt, To: http},
	})
	want := "rule 0: a rule must lead from one protocol to another, not from 1 to 1\n" +
		"rule 1: work -1ns, delay 0s and overhead 0B must not be negative\n" +
		"rule 2: from 1 to 2 occurs twice"
	if err == nil || err.Error() != want {
		t.Errorf("got %v\nwant %s", err, want)
	}
}

func TestTheFirstRuleThatIsWishedForIsFound(t *testing.T) {
	table, err := conversion.New([]conversion.Rule{
		{From: mqtt, To: http}, {From: mqtt, To: coap}, {From: http, To: coap}, {From: http, To: mqtt},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		from conversion.Protocol
		wish conversion.Wish
		to   conversion.Protocol
	}{
		{mqtt, conversion.Wish{}, http},
		{mqtt, conversion.Wish{Near: mqtt, Far: coap}, coap},
		{http, conversion.Wish{Near: mqtt, Far: http}, mqtt}, // the way back
		{http, conversion.Wish{Near: mqtt}, coap},
		{coap, conversion.Wish{}, conversion.None},
		{conversion.None, conversion.Wish{}, conversion.None},
	} {
		r, ok := table.Find(c.from, c.wish)
		if ok != (c.to != conversion.None) || ok && r.To != c.to {
			t.Errorf("from %d, wishing %v: got %v, want a rule to %d", c.from, c.wish, r, c.to)
		}
	}
}

// Messages can be counted by sending them one by one.
func TestMessagesAreCountedAsIfSentOneByOne(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := conversion.Data{
			Payload: units.Bytes(rapid.Int64Range(0, 5000).Draw(t, "payload")),
			Message: units.Bytes(rapid.Int64Range(0, 300).Draw(t, "message")),
		}
		n := int64(1)
		for left := d.Payload; d.Message > 0 && left > d.Message; left -= d.Message {
			n++
		}
		if got := d.Messages(); got != n {
			t.Fatalf("%v is %d messages, want %d", d, got, n)
		}
	})
}

func TestCostsSaturate(t *testing.T) {
	r := conversion.Rule{From: mqtt, To: http, Work: time.Hour, Overhead: 1 << 40}
	if got := r.WorkFor(math.MaxInt64); got != math.MaxInt64 {
		t.Errorf("work %d", got)
	}
	if got := r.OverheadFor(math.MaxInt64); got != math.MaxInt64 {
		t.Errorf("overhead %d", got)
	}
	if got := r.WorkFor(3); got != 3*time.Hour {
		t.Errorf("work %v", got)
	}
}

// A meter agrees with a list of the messages and what became of them.
func TestAMeterAgreesWithAList(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var m conversion.Meter
		list := map[string]int64{}
		t.Repeat(map[string]func(*rapid.T){
			"enter": func(t *rapid.T) {
				n := rapid.Int64Range(0, 9).Draw(t, "n")
				m.Enter(n)
				list["inside"] += n
				list["in"] += n
			},
			"convert": func(t *rapid.T) {
				n := rapid.Int64Range(0, list["inside"]).Draw(t, "n")
				m.Convert(n)
				list["inside"] -= n
				list["converted"] += n
			},
			"lose": func(t *rapid.T) {
				n := rapid.Int64Range(0, list["inside"]).Draw(t, "n")
				m.Lose(n)
				list["inside"] -= n
				list["lost"] += n
			},
			"": func(t *rapid.T) {
				same := func(name string, got units.Wide) {
					if got.Cmp(units.Wide{}.Plus(list[name])) != 0 {
						t.Fatalf("%s: got %v, want %d", name, got, list[name])
					}
				}
				same("in", m.In())
				same("converted", m.Converted())
				same("lost", m.Lost())
				same("inside", units.Wide{}.Plus(m.Inside()))
			},
		})
	})
}

func TestWhatIsNotInsideCannotLeave(t *testing.T) {
	for name, f := range map[string]func(*conversion.Meter){
		"convert": func(m *conversion.Meter) { m.Convert(2) },
		"lose":    func(m *conversion.Meter) { m.Lose(2) },
		"enter":   func(m *conversion.Meter) { m.Enter(-1) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			var m conversion.Meter
			m.Enter(1)
			f(&m)
		})
	}
}
