"""What a device may keep, when the person at it asks: the list of addresses, and the page that offers it.

Two parts, each asked for apart (docs/adr/0006): `pages`, what anybody may read without account, and `vault`, the page
and the scripts that open a vault. `static/js/sw.js` fetches them, and whatever their markup names below `/static` and
`/sentences`.

`version` says when what is kept has grown old: it changes with any file that answers are made of, and with the
language, since a page has one address whatever its language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flask import Blueprint, Response, current_app, jsonify, render_template

from vault.assets import ROOT, Assets, short_digest
from vault.languages import TRANSLATIONS
from vault.views.access import Api, access, parts
from vault.views.languages import current

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flask import Flask

pages = Blueprint("device_pages", __name__)
api = Api("device")

PUBLIC = (
    "/", "/repere", "/annuaire", "/guide", "/securite", "/limites", "/navigateur", "/hors-ligne",
    "/mentions-legales", "/confidentialite", "/accessibilite", "/signaler-une-faille",
)  # fmt: skip
VAULT = ("/notes", "/voir", "/api/v1/directory", "/api/v1/readings/scale")
ENTRIES = ("directory", "home", "public", "scale", "device")
"""Scripts of the public pages, `static/js/pages/….js`."""
LOOKS = ("css", "img", "vendor/fonts")
NOT_KEPT = ("vendor/zxcvbn", "js/pages/viewer", "js/pages/reader", "js/sw")
"""What works with the network only, and is large: choosing a passphrase. The script of the viewer is in its page."""
KEPT_TYPES = {".css", ".js", ".svg", ".woff2", ".png", ".webp", ".wasm", ".pfb", ".ttf"}


def install(app: Flask) -> None:
    """Give the application its list."""
    made_of = [Assets(ROOT.parent / name).digest for name in ("content", "templates")] + [Assets(TRANSLATIONS).digest]
    app.extensions["memo_device"] = " ".join(made_of)
    app.register_blueprint(pages)


@pages.get("/hors-ligne")
@access("public")
def offer() -> str:
    """What keeping the public pages gives and shows, and the two buttons."""
    return render_template("device/keep.html")


@api.get("/device", responses={200: {"description": "What may be kept", "content": {"application/json": {}}}})
@access("public")
def kept() -> Response:
    """The addresses that a device may keep to work without network, and their version"""
    return jsonify(_list())


def _list() -> dict[str, Any]:
    assets: Assets = current_app.extensions["memo_assets"]
    guide = current_app.extensions["memo_guide"].sheets(current().base)
    files = list(_files(assets))
    looks = [assets.url(path) for path in files if path.startswith(LOOKS)]
    public = {path for entry in ENTRIES for path in assets.reach(f"js/pages/{entry}.js")} | {"js/quick-exit.js"}
    return {
        "version": _version(assets),
        "pages": [*PUBLIC, *(f"/guide/{slug}" for slug in guide), *looks, *map(assets.url, sorted(public))],
        "vault": [*VAULT, *(assets.url(path) for path in files if not path.startswith(NOT_KEPT))],
    }


def _files(assets: Assets) -> Iterator[str]:
    """Paths of the static files that a page may load, in order; declarations of types are for the editor."""
    for path in sorted(assets.root.rglob("*")):
        if path.suffix in KEPT_TYPES and path.is_file():
            yield path.relative_to(assets.root).as_posix()


def _version(assets: Assets) -> str:
    settings = parts().settings
    named = [settings.tab_title, settings.site_name, settings.neutral_url]
    said = "\n".join([assets.digest, current_app.extensions["memo_device"], current().tag, *named])
    return short_digest(said.encode())
