package layout

// Exported is written by package writer.
var Exported = struct{ N int }{1}
