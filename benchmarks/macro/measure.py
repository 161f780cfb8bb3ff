"""Running one row against one broker."""

import json
import os
import re
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Dict

from .brokers import Broker, Failure
from .relay import Relay
from .rows import PREFIX, Row

START_SECONDS = 150
RUN_SECONDS = 600
QUICK_WARM = 2
QUICK_SECONDS = 1
# A broker that is not compiled while it runs needs no longer.
WARM_OF_OTHERS = 2
IDLE_SECONDS = 3
# Connects, few at a time, so that buffers which are kept do not grow with them.
WARM_ROUNDS = 40


class Measurement:
    """How long, and with what."""

    def __init__(self, mqttload: Path, seconds: float, warm: float, quick: bool):
        self.mqttload = mqttload
        self.seconds = QUICK_SECONDS if quick else seconds
        self.warm = QUICK_WARM if quick else warm
        self.quick = quick

    def record(self, row: Row, broker: Broker) -> Dict[str, float]:
        """Starts the broker, runs the row, and stops it again."""
        broker.start(row)
        try:
            hold = IDLE_SECONDS if row.kind == "startup" else 0
            started = self._started(broker, hold, row)
            record = started if row.kind == "startup" else self._run(row, broker)
        finally:
            broker.stop()
        return {**record, **broker.figures()}

    def _started(self, broker: Broker, hold: float, row: Row) -> Dict[str, float]:
        if row.web_socket:
            return self._started_web_socket(broker)
        if row.tls:
            return self._started_tls(broker)
        return self._load(broker, "--startup", "--t0", broker.started_nanos, "--hold", hold, seconds=START_SECONDS)

    def _started_web_socket(self, broker: Broker) -> Dict[str, float]:
        """Tries until a handshake is answered."""
        for _ in range(START_SECONDS * 5):
            record = self._load(broker, "--idle", "--conns", 1, "--hold", 0.1, "--ws", seconds=START_SECONDS)
            if record["connected"] == 1:
                return record
            if not broker.is_alive():
                break
        raise Failure(f"{broker.name} does not answer WebSockets:\n{broker.log_end()}")

    def _started_tls(self, broker: Broker) -> Dict[str, float]:
        """Waits until the port is open; a connection that says nothing costs no more than that."""
        for _ in range(START_SECONDS * 5):
            try:
                socket.create_connection(("127.0.0.1", broker.port)).close()
                return {}
            except ConnectionRefusedError:
                time.sleep(0.2)
            if not broker.is_alive():
                break
        raise Failure(f"{broker.name} does not listen:\n{broker.log_end()}")

    def _run(self, row: Row, broker: Broker) -> Dict[str, float]:
        procedures = {"flow": self._flow, "idle": self._idle, "queue": self._queue, "subtree": self._subtree}
        return procedures[row.kind](row, broker)

    def _pace(self, row: Row, broker: Broker):
        warm = self.warm if broker.is_bellbird else min(self.warm, WARM_OF_OTHERS)
        seconds = self.seconds if self.quick else row.seconds or self.seconds
        return ["--warm", warm, "--secs", seconds]

    def _size(self, row: Row) -> int:
        return row.quick_size if self.quick else row.size

    def _warm_size(self, row: Row) -> int:
        return row.quick_size if self.quick else row.warm_size

    def _flow(self, row: Row, broker: Broker):
        args = [*row.args, "--prefix", PREFIX, *self._pace(row, broker)]
        if not row.tls:
            return self._load(broker, *args)
        with Relay(broker) as relay:
            return self._load(broker, *args, "--port", relay.port)

    def _queue(self, row: Row, broker: Broker):
        if broker.is_bellbird:
            self._load(broker, *row.args, self._warm_size(row))
        return self._load(broker, *row.args, self._size(row))

    def _idle(self, row: Row, broker: Broker):
        conns = self._size(row)
        for _ in range(WARM_ROUNDS if broker.is_bellbird else 0):
            self._load(broker, "--idle", "--conns", row.warm_size, "--hold", 0)
        return self._with_memory(broker, conns, "--idle", "--conns", conns, "--hold", 1)

    def _subtree(self, row: Row, broker: Broker):
        pace = self._pace(row, broker)
        if broker.is_bellbird:
            self._load(broker, *row.args, "--subtree", self._warm_size(row), "--secs", 1)
        return self._with_memory(broker, self._size(row), *row.args, "--subtree", self._size(row), *pace)

    def _with_memory(self, broker: Broker, things: int, *args) -> Dict[str, float]:
        """Runs mqttload, and adds how much memory each of its things takes once they are all there."""
        before = memory_bytes(broker)
        load = self._begin(broker, *args, "--wait")
        try:
            for line in load.stdout:
                if line == "ready\n":
                    break
            after = memory_bytes(broker)
        except Failure:
            load.kill()
            raise
        return {**finish(broker, load, RUN_SECONDS, "\n"), "bytes_each": (after - before) / things}

    def _load(self, broker: Broker, *args, seconds: float = RUN_SECONDS) -> Dict[str, float]:
        return finish(broker, self._begin(broker, *args), seconds)

    def _begin(self, broker: Broker, *args) -> subprocess.Popen:
        words = [self.mqttload, "--port", broker.port, "--pid", broker.pid, "--label", broker.name, *args]
        return subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )


