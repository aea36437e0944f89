"""Every route, answering or refusing, has the headers of its kind: a view cannot forget them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.functional.house import SITE, check_headers
from vault.app import create_app
from vault.config import Settings

if TYPE_CHECKING:
    from pathlib import Path


def test_every_answer_has_the_headers_of_its_kind(tmp_path: Path) -> None:
    app = create_app(Settings.from_env({"EMBEDDED": str(tmp_path)}))
    for rule in app.url_map.iter_rules():
        path = rule.rule.replace("<int:number>", "0").replace("<path:path>", "css/base.css")
        address = path.replace("<", "").replace(">", "")
        for method in rule.methods or set():
            check_headers(address, app.test_client().open(address, method=method, base_url=SITE))
    app.extensions["memo"].db.dispose()
    app.extensions["memo"].halves.dispose()
