package scenarios

import (
	_ "example.test/other"
	_ "planted.test/m/sim"
)
