// Hold model on std::priority_queue: every event schedules one successor. The reference for the cost of an event in bench/kernel.
//
// Usage: hold TABLE PENDING WARM EVENTS. TABLE holds delays in nanoseconds, 64-bit little-endian, which are read in a circle.
// Prints the processor time of EVENTS events in nanoseconds and the digest of the order in which the WARM events were dispatched.

#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <queue>
#include <vector>

struct Event {
  int64_t at;
  uint64_t seq;
  uint64_t id;
};

struct Later {
  bool operator()(const Event& a, const Event& b) const { return a.at != b.at ? a.at > b.at : a.seq > b.seq; }
};

static double cpuNs() {
  rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e9 + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e3;
}

int main(int argc, char** argv) {
  if (argc != 5) return 2;
  std::ifstream file(argv[1], std::ios::binary | std::ios::ate);
  std::vector<int64_t> table(size_t(file.tellg()) / sizeof(int64_t));
  file.seekg(0);
  if (!file.read(reinterpret_cast<char*>(table.data()), std::streamsize(table.size() * sizeof(int64_t)))) return 3;
  const uint64_t pending = strtoull(argv[2], nullptr, 10);
  const uint64_t warm = strtoull(argv[3], nullptr, 10);
  const uint64_t events = strtoull(argv[4], nullptr, 10);

  size_t next = 0;
  auto delay = [&] {
    const int64_t d = table[next];
    if (++next == table.size()) next = 0;
    return d;
  };
  std::vector<Event> store;
  store.reserve(pending + 1);
  std::priority_queue<Event, std::vector<Event>, Later> queue(Later(), std::move(store));
  uint64_t seq = 0;
  for (uint64_t id = 0; id < pending; id++) queue.push({delay(), seq++, id});
  auto step = [&] {
    const Event e = queue.top();
    queue.pop();
    queue.push({e.at + delay(), seq++, e.id});
    return e;
  };
  uint64_t digest = 0;
  for (uint64_t i = 0; i < warm; i++) {
    const Event e = step();
    digest = digest * 31 + uint64_t(e.at) * 7 + e.id;
  }
  const double start = cpuNs();
  for (uint64_t i = 0; i < events; i++) step();
  printf("%.0f %llu\n", cpuNs() - start, static_cast<unsigned long long>(digest));
}
