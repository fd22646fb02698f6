package scenarios

import (
	"context"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/schedulers/firstfit"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/buffer"
)

func TestStreamsAreBuiltAsWritten(t *testing.T) {
	_, cfg := good(t, "streams")
	s := &cfg.Streams[0]
	const hub, gatewayA, gatewayB = 1, 2, 3
	if diff := gocmp.Diff([]models.NodeID{gatewayA, gatewayA, gatewayA, gatewayB, gatewayB, gatewayB}, s.Stages[1].Nodes); diff != "" {
		t.Error(diff)
	}
	if s.Stages[2].Nodes[0] != hub || s.Stages[2].Aggregate.RatioPPM != 100_000 || s.Stages[0].Buffer != sim.NoBuffer || s.Class != 1 {
		t.Errorf("%+v", s)
	}
	if k := s.Stages[2].Keep; k == nil || k.For != 30*time.Minute || k.Bytes != 100<<20 || s.Stages[0].Keep != nil {
		t.Errorf("%+v", k)
	}
	spool := cfg.Buffers[s.Stages[1].Buffer-1]
	want := buffer.Config{
		Bytes: 2_621_440, Items: units.Unlimited, Full: buffer.ByClass, KeepFrom: 1, OfflineFrom: 1, InFlight: 5, Batch: 1,
		Retry: buffer.Retry{Max: 100, OnSuccess: true, OnReconnect: true},
	}
	if diff := gocmp.Diff(want, spool); diff != "" {
		t.Errorf("spooler (-want +got):\n%s", diff)
	}
	edgeHub := cfg.Buffers[s.Stages[2].Buffer-1]
	if edgeHub.TTL != 2*time.Hour || edgeHub.Enforce != buffer.OnRead|buffer.BySweep || edgeHub.Sweep != 30*time.Minute || edgeHub.Batch != 20 || !edgeHub.Durable {
		t.Errorf("%+v", edgeHub)
	}
	alarms := &cfg.Streams[1]
	if alarms.Stages[1].Buffer != s.Stages[1].Buffer || alarms.Stages[0].Aggregate.Size != 200 || alarms.CountMax != 100 || len(alarms.Sources) != 3 {
		t.Errorf("%+v", alarms)
	}
	if b := cfg.Buffers[alarms.Stages[0].Buffer-1]; b.Order != buffer.LIFO || b.Enforce != buffer.OnRead|buffer.BySweep|buffer.OnInsert || b.Durable {
		t.Errorf("%+v", b)
	}
	if b := cfg.Buffers[cfg.Streams[3].Stages[0].Buffer-1]; b.Send != buffer.Blind || b.Retry.Max != 3 || b.Retry.Every != 5*time.Minute || b.Bytes != 1<<20 || b.KeepFrom != 2 {
		t.Errorf("%+v", b)
	}
	if b := cfg.Buffers[cfg.Streams[4].Stages[0].Buffer-1]; b.EvictBytes != 16<<20 || b.Batch != 500 || b.Retry.EveryMax != time.Minute || b.Retry.OnSuccess || b.Retry.OnReconnect {
		t.Errorf("%+v", b)
	}
}

func TestStreamsOfFilesRun(t *testing.T) {
	_, cfg := good(t, "streams")
	out, err := sim.Run(context.Background(), cfg, firstfit.New(), ignore{})
	if err != nil {
		t.Fatal(err)
	}
	if s := &out.Streams[0]; s.Made != 6*36_000 || s.Delivered < s.Made-6*200 {
		t.Errorf("%d made, %d delivered", s.Made, s.Delivered)
	}
}
