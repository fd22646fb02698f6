package mine

import (
	_ "example.test/other"
	_ "planted.test/m/models/units"
	_ "planted.test/m/schedulers"
	_ "planted.test/m/sim/trace"
)
