"""From records to the table."""

import statistics
from typing import List, Optional

from .rows import BY_NAME, CPU, CPU_NAME, ROWS, Check, Record, Row

COLUMNS = [
    "row", "scenario", "figure", "Bellbird", "Mosquitto", "ratio", "wanted", "reached", "msgs/s", "p50 / p99 ms",
    "lost / dup / ooo", "GC longest / sum ms", "peak RSS MiB",
]
FAULTS = ["lost", "dup", "ooo"]


def faults(records: List[Record]) -> List[int]:
    """Messages lost, duplicated and out of order, in all these runs together."""
    return [int(sum(record.get(fault, 0) for record in records)) for fault in FAULTS]


def number(value: Optional[float]) -> str:
    """With three digits that count."""
    if value is None:
        return ""
    if abs(value) >= 1000:
        return f"{value:,.0f}"
    return f"{value:.3g}"


class Results:
    """Records by row and broker."""

    def __init__(self, records: List[dict]):
        self.records = records

    def of(self, row: str, broker: str) -> List[Record]:
        return [r for r in self.records if r["row"] == row and r["broker"] == broker]

    def median(self, row: str, broker: str, check: Check) -> Optional[float]:
        values = []
        for record in self.of(row, broker):
            try:
                values.append(check.value(record))
            except KeyError:
                pass
        return statistics.median(values) if values else None

    def key_median(self, row: str, broker: str, key: str) -> Optional[float]:
        return self.median(row, broker, Check(key, lambda record: record[key]))

    def any_fault(self) -> bool:
        return any(faults(self.records))

    def table(self) -> str:
        lines = ["| " + " | ".join(COLUMNS) + " |", "|" + "---|" * len(COLUMNS)]
        for row in ROWS:
            if self.of(row.name, "bellbird"):
                for index, check in enumerate(row.checks):
                    lines.append("| " + " | ".join(self._cells(row, check, index == 0)) + " |")
        return "\n".join(lines)

    def _cells(self, row: Row, check: Check, first: bool) -> List[str]:
        own = self.median(row.name, "bellbird", check)
        peer = self.median(row.name, "mosquitto", check)
        cells = [
            row.name if first else "",
            row.scenario if first else "",
            check.figure,
            number(own),
            number(peer),
            number(own / peer) if own is not None and peer else "",
            check.wanted_text(),
            self._reached(row, check, own, peer),
        ]
        return cells + (self._of_the_run(row) if first else [""] * (len(COLUMNS) - len(cells)))

    def _of_the_run(self, row: Row) -> List[str]:
        def own(key: str, scale: float = 1) -> Optional[float]:
            value = self.key_median(row.name, "bellbird", key)
            return None if value is None else value * scale

        def pair(one: Optional[float], two: Optional[float]) -> str:
            return "" if one is None or two is None else f"{number(one)} / {number(two)}"

        return [
            number(own("msg_s")),
            pair(own("lat_p50_us", 1e-3), own("lat_p99_us", 1e-3)),
            " / ".join(str(count) for count in faults(self.of(row.name, "bellbird"))),
            pair(own("gc_longest_ms"), own("gc_sum_ms")),
            number(own("peak_rss_kb", 1 / 1024)),
        ]

    def _reached(self, row: Row, check: Check, own: Optional[float], peer: Optional[float]) -> str:
        if check.kind == "none":
            return ""
        compared = own
        if check.kind == "ratio":
            compared = own / peer if own is not None and peer else None
        elif check.kind in ("times", "over"):
            other = self.median(check.row, "bellbird", check)
            if own is None or not other:
                compared = None
            else:
                compared = own / other if check.kind == "times" else own - other
        if compared is None:
            return "not known"
        reached = compared >= check.wanted if check.kind == "least" else compared <= check.wanted
        return "yes" if reached else "**no**"

    def peers_table(self) -> str:
        """All brokers but Bellbird, one line for each row."""
        columns = ["row", "broker", CPU_NAME, "msgs/s", "p50 / p99 ms", "lost / dup / ooo", "peak RSS MiB"]
        lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
        for row in ROWS:
            for broker in dict.fromkeys(r["broker"] for r in self.records if r["broker"] != "bellbird"):
                if self.of(row.name, broker):
                    lines.append("| " + " | ".join(self._peer_cells(row.name, broker)) + " |")
        return "\n".join(lines) if len(lines) > 2 else ""

    def _peer_cells(self, row: str, broker: str) -> List[str]:
        p50, p99 = (self.key_median(row, broker, f"lat_{p}_us") for p in ("p50", "p99"))
        rss = self.key_median(row, broker, "peak_rss_kb")
        return [
            row,
            broker,
            number(self.median(row, broker, Check(CPU_NAME, CPU))),
            number(self.key_median(row, broker, "msg_s")),
            "" if p50 is None or p99 is None else f"{number(p50 / 1e3)} / {number(p99 / 1e3)}",
            " / ".join(str(count) for count in faults(self.of(row, broker))),
            "" if rss is None else number(rss / 1024),
        ]


def one_line(record: dict) -> str:
    """What a run gave, for the progress."""
    row = BY_NAME[record["row"]]
    figures = []
    for check in row.checks:
        try:
            figures.append(f"{check.figure} {number(check.value(record))}")
        except KeyError:
            pass
    lost = faults([record])
    bad = f"  LOST {lost[0]} DUPLICATED {lost[1]} OUT OF ORDER {lost[2]}" if any(lost) else ""
    others = record.get("other_cores")
    busy = f"  (others used {others:.2f} cores)" if others is not None and others > 0.15 else ""
    return f"{', '.join(figures)}{busy}{bad}"
