"""A stand-in for S3, strict where S3 is strict, which lies, cuts and fails on demand.

It exists beside the real object store because no real one lies when asked. Strict: signatures version 4 of headers and
of presigned addresses, expiry, signed lengths, `x-amz-checksum-sha256` and `Content-MD5`. `LIES` is what it does wrong.
"""

import base64
import hashlib
import hmac
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, quote, urlsplit

from tests.parts.s3 import ACCESS_KEY, REGION, S3, SECRET_KEY

LIES = {
    "fails": "answers 500 to everything",
    "hangs_up": "closes the connection without an answer",
    "cuts": "announces the whole object and sends half of it",
    "truncates": "answers 200 to a PUT and keeps half of it",
    "flips": "answers 200 to a PUT and keeps it with one bit changed",
    "deaf": "neither checks nor tells checksums, as radosgw 16 does",
    "deaf_flips": "as deaf, and keeps one bit changed",
    "deaf_cuts": "as deaf, and sends half of the object",
    "misstates": "tells another checksum than the object's",
    "forgets": "answers 200 to a PUT and keeps nothing",
}
_DEAF = {"deaf", "deaf_flips", "deaf_cuts"}


class LyingS3(ThreadingHTTPServer):
    """One bucket's objects, and the lie of the moment."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.objects: dict[str, bytes] = {}
        self.lie: str | None = None
        self.cors = b""

    @property
    def store(self) -> S3:
        """Where it answers and what opens it."""
        return S3(endpoint=f"http://127.0.0.1:{self.server_port}")

    def tell(self, lie: str | None) -> None:
        """Lie this way from now on; None is honest."""
        assert lie is None or lie in LIES
        self.lie = lie

    def kept(self, body: bytes) -> bytes | None:
        if self.lie == "forgets":
            return None
        if self.lie == "truncates":
            return body[: len(body) // 2]
        if self.lie in {"flips", "deaf_flips"}:
            return bytes([body[0] ^ 1]) + body[1:]
        return body


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: LyingS3

    def log_message(self, *_: object) -> None:
        """Says nothing: pytest owns the terminal."""

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except (ConnectionError, ValueError):
            self.close_connection = True

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if self._refused():
            return
        if not self._body_is_what_was_announced(body):
            self._answer(400, b"<Error><Code>BadDigest</Code></Error>")
        elif "cors" in self._query():
            self.server.cors = body
            self._answer(200)
        else:
            kept = self.server.kept(body)
            if kept is not None:
                self.server.objects[self._path()] = kept
            self._answer(200)

    def do_HEAD(self) -> None:
        if self._refused():
            return
        body = self.server.objects.get(self._path())
        if self._path().count("/") == 1:
            self._answer(200)
        elif body is None:
            self._answer(404)
        else:
            self._answer(200, length=len(body), headers=self._stated(body))

    def do_GET(self) -> None:
        if self._refused():
            return
        if "list-type" in self._query():
            self._list()
            return
        body = self.server.objects.get(self._path())
        if body is None:
            self._answer(404, b"<Error><Code>NoSuchKey</Code></Error>")
            return
        start, end = self._range(len(body))
        part = body[start:end]
        status = 206 if "Range" in self.headers else 200
        if self.server.lie in {"cuts", "deaf_cuts"}:
            self._answer(status, part[: len(part) // 2], length=len(part))
            self.close_connection = True
        else:
            self._answer(status, part, headers={"Content-Range": f"bytes {start}-{end - 1}/{len(body)}"})

    def do_DELETE(self) -> None:
        if self._refused():
            return
        self.server.objects.pop(self._path(), None)
        self._answer(204)

    def _refused(self) -> bool:
        if self.server.lie == "hangs_up":
            self.close_connection = True
            return True
        if self.server.lie == "fails":
            self._answer(500, b"<Error><Code>InternalError</Code></Error>")
            return True
        if not self._signature_holds():
            self._answer(403, b"<Error><Code>SignatureDoesNotMatch</Code></Error>")
            return True
        return False

    def _answer(
        self, status: int, body: bytes = b"", *, length: int | None = None, headers: dict[str, str] | None = None
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def _path(self) -> str:
        return urlsplit(self.path).path

    def _query(self) -> dict[str, str]:
        return dict(parse_qsl(urlsplit(self.path).query, keep_blank_values=True))

    def _range(self, size: int) -> tuple[int, int]:
        if "Range" not in self.headers:
            return 0, size
        first, last = self.headers["Range"].removeprefix("bytes=").split("-")
        return int(first), min(int(last) + 1, size)

    def _list(self) -> None:
        bucket = self._path().rstrip("/")
        prefix = f"{bucket}/{self._query().get('prefix', '')}"
        keys = [name.removeprefix(f"{bucket}/") for name in sorted(self.server.objects) if name.startswith(prefix)]
        rows = "".join(f"<Contents><Key>{key}</Key></Contents>" for key in keys)
        text = f"<ListBucketResult><IsTruncated>false</IsTruncated>{rows}</ListBucketResult>"
        self._answer(200, text.encode(), headers={"Content-Type": "application/xml"})

    def _stated(self, body: bytes) -> dict[str, str]:
        if self.headers.get("x-amz-checksum-mode") != "ENABLED" or self.server.lie in _DEAF:
            return {}
        if self.server.lie == "misstates":
            body += b"!"
        digest = base64.b64encode(hashlib.sha256(body).digest()).decode()
        return {"x-amz-checksum-sha256": digest, "x-amz-checksum-type": "FULL_OBJECT"}

    def _body_is_what_was_announced(self, body: bytes) -> bool:
        announced = {
            "x-amz-checksum-sha256": hashlib.sha256,
            "Content-MD5": hashlib.md5,
        }
        return self.server.lie in _DEAF or all(
            self.headers.get(name) in {None, base64.b64encode(digest(body).digest()).decode()}
            for name, digest in announced.items()
        )

    def _signature_holds(self) -> bool:
        """AWS Signature Version 4, in the headers or in a presigned address."""
        query = self._query()
        if "X-Amz-Signature" in query:
            given = query.pop("X-Amz-Signature")
            credential, signed = query["X-Amz-Credential"], query["X-Amz-SignedHeaders"]
            stamp, payload = query["X-Amz-Date"], "UNSIGNED-PAYLOAD"
            made = datetime.strptime(stamp, "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
            if datetime.now(UTC) > made + timedelta(seconds=int(query["X-Amz-Expires"])):
                return False
        else:
            scheme, _, rest = self.headers.get("Authorization", "").partition(" ")
            if scheme != "AWS4-HMAC-SHA256":
                return False
            fields = dict(field.strip().split("=", 1) for field in rest.split(","))
            credential, signed, given = fields["Credential"], fields["SignedHeaders"], fields["Signature"]
            stamp, payload = self.headers["x-amz-date"], self.headers["x-amz-content-sha256"]
        key_id, _, scope = credential.partition("/")
        day = stamp[:8]
        if (key_id, scope) != (ACCESS_KEY, f"{day}/{REGION}/s3/aws4_request"):
            return False
        pairs = sorted((quote(name, safe="-_.~"), quote(value, safe="-_.~")) for name, value in query.items())
        headers = "".join(f"{name}:{self.headers.get(name, '').strip()}\n" for name in signed.split(";"))
        canonical = "\n".join(
            [self.command, self._path(), "&".join(f"{name}={value}" for name, value in pairs), headers, signed, payload]
        )
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        key = f"AWS4{SECRET_KEY}".encode()
        for word in (day, REGION, "s3", "aws4_request", f"AWS4-HMAC-SHA256\n{stamp}\n{scope}\n{hashed}"):
            key = hmac.digest(key, word.encode(), "sha256")
        return hmac.compare_digest(key.hex(), given)


@contextmanager
def running() -> Iterator[LyingS3]:
    """Start it on a free loopback port; it is honest until told."""
    with LyingS3() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
