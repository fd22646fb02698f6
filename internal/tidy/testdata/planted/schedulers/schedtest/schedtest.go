package schedtest

import (
	_ "testing"

	_ "pgregory.net/rapid"
	_ "planted.test/m/schedulers"
)
