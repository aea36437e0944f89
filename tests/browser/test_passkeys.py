"""Passkeys and codes in the browser, without its screens: the flows speak to the real server and to an authenticator of
Chromium's own (CDP), and what PRF gives leaves the browser in no request.
"""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pyotp
import pytest

from vault.crypto.encoding import unb64

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import CDPSession, Page

PASSWORD = "cerise tambour glacier moulin 47 velours"
MODULES = """async (given) => {
    const base = document.querySelector("script[type=module]").src.replace(/pages\\/.*/, "");
    const load = (name) => import(`${base}${name}.js`);
    const [session, catalogue] = await Promise.all(["flows/session", "flows/catalogue"].map(load));
    const [passkeys, factors] = await Promise.all(["flows/passkeys", "flows/factors"].map(load));
    const { b64, unb64 } = await load("crypto/encoding");
"""


class Person:
    """A page whose flows are called by hand, with an authenticator; all that it sends is kept."""

    def __init__(self, page: Page, site: str, *, prf: bool = True) -> None:
        self.page, self.sent = page, ""
        page.on("request", lambda request: self._hear(request.url, request.post_data_buffer))
        page.goto(f"{site}/notes")
        self.devtools: CDPSession = page.context.new_cdp_session(page)
        self.devtools.send("WebAuthn.enable")
        options = {
            "protocol": "ctap2", "ctap2Version": "ctap2_1", "transport": "internal", "hasResidentKey": True,
            "hasUserVerification": True, "hasPrf": prf, "isUserVerified": True, "automaticPresenceSimulation": True,
        }  # fmt: skip
        self.authenticator = self.devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})

    def _hear(self, url: str, body: bytes | None) -> None:
        self.sent += url + (body or b"").decode("latin-1")

    def run(self, code: str, **given: object) -> Any:
        return self.page.evaluate(f"{MODULES}{code}}}", given)

    def make_vault(self, login: str) -> None:
        self.run("await session.register(given); await catalogue.loadCatalogue();", login=login, password=PASSWORD)

    def register(self) -> dict[str, Any]:
        return dict(
            self.run("""const made = await passkeys.registerPasskey();
                return { ...made, credential: b64(made.credential), prf: made.prf && b64(made.prf) };""")
        )

    def ask(self, **wanted: str) -> dict[str, Any]:
        return dict(
            self.run(
                """const wanted = given.credential ? { credential: unb64(given.credential) } : {};
                const { credential, prf, ...rest } = await passkeys.assertPasskey(wanted);
                return { ...rest, credential: b64(credential), prf: prf && b64(prf) };""",
                **wanted,
            )
        )


@pytest.fixture
def somebody(person: Callable[..., Page], site: str) -> Callable[..., Person]:
    """Somebody with a new vault open, and an authenticator."""

    def arrives(login: str, **options: Any) -> Person:
        made = Person(person(), site, **options)
        made.make_vault(login)
        return made

    return arrives


def test_a_passkey_opens_the_vault_by_its_slot(somebody: Callable[..., Person]) -> None:
    her = somebody("moineau-clair")
    made = her.register()
    assert len(made["codes"]) == 10
    assert made["opens"] is True
    secret = her.ask(credential=made["credential"])["prf"]
    assert len(unb64(secret)) == 32
    assert made["prf"] in {None, secret}
    kept = her.run(
        """const { prf, credential } = await passkeys.assertPasskey();
        await passkeys.addPasskeySlot(given.password, { prf, credential });
        return await passkeys.hasPasskeySlot(credential);""",
        password=PASSWORD,
    )
    assert kept is True

    her.run("await session.leave();")
    opened = her.run("""await session.openPasskey(await passkeys.assertPasskey());
        await catalogue.loadCatalogue();
        return [session.session.state, session.session.via];""")
    assert opened == ["open", "passkey"]

    left = her.run(
        """await passkeys.dropPasskeySlot(given.password, unb64(given.credential));
        await factors.removeFactor(given.factorId, factors.readSecond(given.typed));
        return [await passkeys.hasPasskeySlot(unb64(given.credential)), await factors.secondFactors()];""",
        password=PASSWORD, typed=made["codes"][0].lower(), **made,
    )  # fmt: skip
    assert left == [False, {"factors": [], "codesLeft": 0}]
    for written in (secret, base64.b64encode(unb64(secret)).decode(), unb64(secret).hex()):
        assert written not in her.sent
    assert "clientExtensionResults" not in her.sent


