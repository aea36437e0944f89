"""Changing the ways into a vault, and getting back in without the password, from a desk (FORMAT 5.7 to 5.12, 6.3).

A change, in order:

1. The password of before opens its slot here, before anything is sent: it gives the vault key, which is not kept.
2. New slots are made for the whole list; how a new password is derived is our own choice, never the server's (A5).
3. One commit vouches for them, and travels with them in one request. It may be repeated: the server knows it again.
4. Another device came first: the newest catalogue is taken, and the change is made again on its slots.
5. The server must acknowledge exactly these slots, this epoch and this number; anything else is a lie.
6. No answer at all: the change was made or not. The person is told to try both passwords (`change_unsure`).

A recovery opens the slot of its kind, then the catalogue with all its rules. Whoever has a sheet compares it: a root of
a lower number than the sheet's, or of another fingerprint, is refused (A12 where nothing else is remembered).

A rotation reads and opens every page first, or does not begin. Ways that it is not given are gone; the caller says so.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from vault.client_api import member
from vault.client_commits import Intended, commit_body
from vault.client_opening import (
    Opened,
    check_password,
    new_params,
    read_notices,
    read_slots,
    read_vault_id,
    slot_body,
    unlocked_by,
)
from vault.client_vault import CONFLICTS_MAX
from vault.client_words import ApiError, ClientError
from vault.crypto.catalogue import Change, Unlocked
from vault.crypto.constants import HALF
from vault.crypto.encoding import Document, b64, context, format_time, now, parse_time, unb64
from vault.crypto.errors import DoesNotOpenError, ForgedError, MalformedError, RollbackError
from vault.crypto.kdf import auth, normal_login, params_text, password_key, vault_keys
from vault.crypto.material import AuthSecret, Half, PasswordKey, PhraseEntropy, VaultKey
from vault.crypto.recovery import combine_shares, fingerprint, new_people, parse_phrase, people_auth, phrase_auth
from vault.crypto.sealing import open_sealed, seal
from vault.crypto.signing import Identity
from vault.crypto.slots import (
    PeopleKey,
    Slot,
    new_password_slot,
    new_people_slot,
    new_phrase_slot,
    new_vault_key,
    open_people_slot,
    open_phrase_slot,
    open_slot,
    seal_identity,
    slot_of,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from vault.client_vault import VaultClient
    from vault.crypto.catalogue import Commit
    from vault.crypto.kdf import KdfParams
    from vault.crypto.material import PeopleSecret, PeopleSet

SERVER_FAULT = 500
LOOK_ALIKES = str.maketrans("OIL", "011")
PEOPLE_DAYS = 7
"""How long the server holds its half back after people asked for it."""


EMPTY: Document = {
    "identity": None,
    "password": None,
    "phrase_auth": None,
    "people": None,
    "drafts": [],
    "end_shares": [],
    "drop_factors": False,
    "close_sessions": False,
}
"""A change that changes nothing."""


@dataclass(frozen=True)
class Sheet:
    """What is printed beside the words: the fingerprint of the vault and its number that day; None where not given."""

    fingerprint: str | None = None
    seq: int | None = None


@dataclass(frozen=True)
class Key:
    """The vault key, for as long as slots are made, and AUTH of the password of before (None in a recovery)."""

    vmk: VaultKey = field(repr=False)
    auth: AuthSecret | None = field(repr=False)


@dataclass(frozen=True, repr=False)
class Wish:
    """A change of ways in: from the slots that are there to those wanted, the checks that come with the new ones, and
    the state of the phrase that the root then says (None: as it was).
    """

    slots: Callable[[Sequence[Slot]], list[Slot]]
    told: Document
    phrase: str | None = None


def change_password(client: VaultClient, old: str, new: str, *, close_sessions: bool = True) -> None:
    """Put another password in place of the old one; the other ways in stay.

    Whoever knew the old password and took a copy still opens that copy: against that, `rotate`.

    Raises:
        ClientError: `password_short`, `change_unsure`, `locked`.
        DoesNotOpenError: the old password is not right. ApiError: the server refused; nothing changed.
    """
    check_password(new)
    key = _prove(client, old)
    _renew(client, key, new, drop_factors=False, close_sessions=close_sessions)


def set_phrase(client: VaultClient, password: str, phrase: PhraseEntropy) -> None:
    """Make this the recovery phrase of the vault, which its owner has typed back; one before opens nothing any more.

    Raises as `change_password`.
    """
    key = _prove(client, password)
    slot = new_phrase_slot(client.unlocked.vault_id, client.unlocked.epoch, phrase, key.vmk)
    told = {"phrase_auth": b64(phrase_auth(phrase, client.opened.login))}
    _change(client, key, Wish(lambda slots: _exchanged(slots, slot), told, "checked"))


def drop_phrase(client: VaultClient, password: str) -> None:
    """Take the recovery phrase out; raises as `change_password`."""
    _change(client, _prove(client, password), Wish(lambda slots: _without(slots, "phrase"), {}, "declined"))


def set_people(client: VaultClient, password: str, days: int = PEOPLE_DAYS) -> list[list[str]]:
    """Three shares of sixteen words; any two get back in once `days` have passed. Those before open nothing any more.

    Raises as `change_password`.
    """
    key = _prove(client, password)
    secret, set_id, shares = new_people()
    half = Half(os.urandom(HALF))
    people = PeopleKey(secret, half, set_id)
    slot = new_people_slot(client.unlocked.vault_id, client.unlocked.epoch, people, key.vmk)
    told = {"auth": b64(people_auth(secret, client.opened.login)), "half": b64(half), "delay_days": days}
    _change(client, key, Wish(lambda slots: _exchanged(slots, slot), {"people": told}))
    return shares


def drop_people(client: VaultClient, password: str) -> None:
    """Take recovery by people out: the server destroys its half; raises as `change_password`."""
    _change(client, _prove(client, password), Wish(lambda slots: _without(slots, "people"), {}))


def recover_by_phrase(client: VaultClient, login: str, words: str, sheet: Sheet | None = None) -> Key:
    """Open the vault with its twelve words; the key is for `set_password`.

    Raises:
        ClientError: `words_wrong`, before anything is sent; `recovery_refused`.
        ApiError: `too_many_attempts` and other refusals. CryptoError: the server lies, or shows an older vault.
    """
    name = normal_login(login)
    entropy = parse_words(words)
    answer = _recover(client, name, "phrase", phrase_auth(entropy, name))
    slots, vault_id, epoch = read_slots(answer), read_vault_id(answer), member(answer, "epoch", int)
    vmk = open_phrase_slot(slot_of(slots, "phrase"), vault_id, epoch, entropy)
    return _enter(client, answer, Opened(name, None, slots, read_notices(answer)), vmk, sheet)


def recover_by_people(
    client: VaultClient, login: str, shares: Sequence[str], sheet: Sheet | None = None
) -> Key | datetime:
    """Open the vault with two shares, or ask for it: then, when the same shares will open it.

    Raises as `recover_by_phrase`.
    """
    name = normal_login(login)
    secret, set_id = parse_shares(shares)
    answer = _recover(client, name, "people", people_auth(secret, name))
    if isinstance(answer, dict) and "vault_id" not in answer:
        return parse_time(member(answer, "ready_at", str))
    slots, vault_id, epoch = read_slots(answer), read_vault_id(answer), member(answer, "epoch", int)
    people = PeopleKey(secret, Half(unb64(member(answer, "half", str), HALF)), set_id)
    vmk = open_people_slot(slot_of(slots, "people"), vault_id, epoch, people)
    return _enter(client, answer, Opened(name, None, slots, read_notices(answer)), vmk, sheet)


def set_password(client: VaultClient, key: Key, new: str, *, drop_factors: bool = True) -> None:
    """End a recovery: the new password, no second factor any more unless they are kept, no other session.

    Raises as `change_password`.
    """
    check_password(new)
    _renew(client, key, new, drop_factors=drop_factors, close_sessions=True)


@dataclass(frozen=True)
class Rotation:
    """What takes the place of all there was: a password, a phrase that was typed back or none, and whether the shares
    of before end with it.
    """

    password: str = field(repr=False)
    phrase: PhraseEntropy | None = field(default=None, repr=False)
    end_shares: bool = False


def rotate(client: VaultClient, old: str, wanted: Rotation) -> None:
    """New keys for the whole vault: nothing that anybody copied before opens what comes after.

    People and passkeys are not among the ways in afterwards.

    Raises as `change_password`, and CryptoError: a page is not served, or is not right; nothing was changed.
    """
    check_password(wanted.password)
    key = _prove(client, old)
    params = new_params()
    pmk = password_key(wanted.password, params)
    for _ in range(CONFLICTS_MAX):
        client.refresh()
        fresh = _Fresh.of(client, params, pmk, wanted.phrase)
        commit = client.catalogue.rotate(
            fresh.unlocked, fresh.slots, now(), _changed_root(wanted, format_time(client.api.server_now()))
        )
        ended = _live_shares(client) if wanted.end_shares else []
        more = fresh.told | {"drafts": _resealed(client, fresh.unlocked), "end_shares": ended, "close_sessions": True}
        if _send(client, key, commit, fresh.slots, more):
            client.become(fresh.unlocked, replace(client.opened, params=params, slots=tuple(fresh.slots)), commit)
            return
    raise ClientError("busy")


def parse_words(text: str) -> PhraseEntropy:
    """The phrase behind twelve words as they were typed.

    Raises:
        ClientError: `words_wrong`.
    """
    try:
        return parse_phrase(text)
    except MalformedError:
        raise ClientError("words_wrong") from None


def parse_shares(texts: Sequence[str]) -> tuple[PeopleSecret, PeopleSet]:
    """What two shares give, as they were typed.

    Raises:
        ClientError: `words_wrong`.
    """
    try:
        return combine_shares(texts)
    except MalformedError:
        raise ClientError("words_wrong") from None


def sheet_of(client: VaultClient) -> Sheet:
    """What to print beside new words, now."""
    public = client.unlocked.identity.public()
    return Sheet(fingerprint(client.unlocked.vault_id, public), client.catalogue.root["seq"])


def check_sheet(client: VaultClient, sheet: Sheet) -> None:
    """Compare an open vault with a sheet.

    Raises:
        ForgedError: another fingerprint: another vault, or one whose keys were changed since.
        RollbackError: the vault is older than the sheet.
    """
    found = sheet_of(client)
    if sheet.fingerprint is not None and _plain(sheet.fingerprint) != _plain(found.fingerprint or ""):
        raise ForgedError("the vault has another fingerprint than the sheet")
    if sheet.seq is not None and client.catalogue.root["seq"] < sheet.seq:
        raise RollbackError("the vault is older than the sheet")


@dataclass(frozen=True, repr=False)
class _Fresh:
    """The keys and slots that a rotation brings, and what it tells the server of them."""

    unlocked: Unlocked
    slots: list[Slot]
    told: Document

    @classmethod
    def of(cls, client: VaultClient, params: KdfParams, pmk: PasswordKey, phrase: PhraseEntropy | None) -> _Fresh:
        vault_id, epoch, vmk = client.unlocked.vault_id, client.unlocked.epoch + 1, new_vault_key()
        unlocked = Unlocked(vault_id, epoch, vault_keys(vmk, vault_id, epoch), Identity.new())
        slots, told = [new_password_slot(vault_id, epoch, params, pmk, vmk)], _password_told(client, params, pmk)
        if phrase is not None:
            slots.append(new_phrase_slot(vault_id, epoch, phrase, vmk))
            told |= {"phrase_auth": b64(phrase_auth(phrase, client.opened.login))}
        told |= {"identity": b64(seal_identity(unlocked.keys, vault_id, epoch, unlocked.identity))}
        return cls(unlocked, slots, told)


def _prove(client: VaultClient, password: str) -> Key:
    """The vault key, by the password (rule 1)."""
    opened, unlocked = client.opened, client.unlocked
    if opened.params is None:
        raise ClientError("locked")
    pmk = password_key(password, opened.params)
    slot = slot_of(opened.slots, "password")
    return Key(open_slot(slot, unlocked.vault_id, unlocked.epoch, opened.params, pmk), auth(pmk, opened.login))


def _renew(client: VaultClient, key: Key, new: str, *, drop_factors: bool, close_sessions: bool) -> None:
    params = new_params()  # 2
    pmk = password_key(new, params)
    slot = new_password_slot(client.unlocked.vault_id, client.unlocked.epoch, params, pmk, key.vmk)
    told = _password_told(client, params, pmk) | {"drop_factors": drop_factors, "close_sessions": close_sessions}

    def slots(before: Sequence[Slot]) -> list[Slot]:
        return _exchanged(_without(before, "passkey") if drop_factors else before, slot)

    _change(client, key, Wish(slots, told), params)


def _password_told(client: VaultClient, params: KdfParams, pmk: PasswordKey) -> Document:
    return {"password": {"auth": b64(auth(pmk, client.opened.login)), "params": params_text(params)}}


def _change(client: VaultClient, key: Key, wish: Wish, params: KdfParams | None = None) -> None:
    for _ in range(CONFLICTS_MAX):
        slots = wish.slots(client.opened.slots)
        settings = None if wish.phrase is None else _with_phrase(wish.phrase)
        commit = client.catalogue.apply(Change(slots=slots, settings=settings), now())  # 3
        if _send(client, key, commit, slots, wish.told):
            opened = replace(client.opened, params=params or client.opened.params, slots=tuple(slots))
            client.become(client.unlocked, opened, commit)
            return
    raise ClientError("busy")


def _send(client: VaultClient, key: Key, commit: Commit, slots: Sequence[Slot], told: Document) -> bool:
    """Whether the server took it; False after a conflict, when the newest catalogue is there (rule 4)."""
    epoch = commit.catalogue.unlocked.epoch
    body = (
        EMPTY
        | told
        | {
            "auth": None if key.auth is None else b64(key.auth),
            "commit": commit_body(commit, Intended(Change())),
            "epoch": epoch,
            "slots": [slot_body(slot) for slot in slots],
        }
    )
    try:
        answer = client.api.post("access", body, repeat=True)
    except ApiError as error:
        if error.code == "conflict":
            client.refresh()
            return False
        if error.status < SERVER_FAULT:
            raise
        raise ClientError("change_unsure") from error  # 6
    except ClientError as error:
        raise ClientError("change_unsure") from error  # 6
    said = (member(answer, "epoch", int), member(answer, "seq", int), frozenset(read_slots(answer)))
    if said != (epoch, commit.seq, frozenset(slots)):  # 5
        raise ForgedError("the server acknowledges other ways in than those sent")
    return True


def _recover(client: VaultClient, login: str, way: str, secret: AuthSecret) -> object:
    try:
        answer: object = client.api.post("recoveries", {"login": login, "way": way, "auth": b64(secret)})
    except ApiError as error:
        if error.code == "login_refused":
            raise ClientError("recovery_refused") from error
        raise
    return answer


def _enter(client: VaultClient, answer: object, opened: Opened, vmk: VaultKey, sheet: Sheet | None) -> Key:
    client.enter(answer, unlocked_by(answer, vmk), opened)
    check_sheet(client, sheet or Sheet())
    return Key(vmk, None)


def _changed_root(wanted: Rotation, at: str) -> Change:
    def ended(shares: list[Document]) -> list[Document]:
        return [share | {"ended_at": share["ended_at"] or at} for share in shares]

    return Change(
        shares=ended if wanted.end_shares else None, settings=_with_phrase("checked" if wanted.phrase else "declined")
    )


def _live_shares(client: VaultClient) -> list[str]:
    return [share["id"] for share in client.catalogue.root["shares"] if share["ended_at"] is None]


def _resealed(client: VaultClient, unlocked: Unlocked) -> list[Document]:
    """The drafts under the new keys; one that does not open is left behind: nothing vouches for it (9.1)."""
    drafts = []
    for draft in member(client.api.get("drafts"), "drafts", list):
        name = member(draft, "draft_id", str)
        bound = context("draft", vault_id=unlocked.vault_id, object_id=unb64(name), version=1)
        try:
            plaintext = open_sealed(client.unlocked.keys.drafts, bound, unb64(member(draft, "sealed", str)))
        except DoesNotOpenError:
            continue
        drafts.append({"draft_id": name, "sealed": b64(seal(unlocked.keys.drafts, bound, plaintext))})
    return drafts


def _with_phrase(state: str) -> Callable[[Document], Document]:
    return lambda settings: settings | {"phrase": state}


def _exchanged(slots: Sequence[Slot], new: Slot) -> list[Slot]:
    return [*_without(slots, new.kind), new]


def _without(slots: Sequence[Slot], kind: str) -> list[Slot]:
    return [slot for slot in slots if slot.kind != kind]


def _plain(text: str) -> str:
    """A fingerprint as it is compared: case, spaces, hyphens and look-alikes do not count (10.2)."""
    return re.sub(r"[^0-9A-Z]", "", text.upper()).translate(LOOK_ALIKES)
