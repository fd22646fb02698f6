package rng

import (
	_ "planted.test/m/sim/detmath"
	_ "planted.test/m/sim/trace"
)
