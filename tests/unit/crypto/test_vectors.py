"""The vectors are what the code gives today, and each refusal is the one that they name (the makers check it)."""

import json
from typing import Any

import make
import pytest


@pytest.mark.parametrize("name", make.NAMES)
def test_vectors_are_what_the_code_makes(name: str) -> None:
    assert (make.HERE / f"{name}.json").read_text(encoding="ascii") == make.text(name), "run tests/vectors/make.py"


def test_there_is_no_other_file_of_vectors() -> None:
    assert {path.stem for path in make.HERE.glob("*.json")} == set(make.NAMES)


@pytest.mark.parametrize("name", make.NAMES)
def test_each_case_has_one_outcome_and_a_name_of_its_own(name: str) -> None:
    vectors: dict[str, Any] = json.loads((make.HERE / f"{name}.json").read_text(encoding="ascii"))
    for cases in (cases for cases in vectors.values() if isinstance(cases, list)):
        assert all(("out" in case) != ("error" in case) for case in cases)
        assert len({case["id"] for case in cases}) == len(cases)
