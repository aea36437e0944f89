"""What readers of others find in a picture, a film or a sound: exiftool, ffprobe and decoders."""

import json
import re
import subprocess
from pathlib import Path

from tests.parts.ports import program

_TELLS_A_PLACE = re.compile(r"gps|location|city|xyz|coordinates", re.IGNORECASE)


def _said(*command: str | Path) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8").stdout


def places(path: Path) -> set[str]:
    """Names of all that says where it was taken, also sample by sample; the file itself is named nowhere."""
    tags = json.loads(_said(program("exiftool"), "-ee", "-a", "-G1", "-n", "-u", "-U", "-json", path))[0]
    probe = ["-v", "error", "-print_format", "json", "-show_format", "-show_streams"]
    found = json.loads(_said(program("ffprobe"), *probe, path)) if path.suffix.lower() != ".heic" else {}
    held = [found.get("format", {}), *found.get("streams", [])]
    names = [*tags, *(name for one in held for name in one.get("tags", {}))]
    return {name for name in names if _TELLS_A_PLACE.search(name)}


def frames(path: Path) -> str:
    """A digest of each picture and stretch of sound, as they are decoded."""
    if path.suffix.lower() == ".heic":
        drawn = path.with_suffix(".png")
        _said(program("heif-convert"), path, drawn)
        return frames(drawn)
    quiet = ["-nostdin", "-v", "error", "-i", path]
    lines = _said(program("ffmpeg"), *quiet, "-map", "0:v?", "-map", "0:a?", "-f", "framemd5", "-").splitlines()
    return "\n".join(line for line in lines if not line.startswith("#"))
