package deploy

import (
	_ "planted.test/m/schedulers"
	_ "planted.test/m/sim"
)
