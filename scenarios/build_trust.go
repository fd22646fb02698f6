package scenarios

import (
	"time"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim"
	"github.com/littoral-sim/littoral/sim/credential"
)

// trust returns what vouches for the nodes. Nodes of one template share the
// descriptions of their credentials.
func (b *builder) trust() []sim.Trust {
	var out []sim.Trust
	made := map[*NodeTrust]sim.Trust{}
	for i := range b.file.Nodes {
		t := b.file.Nodes[i].Trust
		if t == nil {
			continue
		}
		x, ok := made[t]
		if !ok {
			x = sim.Trust{
				Certificate: credentialOf(t.Credential), Token: credentialOf(t.Token), Attestation: attestationOf(t.Attestation),
				Boot: t.Boot.V, Evict: t.OnExpiry.V == OnExpiryEvict,
			}
			made[t] = x
		}
		x.Node = models.NodeID(i)
		out = append(out, x)
	}
	return out
}

// renewAfter returns how long after its issue a credential is due.
func renewAfter(x *Credential) time.Duration {
	return x.Life.V - time.Duration(units.MulDivCeil(int64(x.Life.V), int64(RatioOne-x.RotateAt.V), int64(RatioOne)))
}

func credentialOf(x *Credential) *sim.Credential {
	if x == nil {
		return nil
	}
	return &sim.Credential{
		Spec: credential.Spec{Life: x.Life.V, Renew: renewAfter(x), Retry: x.Retry.V}, Authority: nodeID(x.Authority),
	}
}

func attestationOf(x *Attestation) *sim.Credential {
	if x == nil {
		return nil
	}
	retry := x.Retry.V
	if !x.Retry.IsSet() {
		retry = x.Every.V
	}
	return &sim.Credential{Spec: credential.Spec{Life: x.Valid.V, Renew: x.Every.V, Retry: retry}, Authority: nodeID(x.Authority)}
}

// vouched adds to what a node offers what something vouches for.
func (t *NodeTrust) vouched(s models.Security) models.Security {
	if t != nil {
		s.Trusted = s.Trusted || t.Credential != nil
		s.Token = s.Token || t.Token != nil
		s.Attested = s.Attested || t.Attestation != nil
	}
	return s
}

// enclaveOf returns the enclave of a node, or nil.
func enclaveOf(t *NodeTrust) *models.Enclave {
	if t == nil || t.Enclave == nil {
		return nil
	}
	return &models.Enclave{
		SlowdownPermille: units.MulDivCeil(int64(t.Enclave.Slowdown.V), 1000, int64(RatioOne)), Transition: t.Enclave.Transition.V,
	}
}

// region returns the number of a label of residency, or 0. They are numbered in the
// order in which they are asked for.
func (b *builder) region(v Value[Name]) models.Region {
	if !v.IsSet() {
		return 0
	}
	if b.regions == nil {
		b.regions = map[Name]models.Region{}
	}
	r, known := b.regions[v.V]
	if !known {
		r = models.Region(len(b.regions) + 1)
		b.regions[v.V] = r
	}
	return r
}

// restrict adds the residency of a workload and what it requires of links and nodes.
func (b *builder) restrict(w *Workload, s *models.Spec) {
	c := &s.Constraints
	for _, v := range w.Residency {
		c.Regions |= models.NewRegionSet(b.region(v))
	}
	if r := w.Requires; r != nil {
		c.Enclave = r.Enclave.V
		c.Encrypted, c.EncryptedBack = r.EncryptedLinks.V, r.EncryptedLinks.V
	}
	if w.Target.IsSet() {
		target := nodeID(w.Target)
		s.Target = &target
	}
}
