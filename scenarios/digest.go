package scenarios

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"io"
	"strconv"

	"github.com/littoral-sim/littoral/scenarios/internal/yamlx"
)

// traceSum is the path of a trace file and the SHA-256 of its content.
type traceSum struct {
	path string
	sum  [sha256.Size]byte
}

// sumOf returns the digest of the content of a file.
func sumOf(path string, data []byte) traceSum { return traceSum{path, sha256.Sum256(data)} }

// digest returns the SHA-256 of the tree in a canonical form and of the traces,
// in hexadecimal. The form keeps the order of keys and elements and the words
// as written, but no comments, quotation marks or layout.
func digest(root *yamlx.Node, traces []traceSum) string {
	h := sha256.New()
	w := bufio.NewWriter(h)
	write(w, "littoral scenario 1\n")
	writeNode(w, root)
	for _, t := range traces {
		write(w, "\ntrace "+strconv.Quote(t.path)+" "+hex.EncodeToString(t.sum[:]))
	}
	return finish(h, w)
}

func finish(h hash.Hash, w *bufio.Writer) string {
	if err := w.Flush(); err != nil {
		panic(err) // A hash never fails to take bytes.
	}
	return hex.EncodeToString(h.Sum(nil))
}

// write writes s to a writer in front of a hash, whose errors show in Flush.
func write(w io.StringWriter, s string) { _, _ = w.WriteString(s) }

func writeNode(w *bufio.Writer, n *yamlx.Node) {
	switch n.Kind {
	case yamlx.List:
		write(w, "[")
		for _, item := range n.Items {
			writeNode(w, item)
			write(w, ",")
		}
		write(w, "]")
	case yamlx.Map:
		write(w, "{")
		for i := range n.Fields {
			write(w, strconv.Quote(n.Fields[i].Key)+":")
			writeNode(w, n.Fields[i].Value)
			write(w, ",")
		}
		write(w, "}")
	default:
		// A number or truth value differs from the text that looks like it.
		if n.Type() == yamlx.Text {
			write(w, strconv.Quote(n.Text))
		} else {
			write(w, n.Text)
		}
	}
}
