// Package imagecache says which images a node has, which it must pull, and which it gives up for them.
//
// A Cache is the image store of one node as a pure state machine. It moves no data: Need says that an image must be
// pulled, the caller moves the bytes as it moves any others, and Pulled says that they have arrived.
//
//	cache := imagecache.New(20 << 30)
//	switch need, evicted := cache.Need(now, image, size); need {
//	case imagecache.Hit:      // run at once
//	case imagecache.Pull:     // start a flow of size bytes; evicted have made room
//	case imagecache.Join:     // wait for the pull under way
//	case imagecache.Full:     // ask again after a Release
//	case imagecache.TooLarge: // never
//	}
//	…
//	cache.Pulled(now, image)  // all who asked for it run
//	cache.Release(now, image) // once for each of them
//
// # Room
//
// A pull claims its room when it begins, so that pulls under way never lack it in the end. To make room, images that
// nobody uses are given up, least recently used first, and of those last used at the same instant the one with the
// lowest number; no more than needed in that order. An image is in use from Need until its last Release, and its last
// use is the instant of that, or of Pulled when nobody waits for it any more. If the room would not do without all that is in use, nothing is given up at all.
//
// # What it does not do
//
// Images share no layers, and nothing is collected before room is needed. Where an image comes from is not its
// business, nor is what else is stored on the node.
package imagecache
