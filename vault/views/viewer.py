"""The frame that shows one opened document: an origin of its own, that asks nobody for anything.

A frame without origin is out of the reach of the service worker, and nothing that it asked for would come without
network. So it asks for nothing:

1. its script and its looks are in the page, without their comments, and run because their digests are in its policy;
2. the PDF library is given by the page around, through the port; the page names where it is and its digest, and the
   policy lets that digest run and no other;
3. no address is in its policy, not even ours.

What a device keeps of it is this very answer (`views/device.py`), headers included.
"""

from __future__ import annotations

import re
from base64 import b64encode
from functools import lru_cache
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from flask import Blueprint, Response, current_app, make_response, render_template
from markupsafe import Markup

from vault.assets import IMPORT
from vault.headers import viewer_policy
from vault.languages import DEFAULT
from vault.views.access import access
from vault.views.languages import current
from vault.views.static import page_sentences

if TYPE_CHECKING:
    from flask import Flask

    from vault.assets import Assets

pages = Blueprint("viewer", __name__)

ENTRY = "js/pages/viewer.js"
LOOKS = ("css/tokens.css", "css/viewer.css")
LIBRARY = ("vendor/pdf.worker.js", "vendor/pdf.js")
"""In the order they are run."""
EXPORT = re.compile(r"^export (?=async |function |const |let )", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*/\*\*.*?\*/\n", re.MULTILINE | re.DOTALL)
"""For who reads the source."""
FACE = re.compile(r"@font-face \{[^}]*url\([^}]*\}\n")
"""It has an address: the frame speaks in a face of the device."""
CLOSES = re.compile(r"</(?:script|style)|<!--", re.IGNORECASE)


class Inside(NamedTuple):
    """What is in the page, and the library of PDFs that it may be given: `address integrity`, by spaces."""

    script: str
    looks: str
    pdf: str
    policy: str


def install(app: Flask) -> None:
    """Give the application its viewer."""
    app.register_blueprint(pages)


@pages.get("/voir")
@access("public", policy="viewer")
def viewer() -> Response:
    """The frame of one document."""
    assets: Assets = current_app.extensions["memo_assets"]
    inside = _inside(assets, assets.digest)
    said = None if current().code == DEFAULT else page_sentences(current(), ENTRY)
    # Our own files, which `_inside` has looked at: no document is ever in this page.
    script, looks = Markup(inside.script), Markup(inside.looks)  # noqa: S704
    page = render_template("vault/viewer.html", script_words=said, script=script, looks=looks, pdf=inside.pdf)
    response = make_response(page)
    response.headers["Content-Security-Policy"] = inside.policy
    return response


@lru_cache(maxsize=4)
def _inside(assets: Assets, _digest: str) -> Inside:
    script = _one_module(assets)
    looks = FACE.sub("", "\n".join((assets.root / path).read_text("utf-8") for path in LOOKS))
    if CLOSES.search(script + looks):
        message = "the viewer's files would end the element that they are in"
        raise ValueError(message)
    library = {assets.url(path): _integrity((assets.root / path).read_bytes()) for path in LIBRARY}
    policy = viewer_policy([_integrity(script.encode()), *library.values()], [_integrity(looks.encode())])
    return Inside(script, looks, " ".join(f"{url} {integrity}" for url, integrity in library.items()), policy)


def _one_module(assets: Assets) -> str:
    """The viewer and what it imports, one after the other as one module, since a page has no way to import what is in
    it. They must not give two things one name, nor rename what they import.
    """
    paths = [*(url.split("/", 3)[-1] for url in assets.modules(ENTRY)), ENTRY]
    texts = [(assets.root / path).read_text("utf-8") for path in paths]
    return COMMENT.sub("", EXPORT.sub("", IMPORT.sub("", "\n".join(texts))))


def _integrity(data: bytes) -> str:
    """As the `integrity` of an element and the source of a policy say it (SRI, CSP 3)."""
    return f"sha256-{b64encode(sha256(data).digest()).decode()}"
