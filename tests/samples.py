"""The files that a victim keeps, made with ordinary tools: nothing is fetched and nothing is a person's.

Each function writes one file into `folder` and returns its path; the facts that tests rely on (place, dates,
lengths) are the constants below.
"""

import subprocess
from pathlib import Path

from tests.parts.ports import program

PHOTO_SIZE = (4032, 3024)
PHOTO_LATITUDE, PHOTO_LONGITUDE = 48.8583, 2.2945
PHOTO_TAKEN = "2021:07:14 18:32:05"
PHOTO_CAMERA = "Fairphone 4"
RECORDING_SECONDS = 240
VIDEO_SECONDS = 30
LETTER_SENTENCE = "Vous nous devez encore trois stages de purification."
SPOKEN_SENTENCE = "Vous avez promis de ne plus voir votre sœur. Nous vous attendons dimanche, sans faute."

_LETTER = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Lettre</title>
<style>body{font:14pt serif;margin:3cm} p{margin:1em 0} .next{break-before:page}</style>
<h1>Rappel</h1><p>Le 3 septembre 2021</p><p>%s</p><p>Montant : 2 400 euros.</p>
<p class="next">Seconde page : conditions du stage.</p></html>"""

_BROWSER = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]


def _ffmpeg(*arguments: str | Path) -> None:
    quiet = ["-nostdin", "-hide_banner", "-loglevel", "error", "-y"]
    subprocess.run([program("ffmpeg"), *quiet, *arguments], check=True)


def photo(folder: Path) -> Path:
    """A JPEG of twelve million pixels, as a phone takes it: GPS, date, camera and a thumbnail's worth of EXIF."""
    path = folder / "IMG_20210714_183205.jpg"
    picture = f"mandelbrot=size={PHOTO_SIZE[0]}x{PHOTO_SIZE[1]}:maxiter=60"
    _ffmpeg("-f", "lavfi", "-i", picture, "-frames:v", "1", "-q:v", "4", path)
    make, model = PHOTO_CAMERA.split(" ")
    tags = [
        f"-GPSLatitude={PHOTO_LATITUDE}", "-GPSLatitudeRef=N", f"-GPSLongitude={PHOTO_LONGITUDE}",
        "-GPSLongitudeRef=E", f"-DateTimeOriginal={PHOTO_TAKEN}", "-OffsetTimeOriginal=+02:00",
        f"-Make={make}", f"-Model={model}",
    ]
    subprocess.run([program("exiftool"), "-q", "-overwrite_original", *tags, path], check=True)
    return path


def phone_photo(folder: Path) -> Path:
    """A HEIC, the pictures of many telephones, as they make it: GPS and date in its EXIF, a town in its XMP."""
    drawn, path = folder / "drawn.png", folder / "IMG_4012.HEIC"
    _ffmpeg("-f", "lavfi", "-i", "testsrc2=size=640x480", "-frames:v", "1", drawn)
    subprocess.run([program("heif-enc"), "-q", "60", drawn, "-o", path], check=True, capture_output=True)
    drawn.unlink()
    tags = [
        f"-GPSLatitude={PHOTO_LATITUDE}", "-GPSLatitudeRef=N", f"-GPSLongitude={PHOTO_LONGITUDE}",
        "-GPSLongitudeRef=E", f"-DateTimeOriginal={PHOTO_TAKEN}", "-XMP:City=Paris",
    ]
    subprocess.run([program("exiftool"), "-q", "-overwrite_original", *tags, path], check=True)
    return path


