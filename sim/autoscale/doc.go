// Package autoscale decides how many instances a service should have: the
// controller of horizontal scaling.
//
// [Policy] says how, and [Scaler] is the state of one service. At the end of each
// period [Scaler.Advise] is told how many instances there are, how many of them
// serve, and how busy those are, and returns how many there should be:
//
//	s := autoscale.New(policy)
//	next := s.Advise(now, autoscale.Load{Instances: 4, Slots: 16, Busy: 15})
//
// # Rule
//
// The recommendation is the least number of instances with which the utilisation
// would not be above its target, ⌈n·u/target⌉ for n instances that serve with a
// utilisation of u, as the Horizontal Pod Autoscaler of Kubernetes computes it. A
// utilisation within the tolerance of the target recommends what there is. Scaling
// down takes the highest recommendation of a window, so that a short lull removes
// nothing; scaling either way waits for a cool-down since the last change, and one
// change adds or removes no more than a step. The result is between the least and
// the greatest number.
//
// All arithmetic is on integers. A scaler takes memory in proportion to the number
// of times the recommendation fell within the window.
package autoscale
