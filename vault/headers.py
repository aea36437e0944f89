"""The headers of every answer: what a browser may load, show, remember and tell.

1. Nothing is loaded from anywhere but here; sealed parts also go to the blob store's origin.
2. Script runs from our files only; markup reaches the page through the two named Trusted Types policies alone.
3. No page of ours is shown inside another site, and no window of another site shares a process with ours.
4. Nothing is kept on the device's disk (promise 6) but the files of `/static`, which are the same for everybody.
5. No address of ours is told to another site.

Kinds of answer have their own policy: pages, of which the vault may ask for the microphone, the viewer of documents,
data of the API, static files.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from vault.config import Settings

Policy = Literal["page", "vault", "viewer", "api", "static"]

HSTS = "max-age=63072000; includeSubDomains"
DENIED = (
    "accelerometer", "autoplay", "browsing-topics", "camera", "display-capture", "encrypted-media", "geolocation",
    "gyroscope", "hid", "idle-detection", "local-fonts", "magnetometer", "microphone", "midi", "payment",
    "picture-in-picture", "serial", "usb", "xr-spatial-tracking",
)  # fmt: skip
ALLOWED = (
    "clipboard-write", "fullscreen", "publickey-credentials-create", "publickey-credentials-get", "screen-wake-lock",
)  # fmt: skip
"""What the vault uses: copying a link, seeing a video large, passkeys, an upload that outlasts the screen."""
PERMISSIONS = ", ".join([f"{name}=()" for name in DENIED] + [f"{name}=(self)" for name in ALLOWED])
VOICE = PERMISSIONS.replace("microphone=()", "microphone=(self)")
"""Of the vault alone: dictation on the device, a voice note. The browser asks before each, after a press."""

SEALED_OFF = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""For answers that are no documents: should a browser show one, it can do nothing."""


def viewer_policy(scripts: Sequence[str] = (), styles: Sequence[str] = ()) -> str:
    """The content policy of the frame that shows a document which may be hostile; each script and style is named by its
    digest, `sha256-…`, and comes from no address.
    """
    directives = (
        "default-src 'none'",
        " ".join(["script-src 'wasm-unsafe-eval'", *(f"'{digest}'" for digest in scripts)]),
        " ".join(["style-src", *(f"'{digest}'" for digest in styles)]),
        "img-src blob: data:",
        "font-src data:",  # those that a document brings
        "connect-src 'none'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'self'",
        "sandbox allow-scripts",  # an origin of its own: it reaches neither keys nor cookies
    )
    return "; ".join(directives)


def page_policy(settings: Settings) -> str:
    """The content policy of our pages, and of the scripts and workers they start."""
    connect = " ".join(filter(None, ["'self'", settings.blob_origin]))
    directives = (
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",  # WebAssembly: Argon2id and streaming SHA-256
        "worker-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' blob:",  # blob: is where decrypted pictures live, in memory
        "media-src 'self' blob:",
        f"connect-src {connect}",
        "frame-src 'self'",
        "manifest-src 'self'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "require-trusted-types-for 'script'",
        "trusted-types lit-html app",
    )
    return "; ".join(directives)


def headers_for(policy: Policy, settings: Settings) -> dict[str, str]:
    """The headers of an answer of this kind."""
    common = {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": VOICE if policy == "vault" else PERMISSIONS,
        "X-Robots-Tag": "noindex, nofollow, noarchive",
    }
    if settings.https:
        common["Strict-Transport-Security"] = HSTS
    return common | _own_headers(policy, settings)


def _own_headers(policy: Policy, settings: Settings) -> dict[str, str]:
    if policy in {"page", "vault"}:
        return {"Content-Security-Policy": page_policy(settings), "Cache-Control": "no-store"}
    if policy == "viewer":
        return {"Content-Security-Policy": viewer_policy(), "Cache-Control": "no-store"}
    if policy == "api":
        return {"Content-Security-Policy": SEALED_OFF, "Cache-Control": "no-store"}
    # The files are public: any origin may read them.
    return {
        "Content-Security-Policy": page_policy(settings),
        "Cross-Origin-Resource-Policy": "cross-origin",
        "Access-Control-Allow-Origin": "*",
    }
