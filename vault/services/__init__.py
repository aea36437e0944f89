"""Decisions. A service takes a database session, the parts it needs and plain values, does one intention, and raises a
`VaultError` when it refuses. Services know nothing of requests, cookies or HTML.
"""
