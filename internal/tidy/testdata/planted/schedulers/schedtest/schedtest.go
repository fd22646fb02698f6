package schedtest

import (
	_ "pgregory.net/rapid"
	_ "planted.test/m/schedulers"
	_ "testing"
)
