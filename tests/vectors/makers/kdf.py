"""kdf.json: logins, parameters, passwords, and the derivation tree."""

from typing import Any

from vault.crypto import kdf
from vault.crypto.encoding import b64, lp, unb64
from vault.crypto.kdf import KdfParams
from vault.crypto.material import PasswordKey, VaultId, VaultKey

from .common import Case, fixed, outcome

_SALT = fixed("password salt", 16)
_PMK = PasswordKey(fixed("pmk"))
_VAULT = VaultId(fixed("vault", 16))


def _logins() -> list[Case]:
    good = [
        ("claire-2024", "claire-2024"),
        ("  CLAIRE-2024\t", "claire-2024"),
        ("ＣＬＡＩＲＥ１", "claire1"),
        ("\u212aelvin-1", "kelvin-1"),
        ("------", "------"),
        ("a" * 64, "a" * 64),
        ("\u00a0claire-1\r\n", "claire-1"),
    ]
    bad = [
        "",
        "abcde",
        "a" * 65,
        "claire 2024",
        "clairé-2024",
        "claire_2024",
        "claire.2024",
        "сlaire-2024",
        "claire-2024\u0000",
        "\ufeffclaire-2024",
        "\u0085claire-2024",
        "claire\n2024",
        "İstanbul",
    ]
    cases: list[Case] = [{"id": f"login {i}", "text": text, "out": login} for i, (text, login) in enumerate(good)]
    cases += [{"id": f"no login {i}", "text": text, "error": "malformed"} for i, text in enumerate(bad)]
    return [outcome(case, lambda case=case: kdf.normal_login(case["text"])) for case in cases]


def _params(m: int = 65_536, t: int = 3, p: int = 1, salt: bytes = _SALT, **more: Any) -> str:
    members = {"v": 1, "kdf": '"argon2id13"', "m": m, "t": t, "p": p, "salt": f'"{b64(salt)}"'} | more
    return "{" + ",".join(f'"{name}":{value}' for name, value in members.items()) + "}"


def _params_cases() -> list[Case]:
    good = [_params(), _params(t=4), _params(m=131_072), _params(m=1_048_576, t=16)]
    bad = {
        "weak_kdf": [
            _params(m=65_535),
            _params(m=8),
            _params(m=0),
            _params(t=2),
            _params(t=1),
            _params(t=0),
            _params(m=1, t=1),
            _params(m=8, p=4),
        ],
        "unsupported": [
            _params(m=1_048_577),
            _params(t=17),
            _params(p=2),
            _params(p=0),
            _params(m=2**31),
            _params(v=2),
            _params(v=0),
            _params(kdf='"argon2i"'),
            _params(kdf='"pbkdf2"'),
        ],
        "malformed": [
            "",
            "{}",
            "[]",
            "null",
            _params(salt=_SALT[:15]),
            _params(salt=_SALT + b"\x00"),
            _params(more=1),
            _params(v='"1"'),
            _params(m='"65536"'),
            _params(t="3.0"),
            _params(t="3e0"),
            _params(m=-65_536),
            _params(t="true"),
            _params(p="null"),
            _params(kdf="null"),
            " " + _params(),
            _params() + "\n",
            _params().replace('"t":3', '"t":3,"t":3'),
            _params().replace('"m":65536,"t":3', '"t":3,"m":65536'),
            _params().replace(',"p":1', ""),
            _params().replace("argon2id13", "argon2id\\u0031\\u0033"),
            _params() + "\x00",
        ],
    }
    cases: list[Case] = []
    for text in good:
        params = kdf.parse_params(text)
        cases.append(
            {
                "id": f"m={params.m} t={params.t}",
                "text": text,
                "out": {"m": params.m, "t": params.t, "p": params.p, "salt": b64(params.salt)},
            }
        )
    for code, texts in bad.items():
        cases += [
            outcome({"id": f"{code} {i}", "text": text, "error": code}, lambda text=text: kdf.parse_params(text))
            for i, text in enumerate(texts)
        ]
    return cases


