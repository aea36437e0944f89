"""Sealed parts on their way out: whole or by one range (RFC 9110 section 14), from our hands or from the store itself.

1. A store that readers reach directly is answered with a redirect to an address that lives a minute.
2. A single range of bytes gets 206; one outside the part 416; several at once, or another unit, are as good as none.
"""

from http import HTTPStatus

from flask import Response, request

from vault.errors import RangeUnsatisfiableError
from vault.services.files import StoredPart
from vault.views.access import parts
from vault.views.answers import SEALED


def part_answer(part: StoredPart) -> Response:
    """The sealed bytes of a part that this caller may read.

    Raises:
        RangeUnsatisfiableError: the range is outside the part; `details.size` says how long it is.
        StorageUnavailableError: the store fails.
    """
    store = parts().blobs
    url = store.presign_get(part.key)
    if url is not None:  # 1
        return Response(status=HTTPStatus.TEMPORARY_REDIRECT, headers={"Location": url}, mimetype=SEALED)
    asked = _asked_range(part.size)  # 2
    start, end = asked or (0, part.size)
    response = Response(store.open(part.key, start, end), mimetype=SEALED)
    response.content_length = end - start
    response.accept_ranges = "bytes"
    if asked is not None:
        response.status_code = HTTPStatus.PARTIAL_CONTENT
        response.content_range.set(start, end, part.size)
    return response


def _asked_range(size: int) -> tuple[int, int] | None:
    """The first byte asked for and the one after the last; None when the whole is."""
    asked = request.range
    if asked is None or asked.units != "bytes" or len(asked.ranges) != 1:
        return None
    found = asked.range_for_length(size)
    if found is None:
        raise RangeUnsatisfiableError(size=size)
    return found
