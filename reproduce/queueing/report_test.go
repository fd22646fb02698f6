package queueing

import (
	"bytes"
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func report() *Report {
	return &Report{
		Seed: 5,
		Rows: []Row{
			{Model: "M/M/1", Quantity: "sojourn time", Value: 2.001, Theory: 2, Z: 1, MDB: 0.003, N: 36_000_000, Source: "a book"},
			{Model: "M/M/1", Quantity: "wait", Value: 0.04321987, Theory: 0.04, Z: -6.5, MDB: 0.02, N: 999, Source: "another"},
			{Model: "M/D/1–PS", Quantity: "wait", Value: 1234.5, Theory: 1234, Z: 0.25, MDB: 0.01, N: 1000, Source: "a paper"},
		},
	}
}

func TestTheTableSaysWhatAgreesAndHowSmallABiasItSees(t *testing.T) {
	r := report()
	var out bytes.Buffer
	if err := r.Print(&out); err != nil {
		t.Fatal(err)
	}
	want := `queueing  simulated and theoretical means, in full, seed 5

  model     quantity      simulated     theory      z  least bias           n  verdict  theory from
  M/M/1     sojourn time    2.00100    2.00000  +1.00      0.30 %  36,000,000  agrees   a book
  M/M/1     wait          0.0432199  0.0400000  -6.50      2.00 %         999  DIFFERS  another
  M/D/1–PS  wait            1234.50    1234.00  +0.25      1.00 %       1,000  agrees   a paper

  z: deviation in standard deviations of the estimate, which are those of theory; beyond 6 it differs.
  least bias: the relative error of the simulator that would make the expected z 6.
  Times are in units of the mean service or repair time. Runs start empty; what comes in the first 5,000 is not counted.
  2 of 3 rows agree.
`
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if r.Pass() || len(r.Failures()) != 1 {
		t.Errorf("pass %v, failures %v", r.Pass(), r.Failures())
	}
	r.Rows[1].Z = 6
	if !r.Pass() {
		t.Error("rows within the bound do not pass")
	}
	r.Rows[0].Z = math.NaN()
	if r.Pass() || (&Report{}).Pass() {
		t.Error("a row without a z passes, or a report without rows")
	}
}

func TestTheFileHasALinePerRow(t *testing.T) {
	var out bytes.Buffer
	if err := report().WriteCSV(&out); err != nil {
		t.Fatal(err)
	}
	want := `seed,model,quantity,simulated,theory,z,least_bias,n,verdict,source
5,M/M/1,sojourn time,2.001,2,1,0.003,36000000,agrees,a book
5,M/M/1,wait,0.04321987,0.04,-6.5,0.02,999,DIFFERS,another
5,M/D/1–PS,wait,1234.5,1234,0.25,0.01,1000,agrees,a paper
`
	if d := cmp.Diff(want, out.String()); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestThePictureNamesEachRowAndIsTheSameTwice(t *testing.T) {
	r := report()
	svg, err := r.SVG()
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"2 of 3 rows agree", "M/D/1–PS", "sojourn time", "0.30 %"} {
		if !strings.Contains(string(svg), want) {
			t.Errorf("%q is not in the picture", want)
		}
	}
	if n := strings.Count(string(svg), ">M/M/1<"); n != 1 {
		t.Errorf("a model with two rows is named %d times", n)
	}
	again, err := r.SVG()
	if err != nil || !bytes.Equal(svg, again) {
		t.Errorf("the second picture differs, %v", err)
	}
	png, err := r.PNG()
	if err != nil || !bytes.HasPrefix(png, []byte("\x89PNG")) {
		t.Errorf("%d bytes, %v", len(png), err)
	}
	if _, err := (&Report{}).PNG(); err == nil {
		t.Error("a picture of nothing")
	}
	if _, err := (&Report{}).SVG(); err == nil {
		t.Error("a picture of nothing")
	}
}
