package schedulers

import (
	_ "planted.test/m/models"
)
