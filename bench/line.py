"""A line between the browser and the product, as fast upwards as a good one at home: a relay on the loopback.

What goes up shares one rate, whatever the connections; what comes down is let through.
"""

from __future__ import annotations

import asyncio
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from asyncio import StreamReader, StreamWriter
    from collections.abc import Iterator

BLOCK = 1 << 16


class Line:
    """Bytes to `address` go on to port `target` of this machine."""

    def __init__(self, rate: float) -> None:
        self.target = 0
        self.address = ""
        self._rate = rate
        self._free_at = 0.0

    async def serve(self, ready: threading.Event, over: asyncio.Event) -> None:
        """Relay until `over`; `ready` is set once `address` is known."""
        server = await asyncio.start_server(self._relay, "127.0.0.1", 0)
        self.address = f"http://localhost:{server.sockets[0].getsockname()[1]}"
        ready.set()
        await over.wait()
        server.close()

    async def _relay(self, near: StreamReader, back: StreamWriter) -> None:
        far, up = await asyncio.open_connection("127.0.0.1", self.target)
        await asyncio.gather(self._pass(near, up, slowed=True), self._pass(far, back, slowed=False))

    async def _pass(self, reader: StreamReader, writer: StreamWriter, *, slowed: bool) -> None:
        try:
            while block := await reader.read(BLOCK):
                if slowed:
                    await self._wait(len(block))
                writer.write(block)
                await writer.drain()
        except ConnectionError:
            pass  # either side may hang up
        finally:
            writer.close()

    async def _wait(self, count: int) -> None:
        now = asyncio.get_running_loop().time()
        self._free_at = max(now, self._free_at) + count / self._rate
        await asyncio.sleep(self._free_at - now)


@contextmanager
def line(rate: float) -> Iterator[Line]:
    """A line of this many bytes a second upwards; give it its `target` before it is used."""
    made, ready = Line(rate), threading.Event()
    loop = asyncio.new_event_loop()
    over = asyncio.Event()
    thread = threading.Thread(target=lambda: loop.run_until_complete(made.serve(ready, over)))
    thread.start()
    ready.wait()
    try:
        yield made
    finally:
        loop.call_soon_threadsafe(over.set)
        thread.join()
