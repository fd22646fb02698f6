package experiments

import (
	_ "planted.test/m/cmd/tool/flags"
	_ "planted.test/m/results"
	_ "planted.test/m/scenarios"
)
