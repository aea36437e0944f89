"""A browser told only what a measure of its memory needs.

A driver that listens to the network makes each renderer keep the bodies of answers for it, two hundred megabytes of
them: a download then seems to hold what only the driver holds. Here nothing listens: a page is opened, scripts are run.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from bench.site import ARGUMENTS, SCRIPTS
from tests.parts.ports import program

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class BarePage:
    """One page, over the pipe of Chromium's own protocol."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands, self._answers = commands, answers
        self._numbers = itertools.count(1)
        self._heard = b""
        self._session: str | None = None
        target = self.tell("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.tell("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def tell(self, method: str, **parameters: Any) -> Any:
        """Give a command and wait for its answer.

        Raises:
            RuntimeError: the browser refuses it.
        """
        number = next(self._numbers)
        message = {"id": number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._commands, json.dumps(message).encode() + b"\0")
        while (answer := self._hear()).get("id") != number:
            pass
        if "error" in answer:
            raise RuntimeError(answer["error"]["message"])
        return answer["result"]

    def _hear(self) -> Any:
        while b"\0" not in self._heard:
            self._heard += os.read(self._answers, 1 << 16)
        message, _, self._heard = self._heard.partition(b"\0")
        return json.loads(message)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression, once it is settled.

        Raises:
            RuntimeError: it threw.
        """
        told = self.tell("Runtime.evaluate", expression=expression, awaitPromise=True, returnByValue=True)
        if "exceptionDetails" in told:
            raise RuntimeError(json.dumps(told["exceptionDetails"])[:500])
        return told["result"].get("value")

    def goto(self, url: str) -> None:
        """Open an address; scripts can run in it once its first heading is drawn."""
        self.tell("Page.navigate", url=url)
        self.evaluate("""new Promise((resolve) => {
          const look = () => (document.querySelector("#main button") ? resolve() : setTimeout(look, 50));
          look();
        })""")

    def run(self, script: str, **arguments: Any) -> Any:
        """As `bench.site.run`."""
        base = self.evaluate("document.querySelector('script[type=module]').src.replace(/js\\/pages\\/.*/, 'js/')")
        source = (SCRIPTS / f"{script}.js").read_text(encoding="utf-8").rstrip().removesuffix(";")
        return self.evaluate(f"({source[source.index('async') :]})({json.dumps({'base': base, **arguments})})")

    def give_file(self, path: Path) -> None:
        """As `bench.site.give_file`."""
        made = "Object.assign(document.createElement('input'), {type: 'file', id: 'bench-file'})"
        self.evaluate(f"void document.body.append({made})")
        found = self.tell("Runtime.evaluate", expression="document.getElementById('bench-file')")
        self.tell("DOM.setFileInputFiles", files=[str(path)], objectId=found["result"]["objectId"])

    def saved(self, path: Path) -> Path:
        """A file being saved, once it has its name: until then the browser keeps it under another."""
        while not path.exists():
            time.sleep(0.05)
        return path

    def touch(self) -> None:
        """A vault that nobody touches locks."""
        for kind in ("mousePressed", "mouseReleased"):
            self.tell("Input.dispatchMouseEvent", type=kind, x=2, y=2, button="left", clickCount=1)


@contextmanager
def bare_page(profile: Path, downloads: Path) -> Iterator[BarePage]:
    """A page of a browser with a profile of its own, which saves to a folder without asking."""
    their_read, commands = os.pipe()
    answers, their_write = os.pipe()
    options = [*ARGUMENTS, "--headless=new", "--remote-debugging-pipe", f"--user-data-dir={profile}", "--lang=fr-FR"]
    # The browser reads from the third of its open files and writes to the fourth.
    joined = f'exec "$@" 3<&{their_read} 4>&{their_write}'
    browser = subprocess.Popen(
        ["bash", "-c", joined, "bash", program("chromium"), *options],
        pass_fds=(their_read, their_write), stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(their_read)
    os.close(their_write)
    try:
        page = BarePage(commands, answers)
        page.tell("Browser.setDownloadBehavior", behavior="allow", downloadPath=str(downloads))
        yield page
    finally:
        browser.terminate()
        browser.wait()
        os.close(commands)
        os.close(answers)
