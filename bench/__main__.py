"""`python -m bench [--only NAME …] [--write FILE]`: the table of ratios, measured now, on this machine.

A row says what was reached; it never fails for being slow. The exit code is 1 only if something did not work.
"""

from __future__ import annotations

import argparse
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

from bench import (
    argon2,
    commits,
    conversations,
    directory_search,
    enumeration,
    lighthouse_scores,
    opening,
    portability,
    sealing,
    transfers,
    uploads,
    vitals,
    worst_day,
)
from bench.site import machine
from bench.table import Row, markdown

BENCHES = {
    "sealing": sealing.rows,
    "uploads": uploads.rows,
    "memory": uploads.memory_rows,
    "opening": opening.rows,
    "argon2": argon2.rows,
    "commits": commits.rows,
    "transfers": transfers.rows,
    "portability": portability.rows,
    "worst-day": worst_day.rows,
    "enumeration": enumeration.rows,
    "vitals": vitals.rows,
    "directory-search": directory_search.rows,
    "lighthouse": lighthouse_scores.rows,
    "conversations": conversations.rows,
}
NOTES = Path(__file__).with_name("NOTES.md")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench")
    parser.add_argument("--only", nargs="+", choices=BENCHES, default=list(BENCHES))
    parser.add_argument("--write", metavar="FILE", type=Path)
    chosen = parser.parse_args()
    rows: list[Row] = []
    failed = []
    for name in chosen.only:
        print(f"{name}…", file=sys.stderr, flush=True)
        try:
            rows += list(BENCHES[name]())
        except Exception:  # noqa: BLE001 — one bench that does not work must not hide what the others say
            traceback.print_exc()
            failed.append(name)
    print(markdown(rows))
    if chosen.write:
        chosen.write.write_text(_document(rows), encoding="utf-8")
    if failed:
        print(f"Did not work: {', '.join(failed)}.", file=sys.stderr)
    return 1 if failed else 0


def _document(rows: list[Row]) -> str:
    today = datetime.now(UTC).date().isoformat()
    head = f"# Benchmarks\n\nMeasured {today} by `make bench` on {machine()}.\n\n"
    return head + markdown(rows) + "\n\n" + NOTES.read_text(encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