def phone_video(folder: Path, *, kind: str = "mov", fragments: bool = False) -> Path:
    """A film (`mov`, `mp4`, `3gp`) or a sound (`m4a`) that says where it was taken, in every way that its kind has.

    A `mov` also writes a position beside each second, in a track of its own, and its sound is not compressed. With
    `fragments` it is written as browsers record, a piece of index before each piece of film, and is larger than what
    is sealed in one go.
    """
    path, way = folder / f"IMG_4013.{kind}", folder / "way.srt"
    place = f"{PHOTO_LATITUDE:+08.4f}{PHOTO_LONGITUDE:+09.4f}/"
    position = f"GPS ({PHOTO_LONGITUDE}, {PHOTO_LATITUDE}, 35)"
    lines = [f"{n + 1}\n00:00:0{n},000 --> 00:00:0{n + 1},000\nF/2.8, {position}\n" for n in range(3)]
    way.write_text("\n".join(lines))
    picture = "testsrc2=size=1280x720:rate=25,noise=alls=60:allf=t" if fragments else "testsrc2=size=320x240:rate=25"
    inputs = ["-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=frequency=330"]
    coded = ["-c:v", "libx264", "-preset", "ultrafast", "-c:a", "aac"]
    beside = ["-i", way] if kind == "mov" else []
    told = {"mov": ["-c:s", "mov_text", "-c:a", "pcm_s16le"], "m4a": ["-vn"]}.get(kind, [])
    flags = ["-movflags", "frag_keyframe+empty_moov"] if fragments else []
    said = ["-metadata", f"location={place}"]
    _ffmpeg(*inputs, *beside, *coded, *told, "-t", "3", *flags, *said, path)
    way.unlink()
    if fragments:
        return path
    where = f"{PHOTO_LATITUDE}, {PHOTO_LONGITUDE}, 35"
    tags = [f"-{group}:GPSCoordinates={where}" for group in ("Keys", "UserData", "ItemList")]
    subprocess.run([program("exiftool"), "-q", "-overwrite_original", *tags, "-XMP:City=Paris", path], check=True)
    return path


def recording(folder: Path, *, kind: str = "m4a") -> Path:
    """Four minutes of a French voice; `kind` is `m4a` (AAC, what phones record) or `ogg` (Opus)."""
    voice, path = folder / "voice.wav", folder / f"Enregistrement 12.{kind}"
    subprocess.run([program("espeak-ng"), "-v", "fr", "-s", "140", "-w", voice, SPOKEN_SENTENCE], check=True)
    codec = {"m4a": ["-c:a", "aac", "-b:a", "48k"], "ogg": ["-c:a", "libopus", "-b:a", "32k"]}[kind]
    _ffmpeg("-stream_loop", "-1", "-i", voice, "-t", str(RECORDING_SECONDS), *codec, path)
    voice.unlink()
    return path


def letter(folder: Path) -> Path:
    """A PDF of two pages with real text, printed by Chromium."""
    page, path = folder / "letter.html", folder / "Lettre du 3 septembre.pdf"
    page.write_text(_LETTER % LETTER_SENTENCE)
    options = [f"--user-data-dir={folder / 'browser'}", "--no-pdf-header-footer", f"--print-to-pdf={path}"]
    subprocess.run(
        [program("chromium"), *_BROWSER, *options, page.as_uri()], check=True, capture_output=True, timeout=120
    )
    page.unlink()
    return path


def video(folder: Path, *, size: int = 0) -> Path:
    """An MP4 with sound that can be sought (index first, a key frame a second).

    With `size` in bytes, the picture is noise of high rate repeated until the file is at least that big: 600 MB
    take a few seconds. Without it the file is small and lasts `VIDEO_SECONDS`.
    """
    path = folder / ("VID_20210802.mp4" if not size else f"VID_20210802_{size >> 20}.mp4")
    if not size:
        _encode(path, VIDEO_SECONDS, picture="testsrc2=size=640x360:rate=25", rate="600k")
        return path
    once = folder / "once.mp4"
    _encode(once, 8, picture="testsrc2=size=1280x720:rate=25,noise=alls=60:allf=t", rate="60M")
    loops = size // once.stat().st_size
    _ffmpeg("-stream_loop", str(loops), "-i", once, "-c", "copy", "-movflags", "+faststart", path)
    once.unlink()
    return path


def _encode(path: Path, seconds: int, *, picture: str, rate: str) -> None:
    _ffmpeg(
        "-f", "lavfi", "-i", picture, "-f", "lavfi", "-i", "sine=frequency=330:sample_rate=44100",
        "-t", str(seconds), "-c:v", "libx264", "-preset", "ultrafast", "-pix_fmt", "yuv420p", "-g", "25",
        "-b:v", rate, "-minrate", rate, "-c:a", "aac", "-shortest", "-movflags", "+faststart", path,
    )