def finish(broker: Broker, load: subprocess.Popen, seconds: float, line: str = "") -> Dict[str, float]:
    """Waits for the end of mqttload; the line of JSON that it printed."""
    try:
        out, errors = load.communicate(line, seconds)
    except subprocess.TimeoutExpired:
        load.kill()
        raise Failure(f"mqttload did not end within {seconds:g} seconds against {broker.name}")
    lines = [line for line in out.splitlines() if line.startswith("{")]
    if load.returncode != 0 or not lines:
        raise Failure(f"mqttload failed against {broker.name}: {out}{errors}{broker.log_end()}")
    if not broker.is_alive():
        raise Failure(f"{broker.name} ended during the run:\n{broker.log_end()}")
    return json.loads(lines[-1])


def memory_bytes(broker: Broker) -> int:
    """What the process holds: of a JVM the heap that is in use after a collection, and all that is not heap."""
    if not broker.is_alive():
        raise Failure(f"{broker.name} ended during the run:\n{broker.log_end()}")
    if not broker.is_bellbird:
        return resident_bytes(broker.pid)
    jcmd(broker.pid, "GC.run")
    info = jcmd(broker.pid, "GC.heap_info")
    used = low = high = 0
    for line in info.splitlines():
        generation = re.search(r"total .*used (\d+)K.*\[(0x[0-9a-f]+),.*?(0x[0-9a-f]+)\)", line)
        if generation:
            used += int(generation.group(1)) * 1024
            low = min(low or 1 << 64, int(generation.group(2), 16))
            high = max(high, int(generation.group(3), 16))
    if not used:
        raise Failure(f"jcmd GC.heap_info says nothing that is understood here:\n{info}")
    return used + resident_bytes(broker.pid, without=(low, high))


def jcmd(pid: int, command: str) -> str:
    """What a JVM answers."""
    home = os.environ.get("JAVA_HOME")
    program = f"{home}/bin/jcmd" if home else shutil.which("jcmd")
    if not program or not os.access(program, os.X_OK):
        raise Failure("rows g and j need jcmd, which is part of a JDK: set JAVA_HOME to one")
    answer = subprocess.run([program, str(pid), command], capture_output=True, text=True)
    if answer.returncode != 0:
        raise Failure(f"jcmd {command} failed: {answer.stdout}{answer.stderr}")
    return answer.stdout


def resident_bytes(pid: int, without=(0, 0)) -> int:
    """Of all mappings but those that begin in a range of addresses."""
    total = 0
    counted = True
    with open(f"/proc/{pid}/smaps") as smaps:
        for line in smaps:
            begin = re.match(r"([0-9a-f]+)-[0-9a-f]+ ", line)
            if begin:
                counted = not without[0] <= int(begin.group(1), 16) < without[1]
            elif counted and line.startswith("Rss:"):
                total += int(line.split()[1]) * 1024
    return total
