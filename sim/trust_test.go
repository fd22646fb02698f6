package sim

import (
	"context"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/credential"
	"github.com/littoral-sim/littoral/sim/failure"
	"github.com/littoral-sim/littoral/sim/kernel"
	"github.com/littoral-sim/littoral/sim/retry"
	"github.com/littoral-sim/littoral/sim/trace"
)

// drawTrust adds what vouches for nodes, regions, enclaves, and tasks that ask for it.
func drawTrust(t *rapid.T, c *Config) {
	y := c.System
	for i := range y.Nodes {
		n := &y.Nodes[i]
		n.Region = one[models.Region](t, "region", 1, 1, 2, 0)
		n.Security = models.Security{Trusted: true, Token: true, Attested: true, TLS: models.TLS13}
		if rapid.Bool().Draw(t, "enclave") {
			n.Enclave = &models.Enclave{SlowdownPermille: one[int64](t, "slowdown", 1000, 1500, 1234), Transition: one[time.Duration](t, "transition", 0, 7)}
		}
		if one(t, "vouched", true, true, false) {
			c.Trust = append(c.Trust, drawVouched(t, c, n.ID))
		}
	}
	for i := range y.Links {
		y.Links[i].Region = one[models.Region](t, "region", 1, 1, 2)
	}
	for i := range y.Specs {
		s := &y.Specs[i].Constraints
		s.Security = one(t, "requires", models.Security{}, models.Security{Attested: true}, models.Security{Token: true}, models.Security{Trusted: true}, models.Security{TLS: models.TLS12})
		s.EncryptedBack = one(t, "encrypted back", false, false, false, true)
		s.Regions = one(t, "regions", 0, 0, models.NewRegionSet(1), models.NewRegionSet(1, 2))
		s.Enclave = one(t, "needs enclave", false, false, false, true)
		s.Tiers, s.MaxLatency, y.Specs[i].Protocol = 0, 0, "" // there are enough reasons
		if to := c.Workloads[i].Target; to != models.NoNode {
			y.Specs[i].Target = &to
		}
	}
}

func drawVouched(t *rapid.T, c *Config, n models.NodeID) Trust {
	x := Trust{Node: n, Boot: one[time.Duration](t, "boot", 0, 30, 100), Evict: rapid.Bool().Draw(t, "evict")}
	for _, k := range []**Credential{&x.Certificate, &x.Token, &x.Attestation} {
		if !rapid.Bool().Draw(t, "has") {
			continue
		}
		life := one[time.Duration](t, "life", 200, 500, 50)
		*k = &Credential{credential.Spec{Life: life, Renew: one(t, "renew", life, life/2, life-1), Retry: one[time.Duration](t, "retry", 20, 50, 400)}, anyNode(t, c.System, "authority")}
	}
	return x
}

// Whatever vouches for nodes and runs out, and wherever data must stay, every audit
// holds – that nothing is where it must not be is one of them –, every life is a legal
// one, and a second run leaves the same log.
func TestEveryRunWithTrustKeepsItsInvariants(t *testing.T) {
	var sum trace.TrustUse
	refused, runs := map[string]int64{}, 0
	checkOften(t, "3000", func(t *rapid.T) {
		c := drawConfig(t)
		drawTrust(t, c)
		if rapid.Bool().Draw(t, "gateways") {
			drawGateways(t, c)
		}
		out, _ := runTwice(t, c, nil)
		runs++
		if use := out.Trust; use != nil {
			if use.Violations != 0 {
				t.Fatalf("%+v", use)
			}
			for _, r := range use.Refused {
				refused[r.Reason] += r.Count
			}
			sum.Watched += use.Watched
			sum.Evicted += use.Evicted
			sum.Boots += use.Boots
			sum.Certificates, sum.Tokens, sum.Attestations = sum.Certificates+use.Certificates, sum.Tokens+use.Tokens, sum.Attestations+use.Attestations
			sum.Renewals, sum.Failures = sum.Renewals+use.Renewals, sum.Failures+use.Failures
		}
	})
	tame := min(sum.Watched, sum.Evicted, sum.Boots, sum.Certificates, sum.Tokens, sum.Attestations, sum.Renewals, sum.Failures) == 0
	for _, r := range []models.Reason{models.Unencrypted, models.NoEnclave, models.OutsideRegion, models.PathOutsideRegion} {
		tame = tame || refused[r.String()] == 0
	}
	tame = tame || refused[models.CredentialExpired.String()]+refused[models.TokenExpired.String()]+refused[models.AttestationStale.String()] == 0
	if runs >= 3000 && tame {
		t.Errorf("the generator is too tame: %+v, refused %v", sum, refused)
	}
}

