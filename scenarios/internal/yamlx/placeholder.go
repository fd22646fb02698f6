package yamlx

import (
	"bytes"
	"strings"
)

// A placeholder such as {site} stands for text, but between the brackets of a
// list or map YAML would read it as a map. It means nothing else in a scenario,
// so its braces are hidden from the library behind two characters of the
// private use area, one column wide like the braces, and put back afterwards.
const (
	hiddenOpen  = '\ue000'
	hiddenClose = '\ue001'
)

// hidePlaceholders returns data with the braces of all placeholders replaced.
// It returns data itself when there are none.
func hidePlaceholders(data []byte) []byte {
	var hidden []byte
	copied := 0
	for at := 0; ; {
		open := bytes.IndexByte(data[at:], '{')
		if open < 0 {
			break
		}
		at += open
		length := PlaceholderLength(data[at:])
		if length == 0 {
			at++
			continue
		}
		if hidden == nil {
			hidden = make([]byte, 0, len(data)+len(data)/8)
		}
		hidden = append(hidden, data[copied:at]...)
		hidden = append(hidden, string(hiddenOpen)...)
		hidden = append(hidden, data[at+1:at+length-1]...)
		hidden = append(hidden, string(hiddenClose)...)
		at += length
		copied = at
	}
	if hidden == nil {
		return data
	}
	return append(hidden, data[copied:]...)
}

// PlaceholderLength returns the length of the placeholder that text begins
// with: '{', a letter, letters, digits or '_', and '}'. It returns 0 when text
// does not begin with one.
func PlaceholderLength[T ~string | ~[]byte](text T) int {
	if len(text) < 3 || text[0] != '{' || !isLetter(text[1]) {
		return 0
	}
	for i := 2; i < len(text); i++ {
		switch c := text[i]; {
		case c == '}':
			return i + 1
		case !isLetter(c) && !isDigit(c) && c != '_':
			return 0
		}
	}
	return 0
}

func isLetter(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }

// showPlaceholders puts the braces back.
func showPlaceholders(text string) string {
	if !strings.ContainsAny(text, string(hiddenOpen)+string(hiddenClose)) {
		return text
	}
	return strings.NewReplacer(string(hiddenOpen), "{", string(hiddenClose), "}").Replace(text)
}
