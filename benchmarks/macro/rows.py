"""The rows of the table: what is run, and what is wanted of it."""

from dataclasses import dataclass, replace
from typing import Callable, Dict, List, Tuple

Record = Dict[str, float]

# All topics begin with it.
PREFIX = "load"


@dataclass(frozen=True)
class Check:
    """A figure of a row, and a bound for it.

    kind says what the bound is compared with: "ratio" is Bellbird's figure divided by Mosquitto's, "most" and "least"
    are the figure itself, "times" and "over" are the quotient to and the difference from Bellbird's figure in another
    row, and "none" only shows the figure.
    """

    figure: str
    value: Callable[[Record], float]
    kind: str = "none"
    wanted: float = 0
    row: str = ""

    def wanted_text(self) -> str:
        return {
            "ratio": f"<= {self.wanted:g} x Mosquitto",
            "most": f"<= {self.wanted:,.10g}",
            "least": f">= {self.wanted:,.10g}",
            "times": f"<= {self.wanted:g} x row {self.row}",
            "over": f"<= row {self.row} + {self.wanted:g}",
            "none": "",
        }[self.kind]


@dataclass(frozen=True)
class Row:
    """One scenario. kind chooses the procedure in measure.py; the sizes are those of a full and of a quick run.

    With rules, both brokers ask a file of so many of them for every message.
    """

    name: str
    scenario: str
    kind: str
    args: Tuple[str, ...]
    checks: Tuple[Check, ...]
    config: Tuple[str, ...] = ()
    bellbird_only: bool = False
    web_socket: bool = False
    tls: bool = False
    rules: int = 0
    size: int = 0
    warm_size: int = 0
    quick_size: int = 0
    seconds: float = 0
    runs_min: int = 0

    def needs(self) -> List[str]:
        """The rows whose figures its own are compared with."""
        return [check.row for check in self.checks if check.row]


def _key(name: str) -> Callable[[Record], float]:
    return lambda record: record[name]


CPU = _key("cpu_us_msg")
CPU_NAME = "CPU us/msg"


def _cpu(kind: str = "none", wanted: float = 0, row: str = "") -> Check:
    return Check(CPU_NAME, CPU, kind, wanted, row)


def _flow(name: str, scenario: str, args: str, *checks: Check, **more) -> Row:
    return Row(name, scenario, "flow", tuple(args.split()), checks, **more)


_PAIRS = "--pubs 10 --subs 10 --window 100 --inflight 100 --qos"
_OUT = "--map fanout --pubs 1 --subs 500 --window 20 --inflight 20 --qos"
_IN = "--map fanin --pubs 500 --subs 1 --window 4 --inflight 4 --qos"

_A = _flow("a", "1:1, 10 to 10, QoS 0", f"{_PAIRS} 0", _cpu("ratio", 0.035))
_B = _flow("b", "1:1, 10 to 10, QoS 1", f"{_PAIRS} 1", _cpu("ratio", 0.028))
_C = _flow("c", "1:1, 10 to 10, QoS 2", f"{_PAIRS} 2", _cpu("ratio", 0.022))


def _with_shards(row: Row, shards: int) -> Row:
    scenario = f"{row.scenario}, {shards} shard" + ("s" if shards > 1 else "")
    check = _cpu() if shards == 1 else _cpu("over", 0.12, f"{row.name}1")
    return replace(
        row,
        name=f"{row.name}{shards}",
        scenario=scenario,
        checks=(check,),
        config=(f"shards {shards}",),
        bellbird_only=True,
    )


