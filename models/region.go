package models

// Region is the number of a place, in the sense of the law, where data may have to
// stay: from 1 to RegionsMax. 0 is no region.
type Region uint8

// RegionsMax is the greatest number of regions.
const RegionsMax = 64

// RegionSet is a set of regions. The empty set places no restriction.
type RegionSet uint64

// NewRegionSet returns the set of the given regions, none of which may be 0.
func NewRegionSet(regions ...Region) RegionSet {
	var s RegionSet
	for _, r := range regions {
		s |= 1 << (r - 1)
	}
	return s
}

// Allows reports whether r is in the set, or the set is empty. What is in no region
// is in no set but the empty one.
func (s RegionSet) Allows(r Region) bool { return s == 0 || r > 0 && s&(1<<(r-1)) != 0 }