def _password_cases() -> list[Case]:
    cost = {"m": 65_536, "t": 3, "p": 1, "salt": b64(_SALT)}
    same = ("Été à Ṩète, 9 œufs", "E\u0301te\u0301 a\u0300 S\u0323\u0307e\u0300te, 9 œufs")
    words = {
        "ascii": "correct horse battery staple",
        "composed": same[0],
        "decomposed": same[1],
        "wide letters": "ｍｅｍｏ",
        "plain letters": "memo",
        "emoji": "🐢 lentement",
        "spaces kept": " memo ",
    }
    cases: list[Case] = []
    for name, password in words.items():
        params = KdfParams(65_536, 3, 1, _SALT)
        cases.append({"id": name, "password": password, "params": cost, "out": b64(kdf.password_key(password, params))})
    if cases[1]["out"] != cases[2]["out"] or cases[3]["out"] != cases[4]["out"]:
        raise AssertionError("NFKC does not hold")
    bad: list[tuple[str, str, dict[str, Any], str]] = [
        ("under the floor, m", "memo", {"m": 65_535}, "weak_kdf"),
        ("under the floor, t", "memo", {"t": 2}, "weak_kdf"),
        ("above the ceiling, m", "memo", {"m": 1_048_577}, "unsupported"),
        ("above the ceiling, t", "memo", {"t": 17}, "unsupported"),
        ("two lanes", "memo", {"p": 2}, "unsupported"),
        ("short salt", "memo", {"salt": b64(_SALT[:8])}, "malformed"),
        ("half a character", "memo\ud83d", {}, "malformed"),
    ]
    for name, password, change, code in bad:
        params = cost | change
        made = KdfParams(params["m"], params["t"], params["p"], unb64(params["salt"]))
        cases.append(
            outcome(
                {"id": name, "password": password, "params": params, "error": code},
                lambda made=made, password=password: b64(kdf.password_key(password, made)),
            )
        )
    return cases


def _tree() -> dict[str, list[Case]]:
    vmk = VaultKey(fixed("vmk"))
    other = VaultId(fixed("other vault", 16))
    vault_cases: list[Case] = []
    for name, vault, epoch in (
        ("epoch 1", _VAULT, 1),
        ("epoch 2", _VAULT, 2),
        ("another vault", other, 1),
        ("a large epoch", _VAULT, 2**53 - 1),
    ):
        keys = kdf.vault_keys(vmk, vault, epoch)
        vault_cases.append(
            {
                "id": name,
                "vmk": b64(vmk),
                "vault_id": b64(vault),
                "epoch": epoch,
                "out": {part: b64(getattr(keys, part)) for part in ("slots", "identity", "catalogue", "drafts")},
            }
        )
    vault_cases.append(
        outcome(
            {"id": "epoch 0", "vmk": b64(vmk), "vault_id": b64(_VAULT), "epoch": 0, "error": "malformed"},
            lambda: kdf.vault_keys(vmk, _VAULT, 0),
        )
    )
    return {
        "hkdf": [
            {
                "id": f"{label} {size}",
                "ikm": b64(_PMK),
                "label": label,
                "bound": b64(bound),
                "size": size,
                "out": b64(kdf.hkdf(_PMK, label, bound, size)),
            }
            for label, bound, size in (
                ("auth", lp(b"claire-2024"), 32),
                ("link/code-salt", lp(fixed("share", 16)), 16),
                ("k/slots", b"", 32),
            )
        ],
        "auth": [
            {"id": login, "pmk": b64(_PMK), "login": login, "out": b64(kdf.auth(_PMK, login))}
            for login in ("claire-2024", "claire-2025")
        ],
        "kek_password": [
            {"id": name, "pmk": b64(_PMK), "vault_id": b64(vault), "out": b64(kdf.kek_password(_PMK, vault))}
            for name, vault in (("a vault", _VAULT), ("another vault", other))
        ],
        "vault_keys": vault_cases,
    }


def make() -> dict[str, Any]:
    return {"normal_login": _logins(), "parse_params": _params_cases(), "password_key": _password_cases(), **_tree()}
