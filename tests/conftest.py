"""Session fixtures that start real parts and make sample files, once for all the processes of a run.

Marker `heavy`: the test needs PostgreSQL, the object store or a browser; `make test-quick` leaves it out.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, sync_playwright

from tests import samples as sample_files
from tests.parts import postgres
from tests.parts.s3 import S3
from tests.parts.shared import locked, obtain

# The command line speaks the language of the terminal; tests read its French.
os.environ["LC_ALL"] = "C.UTF-8"

# Their failures say what was seen, as those of tests do.
pytest.register_assert_rewrite("tests.browser.navigators")

HEAVY_FIXTURES = {"postgres_server", "s3_server", "playwright", "chromium", "browser"}
HEAVY_FOLDER = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HEAVY_FOLDER in item.path.parents or HEAVY_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.heavy)


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder common to all the processes of this run."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def worker_name() -> str:
    """`gw0`… in a parallel run, else `main`: what keeps the processes out of each other's way."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


@pytest.fixture(scope="session")
def postgres_server(run_folder: Path) -> str:
    """The address of a running PostgreSQL, its first database empty and shared: make your own in it."""
    return str(obtain("postgres", run_folder))


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """The address of an empty database of this test's own."""
    with postgres.fresh_database(postgres_server) as url:
        yield url


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    """What drives browsers; a process can have one only, whatever its tests are about."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def redis_server(run_folder: Path) -> str:
    """The address of a running Redis, shared by the run: use keys of your own."""
    return str(obtain("redis", run_folder))


@pytest.fixture(scope="session")
def redis_url(redis_server: str, worker_name: str) -> str:
    """A Redis database of this process's own (Redis has sixteen)."""
    number = 0 if worker_name == "main" else 1 + int(worker_name.removeprefix("gw")) % 15
    return f"{redis_server.rsplit('/', 1)[0]}/{number}"


@pytest.fixture(scope="session")
def s3_server(run_folder: Path) -> S3:
    """A running object store, shared by the run."""
    return S3(**obtain("s3", run_folder))


@pytest.fixture(scope="session")
def s3_bucket(s3_server: S3, worker_name: str) -> str:
    """A bucket of this process's own, open by presigned address to pages on localhost."""
    return s3_server.make_bucket(f"memo-{worker_name}-{os.getpid()}")


@pytest.fixture(scope="session")
def samples(run_folder: Path) -> Callable[..., Path]:
    """`samples("photo")` is the path of that sample file, made on first use; see `tests/samples.py`."""
    folder = run_folder / "samples"
    folder.mkdir(exist_ok=True)

    def sample(name: str, **options: object) -> Path:
        label = "-".join([name, *(f"{key}-{value}" for key, value in sorted(options.items()))])
        note = folder / f"{label}.path"
        with locked(folder / f"{label}.lock"):
            if not note.exists():
                (folder / label).mkdir()
                note.write_text(str(getattr(sample_files, name)(folder / label, **options)))
        return Path(note.read_text())

    return sample
