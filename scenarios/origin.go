package scenarios

// origin says from which entry of the file, and with which choice of its
// template variables, an entity was made.
type origin struct {
	entry, instance int32
}
