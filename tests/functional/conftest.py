"""The application on real parts, in two kinds: `embedded` (SQLite, a folder, counters in memory: `make run`) and
`production` (PostgreSQL, S3, Redis). Every test runs on both, unless it says
`@pytest.mark.parametrize("variant", ["embedded"], indirect=True)`; the quick suite leaves `production` out.
"""

from __future__ import annotations

import os
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest
import redis
from sqlalchemy import make_url

from tests.functional import accounts
from tests.functional.desk import PASSWORD, Desk, RunningClock, devices
from tests.functional.erasing import give_phrase
from tests.functional.guarded import Guarded
from tests.functional.house import House
from tests.functional.portability import exported_old
from tests.parts import postgres
from tests.parts.embedded import settings_in
from vault import cli
from vault.app import create_app
from vault.client_vault import VaultClient
from vault.models.base import utc_now
from vault.services.parts import open_parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from flask import Flask

    from tests.functional.accounts import Account
    from vault.client_api import Api
    from vault.config import Settings
    from vault.services.parts import Parts


class Clock:
    """The server's clock, moved by hand."""

    def __init__(self) -> None:
        self.now = datetime.now(UTC).replace(tzinfo=None)

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> None:
        self.now += timedelta(**amount)


@pytest.fixture(params=["embedded", pytest.param("production", marks=pytest.mark.heavy)])
def variant(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def migrated_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """SQLite databases with every table, to be copied; migrating is the matter of `tests/rules/test_migrations.py`."""
    folder = tmp_path_factory.mktemp("migrated")
    _migrate(settings_in(folder))
    return folder


@pytest.fixture(scope="session")
def migrated_databases(postgres_server: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """The names of the same on PostgreSQL."""
    made = settings_in(tmp_path_factory.mktemp("migrated"))
    with postgres.fresh_database(postgres_server) as main, postgres.fresh_database(postgres_server) as halves:
        _migrate(replace(made, database_url=main, halves_database_url=halves))
        yield str(make_url(main).database), str(make_url(halves).database)


def _migrate(settings: Settings) -> None:
    made = open_parts(settings, utc_now)
    cli.migrate(made)
    for database in (made.db, made.halves):
        database.cut_log()
        database.dispose()


@pytest.fixture
def settings(variant: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """The settings of this test's own parts; replace a field by a fixture of the same name in your file."""
    make = {"embedded": _embedded, "production": _production}[variant]
    with make(request, tmp_path) as made:
        yield made


@contextmanager
def _embedded(request: pytest.FixtureRequest, folder: Path) -> Iterator[Settings]:
    for name in ("vault.db", "halves.db"):
        shutil.copy(request.getfixturevalue("migrated_files") / name, folder)
    yield settings_in(folder)


@contextmanager
def _production(request: pytest.FixtureRequest, folder: Path) -> Iterator[Settings]:
    server = request.getfixturevalue("postgres_server")
    store = request.getfixturevalue("s3_server")
    counters = request.getfixturevalue("redis_url")
    with redis.Redis.from_url(counters) as connection:
        connection.flushdb()
    like = request.getfixturevalue("migrated_databases")
    with (
        postgres.fresh_database(server, like[0]) as main,
        postgres.fresh_database(server, like[1]) as halves,
    ):
        yield replace(
            settings_in(folder),
            database_url=main,
            halves_database_url=halves,
            blobs=f"s3://{request.getfixturevalue('s3_bucket')}",
            s3_endpoint=store.endpoint,
            s3_region=store.region,
            s3_access_key=store.access_key,
            s3_secret_key=store.secret_key,
            redis_url=counters,
            https=True,
        )


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def app(settings: Settings, clock: Clock) -> Iterator[Flask]:
    """The application on migrated databases."""
    made = create_app(settings, clock)
    stands_on: Parts = made.extensions["memo"]
    stands_on.blobs.prepare(settings.site_url)
    yield made
    stands_on.db.dispose()
    stands_on.halves.dispose()


@pytest.fixture
def parts(app: Flask) -> Parts:
    """What the application stands on."""
    made: Parts = app.extensions["memo"]
    return made


@pytest.fixture
def house(app: Flask) -> House:
    """A browser with nothing open."""
    return House(app)


@pytest.fixture
def new_house(app: Flask) -> Callable[..., House]:
    """Another browser, elsewhere if `address` is given."""
    return lambda address="127.0.0.1": House(app, address)


@pytest.fixture
def make_account() -> Callable[..., Account]:
    """`make_account(house, login=None)` registers a vault in that browser."""
    return accounts.make_account


@pytest.fixture
def account(house: House) -> Account:
    """A vault open in `house`."""
    return accounts.make_account(house)


@pytest.fixture
def phrase(account: Account, parts: Parts) -> str:
    """`phrase_auth` of the vault, which has a recovery phrase since it was made."""
    return give_phrase(account, parts)


@pytest.fixture
def guarded(account: Account, clock: Clock) -> Guarded:
    """The vault open in `house`, with a second factor."""
    return Guarded(account, clock)


@pytest.fixture
def two_apps(settings: Settings, clock: Clock, app: Flask) -> Iterator[list[Flask]]:
    """Two processes' worth of the application: nothing is shared between them but the databases and counters."""
    made = [create_app(settings, clock) for _ in range(2)]
    yield made
    for one in made:
        one.extensions["memo"].db.dispose()
        one.extensions["memo"].halves.dispose()


@pytest.fixture
def new_api(app: Flask, clock: RunningClock) -> Iterator[Callable[[], Api]]:
    """Another device of the Python client; `clock` has to run."""
    with devices(app, clock) as make:
        yield make


@pytest.fixture
def login() -> str:
    return f"moineau-{os.urandom(6).hex()}"


@pytest.fixture
def client(new_api: Callable[[], Api], login: str) -> VaultClient:
    """The Python client on an empty vault of `login`, open."""
    client = VaultClient(new_api())
    client.register(login, PASSWORD)
    return client


@pytest.fixture
def closing() -> Iterator[ExitStack]:
    """What is entered here is left at the end of the test."""
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def new_vault(app: Flask, closing: ExitStack) -> Callable[[], Desk]:
    """An empty vault, open at a desk that can be cut off."""

    def make() -> Desk:
        desk = Desk(app, closing)
        desk.register(desk.login, PASSWORD)
        return desk

    return make


@pytest.fixture
def again(app: Flask, closing: ExitStack) -> Callable[[str], Desk]:
    """The same vault from another desk."""

    def opened(login: str) -> Desk:
        desk = Desk(app, closing)
        desk.open(login, PASSWORD)
        return desk

    return opened


@pytest.fixture(scope="module")
def old_export(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Any]]:
    return exported_old(tmp_path_factory.mktemp("old"))
