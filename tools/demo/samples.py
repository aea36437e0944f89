"""The files of the fictitious case, made with ordinary tools: Chromium draws the papers, ffmpeg films and photographs
them, espeak-ng speaks, exiftool writes what a telephone would.

`make(name, folder)` is a `Sample`: path, media type, thumbnail if there is something to see, and what its EXIF says.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING
from zipfile import ZipFile

from playwright.sync_api import sync_playwright

from tools.demo import papers

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from vault.crypto.encoding import Document

BROWSER = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking",
           "--disable-component-update", "--disable-sync", "--no-first-run"]
DEVICE = "Fairphone 4"
LATITUDE, LONGITUDE = 44.7281, 5.0223
DENSITY = 3
THUMB_SIDE = 320
VIDEO_SECONDS = 12
VOICE = (
    "Bonsoir. C’est Hélian. Nous t’attendons dimanche, sans faute. Tu avais promis de ne plus voir ta sœur. "
    "Rappelle-moi."
)


@dataclass(frozen=True)
class Sample:
    """One file as a person would have it on her phone."""

    path: Path
    media_type: str
    thumb: Path | None
    source: Document


def make(name: str, folder: Path) -> Sample:
    """Make the sample of this name inside `folder`."""
    return _MAKERS[name](folder)


def _photo(folder: Path, name: str, page: str, taken: str, *, placed: bool) -> Sample:
    """A paper photographed: drawn large, grained and darkened at the edges, with the EXIF of a telephone."""
    drawn, path = folder / "drawn.png", folder / name
    _draw(page, drawn, 1008, 756)
    _ffmpeg("-i", drawn, "-vf", "noise=alls=7:allf=t,vignette=PI/5.5", "-q:v", "5", path)
    drawn.unlink()
    make_, model = DEVICE.split(" ")
    stamp = taken.replace("-", ":", 2).replace("T", " ") + ":07"
    tags = [f"-DateTimeOriginal={stamp}", f"-Make={make_}", f"-Model={model}"]
    if placed:
        tags += [f"-GPSLatitude={LATITUDE}", "-GPSLatitudeRef=N", f"-GPSLongitude={LONGITUDE}", "-GPSLongitudeRef=E"]
    _run("exiftool", "-q", "-overwrite_original", *tags, path)
    place = {"lat": f"{LATITUDE:.6f}", "lon": f"{LONGITUDE:.6f}"} if placed else None
    return Sample(path, "image/jpeg", _thumb(path), {"taken_at": taken, "place": place, "device": DEVICE})


def _poster(folder: Path) -> Sample:
    return _photo(folder, "IMG_20190921_101207.jpg", papers.POSTER, "2019-09-21T10:12", placed=True)


def _receipt(folder: Path) -> Sample:
    return _photo(folder, "IMG_20210809_173107.jpg", papers.RECEIPT, "2021-08-09T17:31", placed=True)


def _rules(folder: Path) -> Sample:
    return _photo(folder, "image-nadia.jpg", papers.RULES, "2021-07-30T08:05", placed=False)


def _messages(folder: Path) -> Sample:
    path = folder / "Screenshot_20220109-235012.png"
    _draw(papers.MESSAGES, path, 360, 740)
    return Sample(path, "image/png", _thumb(path), NOTHING_SAID)


def _chat(folder: Path) -> Sample:
    """As a telephone exports it: an archive of a text, whose name says who it is with, and of what was sent."""
    path = folder / "Discussion WhatsApp avec Hélian.zip"
    picture = _photo(folder, "IMG-20211114-WA0003.jpg", papers.LIST, "2021-11-14T22:40", placed=False).path
    with ZipFile(path, "w") as archive:
        archive.writestr(f"{path.stem}.txt", papers.CHAT)
        archive.write(picture, picture.name)
    return Sample(path, "application/zip", None, NOTHING_SAID)


def _letter(folder: Path) -> Sample:
    return _pdf(papers.LETTER, folder / "Lettre du 3 septembre.pdf")


def _statement(folder: Path) -> Sample:
    return _pdf(papers.STATEMENT, folder / "releve_2021-08.pdf")


def _voice(folder: Path) -> Sample:
    spoken, path = folder / "voice.wav", folder / "Message vocal.m4a"
    _run("espeak-ng", "-v", "fr", "-s", "125", "-p", "35", "-w", spoken, VOICE)
    telephone = "highpass=f=250,lowpass=f=3600,apad=pad_dur=1"
    _ffmpeg("-i", spoken, "-af", telephone, "-c:a", "aac", "-b:a", "48k", "-movflags", "+faststart", path)
    spoken.unlink()
    return Sample(path, "audio/mp4", None, NOTHING_SAID)


def _video(folder: Path) -> Sample:
    """A slow look around a courtyard at dawn, with wind."""
    drawn, path = folder / "drawn.png", folder / "VID_20220227_064011.mp4"
    _draw(papers.COURTYARD, drawn, 1008, 756)
    frames = VIDEO_SECONDS * 25
    pan = f"zoompan=z=1.35:x='(iw-iw/zoom)*on/{frames}':y='(ih-ih/zoom)*0.6':d={frames}:s=960x540:fps=25"
    _ffmpeg(
        "-i", drawn, "-f", "lavfi", "-i", "anoisesrc=color=brown:amplitude=0.15", "-t", str(VIDEO_SECONDS),
        "-vf", f"{pan},noise=alls=9:allf=t", "-c:v", "libx264", "-preset", "veryfast", "-crf", "30",
        "-pix_fmt", "yuv420p", "-g", "25", "-c:a", "aac", "-b:a", "48k", "-movflags", "+faststart", path,
    )  # fmt: skip
    drawn.unlink()
    return Sample(path, "video/mp4", _thumb(path), NOTHING_SAID)


def _thumb(path: Path) -> Path:
    """A small picture of a photo or of a film's first second, as the browser makes them."""
    thumb = path.with_suffix(".webp")
    side = f"scale={THUMB_SIDE}:{THUMB_SIDE}:force_original_aspect_ratio=decrease"
    _ffmpeg("-i", path, "-frames:v", "1", "-vf", side, "-c:v", "libwebp", "-quality", "80", thumb)
    return thumb


def _pdf(page: str, path: Path) -> Sample:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program("chromium"), args=BROWSER)
        sheet = browser.new_page()
        sheet.set_content(page)
        sheet.pdf(path=path, format="A4", print_background=True)
        browser.close()
    return Sample(path, "application/pdf", None, NOTHING_SAID)


def _draw(page: str, path: Path, width: int, height: int) -> None:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_program("chromium"), args=BROWSER)
        sheet = browser.new_page(viewport={"width": width, "height": height}, device_scale_factor=DENSITY)
        sheet.set_content(page)
        sheet.screenshot(path=path)
        browser.close()


def _ffmpeg(*arguments: str | Path) -> None:
    _run("ffmpeg", "-nostdin", "-hide_banner", "-loglevel", "error", "-y", *arguments)


def _run(name: str, *arguments: str | Path) -> None:
    subprocess.run([_program(name), *arguments], check=True)


def _program(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is not installed: run tools/test-parts.sh")
    return found


NOTHING_SAID: Document = {"taken_at": None, "place": None, "device": None}

_MAKERS: dict[str, Callable[[Path], Sample]] = {
    "poster": _poster,
    "receipt": _receipt,
    "rules": _rules,
    "messages": _messages,
    "chat": _chat,
    "letter": _letter,
    "statement": _statement,
    "voice": _voice,
    "video": _video,
}
