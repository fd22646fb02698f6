package writer

import "planted.test/m/internal/layout"

func write() {
	layout.Exported.N = 2
	layout.ErrLate = nil
}
