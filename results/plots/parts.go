package plots

import (
	"fmt"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// parts draws a bar per workload that is divided as its mean latency is, with
// the mean beside it.
func (p *pen) parts(r *Run) {
	var keys []key
	used := [PartCount]bool{}
	widest, widestMean := vg.Length(0), vg.Length(0)
	for i := range r.Workloads {
		w := &r.Workloads[i]
		widest = max(widest, p.plain.Width(w.Name))
		widestMean = max(widestMean, p.plain.Width(w.Mean))
		for k, v := range w.Parts {
			used[k] = used[k] || v > 0
		}
	}
	for k, c := range partColours() {
		if used[k] {
			keys = append(keys, key{label: r.PartNames[k], fill: c})
		}
	}
	if len(keys) == 0 {
		p.nothing("no mean to divide")
		return
	}
	p = p.legend(keys)
	widest = min(widest, (p.Max.X-p.Min.X)*0.3)
	area := p.frame(widest + tickSize + 3)
	area.Max.X -= widestMean + 4
	x := shareScale()
	if !area.fits(&x) {
		x.ticks = []tick{{0, "0"}, {0.5, "50 %"}, {1, "100 %"}}
	}
	a := &axes{pen: area, x: x, y: scale{high: float64(len(r.Workloads))}}
	a.grid()
	for i := range r.Workloads {
		a.bar(&r.Workloads[i], float64(len(r.Workloads)-i)-0.5, widest)
	}
	a.border(p, "share of the mean")
}

// bar draws one bar around the height y, its name at the left and its mean at
// the right.
func (a *axes) bar(w *Workload, y float64, room vg.Length) {
	middle := a.py(y)
	half := min((a.py(1)-a.py(0))*0.36, 9)
	total, sum := 0.0, 0.0
	for _, v := range w.Parts {
		total += v
	}
	name := fit(a.plain, w.Name, room)
	a.write(a.plain, vg.Point{X: a.Min.X - tickSize - 2, Y: middle}, -1, -0.5, name)
	a.write(a.plain, vg.Point{X: a.Max.X + 4, Y: middle}, 0, -0.5, w.Mean)
	if total == 0 {
		return
	}
	for k, c := range partColours() {
		if w.Parts[k] == 0 {
			continue
		}
		from := a.px(sum / total)
		sum += w.Parts[k]
		to := a.px(sum / total)
		box := vg.Rectangle{Min: vg.Point{X: from, Y: middle - half}, Max: vg.Point{X: to, Y: middle + half}}
		a.shade(c, box)
		if text := fmt.Sprintf("%.0f %%", 100*w.Parts[k]/total); a.plain.Width(text)+4 < to-from {
			a.write(a.plain, vg.Point{X: (from + to) / 2, Y: middle}, -0.5, -0.5, text)
		}
	}
	outline := draw.LineStyle{Color: ink(), Width: 0.4}
	a.StrokeLines(outline, []vg.Point{
		{X: a.Min.X, Y: middle - half}, {X: a.Max.X, Y: middle - half}, {X: a.Max.X, Y: middle + half}, {X: a.Min.X, Y: middle + half},
	})
}
