package flags

import (
	_ "pgregory.net/rapid"
	_ "testing"
)
