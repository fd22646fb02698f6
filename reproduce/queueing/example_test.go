package queueing_test

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/reproduce/queueing"
)

func ExampleRun() {
	report, err := queueing.Run(context.Background(), queueing.Options{Quick: true, Seed: 1})
	if err != nil {
		panic(err)
	}
	row := report.Rows[0]
	fmt.Println(row.Model, row.Quantity, row.Theory, row.Verdict())
	// Output: M/M/1, load 0.5 sojourn time 2 agrees
}
