#!/usr/bin/env python3
"""Workers on machines of their own, as far as the network can tell: what a job does when a cable is pulled out.

    namespaces_test.py JOB

JOB is the program again.cpp. Two workers run in network namespaces of their own, the coordinator outside of them. A
third namespace is the switch that they are all connected to, so that a cable that is out leaves nothing but silence: no
process ends, nothing is reset, and what is sent is gone. Shows that
- workers find the coordinator and each other, and each of them listens on one TCP port, whatever it does;
- a job whose cable is out for less than the link timeout goes on;
- a job whose cable stays out says who was lost, starts over with the other worker, and ends right;
- the lost worker serves the next job when its cable is in again;
- a job that has given its workers up goes on with them when they can be reached again, whether they have noticed or not.
Needs root, the program ip (package iproute2) and the right to make namespaces; without them the exit status is 77. It
is 1 if one of these does not hold. What was made is removed at the end, also if that is a signal.
"""
import contextlib
import os
import pathlib
import secrets
import shutil
import signal
import socket
import struct
import subprocess
import sys
import time

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "tools" / "soak"))
from watched import Watched

ITEMS = 2000  # one a millisecond
SKIPPED = 77
PATIENCE = 20  # seconds for what takes a moment, on a busy machine
AT_MOST = 150  # seconds for all of it


class Missed(Exception):
    """What should be so is not."""


class Skipped(Exception):
    """This machine can't show it."""


class Signals:
    """The first of those that end this program, as an exception, so that what was made is removed."""

    def __init__(self):
        self.got, self.wait = None, False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
            signal.signal(number, self.take)

    def take(self, number, _):
        if self.got is not None:
            return  # something is being removed
        self.got = number
        if not self.wait:
            self.obey()

    def obey(self):
        if self.got == signal.SIGALRM:
            raise Missed(f"this takes more than {AT_MOST} s")
        if self.got is not None:
            sys.exit(128 + self.got)

    @contextlib.contextmanager
    def held(self):
        """Not now: what is being made would not be known."""
        self.wait = True
        yield
        self.wait = False
        self.obey()

    @staticmethod
    def ignore():
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
            signal.signal(number, signal.SIG_IGN)


def run(*words):
    """What it says against it."""
    try:
        result = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=PATIENCE,
                                start_new_session=True)  # a Ctrl-C is for us
    except subprocess.TimeoutExpired as slow:
        return str(slow)
    return "" if result.returncode == 0 else f"{' '.join(words)}: {result.stdout.strip() or result.returncode}"


def ip(*words):
    if fault := run("ip", *words):
        raise Missed(fault)


def ip_if_allowed(*words):
    if fault := run("ip", *words):
        raise Skipped(fault)


