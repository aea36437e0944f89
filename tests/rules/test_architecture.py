"""`docs/architecture.md` names the modules of the layers, and none that is not there: a map is believed."""

import re
from pathlib import Path

QUOTED = re.compile(r"`([^`]+)`")
PLACE = re.compile(r"^(?:vault/|static/js/)?(\w+)/(.+?)(?:\.py|\.js)$")
GROUP = re.compile(r"^([\w/-]*)\{(.*)\}$")
LAYERS = {
    "models": "vault/models/*.py", "services": "vault/services/*.py", "views": "vault/views/*.py",
    "storage": "vault/storage/*.py", "api": "static/js/api/*.js", "flows": "static/js/flows/**/*.js",
    "workers": "static/js/workers/*.js",
}  # fmt: skip


def named(root: Path) -> set[str]:
    """Every module that the text names by its layer, as `flows/files`; a group in braces is several."""
    text = re.sub(r"\([^()]*\)", "", (root / "docs/architecture.md").read_text(encoding="utf-8"))
    found = set()
    for layer, rest in (match.groups() for quoted in QUOTED.findall(text) if (match := PLACE.match(quoted))):
        group = GROUP.match(rest)
        names = [group[1] + name.strip() for name in group[2].split(",")] if group else [rest]
        found |= {f"{layer}/{name}" for name in names}
    return found


def modules(root: Path) -> set[str]:
    found = set()
    for layer, pattern in LAYERS.items():
        folder = (root / pattern.split("*")[0]).resolve()
        found |= {f"{layer}/{path.relative_to(folder).with_suffix('').as_posix()}" for path in root.glob(pattern)}
    return found


def test_what_is_named_is_there(root: Path) -> None:
    layers = {name for name in named(root) if name.split("/")[0] in LAYERS and "*" not in name}
    assert len(layers) > 80
    assert sorted(layers - modules(root)) == []


def test_what_is_there_is_named(root: Path) -> None:
    """Of flows the table tells what others call; what only stands under one of them is in its own first lines."""
    told = named(root) | {f"{layer}/__init__" for layer in LAYERS}
    text = (root / "docs/architecture.md").read_text(encoding="utf-8")
    lost = [name for name in sorted(modules(root) - told) if not name.startswith("flows/")]
    assert [name for name in lost if f"`{name.rpartition('/')[2]}.js`" not in text] == []
