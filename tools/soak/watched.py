"""Programs whose lines are read as they come."""
import os
import selectors
import subprocess
import sys
import time


class Watched:
    def __init__(self):
        self.selector = selectors.DefaultSelector()

    def start(self, words, kind):
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        os.set_blocking(process.stdout.fileno(), False)
        process.kind, process.rest = kind, b""
        self.selector.register(process.stdout, selectors.EVENT_READ, process)
        return process

    def start_worker(self, program, port="0", words=()):
        """The process, and the port it has got."""
        worker = self.start([program, "--worker", "--listen", "127.0.0.1:" + port, *words],
                            "worker")
        if port == "0":
            for process, line in self.until(time.monotonic() + 10):
                if process is worker and line is None:
                    sys.exit(f"{program}: no worker")
                if process is worker and line.startswith("listening on "):
                    return worker, line.rsplit(":", 1)[1]
        return worker, port

    def lines(self, until):
        """(process, line) of what can be read at once; waits for it at most until then. A line of
        None is the program's end."""
        for key, _ in self.selector.select(max(0.0, until - time.monotonic())):
            process = key.data
            read = process.stdout.read() or b""
            if not read:
                self.selector.unregister(process.stdout)
                yield process, None
                continue
            *whole, process.rest = (process.rest + read).split(b"\n")
            for line in whole:
                yield process, line.decode(errors="replace")

    def until(self, then):
        """All lines until then."""
        while time.monotonic() < then:
            yield from self.lines(then)

    def running(self, kind):
        return any(key.data.kind == kind for key in self.selector.get_map().values())


def memory_of(process):
    """Resident, in MiB."""
    with open(f"/proc/{process.pid}/status", encoding="ascii") as status:
        return next(int(line.split()[1]) / 1024 for line in status if line.startswith("VmRSS"))
