package edge

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

func TestTheEdgeAgreesWithClosedForms(t *testing.T) {
	topics := 0
	r, err := Run(context.Background(), Options{Seed: 1, Quick: true, Progress: func(int, int) { topics++ }})
	if err != nil {
		t.Fatal(err)
	}
	var table, file bytes.Buffer
	if err = r.Print(&table); err != nil {
		t.Fatal(err)
	}
	if !r.Pass() || topics == 0 {
		t.Errorf("%d topics:\n%s", topics, table.String())
	}
	if err = r.WriteCSV(&file); err != nil || strings.Count(file.String(), "\n") != len(r.Rows)+1 {
		t.Errorf("%v:\n%s", err, file.String())
	}
	svg, err := r.SVG()
	if err != nil {
		t.Fatal(err)
	}
	for i := range r.Rows {
		if !strings.Contains(string(svg), r.Rows[i].Quantity) {
			t.Errorf("%q is not in the picture", r.Rows[i].Quantity)
		}
	}
	if png, err := r.PNG(); err != nil || !bytes.HasPrefix(png, []byte("\x89PNG")) {
		t.Errorf("%d bytes, %v", len(png), err)
	}
	r.Rows[0].Value++
	if r.Pass() || (&Report{}).Pass() {
		t.Error("a report passes with a row that differs, or without rows")
	}
}

func TestThereIsNoPictureOfNothing(t *testing.T) {
	if _, err := (&Report{}).PNG(); err == nil {
		t.Error("a picture of nothing")
	}
	if _, err := (&Report{}).SVG(); err == nil {
		t.Error("a picture of nothing")
	}
}
