"""Documents that other vectors seal, sign, list and share: fictitious, complete, one of each kind."""

from typing import Any

from vault.crypto.encoding import b64

from .common import fixed


def ident(label: str) -> str:
    return b64(fixed(f"id {label}", 16))


def key(label: str) -> str:
    return b64(fixed(f"key {label}"))


def when() -> dict[str, Any]:
    return {"precision": "about", "from": "2021-06", "to": None, "time": None, "text": "vers l’été 2021"}


def file(label: str = "photo") -> dict[str, Any]:
    return {
        "id": ident(label),
        "key": key(label),
        "name": "courrier.jpg",
        "type": "image/jpeg",
        "size": 5000,
        "sealed": 5192,
        "sha256": b64(fixed(f"sha256 {label}")),
    }


def event() -> dict[str, Any]:
    return {
        "v": 1,
        "kind": "event",
        "title": "Retraite obligatoire",
        "facts": "Trois jours sans téléphone, avec\u2028le « stage » d’été.",
        "said": "« Tu n’as pas besoin d’eux. »",
        "when": when(),
        "where": "Clermont-Ferrand",
        "who": [{"name": "M. Durand", "contact": ident("contact")}, {"name": "Une voisine", "contact": None}],
        "danger": "some",
        "feelings": "J’ai eu peur.",
        "thoughts": "",
        "evidence": [ident("evidence")],
    }


def evidence() -> dict[str, Any]:
    return {
        "v": 1,
        "kind": "evidence",
        "title": "Lettre reçue",
        "description": "Une page, signée.",
        "obtained": "Dans ma boîte aux lettres",
        "when": {"precision": "exact", "from": "2021-07-04", "to": None, "time": "09:30", "text": "4 juillet au matin"},
        "where": "Chez moi",
        "who": [],
        "file": file(),
        "thumb": None,
        "text": "",
        "source": {"taken_at": "2021:07:04 09:31:00", "place": {"lat": "45.77", "lon": "3.08"}, "device": "Appareil"},
        "kept_at": "2024-02-29T23:59:59Z",
        "blind": key("blind"),
    }


def evidence_of(of: str | None, self: str | None = None) -> dict[str, Any]:
    """Return evidence of version 2."""
    first = evidence()
    end = {name: first.pop(name) for name in ("kept_at", "blind")}
    return first | {"v": 2, "of": of, "self": self} | end


def contact() -> dict[str, Any]:
    return {
        "v": 1,
        "kind": "contact",
        "name": "Me Martin",
        "role": "professional",
        "organisation": "Barreau",
        "means": [{"type": "phone", "value": "01 23 45 67 89"}],
        "notes": 'Rappeler le soir \\ "après" 18 h\u0007🐢',
    }


def timeline() -> dict[str, Any]:
    return {"v": 1, "kind": "timeline", "title": "2021", "description": "", "items": [ident("event")]}


def reading() -> dict[str, Any]:
    return {
        "v": 1,
        "kind": "reading",
        "title": "Repère",
        "when": {"precision": "unknown", "from": None, "to": None, "time": None, "text": ""},
        "answers": [{"id": "isolement", "answer": "souvent"}],
        "note": "Plus net qu’en mars.",
    }


def marks(*names: str) -> dict[str, Any]:
    """Return a reading that marks some items."""
    answers = [{"id": ident(name), "answer": "heavy"} for name in names]
    return reading_of("marks") | {"title": "Marques", "answers": answers, "note": ""}


def days() -> dict[str, Any]:
    """Return a reading of the days of one month, with words of hers."""
    said = [("04/danger", "yes"), ("04/mood", "heavy"), ("04/note", "Il a appelé dix fois."), ("21/note", "Calme.")]
    when = {"precision": "period", "from": "2023-03", "to": "2023-03", "time": None, "text": ""}
    answers = [{"id": name, "answer": answer} for name, answer in said]
    return reading_of("days") | {"title": "Comment c’était, mars 2023", "when": when, "answers": answers}


def reading_of(use: str) -> dict[str, Any]:
    """Return a reading of version 2."""
    first = reading()
    return {"v": 2, "kind": first.pop("kind"), "use": use} | {name: first[name] for name in first if name != "v"}


def records() -> dict[str, dict[str, Any]]:
    return {
        "event": event(),
        "evidence": evidence(),
        "contact": contact(),
        "timeline": timeline(),
        "reading": reading(),
    }


def policy() -> dict[str, Any]:
    return {
        "v": 1,
        "mode": "link",
        "share_id": ident("share"),
        "not_before": "2024-03-01T08:00:00Z",
        "not_after": "2024-03-08T08:00:00Z",
        "max_opens": 5,
    }


def device() -> dict[str, Any]:
    return {"v": 1, "kind": "change", "at": "2024-03-01T08:00:00Z", "body": '{"trash":["AAAAAAAAAAAAAAAAAAAAAA"]}'}


def draft() -> dict[str, Any]:
    return {"v": 1, "kind": "upload", "at": "2024-03-01T08:00:00Z", "body": '{"title":"en cours"}'}
