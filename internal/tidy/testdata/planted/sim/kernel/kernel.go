package kernel

import (
	_ "planted.test/m/models/units"
)
