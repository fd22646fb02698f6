package schedulers

// LimitRankings bounds the nodes of one ranking, and the entries of all.
func (d *Draft) LimitRankings(ranks, entries int) {
	d.near.ranksMax, d.near.entriesMax = ranks, entries
}

// RankingEntries returns the entries that are counted, and those that are there.
func (d *Draft) RankingEntries() (counted, there int) {
	for _, v := range d.near.rankings { //tidy:ordered a sum
		there += entriesOfRanking + v.size()
	}
	return d.near.entries, there
}