// trusting is a pair whose edge node n1 has a certificate of 100 ns from n2, due at 80
// and tried again each 7 ns; n2 is the cloud, 10 ns away from n1 over link 1.
func trusting() *Config {
	c := pair()
	cloud := addNode(c.System, func(n *models.Node) { n.Tier = models.TierCloud })
	addLink(c.System, 1, cloud, units.Unlimited, 10)
	c.System.Nodes[1].Security.Trusted = true
	c.System.Specs[0].Constraints.Security.Trusted = true
	c.Trust = []Trust{{Node: 1, Certificate: &Credential{credential.Spec{Life: 100, Renew: 80, Retry: 7}, cloud}}}
	return c
}

func crash(on Target, at units.Time, d time.Duration) Fault {
	return Fault{At: at, On: on, For: d, Mode: failure.Mode{Kind: failure.Crash}}
}

// A cut that is longer than the rest of the life makes the node untrusted exactly at
// the end of that, until the first attempt after the cut.
func TestACutMakesANodeUntrustedWhenItsCertificateEnds(t *testing.T) {
	c := trusting()
	c.Faults = []Fault{crash(OnLink(1), 10, 120)}
	once(c, 0, 0, 0, 99, 5, 0, 0)
	once(c, 0, 0, 0, 110, 5, 0, 0)
	c.Horizon = 200
	tells(t, c, firstFit(), `
		10 link-cut l1
		99 task-arrived #1 n0
		99 task-placed #1 n1
		99 input-sent #1 n1
		100 trust-lost n1
		109 input-received #1 n1
		109 task-started #1 n1
		110 task-arrived #2 n0
		110 task-deferred #2 no-node-fits
		114 task-ran #1 n1
		124 output-received #1 n1
		124 task-finished #1 n1
		130 link-restored l1
		136 trust-restored n1
		136 task-placed #2 n1
		136 input-sent #2 n1
		146 input-received #2 n1
		146 task-started #2 n1
		151 task-ran #2 n1
		161 output-received #2 n1
		161 task-finished #2 n1
	`)
	// Attempts fail at 80, 87, …, 129; from 136 on they come each 80 ns.
	_, out := mustRun(t, c, firstFit())
	if u := out.Trust; u.Certificates != 1 || u.Lost != 36 || len(u.Nodes) != 1 || u.Nodes[0].Lapses != 1 || u.Nodes[0].Lost != 36 || u.Failures != 8 || u.Renewals != 1 || u.Violations != 0 || u.Watched < 2 {
		t.Errorf("%+v", u)
	}
}

// What requires it is taken off the node, when that is the policy.
func TestATaskIsEvictedWhenWhatItRequiresEnds(t *testing.T) {
	for _, evict := range []bool{false, true} {
		c := trusting()
		c.Trust[0].Evict = evict
		c.Faults = []Fault{crash(OnLink(1), 10, 120)}
		c.System.Nodes[1].Capacity.CPU = 2000
		free := addSpec(c.System, nil)
		once(c, 0, 0, 0, 80, 50, 0, 0)
		once(c, free, 0, 0, 80, 50, 0, 0)
		l, out := mustRun(t, c, firstFit())
		tasks := l.byNumber(t)
		if tasks[1].Attempts != 1 || tasks[1].Finished != 150 {
			t.Errorf("the task that requires nothing: %+v", tasks[1])
		}
		attempts, finished, evicted := int32(1), int64(150), int64(0)
		if evict {
			attempts, finished, evicted = 2, 136+10+50+10, 1
		}
		if tasks[0].Attempts != attempts || tasks[0].Finished != finished || out.Trust.Evicted != evicted {
			t.Errorf("evict %v: %+v, %d evicted", evict, tasks[0], out.Trust.Evicted)
		}
	}
}