class Network:
    """A switch, and machines that have a cable to it; number 0 is this one. Cable i has four addresses: one of it, the
    switch's end, the machine's end, and one for all."""

    def __init__(self, machines):
        mark = secrets.token_hex(4)
        self.here = "leat" + mark  # our end of our cable
        self.switch = f"leat-{os.getpid()}-{mark}-switch"
        self.names = [None] + [f"leat-{os.getpid()}-{mark}-{i}" for i in range(1, machines + 1)]
        self.first = self.free_addresses()

    @staticmethod
    def free_addresses():
        """Of those that are for tests of networks (RFC 2544) and lead nowhere here: 16."""
        for _ in range(100):
            first = struct.unpack("!I", socket.inet_aton("198.18.0.0"))[0] + 16 * secrets.randbelow(2**17 // 16)
            block = Network.text(first) + "/28"
            routes = [subprocess.run(["ip", "-o", "route", "show", how, block], capture_output=True, text=True).stdout
                      for how in ("root", "match")]
            if not [line for line in "".join(routes).splitlines() if not line.startswith("default")]:
                return first
        raise Skipped("all of 198.18.0.0/15 is in use here")

    @staticmethod
    def text(address):
        return socket.inet_ntoa(struct.pack("!I", address))

    def address(self, i):
        return self.text(self.first + 4 * i + 2)

    def gate(self, i):
        return self.text(self.first + 4 * i + 1)

    def make(self):
        ip_if_allowed("netns", "add", self.switch)
        ip("-n", self.switch, "link", "set", "lo", "up")
        ip_if_allowed("link", "add", self.here, "type", "veth", "peer", "name", "to0", "netns", self.switch)
        ip("addr", "add", self.address(0) + "/30", "dev", self.here)
        ip("link", "set", self.here, "up")
        self.connect(0)
        ip("route", "add", self.text(self.first) + "/28", "via", self.gate(0))
        for i, name in enumerate(self.names[1:], 1):
            ip("netns", "add", name)
            ip("-n", name, "link", "set", "lo", "up")
            ip("-n", name, "link", "add", "uplink", "type", "veth", "peer", "name", f"to{i}", "netns", self.switch)
            ip("-n", name, "addr", "add", self.address(i) + "/30", "dev", "uplink")
            ip("-n", name, "link", "set", "uplink", "up")
            self.connect(i)
            ip("-n", name, "route", "add", "default", "via", self.gate(i))
        forward = "echo 1 >/proc/sys/net/ipv4/ip_forward"
        ip_if_allowed("netns", "exec", self.switch, "sh", "-c", forward)

    def connect(self, i):
        ip("-n", self.switch, "addr", "add", self.gate(i) + "/30", "dev", f"to{i}")
        # while the cable is out: no word of it to those who send there
        ip("-n", self.switch, "route", "add", "blackhole", self.text(self.first + 4 * i) + "/30", "metric", "1000")
        self.plug(i)

    def plug(self, i):
        ip("-n", self.switch, "link", "set", f"to{i}", "up")

    def unplug(self, i):
        ip("-n", self.switch, "link", "set", f"to{i}", "down")

    def remove(self):
        """What could not be removed."""
        known = subprocess.run(["ip", "netns", "list"], capture_output=True, text=True).stdout.split()
        links = [run("ip", "link", "delete", self.here)] if os.path.exists("/sys/class/net/" + self.here) else []
        return links + [run("ip", "netns", "delete", name) for name in (self.switch, *self.names[1:]) if name in known]


class Cluster:
    """A worker on each machine but this one, and what is said by them and by coordinators here."""

    def __init__(self, program, network, signals):
        self.program, self.network, self.signals = program, network, signals
        self.watched, self.processes, self.workers = Watched(), [], []
        self.began, self.case = time.monotonic(), "workers start"

    def start(self, kind, *words):
        with self.signals.held():
            process = self.watched.start(list(words), kind)
            process.said, process.ended = [], False
            self.processes.append(process)
        return process

    def start_workers(self):
        for i, name in enumerate(self.network.names[1:], 1):
            worker = self.start(f"worker {i}", "ip", "netns", "exec", name, self.program, "--worker", "--insecure",
                                "--listen", self.network.address(i) + ":0")
            worker.address = self.wait_for(worker, "listening on ").split()[-1]
            self.workers.append(worker)

    def start_job(self, *options):
        return self.start("job", self.program, "--workers", ",".join(w.address for w in self.workers), *options,
                          str(ITEMS), "5")

    def watch(self, until):
        for process, line in self.watched.lines(until):
            if line is None:
                process.ended = True
            else:
                process.said.append((time.monotonic(), line))

    def watch_for(self, seconds):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.watch(end)

    def wait_for(self, process, words, seconds=PATIENCE, seen=0):
        """The first line with these words that it says, behind those that have been seen."""
        end = time.monotonic() + seconds
        while True:
            for _, line in process.said[seen:]:
                if words in line:
                    return line
                seen += 1
            if process.ended:
                raise Missed(f"{process.kind} never said '{words}'")
            if time.monotonic() > end:
                raise Missed(f"{process.kind} has not said '{words}' within {seconds} s")
            self.watch(end)

    def finishes_right(self, job, seconds=PATIENCE):
        end = time.monotonic() + seconds
        while not job.ended and time.monotonic() < end:
            self.watch(end)
        if not job.ended:
            raise Missed(f"the job has not ended within {seconds} s")
        code = job.wait(PATIENCE)
        said = [line for _, line in job.said]
        total = f"total {ITEMS} {sum(x * x for x in range(ITEMS))}"
        for line in (total, f"gathered {ITEMS}"):
            if line not in said:
                raise Missed(f"the job has not said '{line}'")
        if code != 0:
            raise Missed(f"the exit status of the job is {code}")

    def goes_on(self, job):
        self.finishes_right(job)
        if any("starts over" in line for _, line in job.said):
            raise Missed("the job has started over")

    def listen_on_one_port(self, when):
        for worker in self.workers:
            heard = []
            for table in ("tcp", "tcp6"):  # of its namespace, where nobody else is
                with contextlib.suppress(FileNotFoundError), open(f"/proc/{worker.pid}/net/{table}") as file:
                    heard += [line.split()[1] for line in file.readlines()[1:] if line.split()[3] == "0A"]
            host, port = worker.address.split(":")
            expected = f"{struct.unpack('=I', socket.inet_aton(host))[0]:08X}:{int(port):04X}"
            if heard != [expected]:
                raise Missed(f"{when} {worker.kind} ({worker.address}) listens on {heard} instead of {expected}")

    def all_workers_run(self):
        for worker in self.workers:
            if worker.ended or worker.poll() is not None:
                raise Missed(f"{worker.kind} has ended")

    def story(self):
        """All that was said, and when."""
        lines = sorted((when, process.kind, line) for process in self.processes for when, line in process.said)
        return "\n".join(f"  {when - self.began:6.2f} {kind}: {line}" for when, kind, line in lines)

    def end(self):
        for process in self.processes:
            process.kill()
        for process in self.processes:
            process.wait()


def nothing_happens(cluster):
    cluster.listen_on_one_port("before its first job")
    job = cluster.start_job()
    cluster.wait_for(job, "squares 100")
    cluster.listen_on_one_port("during a job")
    cluster.goes_on(job)
    cluster.listen_on_one_port("after a job")


def a_cable_is_out_for_a_moment(cluster):
    job = cluster.start_job("--link-timeout", "6")
    cluster.wait_for(job, "squares 100")
    cluster.network.unplug(1)
    cluster.watch_for(ITEMS / 1000)  # all items have been sent, those for the other worker have come back
    came = f"squares {ITEMS}" in [line for _, line in job.said]
    cluster.network.plug(1)
    if came:
        raise Missed("all squares have come while the cable was out")
    cluster.goes_on(job)


def a_cable_stays_out(cluster):
    lost = cluster.workers[0]
    job = cluster.start_job("--link-timeout", "1")
    cluster.wait_for(job, "squares 100")
    cluster.network.unplug(1)
    line = cluster.wait_for(job, "the job starts over")
    if f"{lost.address}: the process was lost" not in line:
        raise Missed(f"the job does not say that {lost.address} was lost, but: {line}")
    cluster.wait_for(job, "the job is deployed again, on 1 of 2 workers")
    cluster.finishes_right(job)
    cluster.all_workers_run()


def the_cable_is_in_again(cluster):
    cluster.network.plug(1)
    job = cluster.start_job("--link-timeout", "1")  # which begins with all its workers, or not at all
    cluster.goes_on(job)
    cluster.listen_on_one_port("after all jobs")
    cluster.all_workers_run()


def the_coordinator_gives_up_first(cluster):
    """Workers wait for 5 s before they do: what begins anew meets what they still have."""
    job = cluster.start_job("--link-timeout", "1", "--connect-timeout", "20")
    cluster.wait_for(job, "squares 100")
    for i in (1, 2):
        cluster.network.unplug(i)
    cluster.wait_for(job, "the job starts over")
    cluster.watch_for(0.6)
    for i in (1, 2):
        cluster.network.plug(i)
    cluster.wait_for(job, "the job is deployed again")
    cluster.finishes_right(job)


def show(program, signals):
    network = Network(2)
    cluster = Cluster(program, network, signals)
    left = []
    try:
        network.make()
        try:
            cluster.start_workers()
            for case in (nothing_happens, a_cable_is_out_for_a_moment, a_cable_stays_out, the_cable_is_in_again,
                         the_coordinator_gives_up_first):
                began = time.monotonic()
                cluster.case = case.__name__.replace("_", " ")
                case(cluster)
                print(f"{cluster.case}: {time.monotonic() - began:.1f} s", flush=True)
        except Missed as missed:
            raise Missed(f"{cluster.case}: {missed}; this was said:\n{cluster.story()}") from None
    finally:
        signals.ignore()
        cluster.end()
        left = [fault for fault in network.remove() if fault]
        print(*left, sep="\n", end="\n" if left else "")
    if left:
        raise Missed("not all could be removed")


def main():
    program = os.path.abspath(sys.argv[1])
    os.environ["PATH"] = os.environ.get("PATH", "") + ":/usr/sbin:/sbin"
    for name in [name for name in os.environ if name.startswith("LEAT_")]:
        del os.environ[name]
    os.environ["LEAT_TOKEN"] = secrets.token_hex(32)
    signals = Signals()
    signal.alarm(AT_MOST)
    try:
        if os.geteuid() != 0:
            raise Skipped("only root makes namespaces")
        if not shutil.which("ip"):
            raise Skipped("there is no program ip (package iproute2)")
        show(program, signals)
    except Skipped as why:
        print("skipped:", why)
        return SKIPPED
    except Missed as missed:
        print("missed:", missed)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
