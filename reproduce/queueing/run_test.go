package queueing

import (
	"context"
	"os"
	"testing"
	"time"
)

func TestEveryModelAgreesWithTheory(t *testing.T) {
	began := time.Now()
	r, err := Run(context.Background(), Options{Quick: true})
	if err != nil {
		t.Fatal(err)
	}
	r.Print(os.Stdout)
	t.Log(time.Since(began))
}
