package sim

import (
	"context"
	"fmt"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/partition"
	"github.com/littoral-sim/littoral/sim/rng"
	"github.com/littoral-sim/littoral/sim/share"
	"github.com/littoral-sim/littoral/sim/trace"
)

// world is the truth about a run, and what is needed to advance it.
type world struct {
	journal
	cfg    *Config
	sys    *models.System
	engine *kernel.Engine[event]

	// truth holds the status and the reservations of each node.
	truth  []models.Allocation
	routes *models.Routes
	parts  *partition.Network
	nodes  []node
	jobs   share.Pool

	sources   []source
	retries   []rng.Stream // of each source, for the jitter of retries; nil without any
	images    images
	timers    map[models.TaskID]kernel.Ticket // of the tasks that are being started again
	saved     map[int64]int64                 // by the number of a task: the work that its lost attempts have done, in the unit of task.work
	tasks     tasks
	arrived   int64     // tasks so far
	devices   [][]int32 // accelerators held by a task; nil without any
	driver    driver
	network   network
	transfers []transfer
	gateways  *gateways // nil without any
	links     []link
	varying   []varying       // those that do not stay as they are
	incident  []models.LinkID // the links that end at each node
	firstLink []int32         // where those of a node start, and one more
	faults    faults
	vouching  *vouching   // nil when nobody asks what vouches for nodes
	mobiles   *mobiles    // nil without any
	streams   *streams    // nil without any
	power     *power      // nil when nothing says what the run uses
	follows   *followings // nil without any
	services  services
	members   members
	belief    *belief // of the observer; nil when it knows the truth

	counts []counts // per workload
	ledger ledger
}

// Handle is the one switch over all kinds of events.
func (w *world) Handle(at kernel.Time, e event) error { //nolint:funlen // It is one switch.
	now := units.Time(at)
	switch e.kind {
	case evArrival:
		w.arrive(now, e.index)
	case evEnter:
		w.enter(now, e.index)
	case evFlows:
		w.flow(now)
	case evStation:
		w.nodes[e.index].due = units.Never
		w.advance(now, models.NodeID(e.index))
	case evReady:
		w.restarted(now, models.TaskID(e.index))
	case evRetry:
		w.rested(now, models.TaskID(e.index))
	case evPass:
		w.driver.requested = false
		w.pass(now)
	case evTick:
		w.tick(now)
	case evDecided:
		w.apply(now)
	case evFaults:
		w.failNow(now, kernel.Phase(e.index))
	case evChannel:
		w.vary(now, e.index)
	case evTransfer:
		w.startTransfer(now, parcel{cargo{index: e.index, kind: plainCargo}, w.cfg.Transfers[e.index].Size})
	case evServe:
		w.serveAll(now)
	case evFollow:
		w.advanceFollow(now, e.index)
	case evRoam:
		w.roam(now, e.index)
	case evItem, evSpool, evAck, evWindow, evSample:
		w.handleStream(now, e)
	case evMark:
		w.mark(now)
	case evSleep:
		w.fallAsleep(now, models.NodeID(e.index))
	case evAwake:
		w.awake(now, models.NodeID(e.index))
	case evBattery:
		w.useBattery(now, e.index)
	case evGrid:
		w.changeGrid(now, e.index)
	case evGateway:
		w.waited(now, e.index)
	case evService:
		w.startService(now, e.index)
	case evScale:
		w.scale(now, e.index)
	case evDrain:
		w.dismiss(now, e.index)
	case evUpgrade:
		w.upgrade(now, e.index)
	case evBeat, evNote, evMonitor, evReact, evSync:
		w.observe(now, e)
	case evTrust:
		w.renew(now)
	case evBoot:
		w.boot(now, models.NodeID(e.index))
	case evMigrate:
		w.migrate(now, e.index)
	case evTwin:
		w.dropTwins(now, e.index)
	case evMember:
		w.changeMember(now, e.index)
	case evWarmup:
		w.logRun(now, trace.WarmupEnded, 0)
	default:
		panic(fmt.Sprintf("sim: unknown event kind %d", e.kind))
	}
	return w.failed
}

// at schedules an event.
func (w *world) at(t units.Time, ph kernel.Phase, k kind, index int32) kernel.Ticket {
	return w.engine.At(kernel.Time(t), ph, event{index: index, kind: k})
}

// retimed moves an event from one instant to another, of which either may be
// Never, and returns its ticket and the new instant.
func (w *world) retimed(t kernel.Ticket, from, to units.Time, ph kernel.Phase, k kind, index int32) (kernel.Ticket, units.Time) {
	switch {
	case from == to:
	case to == units.Never:
		w.engine.Cancel(t)
	case from == units.Never:
		t = w.at(to, ph, k, index)
	default:
		w.engine.Move(t, kernel.Time(to))
	}
	return t, to
}

// run drives the engine to the horizon in steps small enough to show progress.
func (w *world) run(ctx context.Context) error {
	const steps = 1000
	slice := w.cfg.Horizon/steps + 1
	for t := units.Time(0); t < w.cfg.Horizon; {
		t = min(units.Add(t, slice), w.cfg.Horizon)
		if err := w.engine.RunUntil(ctx, kernel.Time(t)); err != nil {
			return err
		}
		if w.cfg.Progress != nil {
			w.cfg.Progress(t)
		}
	}
	return nil
}
