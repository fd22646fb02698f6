package uplink

import (
	_ "planted.test/m/models/units"
	_ "planted.test/m/schedulers"
)
