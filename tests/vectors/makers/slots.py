"""slots.json: slots that open, slots of another vault, and lists that a root does not vouch for."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from vault.crypto import kdf, slots
from vault.crypto.constants import SALT
from vault.crypto.encoding import b64, unb64
from vault.crypto.kdf import KdfParams
from vault.crypto.material import (
    Half,
    PasskeySecret,
    PasswordKey,
    PeopleSecret,
    PeopleSet,
    PhraseEntropy,
    SealingKey,
    SlotId,
    VaultId,
    VaultKey,
)
from vault.crypto.recovery import kek_passkey, kek_people, kek_phrase
from vault.crypto.sealing import _seal_from_salt
from vault.crypto.slots import PasskeyKey, PeopleKey, Slot

from .common import Case, fixed, outcome
from .recovery import CREDENTIAL, ENTROPY, HALF, PRF, SECRET, SET
from .signing import IDENTITY

VAULT = VaultId(fixed("vault", 16))
VMK = VaultKey(fixed("vmk"))
KEYS = kdf.vault_keys(VMK, VAULT, 1)
PARAMS = KdfParams(65_536, 3, 1, fixed("password salt", 16))
PMK = PasswordKey(fixed("pmk"))


def slot(
    label: str = "slot", vault: VaultId = VAULT, epoch: int = 1, params: KdfParams = PARAMS, vmk: bytes = VMK
) -> Slot:
    slot_id = SlotId(fixed(label, 16))
    text = kdf.params_text(params)
    kek = kdf.kek_password(PMK, vault)
    sealed = _seal_from_salt(kek, slots._context(vault, slot_id, epoch, text), vmk, fixed(f"salt {label}", SALT))
    return Slot(slot_id, "password", text, sealed)


def as_case(one: Slot) -> dict[str, str]:
    return {"slot_id": b64(one.slot_id), "kind": one.kind, "params": one.params, "sealed": b64(one.sealed)}


def from_case(case: dict[str, str]) -> Slot:
    return Slot(SlotId(unb64(case["slot_id"])), case["kind"], case["params"], unb64(case["sealed"]))


def _open_cases() -> list[Case]:
    other_vault = VaultId(fixed("other vault", 16))
    stronger = KdfParams(131_072, 3, 1, PARAMS.salt)
    good = slot()
    rows: list[tuple[str, Slot, dict[str, Any], str | None]] = [
        ("a slot", good, {}, None),
        ("a later epoch", slot(epoch=2), {"epoch": 2}, None),
        ("another password", good, {"pmk": b64(fixed("wrong pmk"))}, "does_not_open"),
        ("another vault", slot(vault=other_vault), {}, "does_not_open"),
        ("served for another vault", good, {"vault_id": b64(other_vault)}, "does_not_open"),
        ("another epoch", good, {"epoch": 2}, "does_not_open"),
        ("under the id of another slot", replace(good, slot_id=SlotId(fixed("other slot", 16))), {}, "does_not_open"),
        ("other parameters", slot(params=stronger), {}, "foreign_slot"),
        ("other parameters put on it", replace(good, params=kdf.params_text(stronger)), {}, "foreign_slot"),
        ("another salt", replace(good, params=kdf.params_text(replace(PARAMS, salt=bytes(16)))), {}, "foreign_slot"),
        ("weak parameters put on it", replace(good, params=good.params.replace("65536", "64")), {}, "weak_kdf"),
        ("parameters with a space", replace(good, params=good.params.replace(",", ", ", 1)), {}, "malformed"),
        ("a kind not known", replace(good, kind="escrow"), {}, "unsupported"),
        ("a derivation not known", replace(good, params=good.params.replace("argon2id13", "bip39")), {}, "unsupported"),
        ("another kind", replace(good, kind="phrase", params='{"v":1,"kdf":"bip39"}'), {}, "foreign_slot"),
        ("a password called a phrase", replace(good, kind="phrase"), {}, "unsupported"),
        ("a short vault key", slot(vmk=VMK[:31]), {}, "does_not_open"),
        ("an empty vault key", slot(vmk=b""), {}, "does_not_open"),
        ("nothing sealed", replace(good, sealed=b""), {}, "does_not_open"),
    ]
    rows += [
        (f"flipped at {place}", replace(good, sealed=_flip(good.sealed, place)), {}, "does_not_open")
        for place in (0, 24, 55, 56, 87, 88, 103)
    ]
    cases = []
    for name, one, change, code in rows:
        case: Case = {
            "id": name,
            "slot": as_case(one),
            "vault_id": b64(VAULT),
            "epoch": 1,
            "pmk": b64(PMK),
            "params": {"m": 65_536, "t": 3, "p": 1, "salt": b64(PARAMS.salt)},
            **change,
        }
        case |= {"error": code} if code else {"out": b64(VMK)}
        cases.append(outcome(case, lambda case=case: _open(case)))
    return cases


def _flip(data: bytes, at: int) -> bytes:
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def _open(case: Case) -> str:
    return b64(
        slots.open_slot(
            from_case(case["slot"]),
            VaultId(unb64(case["vault_id"])),
            case["epoch"],
            PARAMS,
            PasswordKey(unb64(case["pmk"])),
        )
    )


def _mac_cases() -> dict[str, list[Case]]:
    one, two = slot(), slot("other slot")
    macs: list[Case] = [
        {
            "id": name,
            "key": b64(KEYS.slots),
            "epoch": epoch,
            "slots": [as_case(s) for s in listed],
            "out": b64(slots.slots_mac(KEYS.slots, epoch, listed)),
        }
        for name, epoch, listed in (
            ("one slot", 1, [one]),
            ("two slots", 1, [one, two]),
            ("the other way round", 1, [two, one]),
            ("another epoch", 2, [one]),
            ("none", 1, []),
        )
    ]
    vouched = b64(slots.slots_mac(KEYS.slots, 1, [one, two]))
    rows: list[tuple[str, list[Slot], dict[str, Any], str | None]] = [
        ("as vouched", [one, two], {}, None),
        ("in another order", [two, one], {}, None),
        ("one missing", [one], {}, "foreign_slot"),
        ("none served", [], {}, "foreign_slot"),
        ("one more", [one, two, slot("third slot")], {}, "foreign_slot"),
        ("another in its place", [one, slot("third slot")], {}, "foreign_slot"),
        ("another kind", [one, replace(two, kind="phrase")], {}, "foreign_slot"),
        ("other parameters", [one, replace(two, params=two.params.replace("65536", "65537"))], {}, "foreign_slot"),
        ("another seal", [one, replace(two, sealed=one.sealed)], {}, "foreign_slot"),
        ("another epoch", [one, two], {"epoch": 2}, "foreign_slot"),
        ("another key", [one, two], {"key": b64(fixed("other mac key"))}, "foreign_slot"),
        ("a mac of zeros", [one, two], {"vouched": b64(bytes(32))}, "foreign_slot"),
        ("a short mac", [one, two], {"vouched": vouched[:20]}, "foreign_slot"),
        ("one slot twice", [one, one], {}, "malformed"),
    ]
    checks = []
    for name, listed, change, code in rows:
        case: Case = {
            "id": name,
            "key": b64(KEYS.slots),
            "epoch": 1,
            "slots": [as_case(s) for s in listed],
            "vouched": vouched,
            **change,
        }
        case |= {"error": code} if code else {"out": None}
        checks.append(
            outcome(
                case,
                lambda case=case: slots.check_slots(
                    kdf.MacKey(unb64(case["key"])),
                    case["epoch"],
                    [from_case(s) for s in case["slots"]],
                    unb64(case["vouched"]),
                ),
            )
        )
    return {"slots_mac": macs, "check_slots": checks}


def _identity_cases() -> list[Case]:
    sealed = _seal_from_salt(
        KEYS.identity, slots._identity_context(VAULT, 1), IDENTITY.document(), fixed("salt identity", SALT)
    )
    rows: list[tuple[str, SealingKey, VaultId, int, bytes, str | None]] = [
        ("an identity", KEYS.identity, VAULT, 1, sealed, None),
        ("another key", KEYS.catalogue, VAULT, 1, sealed, "does_not_open"),
        ("another vault", KEYS.identity, VaultId(fixed("other vault", 16)), 1, sealed, "does_not_open"),
        ("another epoch", KEYS.identity, VAULT, 2, sealed, "does_not_open"),
        ("cut", KEYS.identity, VAULT, 1, sealed[:-1], "does_not_open"),
        ("nothing", KEYS.identity, VAULT, 1, b"", "does_not_open"),
    ]
    cases = []
    for name, key, vault, epoch, data, code in rows:
        case: Case = {"id": name, "key": b64(key), "vault_id": b64(vault), "epoch": epoch, "sealed": b64(data)}
        case |= {"error": code} if code else {"out": b64(IDENTITY.document())}
        keys = replace(KEYS, identity=key)
        cases.append(
            outcome(
                case,
                lambda keys=keys, vault=vault, epoch=epoch, data=data: b64(
                    slots.open_identity(keys, vault, epoch, data).document()
                ),
            )
        )
    return cases


def slot_of_kind(kind: str, label: str = "slot", params: str | None = None, vmk: bytes = VMK, epoch: int = 1) -> Slot:
    """A slot of another kind than a password, with the secrets of `makers.recovery`."""
    keks = {
        "phrase": (slots.phrase_params(), kek_phrase(ENTROPY, VAULT)),
        "people": (slots.people_params(SET), kek_people(SECRET, HALF, VAULT, SET)),
        "passkey": (slots.passkey_params(CREDENTIAL), kek_passkey(PRF, VAULT, CREDENTIAL)),
    }
    text, kek = keks[kind]
    slot_id, written = SlotId(fixed(label, 16)), params or text
    context = slots._context(VAULT, slot_id, epoch, written)
    return Slot(slot_id, kind, written, _seal_from_salt(kek, context, vmk, fixed(f"salt {kind} {label}", SALT)))


_OPENERS: dict[str, Callable[[Slot, VaultId, int, Case], bytes]] = {
    "phrase": lambda one, vault, epoch, case: slots.open_phrase_slot(
        one, vault, epoch, PhraseEntropy(unb64(case["entropy"]))
    ),
    "people": lambda one, vault, epoch, case: slots.open_people_slot(
        one,
        vault,
        epoch,
        PeopleKey(PeopleSecret(unb64(case["secret"])), Half(unb64(case["half"])), PeopleSet(unb64(case["set"]))),
    ),
    "passkey": lambda one, vault, epoch, case: slots.open_passkey_slot(
        one, vault, epoch, PasskeyKey(PasskeySecret(unb64(case["prf"])), unb64(case["credential"]))
    ),
}
_SECRETS = {
    "phrase": {"entropy": b64(ENTROPY)},
    "people": {"secret": b64(SECRET), "half": b64(HALF), "set": b64(SET)},
    "passkey": {"prf": b64(PRF), "credential": b64(CREDENTIAL)},
}
_Row = tuple[str, Slot, dict[str, Any], str | None]


def _wrong_secrets(kind: str) -> list[_Row]:
    good, other = slot_of_kind(kind), {name: b64(fixed(f"other {name}", 16)) for name in ("entropy", "secret")}
    return {
        "phrase": [
            ("another phrase", good, {"entropy": other["entropy"]}, "does_not_open"),
            ("a short phrase", good, {"entropy": b64(ENTROPY[:15])}, "malformed"),
        ],
        "people": [
            ("another secret", good, {"secret": other["secret"]}, "does_not_open"),
            ("another half", good, {"half": b64(fixed("other half"))}, "does_not_open"),
            ("a half of zeros", good, {"half": b64(bytes(32))}, "does_not_open"),
            ("no half", good, {"half": ""}, "malformed"),
            ("shares of another set", good, {"set": b64(fixed("other set", 2))}, "foreign_slot"),
        ],
        "passkey": [
            ("another secret", good, {"prf": b64(fixed("other prf"))}, "does_not_open"),
            ("another credential", good, {"credential": b64(fixed("other credential", 20))}, "foreign_slot"),
            ("a secret of zeros", good, {"prf": b64(bytes(32))}, "malformed"),
            ("a short secret", good, {"prf": b64(PRF[:16])}, "malformed"),
        ],
    }[kind]


def _wrong_params(kind: str) -> list[_Row]:
    """Parameters that a slot was truly sealed under, by a server that is not bound by what we write."""
    good = slot_of_kind(kind).params
    set_id, credential = f'"{b64(SET)}"', f'"{b64(CREDENTIAL)}"'
    malformed = {
        "a space": good.replace(",", ", ", 1),
        "a member more": good[:-1] + ',"host":"memo.example"}',
        "the members of another order": good.replace('"v":1,"kdf"', '"kdf"', 1).replace("}", ',"v":1}'),
        "no object": "[]",
        "nothing": " ",
        "text for the version": good.replace('"v":1', '"v":"1"'),
    }
    malformed |= {
        "phrase": {"a salt": good[:-1] + f',"salt":"{b64(bytes(16))}"}}'},
        "people": {
            "one share needed": good.replace('"need":2', '"need":1'),
            "three shares needed": good.replace('"need":2', '"need":3'),
            "of two": good.replace('"of":3', '"of":2'),
            "of four": good.replace('"of":3', '"of":4'),
            "a set of one byte": good.replace(set_id, '"AA"'),
            "a set of three bytes": good.replace(set_id, '"AAAA"'),
            "stray bits in the set": good.replace(set_id, '"AAB"'),
            "no set": good.replace(set_id, "null"),
        },
        "passkey": {
            "an empty credential": good.replace(credential, '""'),
            "a credential of 1024 bytes": good.replace(credential, f'"{b64(bytes(1024))}"'),
            "a padded credential": good.replace(credential, '"AA=="'),
            "no credential": good.replace(credential, "null"),
        },
    }[kind]
    unsupported = {
        "version 2": good.replace('"v":1', '"v":2'),
        "another derivation": re.sub('"kdf":"[a-z0-9]*"', '"kdf":"scrypt"', good),
        "another derivation and a member more": re.sub('"kdf":"[a-z0-9]*"', '"kdf":"scrypt","n":1', good),
    }
    rows: list[_Row] = [(name, slot_of_kind(kind, params=text), {}, "malformed") for name, text in malformed.items()]
    return rows + [(name, slot_of_kind(kind, params=text), {}, "unsupported") for name, text in unsupported.items()]


def _cases_of(kind: str) -> list[Case]:
    good, other_vault = slot_of_kind(kind), VaultId(fixed("other vault", 16))
    others = {name for name in _OPENERS if name != kind}
    rows: list[_Row] = [
        (f"a {kind} slot", good, {}, None),
        ("a later epoch", slot_of_kind(kind, epoch=2), {"epoch": 2}, None),
        ("another epoch", good, {"epoch": 2}, "does_not_open"),
        ("another vault", good, {"vault_id": b64(other_vault)}, "does_not_open"),
        ("under the id of another slot", replace(good, slot_id=SlotId(fixed("other", 16))), {}, "does_not_open"),
        ("a flipped byte", replace(good, sealed=_flip(good.sealed, 60)), {}, "does_not_open"),
        ("nothing sealed", replace(good, sealed=b""), {}, "does_not_open"),
        ("a short vault key", slot_of_kind(kind, vmk=VMK[:31]), {}, "does_not_open"),
        ("a password slot", slot(), {}, "foreign_slot"),
        ("a kind not known", replace(good, kind="escrow"), {}, "unsupported"),
        ("called a password", replace(good, kind="password"), {}, "unsupported"),
        *((f"a {name} slot", slot_of_kind(name), {}, "foreign_slot") for name in sorted(others)),
        *_wrong_secrets(kind),
        *_wrong_params(kind),
    ]
    cases = []
    for name, one, change, code in rows:
        case: Case = {
            "id": name,
            "slot": as_case(one),
            "vault_id": b64(VAULT),
            "epoch": 1,
            **_SECRETS[kind],
            **change,
        }
        case |= {"error": code} if code else {"out": b64(VMK)}
        cases.append(outcome(case, lambda case=case: _open_kind(kind, case)))
    return cases


def _open_kind(kind: str, case: Case) -> str:
    return b64(_OPENERS[kind](from_case(case["slot"]), VaultId(unb64(case["vault_id"])), case["epoch"], case))


def _kind_cases() -> dict[str, list[Case]]:
    """How many slots of each kind a vault has, and which one is meant (5.7, rule 1)."""
    password, phrase, people = slot(), slot_of_kind("phrase"), slot_of_kind("people")
    passkeys = [
        replace(
            slot_of_kind("passkey"), slot_id=SlotId(fixed(f"passkey {n}", 16)), params=slots.passkey_params(bytes([n]))
        )
        for n in range(9)
    ]
    counts: list[tuple[str, list[Slot], str | None]] = [
        ("a password", [password], None),
        ("one of each", [phrase, passkeys[0], password, people], None),
        ("all that may be", [password, phrase, people, *passkeys[:8]], None),
        ("no slot", [], "foreign_slot"),
        ("no password", [phrase, people, passkeys[0]], "foreign_slot"),
        ("two passwords", [password, slot("other slot")], "foreign_slot"),
        ("two phrases", [password, phrase, phrase], "foreign_slot"),
        ("two of people", [password, people, people], "foreign_slot"),
        ("nine passkeys", [password, *passkeys], "foreign_slot"),
        ("a kind not known", [password, replace(phrase, kind="escrow")], "unsupported"),
        ("a kind not known, and no password", [replace(phrase, kind="escrow")], "unsupported"),
        ("a kind of an object's own", [password, replace(phrase, kind="constructor")], "unsupported"),
    ]
    checks = []
    for name, listed, code in counts:
        case: Case = {"id": name, "slots": [as_case(one) for one in listed]}
        case |= {"error": code} if code else {"out": None}
        checks.append(outcome(case, lambda listed=listed: slots.check_kinds(listed)))
    all_of = [password, phrase, people, *passkeys[:8]]
    meant: list[tuple[str, list[Slot], str, str | None, Slot | None]] = [
        ("the password", all_of, "password", None, password),
        ("the password, by its parameters", all_of, "password", password.params, password),
        ("the phrase", all_of, "phrase", None, phrase),
        ("the people", all_of, "people", None, people),
        ("a passkey by its credential", all_of, "passkey", passkeys[5].params, passkeys[5]),
        ("the only passkey", [password, passkeys[3]], "passkey", None, passkeys[3]),
        ("a passkey among many", all_of, "passkey", None, None),
        ("a passkey that is not there", all_of, "passkey", passkeys[8].params, None),
        ("a phrase that is not there", [password], "phrase", None, None),
        ("a password of other parameters", all_of, "password", password.params.replace("65536", "65537"), None),
        ("a credential there twice", [password, passkeys[0], passkeys[0]], "passkey", passkeys[0].params, None),
        ("the phrase of a vault without password", [phrase], "phrase", None, None),
        ("a kind not known", all_of, "escrow", None, None),
    ]
    finds = []
    for name, listed, kind, params, found in meant:
        case = {"id": name, "slots": [as_case(one) for one in listed], "kind": kind, "params": params}
        case |= {"out": b64(found.slot_id)} if found else {"error": "foreign_slot"}
        finds.append(outcome(case, lambda a=listed, b=kind, c=params: b64(slots.slot_of(a, b, c).slot_id)))
    return {"check_kinds": checks, "slot_of": finds}


def make() -> dict[str, Any]:
    return {
        "open_slot": _open_cases(),
        **{f"open_{kind}_slot": _cases_of(kind) for kind in _OPENERS},
        **_kind_cases(),
        **_mac_cases(),
        "open_identity": _identity_cases(),
    }
