"""`python -m tools.demo FOLDER PORT`: a server of its own, filled once with a fictitious case; says what to type.

1. The folder is apart from that of `make run`: nothing real is touched, and the demo is removed by removing it.
2. Nothing is sent before the port was found free: whatever else listens there must not be filled.
3. What was made is noted only when all of it is there; a second start finds the note and makes nothing twice.
4. A share that has ended since is made again, so that there is always one to open.
"""

from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from pathlib import Path

from tools.await_port import main as await_port
from tools.demo import case
from tools.demo.fill import fill, renew

ROOT = Path(__file__).resolve().parents[2]
NOTE = "demo.json"


def main(folder: Path, port: int) -> int:
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", port)) == 0:  # 2
            print(f"Port {port} is taken. PORT=8001 make demo takes another.", file=sys.stderr)
            return 1
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # A terminal interrupts the server with us; whoever ends us alone must not leave it behind.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    server = subprocess.Popen([ROOT / "tools/run.sh", folder, str(port)])
    try:
        await_port(port)
        if server.poll() is not None:
            return server.returncode
        _show(_made(folder / NOTE, f"http://localhost:{port}"))
        return server.wait()
    except KeyboardInterrupt:
        return 0
    finally:
        server.terminate()
        server.wait()


def _made(note: Path, address: str) -> dict[str, str]:
    """What to type, made now or before (rules 3 and 4). Links name the present port."""
    if note.exists():
        kept: dict[str, str] = json.loads(note.read_text(encoding="utf-8"))
        made = renew(address, kept["login"], kept["share"])
        if made is None:
            return kept | {"link": f"{address}/lire#{kept['link'].partition('#')[2]}", "site": address}
        login = kept["login"]
    else:
        print("  Making the fictitious case; this takes half a minute.", flush=True)
        login, made = fill(address)
    kept = {"login": login, "share": made.entry["id"], "link": made.link, "code": made.code}
    fresh = note.with_suffix(".new")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(kept), encoding="utf-8")
    fresh.replace(note)
    return kept | {"site": address}


def _show(made: dict[str, str]) -> None:
    print(f"""
  Everything here is invented. Do not put anything real into it.

  Her vault          {made["site"]}/notes
    Identifiant        {made["login"]}
    Phrase de passe    {case.PASSPHRASE}
    Mots de secours    {case.PHRASE}

  Her lawyer ({case.LAWYER}), in another browser
    Lien               {made["link"]}
    Code               {made["code"]}

  The share with {case.ASSOCIATION} was opened once and ended: see « Partages ».
  Ctrl-C stops. A second start keeps all of it.
""", flush=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), int(sys.argv[2])))
