"""Starting and stopping what is measured."""

import os
import re
import shlex
import shutil
import subprocess
import time
from pathlib import Path
from typing import Dict, List, Optional, Tuple

from .rows import PREFIX, Row

STOP_SECONDS = 60


CERTIFICATES = Path(__file__).resolve().parents[2] / "broker/src/test/resources/tls"


class Failure(Exception):
    """Something that is needed is missing, or did not work; its text says what to do."""


def rules(count: int) -> List[str]:
    """Rules for everybody: of all kinds, and in their middle the one that allows what is measured."""
    kinds = ["read site{}/room{}/temperature", "write site{}/room{}/#", "readwrite site{}/+/state{}",
             "deny site{}/room{}/secret", "read site{}/room{}/+/+/x"]
    others = [kinds[i % len(kinds)].format(i % 40, i) for i in range(count - 1)]
    return [*others[: count // 2], f"readwrite {PREFIX}/#", *others[count // 2 :]]


class Broker:
    """A kind of broker; start() makes a process of it, with an empty data folder."""

    name = ""
    is_bellbird = False

    def __init__(self, folder: Path, port: int):
        self.folder = folder
        self.port = port
        self.process: Optional[subprocess.Popen] = None
        self.started_nanos = 0

    def command(self, row: Row) -> Tuple[List[str], Dict[str, str]]:
        """The command, and what its environment has besides."""
        raise NotImplementedError

    def listener(self, row: Row) -> List[str]:
        """What every broker is told, as lines of a configuration in the format of Mosquitto."""
        lines = [f"listener {self.port} 127.0.0.1"]
        if row.web_socket:
            lines.append("protocol websockets")
        if row.tls:
            lines += [f"certfile {CERTIFICATES}/server.pem", f"keyfile {self.folder}/key.pem"]
            shutil.copyfile(CERTIFICATES / "server-key.pem", self.folder / "key.pem")
            (self.folder / "key.pem").chmod(0o600)
        if row.rules:
            lines.append(f"acl_file {self.folder}/rules")
            (self.folder / "rules").write_text("".join(f"topic {rule}\n" for rule in rules(row.rules)))
        return [*lines, "allow_anonymous true"]

    def start(self, row: Row) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        (self.folder / "data").mkdir(parents=True)
        command, environment = self.command(row)
        with open(self.folder / "log", "wb") as log:
            self.started_nanos = time.time_ns()
            self.process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def log_end(self) -> str:
        """The last lines of its log."""
        return "\n".join((self.folder / "log").read_text(errors="replace").splitlines()[-5:])

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    def figures(self) -> Dict[str, float]:
        """What only this kind of broker tells about its run, when it has stopped."""
        return {}


class Bellbird(Broker):
    name = "bellbird"
    is_bellbird = True

    def __init__(self, root: Path, folder: Path, port: int, shards: Optional[int]):
        super().__init__(folder, port)
        self.root = root
        self.shards = shards

    def build(self) -> None:
        if subprocess.run([str(self.root / "bellbird"), "--version"]).returncode != 0:
            raise Failure("Bellbird could not be built, see above")

    def command(self, row):
        lines = self.listener(row)
        if self.shards and not any(line.startswith("shards ") for line in row.config):
            lines.append(f"shards {self.shards}")
        (self.folder / "conf").write_text("\n".join([*lines, *row.config]) + "\n")
        environment = {
            "XDG_DATA_HOME": str(self.folder / "data"),
            "BELLBIRD_NO_BUILD": "1",
            "BELLBIRD_JAVA_OPTS": os.environ.get("BELLBIRD_JAVA_OPTS", "") + " -Xlog:gc:file=gc.log",
        }
        return [str(self.root / "bellbird"), "broker", "-c", "conf"], environment

    def figures(self):
        """Pauses of the collector in the whole life of the process, without those that were asked for."""
        pauses = [0.0]
        for log in self.folder.glob("gc.log*"):
            for line in log.read_text().splitlines():
                found = re.search(r"Pause .* ([0-9.]+)ms$", line)
                if found and "Diagnostic Command" not in line:
                    pauses.append(float(found.group(1)))
        return {"gc_longest_ms": max(pauses), "gc_sum_ms": sum(pauses)}


class Mosquitto(Broker):
    name = "mosquitto"

    def __init__(self, root: Path, folder: Path, port: int):
        super().__init__(folder, port)
        unpacked = root / "e2e/target/clients/mosquitto/mosquitto"
        path = os.environ.get("PATH", "") + ":/usr/local/sbin:/usr/sbin"
        found = str(unpacked) if unpacked.exists() else shutil.which("mosquitto", path=path)
        if not found:
            raise Failure(
                "there is no Mosquitto here: e2e/install-clients unpacks its package without the service,"
                " or leave it out with '--brokers bellbird'"
            )
        self.program = found

    def version(self) -> str:
        text = subprocess.run([self.program, "-h"], capture_output=True, text=True).stdout
        return text.split("\n", 1)[0].removeprefix("mosquitto version ") if text else "unknown"

    def command(self, row):
        lines = self.listener(row) + [
            "max_queued_messages 0",
            "max_inflight_messages 1000",
            "set_tcp_nodelay true",
            "persistence true",
            f"persistence_location {self.folder}/data/",
        ]
        if os.geteuid() == 0:
            lines.append("user root")
        (self.folder / "conf").write_text("\n".join(lines) + "\n")
        return [self.program, "-c", "conf"], {}


class Other(Broker):
    """Any program that listens on a port; "{port}" in its command stands for it."""

    def __init__(self, folder: Path, port: int, name: str, command_line: str):
        super().__init__(folder, port)
        self.name = name
        self.command_line = command_line

    def command(self, row):
        words = shlex.split(self.command_line.replace("{port}", str(self.port)))
        program = shutil.which(words[0])
        if not program:
            raise Failure(f"{self.name}: there is no program {words[0]}")
        return [os.path.abspath(program), *words[1:]], {}
