"""Every route, with who may call it. A new route is a new line here: nobody opens a door by forgetting one.

`fresh` asks for the password of the last minutes; `opening` for the token of an opened share.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from vault.app import create_app
from vault.config import Settings
from vault.views.access import Access, Api

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from flask import Flask

ROUTES = """
GET    /                                                            public
GET    /.well-known/security.txt                                    public
GET    /accessibilite                                               public
GET    /annuaire                                                    public
GET    /api/v1/access                                               session
GET    /api/v1/accesses                                             session
GET    /api/v1/catalogue                                            session
GET    /api/v1/device                                               public
GET    /api/v1/directory                                            public
GET    /api/v1/drafts                                               session
GET    /api/v1/erasures                                             session
GET    /api/v1/events                                               session
GET    /api/v1/factors                                              session
GET    /api/v1/files/{file_id}                                      session
GET    /api/v1/files/{file_id}/parts/{number}                       session
GET    /api/v1/health                                               public
GET    /api/v1/openapi.json                                         public
GET    /api/v1/openings/{share_id}/body                             opening
GET    /api/v1/openings/{share_id}/files/{file_id}/parts/{number}   opening
GET    /api/v1/readings/scale                                       public
GET    /api/v1/recoveries                                           session
GET    /api/v1/sessions                                             session
GET    /api/v1/shares                                               session
GET    /api/v1/shares/{share_id}/body                               session
GET    /confidentialite                                             public
GET    /guide                                                       public
GET    /guide/{slug}                                                public
GET    /limites                                                     public
GET    /hors-ligne                                                  public
GET    /lire                                                        public
GET    /manifest.webmanifest                                        public
GET    /mentions-legales                                            public
GET    /navigateur                                                  public
GET    /notes                                                       public
GET    /quitter                                                     public
GET    /repere                                                      public
GET    /robots.txt                                                  public
GET    /securite                                                    public
GET    /sentences/{code}/{page}-{digest}.json                       public
GET    /signaler-une-faille                                         public
GET    /static/{digest}/{path}                                      public
GET    /sw.js                                                       public
GET    /voir                                                        public
DELETE /api/v1/drafts/{draft_id}                                    session
DELETE /api/v1/files/{file_id}                                      session
DELETE /api/v1/sessions/{session_id}                                session
POST   /api/v1/access                                               fresh
POST   /api/v1/accounts                                             public
POST   /api/v1/accounts/inactivity                                  fresh
POST   /api/v1/commits                                              session
POST   /api/v1/erasures                                             fresh
POST   /api/v1/erasures/{erasure_id}/cancel                         session
POST   /api/v1/factors/codes                                        fresh
POST   /api/v1/factors/passkey                                      fresh
POST   /api/v1/factors/passkey/options                              fresh
POST   /api/v1/factors/remove                                       fresh
POST   /api/v1/factors/totp                                         fresh
POST   /api/v1/factors/totp/confirm                                 fresh
POST   /api/v1/files                                                session
POST   /api/v1/files/{file_id}/complete                             session
POST   /api/v1/files/{file_id}/parts/{number}/confirm               session
POST   /api/v1/files/{file_id}/tickets                              session
POST   /api/v1/logins                                               public
POST   /api/v1/openings/{share_id}                                  public
POST   /api/v1/openings/{share_id}/challenge                        public
POST   /api/v1/records/read                                         session
POST   /api/v1/recoveries                                           public
POST   /api/v1/recoveries/refuse                                    session
POST   /api/v1/sessions                                             public
POST   /api/v1/sessions/close                                       session
POST   /api/v1/sessions/leave                                       public
POST   /api/v1/sessions/passkey                                     public
POST   /api/v1/sessions/passkey/options                             public
POST   /api/v1/sessions/second                                      public
POST   /api/v1/sessions/unlock                                      session
POST   /api/v1/shares                                               fresh
POST   /api/v1/shares/{share_id}/end                                session
POST   /langue                                                      public
PUT    /api/v1/drafts/{draft_id}                                    session
PUT    /api/v1/files/{file_id}/parts/{number}                       session
"""
DECLARED = {(method, path): level for method, path, level in (line.split() for line in ROUTES.strip().splitlines())}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    folder: Path = tmp_path_factory.mktemp("routes")
    made = create_app(Settings.from_env({"EMBEDDED": str(folder)}))
    yield made
    made.extensions["memo"].db.dispose()
    made.extensions["memo"].halves.dispose()


def plain(rule: str) -> str:
    return rule.replace("<int:", "<").replace("<path:", "<").replace("<", "{").replace(">", "}")


def test_these_are_the_routes(app: Flask) -> None:
    found = {
        (method, plain(rule.rule)): app.view_functions[rule.endpoint].access.level
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    assert found == DECLARED


def test_the_document_says_the_same(app: Flask) -> None:
    document: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").json
    said = {
        (method.upper(), path): operation["x-access"]
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    assert document["openapi"].startswith("3.1")
    assert said == {route: level for route, level in DECLARED.items() if route[1].startswith("/api/")}


def test_the_document_describes_every_route(app: Flask) -> None:
    document: dict[str, Any] = app.test_client().get("/api/v1/openapi.json").json
    for operations in document["paths"].values():
        for operation in operations.values():
            assert operation["summary"]
            assert "ErrorAnswer" in str(operation["responses"]["default"])
            protected = operation["x-access"] != "public"
            assert ("security" in operation) == protected


@pytest.mark.parametrize(("method", "path"), [route for route, level in DECLARED.items() if level != "public"])
def test_a_stranger_is_refused_before_anything_is_read(app: Flask, method: str, path: str) -> None:
    address = path.replace("{number}", "0").replace("{", "").replace("}", "")
    answer = app.test_client().open(address, method=method, data=b"not json")
    opening = DECLARED[method, path] == "opening"
    expected = (404, "share_unavailable") if opening else (401, "session_ended")
    assert (answer.status_code, answer.json["error"]["code"]) == expected


def test_a_route_that_declares_nothing_is_refused() -> None:
    with pytest.raises(TypeError, match="declares no access"):

        @Api("forgotten").get("/forgotten")
        def forgotten() -> str:
            return "open"


def test_a_plain_view_that_declares_nothing_is_refused(tmp_path: Path) -> None:
    made = create_app(Settings.from_env({"EMBEDDED": str(tmp_path)}))
    made.add_url_rule("/forgotten", view_func=lambda: "open")
    assert made.test_client().get("/forgotten").status_code == 403


def test_public_routes_read_small_bodies(app: Flask) -> None:
    large = {
        plain(rule.rule)
        for rule in app.url_map.iter_rules()
        if isinstance(declared := app.view_functions[rule.endpoint].access, Access)
        and declared.level == "public"
        and declared.body > 64 * 1024
    }
    assert large == {"/api/v1/accounts"}
