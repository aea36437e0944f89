"""Write the vectors again, or with --check say which differ: `python tests/vectors/make.py [--check]`."""

import importlib
import json
import sys
from pathlib import Path

HERE = Path(__file__).parent
NAMES = [
    name
    for name in ("sealing", "kdf", "padding", "encoding", "slots", "signing", "catalogue", "sharing", "summary")
    if (HERE / "makers" / f"{name}.py").exists()
]


def text(name: str) -> str:
    """Return the text of one file of vectors."""
    made = importlib.import_module(f"makers.{name}").make()
    return json.dumps(made, ensure_ascii=True, indent=1) + "\n"


def main() -> int:
    sys.path.insert(0, str(HERE))
    wanted = [name for name in NAMES if not sys.argv[2:] or name in sys.argv[2:]]
    stale = []
    for name in wanted:
        path = HERE / f"{name}.json"
        made = text(name)
        if "--check" not in sys.argv:
            path.write_text(made, encoding="ascii")
        elif not path.exists() or path.read_text(encoding="ascii") != made:
            stale.append(name)
    if stale:
        sys.stderr.write(f"not what make.py writes: {', '.join(stale)}\n")
    return bool(stale)


if __name__ == "__main__":
    sys.exit(main())
