package models_test

import (
	"testing"
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
)

// A line of nodes 0 – 1 – 2 – 3 in regions 1, 1, 2, 1 with links in region 1, of which
// the last is not encrypted.
func line() (*models.System, *models.Routes) {
	y := &models.System{}
	for i, r := range []models.Region{1, 1, 2, 1} {
		y.Nodes = append(y.Nodes, models.Node{
			ID: models.NodeID(i), Region: r, CPULimit: units.Unlimited, Speed: units.ReferenceSpeed,
			Capacity: models.Resources{CPU: 1000}, Domain: models.NoDomain, Via: models.NoNode,
		})
	}
	for i := range 3 {
		y.Links = append(y.Links, models.Link{
			ID: models.LinkID(i), A: models.NodeID(i), B: models.NodeID(i + 1), Bandwidth: 1, Latency: time.Millisecond, Region: 1, Encrypted: i < 2,
		})
	}
	return y, models.NewRoutes(y)
}

func TestTheWaysOfATaskStayWhereItsDataMustBe(t *testing.T) {
	node := func(n models.NodeID) *models.NodeID { return &n }
	for _, c := range []struct {
		name         string
		source, node models.NodeID
		target       *models.NodeID
		constraints  models.Constraints
		want         models.Reason
	}{
		{"in the region", 0, 1, nil, models.Constraints{Regions: models.NewRegionSet(1)}, models.OK},
		{"through another", 0, 3, nil, models.Constraints{Regions: models.NewRegionSet(1)}, models.PathOutsideRegion},
		{"through one that is allowed, too", 0, 3, nil, models.Constraints{Regions: models.NewRegionSet(1, 2)}, models.OK},
		{"from another", 2, 1, nil, models.Constraints{Regions: models.NewRegionSet(1)}, models.PathOutsideRegion},
		{"to a target in another", 0, 1, node(2), models.Constraints{Regions: models.NewRegionSet(1)}, models.PathOutsideRegion},
		{"to a target behind another", 0, 1, node(3), models.Constraints{Regions: models.NewRegionSet(1)}, models.PathOutsideRegion},
		{"where it is, to a target behind another", 0, 0, node(3), models.Constraints{Regions: models.NewRegionSet(1)}, models.PathOutsideRegion},
		{"encrypted", 0, 2, nil, models.Constraints{Encrypted: true, EncryptedBack: true}, models.OK},
		{"not encrypted on the way in", 0, 3, nil, models.Constraints{Encrypted: true}, models.Unencrypted},
		{"not encrypted on the way out", 0, 2, node(3), models.Constraints{Encrypted: true, EncryptedBack: true}, models.Unencrypted},
		{"which does not matter", 0, 2, node(3), models.Constraints{Encrypted: true}, models.OK},
	} {
		y, routes := line()
		s := models.Spec{Constraints: c.constraints, Target: c.target}
		if why := y.Reaches(routes, c.source, c.node, &s); why != c.want {
			t.Errorf("%s: %q, want %q", c.name, why, c.want)
		}
	}
}

func TestRegionsEnclavesAndLapsesDecideWhereATaskRuns(t *testing.T) {
	y, _ := line()
	y.Nodes[1].Enclave = &models.Enclave{SlowdownPermille: 1500, Transition: 7}
	y.Nodes[1].Security = models.Security{Trusted: true, Token: true, Attested: true, TLS: models.TLS13}
	s := models.Spec{Demand: models.Resources{CPU: 1000}, ExpectedWork: 101, Constraints: models.Constraints{Regions: models.NewRegionSet(1), Enclave: true}}
	for n, want := range []models.Reason{models.NoEnclave, models.OK, models.NoEnclave, models.NoEnclave} {
		if why := y.Static(models.NodeID(n), &s); why != want {
			t.Errorf("node %d: %q, want %q", n, why, want)
		}
	}
	if got := s.RunTime(&y.Nodes[1]); got != 159 { // ⌈101 · 1.5⌉ + 7
		t.Errorf("in the enclave it is expected to run %v, want 159ns", got)
	}
	s.Constraints.Enclave = false
	if why := y.Static(2, &s); why != models.OutsideRegion {
		t.Errorf("in another region: %q", why)
	}
	for _, c := range []struct {
		lapsed models.Lapse
		want   models.Security
		why    models.Reason
	}{
		{models.CertificateLapse, models.Security{}, models.OK},
		{models.CertificateLapse, models.Security{Trusted: true}, models.CredentialExpired},
		{models.CertificateLapse, models.Security{TLS: models.TLS12}, models.CredentialExpired},
		{models.CertificateLapse, models.Security{Token: true, Attested: true}, models.OK},
		{models.TokenLapse, models.Security{Token: true}, models.TokenExpired},
		{models.AttestationLapse | models.TokenLapse, models.Security{Attested: true}, models.AttestationStale},
		{models.AttestationLapse, models.Security{Trusted: true, Token: true}, models.OK},
	} {
		a := models.NewAllocation(&y.Nodes[1])
		before := a.Generation
		a.SetLapsed(c.lapsed)
		s.Constraints.Security = c.want
		if why := a.Fits(&y.Nodes[1], &s); why != c.why || a.Generation == before {
			t.Errorf("lapse %d for a task that requires %+v: %q, want %q", c.lapsed, c.want, why, c.why)
		}
	}
}