// An attestation ends with a crash, and comes back with the node, if it reaches the
// authority. Meanwhile it checks what it starts.
func TestANodeBootsAndIsAttestedAfterACrash(t *testing.T) {
	c := trusting()
	c.System.Specs[0].Constraints.Security = models.Security{Attested: true}
	c.System.Nodes[1].Security.Attested = true
	c.Trust[0].Attestation = &Credential{credential.Spec{Life: 1000, Renew: 900, Retry: 50}, 2}
	c.Trust[0].Certificate, c.Trust[0].Boot = nil, 20
	c.Faults = []Fault{crash(OnNode(1), 30, 10), crash(OnNode(1), 55, 5), crash(OnLink(1), 70, 35), pause(1, 75, 20)}
	once(c, 0, 0, 0, 50, 5, 0, 0)
	c.Horizon = 200
	tells(t, c, firstFit(), `
		30 node-crashed n1
		30 trust-lost n1
		50 task-arrived #1 n0
		50 task-deferred #1 no-node-fits
		70 link-cut l1
		80 node-repaired n1
		80 node-paused n1
		95 node-continued n1
		105 link-restored l1
		130 trust-restored n1
		130 task-placed #1 n1
		130 input-sent #1 n1
		140 input-received #1 n1
		140 task-started #1 n1
		145 task-ran #1 n1
		155 output-received #1 n1
		155 task-finished #1 n1
	`)
}

// In an enclave, work takes longer, and the way in and out comes on top; what a lost
// attempt leaves is the work alone.
func TestAnEnclaveCostsASlowdownAndATransition(t *testing.T) {
	enclosed := func() *Config {
		c := alone()
		c.System.Nodes[0].Enclave = &models.Enclave{SlowdownPermille: 1500, Transition: 7}
		c.System.Specs[0].Constraints.Enclave = true
		once(c, 0, 0, 0, 0, 100, 0, 0)
		return c
	}
	l, _ := mustRun(t, enclosed(), firstFit())
	if got := l.tasks[0].Finished; got != 157 {
		t.Errorf("finished at %d, want 157", got)
	}
	c := enclosed()
	c.Workloads[0].Checkpoint = retry.Checkpoint{ResumePermille: 1000}
	c.Faults = []Fault{crash(OnNode(0), 67, 13)} // after 60 ns in the enclave, 40 of 100 are done
	l, _ = mustRun(t, c, firstFit())
	if got := l.tasks[0].Finished; got != 80+7+90 {
		t.Errorf("with a crash it finished at %d, want 177", got)
	}
	c = enclosed()
	c.System.Nodes[0].Enclave = nil
	if _, out := mustRun(t, c, firstFit()); out.Workloads[0].Finished != 0 {
		t.Error("a task ran outside the enclave that it needs")
	}
}

// square is a device n0 in region 1 with two ways to an edge node n1 in region 1: over
// n2 in region 1, and faster over n3 in region 2. Links 0 and 1 lead over n2, links 2
// and 3 over n3.
func square() *Config {
	c := &Config{System: &models.System{}, Horizon: 1000}
	for i, tier := range []models.Tier{models.TierDevice, models.TierEdge, models.TierGateway, models.TierGateway} {
		addNode(c.System, func(n *models.Node) {
			n.Tier, n.Region = tier, 1+models.Region(i/3)
			n.Capacity.Bandwidth = units.Unlimited
		})
	}
	for i, ends := range [][2]models.NodeID{{0, 2}, {2, 1}, {0, 3}, {3, 1}} {
		l := addLink(c.System, ends[0], ends[1], units.Unlimited, time.Duration(20-5*(i/2)))
		c.System.Links[l].Region, c.System.Links[l].Encrypted = 1, i < 2
	}
	addSpec(c.System, nil)
	return c
}

