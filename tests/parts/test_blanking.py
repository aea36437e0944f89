"""A film or a sound blanked in place tells no place to other readers, and decodes to the same pictures and sounds.

What telephones and cameras write differs by how samples are sized, indexed and laid out: one case for each way.
"""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.parts.ports import program
from tests.parts.readers import frames, places

pytestmark = pytest.mark.heavy

BLANK = Path(__file__).with_name("blank.mjs")
H264 = ["-c:v", "libx264", "-preset", "ultrafast"]
FRAGMENTS = [*H264, "-c:a", "aac", "-movflags"]
WAYS = {
    "index_first.mp4": [*H264, "-c:a", "libopus", "-movflags", "+faststart"],
    "hevc.mp4": ["-c:v", "libx265", "-x265-params", "log-level=error", "-tag:v", "hvc1", "-c:a", "aac"],
    "fragments.mp4": [*FRAGMENTS, "frag_keyframe+delay_moov+default_base_moof"],
    "fragments_after_each_other.mp4": [*FRAGMENTS, "frag_keyframe+delay_moov+omit_tfhd_offset"],
    "dash.mp4": [*FRAGMENTS, "dash+frag_keyframe", "-timecode", "00:00:01:00"],
    "timecode.mov": [*H264, "-c:a", "aac", "-timecode", "00:00:01:00"],
    "plain_sound.mov": ["-c:v", "mjpeg", "-c:a", "pcm_s24be"],
    "law.mov": ["-c:v", "mjpeg", "-c:a", "pcm_mulaw"],
    "packets.mov": ["-c:v", "mjpeg", "-c:a", "adpcm_ima_qt"],
    "old.3gp": ["-c:v", "h263", "-s", "352x288", "-an"],
}


def blanked(original: Path) -> Path:
    copy = original.with_name(f"copy-{original.name}")
    subprocess.run([program("node"), BLANK, original, copy], check=True)
    return copy


@pytest.mark.parametrize("way", WAYS)
def test_films_of_every_make(tmp_path: Path, way: str) -> None:
    original = tmp_path / way
    inputs = ["-f", "lavfi", "-i", "testsrc2=size=320x240:rate=25", "-f", "lavfi", "-i", "sine=frequency=330"]
    said = ["-ac", "2", "-t", "2", "-metadata", "location=+48.8583+002.2945/"]
    quiet = ["-nostdin", "-v", "error"]
    subprocess.run([program("ffmpeg"), *quiet, *inputs, *WAYS[way], *said, original], check=True)
    assert places(original)
    copy = blanked(original)
    assert places(copy) == set()
    assert copy.stat().st_size == original.stat().st_size
    assert frames(copy) == frames(original)


@pytest.mark.parametrize("kind", ["mp4", "3gp"])
def test_what_telephones_write(samples: Callable[..., Path], tmp_path: Path, kind: str) -> None:
    original = tmp_path / f"film.{kind}"
    original.write_bytes(samples("phone_video", kind=kind).read_bytes())
    copy = blanked(original)
    assert places(original)
    assert places(copy) == set()
    assert frames(copy) == frames(original)
