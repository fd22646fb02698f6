package sim

import (
	_ "planted.test/m/models"
	_ "planted.test/m/results"
	_ "planted.test/m/schedulers"
	_ "planted.test/m/sim/kernel"
	_ "planted.test/m/sim/share"
)
