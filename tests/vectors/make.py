"""Write the vectors again, or with --check say which differ: `python tests/vectors/make.py [--check] [NAME…]`."""

import argparse
import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = (
    "sealing", "kdf", "padding", "encoding", "signing", "slots", "catalogue", "sharing", "summary", "recovery", "uses",
)  # fmt: skip


def text(name: str) -> str:
    """Return the text of one file of vectors."""
    made = importlib.import_module(f"makers.{name}").make()
    return json.dumps(made, ensure_ascii=True, indent=1) + "\n"


def main() -> int:
    """Return 1 when a file differs from what is made, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("names", nargs="*", default=NAMES)
    arguments = parser.parse_args()
    stale = []
    for name in arguments.names:
        path = HERE / f"{name}.json"
        made = text(name)
        if not arguments.check:
            path.write_text(made, encoding="ascii")
        elif not path.exists() or path.read_text(encoding="ascii") != made:
            stale.append(name)
    if stale:
        sys.stderr.write(f"not what make.py writes: {', '.join(stale)}\n")
    return int(bool(stale))


if __name__ == "__main__":
    sys.path.insert(0, str(HERE))
    sys.exit(main())
