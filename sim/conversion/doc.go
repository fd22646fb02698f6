// Package conversion says what it costs a gateway to carry data from one protocol into another.
//
// A [Rule] is one pair of protocols with its costs per message, a [Table] the rules of one gateway, and [Data] what is to be carried: a payload in
// messages of a largest size. A [Meter] keeps the books of a gateway: every message that came in has been converted, is inside, or was lost.
//
//	table, err := conversion.New([]conversion.Rule{{From: mqtt, To: http, Work: 200_000, Overhead: 120}})
//	if rule, ok := table.Find(mqtt, conversion.Wish{}); ok {
//		messages := data.Messages()
//		work := rule.WorkFor(messages)     // on the reference core
//		size := data.Payload + rule.OverheadFor(messages)
//	}
//
// It does not parse anything, and knows no protocol by name: a message costs the same whatever is in it. Where the work is done, and who waits for
// it, is the caller's business.
package conversion
