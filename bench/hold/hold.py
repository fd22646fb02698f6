"""Hold model on SimPy: every event schedules one successor. See hold.cpp for the arguments and the output.

Timeouts with a callback are used, not processes, because they are the fastest way SimPy offers.
"""

import array
import resource
import sys

import simpy


def cpu_ns():
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return (usage.ru_utime + usage.ru_stime) * 1e9


def main():
    table = array.array("q")
    with open(sys.argv[1], "rb") as file:
        table.frombytes(file.read())
    if sys.byteorder == "big":
        table.byteswap()
    delays = table.tolist()
    pending, warm, events = map(int, sys.argv[2:5])
    env = simpy.Environment()
    size, at, last = len(delays), 0, 0

    def schedule(identity):
        nonlocal at
        timeout = env.timeout(delays[at], identity)
        at += 1
        if at == size:
            at = 0
        timeout.callbacks.append(fire)

    def fire(event):
        nonlocal last
        last = event.value
        schedule(last)

    for identity in range(pending):
        schedule(identity)
    step, digest = env.step, 0
    for _ in range(warm):
        step()
        digest = (digest * 31 + env.now * 7 + last) % 2**64
    start = cpu_ns()
    for _ in range(events):
        step()
    print(f"{cpu_ns() - start:.0f} {digest}")


main()
