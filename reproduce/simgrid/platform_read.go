package simgrid

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/littoral-sim/littoral/models/units"
)

// readLine adds the link, route or flow of one line of the text form.
func (p *Platform) readLine(line string) error {
	words := strings.Fields(line)
	if len(words) == 0 {
		return fmt.Errorf("want link, route or flow")
	}
	n := make([]int64, len(words)-1)
	for i, w := range words[1:] {
		var err error
		if n[i], err = strconv.ParseInt(w, 10, 64); err != nil {
			return err
		}
	}
	switch {
	case words[0] == "link" && len(n) == 2:
		p.Links = append(p.Links, Link{Capacity: units.BitsPerSecond(n[0]), Latency: time.Duration(n[1])})
	case words[0] == "route" && len(n) >= 3 && int64(len(n)-3) == n[2]:
		r := Route{From: int(n[0]), To: int(n[1])}
		for _, l := range n[3:] {
			r.Links = append(r.Links, int(l))
		}
		p.Routes = append(p.Routes, r)
	case words[0] == "flow" && len(n) == 4:
		p.Flows = append(p.Flows, Flow{Start: units.Time(n[0]), Route: int(n[1]), Size: units.Bytes(n[2]), Cap: units.BitsPerSecond(n[3])})
	default:
		return fmt.Errorf("%d numbers after %q", len(n), words[0])
	}
	return nil
}
