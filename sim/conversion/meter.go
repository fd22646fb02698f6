package conversion

import (
	"fmt"

	"github.com/littoral-sim/littoral/models/units"
)

// Meter counts the messages of one gateway. The zero value is ready.
type Meter struct {
	in, converted, lost units.Wide
	inside              int64
}

// Enter takes messages in. It panics for a negative number.
func (m *Meter) Enter(messages int64) {
	if messages < 0 {
		panic(fmt.Sprintf("conversion: %d messages enter", messages))
	}
	m.in = m.in.Plus(messages)
	m.inside = units.Add(m.inside, messages)
}

// Convert lets messages go that have been converted. It panics when so many are not inside.
func (m *Meter) Convert(messages int64) {
	m.leave(messages)
	m.converted = m.converted.Plus(messages)
}

// Lose drops messages. It panics when so many are not inside.
func (m *Meter) Lose(messages int64) {
	m.leave(messages)
	m.lost = m.lost.Plus(messages)
}

func (m *Meter) leave(messages int64) {
	if messages < 0 || messages > m.inside {
		panic(fmt.Sprintf("conversion: %d messages leave a gateway that has %d", messages, m.inside))
	}
	m.inside -= messages
}

// In returns how many messages came in.
func (m *Meter) In() units.Wide { return m.in }

// Converted returns how many have been converted, Lost how many were dropped.
func (m *Meter) Converted() units.Wide { return m.converted }

// Lost returns how many messages were dropped.
func (m *Meter) Lost() units.Wide { return m.lost }

// Inside returns how many are inside.
func (m *Meter) Inside() int64 { return m.inside }
