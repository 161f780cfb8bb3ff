"""TLS for a load generator that has none."""

import shutil
import socket
import subprocess
import time

from .brokers import Broker, Failure

START_SECONDS = 10


class Relay:
    """A process that takes plain connections and opens one with TLS to the broker for each."""

    def __init__(self, broker: Broker):
        self.program = shutil.which("stunnel4") or shutil.which("stunnel")
        if not self.program:
            raise Failure("rows with TLS need stunnel: 'apt-get install stunnel4'")
        self.broker = broker
        self.port = broker.port + 500

    def __enter__(self) -> "Relay":
        config = self.broker.folder / "stunnel.conf"
        config.write_text(
            "foreground = yes\npid =\ndebug = err\nsocket = l:TCP_NODELAY=1\nsocket = r:TCP_NODELAY=1\n[broker]\n"
            f"client = yes\naccept = 127.0.0.1:{self.port}\nconnect = 127.0.0.1:{self.broker.port}\n"
        )
        with open(self.broker.folder / "stunnel.log", "wb") as log:
            self.process = subprocess.Popen([self.program, str(config)], stdout=log, stderr=log)
        for _ in range(START_SECONDS * 10):
            try:
                socket.create_connection(("127.0.0.1", self.port)).close()
                return self
            except ConnectionRefusedError:
                time.sleep(0.1)
        self.__exit__()
        raise Failure(f"stunnel does not listen: {(self.broker.folder / 'stunnel.log').read_text()}")

    def __exit__(self, *_) -> None:
        self.process.terminate()
        self.process.wait()
