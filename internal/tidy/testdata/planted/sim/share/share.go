package share

import (
	_ "planted.test/m/models"
	_ "planted.test/m/sim/detmath"
	_ "planted.test/m/sim/flow"
	_ "planted.test/m/sim/share/part"
)
