package check

import (
	_ "example.test/other"
)