ROWS: List[Row] = [
    _A,
    _B,
    _C,
    _flow("d0", "fan-out, 1 to 500, QoS 0", f"{_OUT} 0", _cpu("ratio", 0.055)),
    _flow("d1", "fan-out, 1 to 500, QoS 1", f"{_OUT} 1", _cpu("ratio", 0.055)),
    _flow("e0", "fan-in, 500 to 1, QoS 0", f"{_IN} 0", _cpu("ratio", 0.26)),
    _flow("e1", "fan-in, 500 to 1, QoS 1", f"{_IN} 1", _cpu("ratio", 0.17)),
    _flow(
        "f",
        "10,000 messages a second, 10 to 10, QoS 1",
        "--pubs 10 --subs 10 --qos 1 --rate 10000 --inflight 1000",
        Check("p50 us", _key("lat_p50_us"), "ratio", 1.3),
        Check("p99 us", _key("lat_p99_us"), "ratio", 1.5),
        _cpu("ratio", 1.5),
        seconds=30,
        runs_min=5,
    ),
    Row(
        "g",
        "19,000 idle connections",
        "idle",
        (),
        (
            Check("bytes each", _key("bytes_each"), "most", 3000),
            Check("CPU us/connect", _key("cpu_us_conn"), "most", 60),
        ),
        size=19000,
        warm_size=2000,
        quick_size=1000,
    ),
    Row(
        "h",
        "queue for clients that are away, QoS 1",
        "queue",
        ("--persistent", "--pubs", "10", "--qos", "1", "--inflight", "100", "--msgs"),
        (
            Check("enqueued/s", _key("enqueue_s"), "least", 250_000),
            Check("drained/s", _key("drain_s"), "least", 500_000),
            Check("CPU us/msg, in + out", lambda r: r["enqueue_cpu_us"] + r["drain_cpu_us"], "most", 6),
        ),
        size=1_000_000,
        warm_size=1_000_000,
        quick_size=50_000,
    ),
    Row(
        "i",
        "1,000,000 retained messages, set and fetched",
        "queue",
        ("--pubs", "4", "--qos", "1", "--inflight", "100", "--retained"),
        (
            Check("set/s", _key("set_s"), "least", 200_000),
            Check("fetched/s", _key("fetch_s"), "least", 650_000),
            Check("CPU us/msg, set + fetch", lambda r: r["set_cpu_us"] + r["fetch_cpu_us"]),
        ),
        size=1_000_000,
        warm_size=200_000,
        quick_size=50_000,
    ),
    Row(
        "j",
        "1,000,000 subscriptions",
        "subtree",
        ("--pubs", "4", "--subs", "50", "--window", "250"),
        (
            Check("subscribed/s", _key("sub_s"), "least", 250_000),
            _cpu("most", 4),
            Check("bytes each", _key("bytes_each"), "most", 700),
        ),
        size=1_000_000,
        warm_size=100_000,
        quick_size=50_000,
    ),
    Row(
        "k",
        "start, with an empty data folder",
        "startup",
        (),
        (
            Check("ms to the first CONNACK", _key("startup_ms"), "most", 400),
            Check("MB when idle", lambda r: r["idle_rss_kb"] * 1024 / 1e6, "most", 90),
        ),
    ),
    _flow(
        "l",
        "1 MiB payloads, 1 to 1, QoS 0",
        "--pubs 1 --subs 1 --qos 0 --size 1048576 --window 4",
        _cpu("ratio", 2.0),
    ),
    _flow(
        "m",
        "row a during 1,000 SUBSCRIBE + UNSUBSCRIBE a second",
        f"{_PAIRS} 0 --churn 1000",
        _cpu("times", 1.3, "a"),
        Check("pairs/s", _key("churn_s")),
    ),
    _flow("np", "row b to sessions that stay, durability process", f"{_PAIRS} 1 --stay", _cpu("times", 3, "b")),
    _flow(
        "nd",
        "row b to sessions that stay, durability disk",
        f"{_PAIRS} 1 --stay",
        _cpu(),
        config=("durability disk",),
        bellbird_only=True,
    ),
    _flow("o", "shared group, 10 to 10, QoS 1", f"--map shared {_PAIRS} 1", _cpu("times", 1.5, "b")),
    _flow(
        "w",
        "row a over WebSocket",
        f"{_PAIRS} 0 --ws",
        _cpu("times", 1.5, "a"),
        bellbird_only=True,
        web_socket=True,
    ),
    *[
        replace(row, name=f"{prefix}{row.name}", scenario=f"row {row.name} {what}", checks=(_cpu("ratio", 0.5),), **more)
        for prefix, what, more in (("t", "over TLS", {"tls": True}), ("r", "with 1,000 rules", {"rules": 1000}))
        for row in (_A, _B)
    ],
    *[_with_shards(row, shards) for row in (_A, _B, _C) for shards in (1, 2)],
]

BY_NAME: Dict[str, Row] = {row.name: row for row in ROWS}

GROUPS: Dict[str, List[str]] = {
    "all": [row.name for row in ROWS],
    "d": ["d0", "d1"],
    "e": ["e0", "e1"],
    "n": ["np", "nd"],
    "r": ["ra", "rb"],
    "t": ["ta", "tb"],
    "s": ["a1", "a2", "b1", "b2", "c1", "c2"],
}


def chosen(names: List[str]) -> List[Row]:
    """The rows of these names and groups and those that they are compared with, in the order of the table.

    Raises KeyError with the name that is neither.
    """
    wanted = set()
    for name in names:
        for member in GROUPS.get(name, [name]):
            wanted.add(member)
            wanted.update(BY_NAME[member].needs())
    return [row for row in ROWS if row.name in wanted]
