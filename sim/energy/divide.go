package energy

import (
	"cmp"
	"math/big"
	"slices"

	"github.com/littoral-sim/littoral/models/units"
)

// Divide shares a total in proportion to weights by the method of the largest
// remainder (A. Hamilton; M. L. Balinski and H. P. Young, Fair Representation, 1982):
// each part is what the proportion gives, rounded down, and what is left over goes,
// one unit each, to those who have lost most by that, first come first. So the parts
// add up to the whole, and none is off by a unit or more. Without any weight above
// zero it returns nil: there is nobody to bear the total.
func Divide(total units.Wide, weights []units.Wide) []units.Wide {
	if len(weights) == 1 && weights[0] != (units.Wide{}) {
		return []units.Wide{total}
	}
	sum := new(big.Int)
	for _, w := range weights {
		sum.Add(sum, w.Big())
	}
	if sum.Sign() == 0 {
		return nil
	}
	parts, order := make([]units.Wide, len(weights)), make([]int, len(weights))
	remainders := make([]big.Int, len(weights))
	whole, left := total.Big(), total
	for i, w := range weights {
		x := w.Big()
		x.QuoRem(x.Mul(x, whole), sum, &remainders[i])
		parts[i], order[i] = units.WideFrom(x), i
		left = left.MinusWide(parts[i])
	}
	if over := left.Over(1); over > 0 { // fewer than there are remainders
		slices.SortFunc(order, func(a, b int) int {
			return cmp.Or(remainders[b].Cmp(&remainders[a]), cmp.Compare(a, b))
		})
		for _, i := range order[:over] {
			parts[i] = parts[i].Plus(1)
		}
	}
	return parts
}
