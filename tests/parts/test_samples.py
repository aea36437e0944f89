"""The sample files have the properties that the journeys rely on."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pytest

from tests import samples as facts

pytestmark = pytest.mark.heavy


def probe(path: Path) -> dict[str, float]:
    command = ["ffprobe", "-v", "error", "-print_format", "json", "-show_format", str(path)]
    answer = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)["format"]
    return {"seconds": float(answer["duration"]), "streams": int(answer["nb_streams"])}


def test_the_photo_tells_where_and_when(samples: Callable[..., Path]) -> None:
    command = ["exiftool", "-json", "-n", str(samples("photo"))]
    tags = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)[0]
    assert (tags["ImageWidth"], tags["ImageHeight"]) == facts.PHOTO_SIZE
    assert tags["GPSLatitude"] == pytest.approx(facts.PHOTO_LATITUDE, abs=1e-4)
    assert tags["GPSLongitude"] == pytest.approx(facts.PHOTO_LONGITUDE, abs=1e-4)
    assert tags["DateTimeOriginal"] == facts.PHOTO_TAKEN


@pytest.mark.parametrize("kind", ["m4a", "ogg"])
def test_the_recording_lasts_four_minutes(samples: Callable[..., Path], kind: str) -> None:
    assert probe(samples("recording", kind=kind))["seconds"] == pytest.approx(facts.RECORDING_SECONDS, abs=1)


def test_the_letter_has_two_pages(samples: Callable[..., Path]) -> None:
    with pikepdf.open(samples("letter")) as pdf:
        assert len(pdf.pages) == 2


def test_the_video_can_be_sought_from_its_first_bytes(samples: Callable[..., Path]) -> None:
    path = samples("video")
    head = path.read_bytes()
    assert head.index(b"moov") < head.index(b"mdat")
    assert probe(path) == {"seconds": pytest.approx(facts.VIDEO_SECONDS, abs=0.5), "streams": 2}


def test_a_big_video_is_as_big_as_asked(samples: Callable[..., Path]) -> None:
    wanted = 60_000_000
    path = samples("video", size=wanted)
    assert wanted <= path.stat().st_size < 3 * wanted
    assert probe(path)["seconds"] > 5
