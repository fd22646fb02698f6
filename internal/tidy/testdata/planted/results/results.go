package results

import (
	_ "example.test/other"
	_ "planted.test/m/models"
	_ "planted.test/m/sim/rng"
	_ "planted.test/m/sim/trace"
)
