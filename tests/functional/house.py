"""The house client: every answer of the server is held to what all answers promise, whatever the test is about.

1. The headers of its kind are there, and nothing is to be kept on disk but static files.
2. A refusal of the API has the one error shape, a code that exists, and the status of that code.
3. A page has a language, one title, one h1, no id twice, no inline script or style but those that its policy names by
   their digest, no address of another host.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections import Counter
from hashlib import sha256
from html.parser import HTMLParser
from typing import TYPE_CHECKING, Any

from vault.errors import every_error

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.test import TestResponse

STATUS_OF = {error.code: error.status for error in every_error()}
SITE = "https://localhost"


class House:
    """A browser's worth of cookies and the checks above. `get`, `post`, `put`, `delete` take the status expected.

    A path without a leading slash is below `/api/v1`.
    """

    def __init__(self, app: Flask, address: str = "127.0.0.1") -> None:
        self.app = app
        self.address = address
        self.browser = app.test_client()

    def get(self, path: str, status: int = 200, **options: Any) -> TestResponse:
        return self.call("GET", path, status, **options)

    def post(self, path: str, json: object = None, status: int = 200, **options: Any) -> TestResponse:
        return self.call("POST", path, status, json=json, **options)

    def put(self, path: str, status: int = 204, **options: Any) -> TestResponse:
        return self.call("PUT", path, status, **options)

    def delete(self, path: str, status: int = 204, **options: Any) -> TestResponse:
        return self.call("DELETE", path, status, **options)

    def refused(self, code: str, method: str, path: str, **options: Any) -> dict[str, Any]:
        """The call is refused with this code; the error's details."""
        error = self.call(method, path, STATUS_OF[code], **options).json["error"]
        assert error["code"] == code
        return dict(error.get("details", {}))

    def call(self, method: str, path: str, status: int, **options: Any) -> TestResponse:
        headers = {"Sec-Fetch-Site": "same-origin"} | options.pop("headers", {})
        if not path.startswith("/"):
            path = f"/api/v1/{path}"
        answer = self.browser.open(
            path, method=method, base_url=SITE, headers=headers, environ_base={"REMOTE_ADDR": self.address}, **options
        )
        check_answer(path, answer)
        assert answer.status_code == status, (answer.status_code, answer.get_data(as_text=True)[:500])
        return answer


def check_answer(path: str, answer: TestResponse) -> None:
    check_headers(path, answer)
    if answer.status_code >= 400 and path.startswith("/api/"):
        check_refusal(answer)
    if answer.mimetype == "text/html" and answer.status_code not in {204, 303}:
        check_page(answer.get_data(as_text=True), answer.headers["Content-Security-Policy"])


def check_headers(path: str, answer: TestResponse) -> None:
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Embedder-Policy"] == "require-corp"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert all(cookie.startswith(("__Host-session=", "__Host-lang=")) for cookie in headers.getlist("Set-Cookie"))
    if path.startswith(("/static/", "/sentences/", "/sw.js")):
        assert headers["Access-Control-Allow-Origin"] == "*"
    else:
        assert headers["Cache-Control"] == "no-store"
        assert {"Accept-Language", "Cookie"} <= {name.strip() for name in headers["Vary"].split(",")}
        assert headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert "Access-Control-Allow-Origin" not in headers
        assert "Content-Encoding" not in headers


def check_refusal(answer: TestResponse) -> None:
    assert set(answer.json) == {"error"}
    error = answer.json["error"]
    assert set(error) - {"details"} == {"code", "message"}
    assert STATUS_OF[error["code"]] == answer.status_code
    assert error["message"].endswith(".")


class Page(HTMLParser):
    """The facts of a page that `check_page` looks at."""

    def __init__(self, policy: str) -> None:
        super().__init__()
        self.policy = policy
        self.inline: list[str] | None = None
        self.tags: Counter[str] = Counter()
        self.ids: Counter[str] = Counter()
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags[tag] += 1
        if values.get("id"):
            self.ids[str(values["id"])] += 1
        if "style" in values or any(name.startswith("on") for name in values):
            self.faults.append(f"inline style or script on {tag}")
        if tag == "html" and not values.get("lang"):
            self.faults.append("no language")
        if tag in {"script", "style"} and not values.get("src"):
            self.inline = []
        for name in ("src", "href", "action"):
            if re.match(r"(?:https?:)?//", values.get(name) or "") and tag != "a":
                self.faults.append(f"{tag} from elsewhere")

    def handle_data(self, data: str) -> None:
        if self.inline is not None:
            self.inline.append(data)

    def handle_endtag(self, tag: str) -> None:
        if self.inline is None:
            return
        digest = b64encode(sha256("".join(self.inline).encode()).digest()).decode()
        if f"'sha256-{digest}'" not in self.policy:
            self.faults.append(f"inline {tag}")
        self.inline = None


def check_page(text: str, policy: str) -> None:
    page = Page(policy)
    page.feed(text)
    assert page.faults == []
    assert page.tags["title"] == 1
    assert page.tags["h1"] <= 1
    assert [name for name, count in page.ids.items() if count > 1] == []
