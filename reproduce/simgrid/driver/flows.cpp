// Completion times of flows under pure max-min sharing in SimGrid.
//
// Reads the text form of a platform (see platform.go beside this folder) from standard input. Prints the version of SimGrid, one line
// "finish INDEX SECONDS" per flow, and the processor time of the simulation itself in nanoseconds: neither reading nor the building of the
// platform is part of it.
//
// Usage: flows Full|Lazy, which is how SimGrid updates its flows (network/optim): each one after each event, or those that change.
// Under Lazy, version 3.32 gets flows wrong that enter sharing at the same instant.

#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include <simgrid/s4u.hpp>
#include <simgrid/version.h>

namespace sg = simgrid::s4u;

struct Route {
  sg::Host *from, *to;
  std::vector<sg::LinkInRoute> links;
};

struct Flow {
  double start;  // seconds
  sg::Host *from, *to;
  uint64_t bytes;
};

struct Platform {
  sg::NetZone* zone;
  std::vector<sg::Host*> hosts;
  std::vector<sg::Link*> links;
  std::vector<Route> routes;
  std::vector<Flow> flows;

  sg::Host* addHost(const std::string& name) { return zone->create_host(name, 1e9)->seal(); }
  sg::Link* addLink(const std::string& name, double bandwidth, double latency) {
    return zone->create_link(name, bandwidth)->set_latency(latency)->seal();
  }
  void addRoute(const Route& r) { zone->add_route(r.from->get_netpoint(), r.to->get_netpoint(), nullptr, nullptr, r.links, false); }
};

static double cpuNs() {
  rusage u;
  getrusage(RUSAGE_SELF, &u);
  return (u.ru_utime.tv_sec + u.ru_stime.tv_sec) * 1e9 + (u.ru_utime.tv_usec + u.ru_stime.tv_usec) * 1e3;
}

[[noreturn]] static void refuse(const std::string& why) {
  fprintf(stderr, "flows: %s\n", why.c_str());
  exit(2);
}

template <class T> static T next(const char* what) {
  T v;
  if (!(std::cin >> v)) refuse(std::string("no ") + what);
  return v;
}

// Transfers between two given hosts ignore the rate that one sets for them, so a flow with a cap starts at a host of its own, behind a link of
// that capacity.
static sg::Host* capped(Platform& p, const Route& r, double bandwidth) {
  const auto name = std::to_string(p.flows.size());
  Route own{p.addHost("sender" + name), r.to, r.links};
  own.links.emplace_back(p.addLink("cap" + name, bandwidth, 0));
  p.addRoute(own);
  return own.from;
}

// Reads until the word end.
static Platform read(sg::NetZone* zone) {
  Platform p;
  p.zone = zone;
  if (next<std::string>("heading") != "littoral-flows" || next<int>("format") != 1) refuse("not a platform of format 1");
  const size_t hosts = next<size_t>("number of hosts");
  for (size_t i = 0; i < hosts; i++) p.hosts.push_back(p.addHost("host" + std::to_string(i)));
  for (;;) {
    const auto word = next<std::string>("end");
    if (word == "link") {
      const double bandwidth = next<double>("bandwidth") / 8;
      const double latency = next<double>("latency") / 1e9;
      p.links.push_back(p.addLink("link" + std::to_string(p.links.size()), bandwidth, latency));
    } else if (word == "route") {
      Route r;
      r.from = p.hosts.at(next<size_t>("source"));
      r.to = p.hosts.at(next<size_t>("destination"));
      for (size_t n = next<size_t>("number of links"); n > 0; n--) r.links.emplace_back(p.links.at(next<size_t>("link")));
      p.addRoute(r);
      p.routes.push_back(std::move(r));
    } else if (word == "flow") {
      Flow f;
      f.start = next<double>("start") / 1e9;
      const Route& r = p.routes.at(next<size_t>("route"));
      f.bytes = next<uint64_t>("size");
      const double cap = next<double>("cap") / 8;
      f.from = cap > 0 ? capped(p, r, cap) : r.from;
      f.to = r.to;
      p.flows.push_back(f);
    } else if (word == "end") {
      return p;
    } else {
      refuse("unknown word " + word);
    }
  }
}

int main(int argc, char** argv) {
  sg::Engine engine(&argc, argv);
  const std::string updates = argc == 2 ? argv[1] : "";
  if (updates != "Full" && updates != "Lazy") refuse("the argument is Full or Lazy");
  // Pure sharing: no protocol corrects bandwidth or latency, no window bounds a rate, no acknowledgements travel back. Then clock and
  // solver as fine as doubles carry: by default the clock takes events within 1 ns for one, and the solver takes a link for full when
  // 1e-5 of it is left.
  for (const char* option : {"network/model:CM02", "network/TCP-gamma:0", "network/weight-S:0", "network/latency-factor:1",
                             "network/bandwidth-factor:1", "network/crosstraffic:0", "surf/precision:1e-10", "maxmin/precision:1e-12"})
    sg::Engine::set_config(option);
  sg::Engine::set_config("network/optim:" + updates);

  auto* zone = sg::create_full_zone("zone");
  Platform p = read(zone);
  zone->seal();

  std::vector<double> finish(p.flows.size(), -1);
  std::vector<sg::CommPtr> sent;
  sent.reserve(p.flows.size());
  // Detached, so that no actor has to be woken for each flow that finishes.
  sg::Actor::create("sender", p.hosts.at(0), [&] {
    for (const Flow& f : p.flows) {
      if (f.start > sg::Engine::get_clock()) sg::this_actor::sleep_until(f.start);
      sent.push_back(sg::Comm::sendto_init(f.from, f.to)->set_payload_size(f.bytes));
      sent.back()->detach();
    }
  });
  const double start = cpuNs();
  engine.run();
  for (size_t i = 0; i < sent.size(); i++) finish[i] = sent[i]->get_finish_time();
  const double cpu = cpuNs() - start;

  printf("version %d.%d.%d\n", SIMGRID_VERSION_MAJOR, SIMGRID_VERSION_MINOR, SIMGRID_VERSION_PATCH);
  for (size_t i = 0; i < finish.size(); i++) printf("finish %zu %.17g\n", i, finish[i]);
  printf("cpu %.0f\n", cpu);
}
