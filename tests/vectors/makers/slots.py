"""slots.json: slots that open, slots of another vault, and lists that a root does not vouch for."""

from dataclasses import replace
from typing import Any

from vault.crypto import kdf, slots
from vault.crypto.constants import SALT
from vault.crypto.encoding import b64, unb64
from vault.crypto.kdf import KdfParams
from vault.crypto.material import PasswordKey, SealingKey, SlotId, VaultId, VaultKey
from vault.crypto.sealing import _seal_from_salt
from vault.crypto.slots import Slot

from .common import Case, fixed, outcome
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


def make() -> dict[str, Any]:
    return {"open_slot": _open_cases(), **_mac_cases(), "open_identity": _identity_cases()}
