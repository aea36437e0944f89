"""Lighthouse, phone profile, on the public pages and the vault: its four categories, of a hundred each.

Lighthouse is a package of its own (`bench/lighthouse/`), installed when this bench first runs. « SEO » is told and not
reached for: it asks that a page can be indexed and its title describe it, and ours keep out of every index and say
nothing of their subject (promise 6). The vault once open is no address: it is looked through and then looked at.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from bench.site import ARGUMENTS, PASSPHRASE, ROOT, folder, product
from bench.table import Row
from bench.vaults import filled
from tests.parts.ports import program

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

HERE = ROOT / "bench/lighthouse"
PAGES = ("/", "/repere", "/annuaire", "/guide", "/guide/garder", "/securite", "/notes")
ROUNDS = 3
LOGIN = "bench-lighthouse"
ITEMS = 60
REACH = {"performance": 95, "accessibility": 100, "best-practices": 95}
NAMES = {
    "performance": "performance",
    "accessibility": "accessibility",
    "best-practices": "best practices",
    "seo": "SEO",
}


def rows() -> Iterator[Row]:
    if not (HERE / "node_modules/lighthouse").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=HERE, check=True)
    with folder() as home, product(home) as address:
        filled(address, LOGIN, ITEMS)
        reports = _reports(address)
    for name in dict.fromkeys(report["name"] for report in reports):
        yield _row(name, [report for report in reports if report["name"] == name])


def _reports(address: str) -> list[dict[str, Any]]:
    settings = {
        "address": address, "chromium": program("chromium"), "arguments": ARGUMENTS, "pages": PAGES,
        "rounds": int(os.environ.get("BENCH_LIGHTHOUSE", ROUNDS)), "login": LOGIN, "passphrase": PASSPHRASE,
    }  # fmt: skip
    command = ["node", str(HERE / "run.mjs"), json.dumps(settings)]
    said = subprocess.run(command, cwd=HERE, check=True, stdout=subprocess.PIPE, text=True).stdout
    return [json.loads(line) for line in said.splitlines()]


def _row(name: str, reports: Sequence[dict[str, Any]]) -> Row:
    """The median of each category; what was found wrong goes to the error stream."""
    for fault in reports[0]["faults"]:
        print(f"  {name}: {fault['category']}: {fault['audit']} {fault['said']} {fault['where']}", file=sys.stderr)
    scores = {
        category: statistics.median(values)
        for category in NAMES
        if (values := [one["scores"][category] for one in reports if one["scores"].get(category) is not None])
    }
    said = ", ".join(f"{NAMES[category]} {score:.0f}" for category, score in scores.items())
    met = all(score >= REACH.get(category, 0) for category, score in scores.items())
    reach = "≥ 95, accessibility 100, SEO not sought"
    return Row(f"Lighthouse: {name}", f"phone profile, {len(reports)} ×", said, reach, met)
