package flags

import (
	_ "testing"

	_ "pgregory.net/rapid"
)
