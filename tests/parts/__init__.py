"""The real parts that tests speak to: PostgreSQL, Redis, an S3 object store.

A part has one `running(...)` context manager that starts it on a free loopback port, in a fresh folder, and stops it
on leaving. `shared.obtain` starts a part once for all the processes of a test run. `embedded` serves the application
itself without any of them, and `chromium` is how each browser is started.
Nothing here stands in for anything: a part that is missing fails with the command that installs it.
"""
