"""The table of safety rules is whole, and all that it names exists: a rule that nothing keeps is only a wish.

1. Twenty-eight rows, numbered in order, four columns each.
2. A row names where its rule is kept, or says what is left.
3. Every path exists; every test named in one exists there.
"""

import re
from pathlib import Path

RULES = 28
ROW = re.compile(r"^\| (\d+) \|(.*)\|(.*)\|(.*)\|$", re.MULTILINE)
PATH = re.compile(r"`((?:vault|static|templates|tests|migrations|docs|tools)/[\w./-]+|setup\.cfg)(?:::(test_\w+))?`")
NAMED_TEST = re.compile(r"^(?:async )?def (test_\w+)\(", re.MULTILINE)


def rows(root: Path) -> list[tuple[str, str, str, str]]:
    found: list[tuple[str, str, str, str]] = ROW.findall((root / "docs/safety-rules.md").read_text("utf-8"))
    return found


def test_the_table_has_every_rule_in_order(root: Path) -> None:
    assert [int(number) for number, *_ in rows(root)] == list(range(1, RULES + 1))
    assert [number for number, rule, kept, left in rows(root) if not rule.strip() or not (kept + left).strip()] == []


def test_each_rule_names_what_keeps_it(root: Path) -> None:
    """A word in the third column without a file would be a promise without a keeper."""
    assert [number for number, _, kept, _ in rows(root) if not PATH.search(kept)] == []


def test_what_is_named_exists(root: Path) -> None:
    named = [match for _, _, kept, left in rows(root) for match in PATH.findall(kept + left)]
    assert len(named) > RULES
    assert [path for path, _ in named if not (root / path).exists()] == []
    tests = [(path, test) for path, test in named if test]
    assert [f"{path}::{test}" for path, test in tests if test not in named_tests(root / path)] == []


def test_the_model_of_impact_assessment_names_what_exists(root: Path) -> None:
    named = PATH.findall((root / "docs/aipd.md").read_text("utf-8"))
    assert len(named) > 10
    assert [path for path, _ in named if not (root / path).exists()] == []


def test_each_test_made_for_a_rule_is_in_the_table(root: Path) -> None:
    made = named_tests(root / "tests/functional/test_safety_rules.py")
    table = (root / "docs/safety-rules.md").read_text("utf-8")
    helpers = {"test_rule_9_the_rule_would_catch_a_remembered_field"}
    assert [test for test in made - helpers if test not in table] == []


def named_tests(path: Path) -> set[str]:
    return set(NAMED_TEST.findall(path.read_text("utf-8")))
