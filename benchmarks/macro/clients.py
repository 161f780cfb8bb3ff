"""From the lines that ClientLoad prints to a table: python3 -m macro.clients FILE..."""

import json
import statistics
import sys
from typing import Dict, List, Optional

from .report import number

LIBRARIES = ["bellbird", "hivemq", "paho"]
OTHER = "hivemq"
FIGURES = {
    "flood": [
        ("msg_s", "messages a second"),
        ("cpu_us_msg", "CPU us a message"),
        ("p50_us", "p50 us"),
        ("p99_us", "p99 us"),
    ],
    "paced": [
        ("cpu_us_msg", "CPU us a message"),
        ("switches_msg", "waits of threads a message"),
        ("p50_us", "p50 us"),
        ("p99_us", "p99 us"),
        ("p999_us", "p99.9 us"),
    ],
    "many": [("heap_mb", "heap MB"), ("threads", "threads")],
}
COLUMNS = ["scenario", "QoS", "figure", "Bellbird", "HiveMQ", "Paho", "Bellbird / HiveMQ", "runs"]


def median(runs: List[dict], library: str, figure: str) -> Optional[float]:
    values = [run[figure] for run in runs if run["library"] == library]
    return statistics.median(values) if values else None


def rows(runs: List[dict]) -> List[List[str]]:
    by_scenario: Dict[tuple, List[dict]] = {}
    for run in runs:
        by_scenario.setdefault((run["scenario"], run["qos"]), []).append(run)
    cells = []
    for (scenario, qos), those in by_scenario.items():
        for figure, name in FIGURES[scenario]:
            medians = [median(those, library, figure) for library in LIBRARIES]
            ours, other = medians[0], median(those, OTHER, figure)
            ratio = number(ours / other) if ours and other else ""
            count = str(max(sum(run["library"] == library for run in those) for library in LIBRARIES))
            cells.append([scenario, str(qos), name, *map(number, medians), ratio, count])
    return cells


def main(files: List[str]) -> None:
    runs = []
    for file in files:
        with open(file, encoding="utf-8") as lines:
            runs += [json.loads(line) for line in lines]
    for line in [COLUMNS, ["---"] * len(COLUMNS)] + rows(runs):
        print("| " + " | ".join(line) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
