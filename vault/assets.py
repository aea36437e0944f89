"""Static files: one digest over all of them in the address, so that a browser may keep them for good.

1. The address is `/static/<digest>/<path>`; modules import each other by relative paths and so stay within one digest.
2. Another digest than today's (a tab opened before an upgrade) gets today's file, not to be kept.
3. `modules(entry)` lists what an entry imports, all the way down, so that a page loads it in one round trip;
   `reach(entry)` also counts what it may load later.

In development everything is computed again when a file changes. Compression is the view's business.
"""

from __future__ import annotations

import re
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent / "static"
IMPORT = re.compile(r"""^\s*(?:import|export)\s(?:[^"';]*?\sfrom\s*)?["']([^"']+)["']""", re.MULTILINE)
LATER = re.compile(r"""(?:await|=>?)\s+import\(\s*["']([^"']+)["']""")
"""A module that is loaded when it is needed."""
VENDOR = "vendor/"


def short_digest(content: bytes) -> str:
    """By which an address says that what it leads to has changed: 16 hexadecimal characters of its SHA-256."""
    return sha256(content).hexdigest()[:16]


class Assets:
    """The static files below one folder."""

    def __init__(self, root: Path = ROOT, *, watch: bool = False) -> None:
        self.root = root
        self._watch = watch
        self._stamp = self._now()
        self._digest = self._compute()
        self._modules: dict[str, tuple[str, ...]] = {}
        self._reach: dict[str, frozenset[str]] = {}

    @property
    def digest(self) -> str:
        """Digest of all files, 16 hexadecimal characters."""
        self._renew()
        return self._digest

    def url(self, path: str) -> str:
        """The address of a file.

        Raises:
            FileNotFoundError: there is none: a page that names it is wrong.
        """
        if not (self.root / path).is_file():
            raise FileNotFoundError(path)
        return f"/static/{self.digest}/{path}"

    def modules(self, entry: str) -> list[str]:
        """Addresses of every module that `entry` imports, directly or not, in the order they are met; `entry` is not
        among them.
        """
        self._renew()
        if entry not in self._modules:
            found: dict[str, None] = {}
            self._follow(entry, found, IMPORT)
            self._modules[entry] = tuple(found)
        return [self.url(path) for path in self._modules[entry]]

    def reach(self, entry: str) -> frozenset[str]:
        """Paths of all the modules that a page with this entry may ever run, `entry` among them."""
        self._renew()
        if entry not in self._reach:
            found: dict[str, None] = {entry: None}
            self._follow(entry, found, IMPORT, LATER)
            self._reach[entry] = frozenset(found)
        return self._reach[entry]

    def _follow(self, path: str, found: dict[str, None], *ways: re.Pattern[str]) -> None:
        if path.startswith(VENDOR):
            return  # bundled by the set-up: it imports nothing
        text = (self.root / path).read_text("utf-8")
        for target in (target for way in ways for target in way.findall(text)):
            imported = (self.root / path).parent.joinpath(target).resolve().relative_to(self.root).as_posix()
            if imported not in found:
                found[imported] = None
                self._follow(imported, found, *ways)

    def _files(self) -> Iterator[Path]:
        return (path for path in sorted(self.root.rglob("*")) if path.is_file())

    def _now(self) -> tuple[tuple[str, int], ...]:
        if not self._watch:
            return ()
        return tuple((str(path), path.stat().st_mtime_ns) for path in self._files())

    def _renew(self) -> None:
        stamp = self._now()
        if stamp != self._stamp:
            self._stamp, self._digest, self._modules, self._reach = stamp, self._compute(), {}, {}

    def _compute(self) -> str:
        names = ((path, path.relative_to(self.root).as_posix().encode()) for path in self._files())
        return short_digest(b"".join(name + b"\x00" + sha256(path.read_bytes()).digest() for path, name in names))
