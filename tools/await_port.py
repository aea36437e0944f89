"""Return once something accepts connections on a loopback port, or fail after half a minute: `await_port.py PORT`."""

import socket
import sys
import time

SECONDS = 30.0


def main(port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        with socket.socket() as client:
            if client.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"The server did not start on port {port}: its last words are above.")


if __name__ == "__main__":
    main(int(sys.argv[1]))