def test_a_passkey_is_a_second_factor_after_the_passphrase(somebody: Callable[..., Person]) -> None:
    her = somebody("merle-doux")
    her.register()
    her.run("await session.leave();")
    kinds, state = her.run(
        """const { second } = await session.open(given);
        const { assertion } = await passkeys.answerPasskey(second.options);
        await session.openSecond({ assertion });
        return [second.kinds, session.session.state];""",
        login="merle-doux",
        password=PASSWORD,
    )
    assert (kinds, state) == (["passkey", "code"], "open")


def test_an_authenticator_without_prf_is_a_factor_that_opens_nothing(somebody: Callable[..., Person]) -> None:
    her = somebody("pinson-vif", prf=False)
    made = her.register()
    assert (made["opens"], made["prf"]) == (False, None)
    assert her.ask()["prf"] is None
    said = her.run("""await session.leave();
        return await session.openPasskey(await passkeys.assertPasskey()).catch((error) => error.code);""")
    assert said == "passkey_opens_nothing"


def test_what_a_server_asks_of_prf_is_not_asked(somebody: Callable[..., Person]) -> None:
    her = somebody("bruant-gris")
    made = her.register()
    own = her.ask()["prf"]
    her.page.route("**/sessions/passkey/options", lambda route: route.fulfill(json=lying(route.fetch().json())))
    assert her.ask()["prf"] == own
    assert made["prf"] in {None, own}


def lying(answer: dict[str, Any]) -> dict[str, Any]:
    options = answer["options"] | {
        "userVerification": "discouraged",
        "extensions": {"prf": {"eval": {"first": "AAAA"}}},
    }
    return answer | {"options": options}


@pytest.mark.parametrize(
    ("name", "code"),
    [("NotAllowedError", "cancelled"), ("InvalidStateError", "passkey_known"), ("DataError", "passkey_failed")],
)
def test_what_goes_wrong_has_a_name(somebody: Callable[..., Person], name: str, code: str) -> None:
    her = somebody(f"geai-{name.lower()}")
    her.page.evaluate(
        """(name) => { navigator.credentials.create = async () => { throw new DOMException("", name); }; }""", name
    )
    said = her.run("return await passkeys.registerPasskey().catch((error) => error.code);")
    assert said == code
    assert her.run("return (await factors.secondFactors()).factors;") == []


def test_the_same_device_is_not_registered_twice(somebody: Callable[..., Person]) -> None:
    her = somebody("sittelle-1")
    code = her.register()["codes"][0]
    again = "return await passkeys.registerPasskey(given.second).catch((error) => error.code);"
    assert her.run(again, second=None) == "proof_needed"
    assert her.run(again, second={"code": code}) == "passkey_known"


def test_an_application_of_codes_is_added_by_its_picture(somebody: Callable[..., Person]) -> None:
    her = somebody("grive-claire")
    made = her.run("""const { picture, ...made } = await factors.startTotp();
        const image = new Image();
        image.src = URL.createObjectURL(picture);
        await image.decode();
        return { ...made, drawn: image.naturalWidth > 0 };""")
    assert made["drawn"] is True
    typed = pyotp.TOTP(made["secret"]).at(datetime.now(UTC))
    codes = her.run(
        "return await factors.confirmTotp(given.factorId, given.typed);", typed=f"{typed[:3]} {typed[3:]}", **made
    )
    assert len(codes) == 10
    read = her.run("return given.texts.map((text) => factors.readSecond(text));", texts=["12 34 56", "abcde–fgh0o"])
    assert read == [{"totp": "123456"}, {"code": "ABCDEFGH0O"}]
