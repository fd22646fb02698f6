package check

import (
	_ "planted.test/m/models"
	_ "planted.test/m/sim/trace"
)
