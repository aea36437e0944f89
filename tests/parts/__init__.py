"""The real parts that tests speak to: PostgreSQL, Redis, an S3 object store.

Each module has one `running(folder, ...)` context manager that starts its part on a free loopback port, in a
fresh folder, and stops it on leaving. `shared.obtain` starts a part once for all the processes of a test run.
Nothing here stands in for anything: a part that is missing fails with the command that installs it.
"""
