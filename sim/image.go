package sim

import (
	"slices"

	"github.com/littoral-sim/littoral/models"
	"github.com/littoral-sim/littoral/models/units"
	"github.com/littoral-sim/littoral/sim/imagecache"
	"github.com/littoral-sim/littoral/sim/trace"
)

// images is the software on the nodes. A task asks for its image when it is
// placed, so that a pull and the input are under way at the same time, and holds
// it until it has run or leaves the node. Tasks for which there is no room ask
// again, in order, when room comes back.
type images struct {
	caches []*imagecache.Cache // of each node, nil before its first image
	pulls  []pull
	free   int32             // first pull that is not under way, linked by next, or none
	full   [][]models.TaskID // of each node, those who wait for room
	begun  uint64            // pulls so far
}

// pull is an image on its way to a node.
type pull struct {
	node   models.NodeID // NoNode when not under way
	image  ImageID
	number uint64 // of all pulls
	flight int32
	next   int32
	takers []models.TaskID // who waits for it
}

// imageState is where a task stands with its image.
type imageState uint8

const (
	noImage    imageState = iota // it needs none, or holds none
	noRoom                       // it waits for room in the cache
	pulling                      // it holds one that is on its way
	imageReady                   // it holds one that is there
)

// addImages prepares for images when there are any.
func (w *world) addImages() {
	w.images.free = none
	if len(w.cfg.Images) > 0 {
		w.images.caches = make([]*imagecache.Cache, len(w.sys.Nodes))
		w.images.full = make([][]models.TaskID, len(w.sys.Nodes))
	}
}

// imageOf returns the image that a task needs. Instances of a service have that of
// their version.
func (w *world) imageOf(t *task) ImageID {
	if w.serviceOf(t) != nil {
		return w.services.instances[t.number].image
	}
	return w.workloadOf(t).Image
}

func (w *world) cacheOf(n models.NodeID) *imagecache.Cache {
	c := &w.images.caches[n]
	if *c == nil {
		room := w.sys.Nodes[n].ImageCache
		if room == 0 {
			room = units.Unlimited
		}
		*c = imagecache.New(room)
	}
	return *c
}

// needImage asks for the image of a task on its node. It returns false when the
// node can never have it, in which case the task has been given up.
func (w *world) needImage(now units.Time, id models.TaskID) bool {
	t := w.tasks.at(id)
	image := w.imageOf(t)
	if image == NoImage {
		return true
	}
	answer, _ := w.cacheOf(t.node).Need(int64(now), imagecache.ID(image), w.cfg.Images[image-1].Size)
	switch answer {
	case imagecache.Hit:
		t.image = imageReady
	case imagecache.Pull:
		t.image = pulling
		w.startPull(now, t.node, image, id)
	case imagecache.Join:
		t.image = pulling
		p := w.pullOf(t.node, image)
		p.takers = append(p.takers, id)
	case imagecache.Full:
		t.image = noRoom
		w.images.full[t.node] = append(w.images.full[t.node], id)
	default:
		w.abandon(now, id, models.NoImage)
		return false
	}
	return true
}

// pullOf returns the pull of an image to a node, which is under way.
func (w *world) pullOf(n models.NodeID, image ImageID) *pull {
	for i := range w.images.pulls {
		if p := &w.images.pulls[i]; p.node == n && p.image == image {
			return p
		}
	}
	panic("sim: an image is said to be under way, but is not")
}

// startPull sends an image to a node.
func (w *world) startPull(now units.Time, n models.NodeID, image ImageID, taker models.TaskID) {
	s := &w.images
	i := s.free
	if i != none {
		s.free = s.pulls[i].next
	} else {
		i = int32(len(s.pulls))
		s.pulls = append(s.pulls, pull{})
	}
	p := &s.pulls[i]
	*p = pull{node: n, image: image, number: s.begun, flight: none, next: none, takers: append(p.takers[:0], taker)}
	s.begun++
	w.send(now, parcel{cargo{index: i, kind: imageCargo}, w.cfg.Images[image-1].Size})
}

// endPull forgets a pull.
func (w *world) endPull(i int32) {
	p := &w.images.pulls[i]
	p.node, p.next, p.takers = models.NoNode, w.images.free, p.takers[:0]
	w.images.free = i
}

// pulled takes an image in that has arrived, and lets those go on who wait for it.
func (w *world) pulled(now units.Time, i int32) {
	p := &w.images.pulls[i]
	n, takers := p.node, slices.Clone(p.takers)
	w.images.caches[n].Pulled(int64(now), imagecache.ID(p.image))
	w.log(trace.Event{At: int64(now), Kind: trace.ImagePulled, Node: int32(n), Value: int64(p.image)})
	w.endPull(i)
	for _, id := range takers {
		t := w.tasks.at(id)
		t.image = imageReady
		if t.status == models.TaskPreparing {
			w.restart(now, id)
		} else if w.services.of != nil {
			w.imageThere(now, id)
		}
	}
	if len(takers) == 0 {
		w.retryImages(now, n)
	}
}

// releaseImage ends the use of an image by a task that leaves its node or has run.
func (w *world) releaseImage(now units.Time, id models.TaskID) {
	t := w.tasks.at(id)
	was := t.image
	t.image = noImage
	switch was {
	case noImage:
		return
	case noRoom:
		list := &w.images.full[t.node]
		*list = slices.DeleteFunc(*list, func(x models.TaskID) bool { return x == id })
		return
	case pulling:
		p := w.pullOf(t.node, w.imageOf(t))
		p.takers = slices.DeleteFunc(p.takers, func(x models.TaskID) bool { return x == id })
	case imageReady:
	}
	w.images.caches[t.node].Release(int64(now), imagecache.ID(w.imageOf(t)))
	w.retryImages(now, t.node)
}

// retryImages lets the tasks on a node that wait for room ask again. On one that
// crashes they do not: it gives up none of its images for the sake of a pull that
// ends with it.
func (w *world) retryImages(now units.Time, n models.NodeID) {
	waiting := w.images.full[n]
	if len(waiting) == 0 || !w.routes.NodeUp(n) {
		return
	}
	w.images.full[n] = nil
	for _, id := range waiting {
		if !w.needImage(now, id) {
			continue
		}
		if t := w.tasks.at(id); t.image == imageReady && t.status == models.TaskPreparing {
			w.restart(now, id)
		} else if t.image == imageReady && w.services.of != nil {
			w.imageThere(now, id)
		}
	}
}

// loseImages ends the pulls to a node that has crashed. What it has, it keeps.
func (w *world) loseImages(now units.Time, n models.NodeID) {
	if w.images.caches == nil || w.images.caches[n] == nil {
		return
	}
	for i := range w.images.pulls {
		if p := &w.images.pulls[i]; p.node == n {
			if p.flight != none {
				w.land(now, p.flight)
			}
			w.endPull(int32(i))
		}
	}
	w.network.waiting = slices.DeleteFunc(w.network.waiting, func(p parcel) bool {
		return p.kind == imageCargo && w.images.pulls[p.index].node == models.NoNode
	})
	w.images.caches[n].Crash(int64(now))
}
