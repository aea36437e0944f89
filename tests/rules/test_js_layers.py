"""Browser imports point one way (docs/architecture.md 3), and powers stay where they belong.

1. `pages > ui`, `pages > flows > api | crypto`; `ui` imports no flow; workers may use what flows use.
2. Words for people come from `ui/i18n.js`, which every layer above crypto may use.
3. A library of `static/vendor` has one doorway: the single module that imports it.
4. `quick-exit.js` imports nothing; it must survive all else failing. `sw.js` is a classic script.
5. `crypto` takes nothing from its surroundings but the language and WebCrypto: no DOM, no fetch, no storage.
6. Only `api`, the words, the exit and the service worker speak to the network. Only three write to the device: the exit
   its flag, and for whom calls the device hers, the service worker the pages and one module the sealed copy.
"""

import posixpath
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from vault.assets import Assets

Facts = dict[str, dict[str, Any]]

MAY_IMPORT = {
    "pages": {"pages", "ui", "flows"},
    "ui": {"ui"},
    "flows": {"flows", "api", "crypto"},
    "workers": {"workers", "flows", "api", "crypto"},
    "api": {"api"},
    "crypto": {"crypto"},
}
WORDS = "ui/i18n.js"
MAY_SPEAK = {"ui", "flows", "api", "workers", "pages"}
LIT = "vendor/lit-html.js"

LANGUAGE = {
    "Array", "ArrayBuffer", "BigInt", "Boolean", "DataView", "Date", "Error", "Infinity", "Int32Array", "Intl",
    "JSON", "Map", "Math", "NaN", "Number", "Object", "Promise", "Proxy", "RangeError", "Reflect", "RegExp", "Set",
    "String", "Symbol", "SyntaxError", "TypeError", "Uint8Array", "Uint16Array", "Uint32Array", "WeakMap",
    "WeakRef", "WeakSet", "isNaN", "parseInt", "undefined", "arguments",
}
WEBCRYPTO = {"crypto", "TextDecoder", "TextEncoder", "atob", "btoa", "structuredClone"}
STREAMS = {"ReadableStream", "TransformStream", "WritableStream"}

NETWORK = {"fetch", "XMLHttpRequest", "WebSocket", "EventSource", "WebTransport"}
STORAGE = {"localStorage", "sessionStorage", "indexedDB", "caches", "cookieStore"}
CODE_FROM_TEXT = {"eval", "Function"}


def layer(file: str) -> str:
    return file.split("/", 1)[0] if "/" in file else file


def target(file: str, path: str) -> str:
    """Where an import leads, below `static/js`, or `vendor/…` and `img/…` beside it."""
    return posixpath.normpath(posixpath.join("js", posixpath.dirname(file), path)).removeprefix("js/")


def imports(js_facts: Facts, *kinds: str) -> Iterator[tuple[str, str]]:
    for file, facts in js_facts.items():
        for found in facts["imports"]:
            if found["kind"] in kinds:
                assert found["path"], f"{file} imports an address that cannot be read before it runs"
                yield file, target(file, found["path"])


def takes(js_facts: Facts, names: set[str]) -> set[str]:
    return {file for file, facts in js_facts.items() if names & set(facts["surroundings"])}


def test_imports_lead_somewhere(js_facts: Facts, root: Path) -> None:
    static = root / "static"
    missing = [
        (file, to)
        for file, to in imports(js_facts, "static", "dynamic", "worker")
        if not ((static / "js" / to).exists() or (static / to).exists())
    ]
    assert missing == []


def test_imports_point_one_way(js_facts: Facts) -> None:
    wrong = [
        (file, to)
        for file, to in imports(js_facts, "static", "dynamic")
        if not to.startswith("vendor/")
        and layer(to) not in MAY_IMPORT.get(layer(file), set())
        and not (to == WORDS and layer(file) in MAY_SPEAK)
    ]
    assert wrong == []


def test_a_library_has_one_doorway(js_facts: Facts) -> None:
    doorways: dict[str, set[str]] = {}
    for file, to in imports(js_facts, "static", "dynamic"):
        if to.startswith("vendor/"):
            doorways.setdefault(to, set()).add(file)
    assert {library: files for library, files in doorways.items() if len(files) > 1} == {}
    assert doorways.get(LIT, {"ui/html.js"}) == {"ui/html.js"}


@pytest.mark.parametrize("file", ["quick-exit.js", "sw.js"])
def test_what_must_survive_imports_nothing(js_facts: Facts, file: str) -> None:
    assert js_facts[file]["imports"] == []


def test_the_server_knows_all_that_a_page_may_load(js_facts: Facts, root: Path) -> None:
    """It hands out the sentences of these modules and no other, by reading imports as text."""
    assets = Assets(root / "static")
    for entry in sorted(file for file in js_facts if file.startswith("pages/") and file.count("/") == 1):
        found, ahead = {entry}, [entry]
        while ahead:
            file = ahead.pop()
            for to in (target(file, one["path"]) for one in js_facts.get(file, {"imports": []})["imports"]):
                if one_of_ours(to) and to not in found:
                    found.add(to)
                    ahead.append(to)
        reach = {path.removeprefix("js/") for path in assets.reach(f"js/{entry}") if not path.startswith("vendor/")}
        assert reach == found, entry


def one_of_ours(path: str) -> bool:
    return not path.startswith(("vendor/", "img/")) and path.endswith(".js")


def test_no_import_goes_round(js_facts: Facts) -> None:
    edges: dict[str, set[str]] = {}
    for file, to in imports(js_facts, "static"):
        edges.setdefault(file, set()).add(to)

    def walk(file: str, path: tuple[str, ...]) -> None:
        assert file not in path, " > ".join([*path, file])
        if file not in done:
            for to in sorted(edges.get(file, ())):
                walk(to, (*path, file))
            done.add(file)

    done: set[str] = set()
    for file in sorted(edges):
        walk(file, ())


def test_crypto_takes_only_the_language_and_webcrypto(js_facts: Facts) -> None:
    allowed = LANGUAGE | WEBCRYPTO | STREAMS
    taken = {
        file: sorted(set(facts["surroundings"]) - allowed)
        for file, facts in js_facts.items()
        if layer(file) == "crypto" and set(facts["surroundings"]) - allowed
    }
    assert taken == {}


def test_only_the_api_speaks_to_the_network(js_facts: Facts) -> None:
    may = {"api", "quick-exit.js", "sw.js"}
    assert {file for file in takes(js_facts, NETWORK) - {WORDS} if layer(file) not in may} == set()


def test_nothing_is_written_to_the_device(js_facts: Facts) -> None:
    """The exit keeps one flag, for the page that the back button would bring again, and asks whether pages are kept;
    `device-pages.js` asks too, and takes them away.
    """
    assert takes(js_facts, STORAGE) <= {"quick-exit.js", "sw.js", "flows/device-store.js", "flows/device-pages.js"}


def test_no_text_becomes_code(js_facts: Facts) -> None:
    assert takes(js_facts, CODE_FROM_TEXT) == set()
