// Package credential lets what vouches for a node run out, and be renewed in time if the way to its authority allows: certificates, tokens, and the
// attestation of its boot chain, which differ in nothing but their numbers.
//
// A [Fleet] holds all credentials of a system. Each has a [Spec]: its life, after how much of it a renewal is due, and how long after a failed renewal the
// next is tried. A credential is [Valid] until it is due, then [RotateDue] until a renewal succeeds, and [Expired] from the end of its life on, from which
// a renewal that succeeds brings it back:
//
//	f := credential.New(specs, owners)
//	…
//	if at, ok := f.Next(); ok { /* set a timer */ }
//	for _, e := range f.Advance(now, reach) { /* e.ID went from e.Before to e.After */ }
//
// Whether the authority can be reached is asked at the instant of an attempt, of the function that the caller passes. A renewal takes no time: either it
// has succeeded, or it has failed. One that succeeds in the instant in which the life ends is in time.
//
// The rotation of certificates at a part of their life with retries follows the certificate manager of Kubernetes and KubeEdge
// (kubeedge/kubeedge@16cd854 edge/pkg/edgehub/certificate/certmanager.go rotates after 70 to 90 % of 365 days; here the part is fixed). No value is built in.
package credential
