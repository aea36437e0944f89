"""Law pages: what the operator said is shown, what she did not is said to be missing, durations are the code's."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.functional.house import House
from vault import cli
from vault.app import create_app
from vault.config import Settings, SettingsError
from vault.crypto.constants import SHARE_DAYS_MAX
from vault.models.accounts import INACTIVE_YEARS
from vault.services import catalogue, files, known_sources, law, refusals

if TYPE_CHECKING:
    from vault.services.parts import Parts

pytestmark = pytest.mark.parametrize("variant", ["embedded"], indirect=True)

PAGES = ["/mentions-legales", "/confidentialite", "/accessibilite", "/signaler-une-faille"]
UNSAID = "L’exploitant de ce site n’a pas encore indiqué"
GIVEN = {
    "operator_name": "Association Exemple <i>",
    "operator_status": "association loi 1901, RNA W000000000",
    "operator_address": "1 rue de l’Essai, 69000 Lyon",
    "operator_phone": "04 00 00 00 00",
    "operator_email": "contact@exemple.test",
    "publication_director": "Dominique Martin",
    "host_name": "Hébergeur Exemple",
    "host_address": "2 rue du Disque, 59000 Lille",
    "host_phone": "03 00 00 00 00",
    "data_location": "Lille, France",
    "health_hosting": "L’hébergeur est HDS.",
    "backups_kept": "Trente jours.",
    "logs_kept": "Six mois.",
    "privacy_contact": "donnees@exemple.test",
    "accessibility_contact": "acces@exemple.test",
    "security_contact": "mailto:securite@exemple.test",
    "law_reviewed": "3 mars 2026",
    "accessibility_audit": "Cabinet Exemple, février 2026",
    "accessibility_rate": 82,
}  # fmt: skip
START = datetime(2026, 2, 17, 8, 30, tzinfo=UTC).replace(tzinfo=None)


def text_of(house: House, path: str) -> str:
    """The page's main part as a person reads it, spaces made plain."""
    body = re.search(r"<main.*</main>", house.get(path).get_data(as_text=True), re.DOTALL)
    assert body
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", body.group())).split())


def test_what_was_given_is_shown_and_nothing_is_missing(settings: Settings) -> None:
    house = House(create_app(replace(settings, **GIVEN)))
    shown = " ".join(text_of(house, path) for path in PAGES)
    assert [name for name, word in GIVEN.items() if str(word).removeprefix("mailto:") not in shown] == []
    assert UNSAID not in shown


def test_what_was_not_given_is_said_and_nothing_is_invented(house: House) -> None:
    for path, least in zip(PAGES, [9, 8, 4, 1], strict=True):
        assert text_of(house, path).count(UNSAID) >= least
    shown = " ".join(text_of(house, path) for path in PAGES)
    assert "@" not in shown
    assert re.findall(r"\b0\d(?: \d\d){4}\b", shown) == []


def test_one_address_stands_for_the_three_contacts(settings: Settings) -> None:
    house = House(create_app(replace(settings, operator_email="contact@exemple.test")))
    for path in PAGES:
        assert "contact@exemple.test" in text_of(house, path)


def test_the_durations_are_those_that_the_code_keeps(settings: Settings) -> None:
    house = House(create_app(replace(settings, session_idle_seconds=2700, session_absolute_seconds=7200)))
    shown = text_of(house, "/confidentialite")
    for sentence in (
        f"Reste {catalogue.TRASH_DAYS.days} jours à la corbeille",
        f"S’ouvre {SHARE_DAYS_MAX} jours au plus",
        f"le nombre d’années que vous choisissez : {INACTIVE_YEARS}, si vous ne changez rien",
        f"Les entrées refusées {refusals.KEPT_DAYS} jours",
        f"{known_sources.KNOWN_DAYS} jours après votre dernier passage",
        f"Un envoi resté inachevé {files.UNFINISHED_DAYS.days} jours",
        "45 minutes sans rien faire, 2 heures au plus",
        "2 heures au plus après son ouverture",
        "De 15 minutes à une heure",
    ):
        assert sentence in shown


def test_the_delay_before_the_lock_is_that_of_the_browser(house: House) -> None:
    idle = (Path(__file__).parents[2] / "static/js/flows/idle.js").read_text("utf-8")
    assert "IDLE_LOCK = 180_000;" in idle
    assert "IDLE_WARNING = 30_000;" in idle
    shown = text_of(house, "/accessibilite")
    assert "après trois minutes sans geste" in shown
    assert "précède de trente secondes" in shown
    assert f"La corbeille garde {catalogue.TRASH_DAYS.days} jours" in text_of(house, "/signaler-une-faille")


