package main

import (
	"io"
	"os"
)

// isTerminal reports whether w is a terminal rather than a file, a pipe or the
// null device.
func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err != nil || !os.SameFile(info, null)
}

// colourful reports whether standard output wants colours: it is a terminal,
// and neither NO_COLOR (no-color.org) nor a dumb terminal says otherwise.
func colourful(s streams) bool {
	return isTerminal(s.out) && s.env("NO_COLOR") == "" && s.env("TERM") != "dumb"
}
