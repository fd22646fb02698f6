package scenarios

import (
	"fmt"

	"github.com/littoral-sim/littoral/models"
)

// trustReferences finds the authorities of a node.
func (c *checker) trustReferences(n *Node) {
	t := n.Trust
	if t == nil {
		return
	}
	if t.Credential != nil {
		c.toNode(&t.Credential.Authority, n.at("trust.credential.authority"))
	}
	if t.Token != nil {
		c.toNode(&t.Token.Authority, n.at("trust.token.authority"))
	}
	if t.Attestation != nil {
		c.toNode(&t.Attestation.Authority, n.at("trust.attestation.authority"))
	}
}

// trust checks what vouches for a node.
func (c *checker) trust(n *Node) {
	t := n.Trust
	if t == nil {
		return
	}
	itself := func(r *Ref, key string) {
		if r.IsSet() && r.Index >= 0 && &c.file.Nodes[r.Index] == n {
			c.report(n.at(key+".authority"), r.Pos, say("the node vouches for itself", "name another node, or remove this entry"))
		}
	}
	denied := func(v Value[bool], key, entry string) {
		if v.IsSet() && !v.V {
			c.report(n.at(key), v.Pos, say(fmt.Sprintf("the node has a trust.%s that says the contrary as long as it is valid", entry), "remove one of them"))
		}
	}
	if t.Credential != nil {
		itself(&t.Credential.Authority, "trust.credential")
		denied(n.Trusted, "trusted", "credential")
		c.rotation(t.Credential, n.at("trust.credential"))
	}
	if t.Token != nil {
		itself(&t.Token.Authority, "trust.token")
		if n.Security != nil {
			denied(n.Security.Token, "security.token", "token")
		}
		c.rotation(t.Token, n.at("trust.token"))
	}
	a := t.Attestation
	if a == nil {
		return
	}
	itself(&a.Authority, "trust.attestation")
	if n.Security != nil {
		denied(n.Security.Attested, "security.attested", "attestation")
	}
	if a.Valid.V < a.Every.V {
		c.report(n.at("trust.attestation.valid"), a.Valid.Pos, func() (string, string) {
			return fmt.Sprintf("an attestation holds for %s, but the next comes after %s", span(a.Valid.V), span(a.Every.V)), "write at least " + span(a.Every.V)
		})
	}
}

// rotation checks that a credential is rotated at some time after its issue.
func (c *checker) rotation(x *Credential, w where) {
	if renewAfter(x) <= 0 {
		c.report(w.at("rotate-at"), x.RotateAt.Pos, say("this part of the life is less than a nanosecond", "write a greater part"))
	}
}

// residency checks that there are not too many labels of residency.
func (c *checker) residency() {
	known := map[Name]bool{}
	full := false
	note := func(v Value[Name], w where) {
		if !v.IsSet() || known[v.V] {
			return
		}
		if known[v.V] = true; len(known) > models.RegionsMax && !full {
			full = true
			c.report(w, v.Pos, say(fmt.Sprintf("the file has more than %d labels of residency up to here", models.RegionsMax), "use fewer"))
		}
	}
	for i := range c.file.Nodes {
		note(c.file.Nodes[i].Residency, c.file.Nodes[i].at("residency"))
	}
	for i := range c.file.Links {
		note(c.file.Links[i].Residency, c.file.Links[i].at("residency"))
	}
	for i := range c.file.Workloads {
		w := &c.file.Workloads[i]
		repeated(c, w.Residency, w.at("residency"))
		for _, v := range w.Residency {
			note(v, w.at("residency"))
		}
	}
}

// reportNowhere warns that no node may have the data of a workload, or an enclave
// for its tasks.
func (p *placer) reportNowhere(w *Workload, why models.Reason) {
	const never = "its tasks will never run; "
	if why == models.NoEnclave {
		p.warn(w.at("requires.enclave"), w.Requires.Enclave.Pos, "no node that meets the other requirements has an enclave", never+"add trust: {enclave: {slowdown: 1.3, transition: 2ms}} to a node")
		return
	}
	p.warn(w.at("residency"), w.Residency[0].Pos, "no node that meets the other requirements has one of these labels of residency", never+"change the labels here or on the nodes")
}
