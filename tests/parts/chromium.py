"""The system's Chromium, as every test starts it: as root, without a screen, speaking to nobody of its own accord."""

ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