// Data stays in its region: a task is not placed while the way leads out of it, and an
// output waits for a way that does not.
func TestDataWaitsForAWayInItsRegion(t *testing.T) {
	constrain := map[string]func(c *models.Constraints){
		"region":    func(c *models.Constraints) { c.Regions = models.NewRegionSet(1) },
		"encrypted": func(c *models.Constraints) { c.Encrypted, c.EncryptedBack = true, true },
	}
	for name, edit := range constrain {
		c := square()
		edit(&c.System.Specs[0].Constraints)
		once(c, 0, 0, 0, 10, 100, 5, 5)
		// The forbidden way is down from 20 to 90, and again from 300 on.
		c.Faults = []Fault{crash(OnLink(2), 20, 70), crash(OnLink(3), 300, 0)}
		l, out := mustRun(t, c, firstFit())
		r := l.tasks[0]
		// It is placed at 20 and over the allowed way there at 60. It has run at 160, when
		// the way back leads over the forbidden one, and is back at 340.
		if r.Placed != 20 || r.Started != 60 || r.Finished != 340 || out.Trust.Violations != 0 || out.Trust.Watched != 3 {
			t.Errorf("%s: placed at %d, started at %d, finished at %d, %+v", name, r.Placed, r.Started, r.Finished, out.Trust)
		}
	}
}

// An input that has lost its path is not sent over one that it must not take.
func TestDataIsNotReroutedOutOfItsRegion(t *testing.T) {
	c := square()
	c.System.Specs[0].Constraints.Regions = models.NewRegionSet(1)
	once(c, 0, 0, 0, 25, 100, 5, 5)
	c.Workloads[0].OnCut = Reroute
	c.Faults = []Fault{crash(OnLink(2), 20, 10), crash(OnLink(0), 40, 10), crash(OnNode(3), 200, 0)}
	l, out := mustRun(t, c, firstFit())
	// It sets out at 25, loses the link at 40, and could go on over n3 at once; it does
	// when that has crashed.
	if r := l.tasks[0]; r.Started != 240 || r.Finished != 380 || out.Trust.Violations != 0 {
		t.Errorf("started at %d, finished at %d, %+v", r.Started, r.Finished, out.Trust)
	}
	c.System.Specs[0].Constraints.Regions = 0
	if l, _ = mustRun(t, c, firstFit()); l.tasks[0].Started != 70 {
		t.Errorf("without a region it started at %d, want 70", l.tasks[0].Started)
	}
}

// The audit finds what it is there for.
func TestTheAuditOfTrustFindsAPlacementThatMustNotBe(t *testing.T) {
	c := square()
	c.System.Specs[0].Constraints.Regions = models.NewRegionSet(1)
	once(c, 0, 0, 0, 10, 100, 5, 5)
	c.Faults = []Fault{crash(OnLink(2), 0, 0)}
	w := newWorld(context.Background(), c, firstFit(), discard{})
	if err := w.engine.RunUntil(context.Background(), 15); err != nil {
		t.Fatal(err)
	}
	c.System.Nodes[1].Region = 2 // behind the back of everybody
	w.watchPlacement(w.tasks.at(0))
	if err := w.engine.RunUntil(context.Background(), kernel.Time(c.Horizon)); err != nil {
		t.Fatal(err)
	}
	if out := w.end(); out.Trust.Violations == 0 || out.AuditsOK() {
		t.Errorf("%+v", out.Trust)
	}
}

// Also where the scheduler sees the world through an observer, nothing is where it
// must not be.
func TestBelievedSystemsKeepWhatTasksRequire(t *testing.T) {
	watched := int64(0)
	checkOften(t, "1500", func(t *rapid.T) {
		c := drawConfig(t)
		drawTrust(t, c)
		c.Control = drawControl(t, c)
		_, policy := anyPolicy(t)
		l, out := mustRun(t, c, policy())
		l.byNumber(t)
		again, err := Run(context.Background(), c, policy(), discard{})
		if err != nil || again.Digest != out.Digest {
			t.Fatalf("the second run ends with %v, %v; the first with %v", again, err, out.Digest)
		}
		if out.Trust != nil {
			watched += out.Trust.Watched
		}
	})
	if watched == 0 {
		t.Error("nothing was placed")
	}
}