def test_the_model_of_impact_assessment_says_the_same(settings: Settings) -> None:
    model = (Path(__file__).parents[2] / "docs/aipd.md").read_text("utf-8")
    lasts = law.durations(settings)
    for row in (
        f"| {lasts.idle_minutes} minutes sans usage, {lasts.session_minutes // 60} heures au plus (",
        f"| {lasts.refusal} jours |",
        f"| {lasts.known_source} jours, {known_sources.KNOWN_SOURCES} au plus |",
        f"| {lasts.counter_minutes} minutes à 1 heure |",
        f"| {lasts.share} jours d’ouverture au plus ;",
        f"| {lasts.trash} jours au moins avant tout effacement",
        f"| {lasts.upload} jours |",
        f"({lasts.inactive_years} par défaut,",
    ):
        assert row in model


@pytest.mark.parametrize(
    ("audit", "rate", "state"),
    [
        ("", 100, "n’est pas en conformité"),
        ("Cabinet, 2026", 49, "n’est pas en conformité"),
        ("Cabinet, 2026", 50, "en conformité partielle"),
        ("Cabinet, 2026", 99, "en conformité partielle"),
        ("Cabinet, 2026", 100, "en conformité totale"),
    ],
)
def test_only_an_audit_makes_the_site_conform(settings: Settings, audit: str, rate: int, state: str) -> None:
    house = House(create_app(replace(settings, accessibility_audit=audit, accessibility_rate=rate)))
    shown = text_of(house, "/accessibilite")
    assert state in shown
    assert ("Aucun audit" in shown) is (not audit)


def test_security_text_is_that_of_the_norm(settings: Settings) -> None:
    given = replace(settings, security_contact="https://exemple.test/faille", site_url="https://memo.exemple.test")
    answer = House(create_app(given, lambda: START)).get("/.well-known/security.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert answer.get_data(as_text=True) == (
        "Contact: https://exemple.test/faille\n"
        "Expires: 2027-02-01T00:00:00Z\n"
        "Preferred-Languages: fr, en\n"
        "Canonical: https://memo.exemple.test/.well-known/security.txt\n"
        "Policy: https://memo.exemple.test/signaler-une-faille\n"
    )


def test_without_https_it_names_no_address_that_the_norm_refuses(settings: Settings) -> None:
    house = House(create_app(replace(settings, operator_email="contact@exemple.test")))
    lines = house.get("/.well-known/security.txt").get_data(as_text=True).splitlines()
    assert lines[0] == "Contact: mailto:contact@exemple.test"
    assert {line.split(":")[0] for line in lines} == {"Contact", "Expires", "Preferred-Languages"}


def test_without_a_contact_there_is_no_security_text(house: House) -> None:
    assert house.get("/.well-known/security.txt", 404).mimetype == "text/html"
    assert "security.txt" not in text_of(house, "/signaler-une-faille")


def test_its_end_is_within_a_year_and_the_same_for_one_deployment(settings: Settings) -> None:
    given = replace(settings, operator_email="contact@exemple.test")
    for day in [START.replace(month=month, day=day) for month in (1, 2, 12) for day in (1, 15, 28)]:
        said = {law.security_text(given, law.expiry(day + timedelta(hours=hours))) for hours in range(15)}
        assert len(said) == 1
        ends = datetime.fromisoformat(str(said.pop()).splitlines()[1].removeprefix("Expires: ")).replace(tzinfo=None)
        assert timedelta(days=330) < ends - day <= timedelta(days=365)


@pytest.mark.parametrize(
    "change",
    [
        {"security_contact": "securite@exemple.test"},
        {"security_contact": "http://exemple.test"},
        {"security_contact": "mailto:a@exemple.test\nExpires: 2099-01-01T00:00:00Z"},
        {"operator_email": "a@exemple.test\nContact: mailto:b@exemple.test"},
        {"accessibility_rate": 101},
    ],
)
def test_a_setting_that_would_make_a_page_false_is_refused(settings: Settings, change: dict[str, object]) -> None:
    with pytest.raises(SettingsError):
        replace(settings, **change)


def test_check_lists_what_is_missing_and_fails_nothing(parts: Parts, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.check(parts)
    said = capsys.readouterr().out.splitlines()[-1]
    assert said.startswith("law pages: not given yet: OPERATOR_NAME, OPERATOR_STATUS, ")
    assert cli.check(replace(parts, settings=replace(parts.settings, **GIVEN)))
    assert capsys.readouterr().out.splitlines()[-1] == "law pages: ok"
