"""End-to-end encrypted evidence vault.

Importing this package, or `vault.crypto`, loads neither Flask nor SQLAlchemy: the verifier and
the client run without a server.
"""

__version__ = "0.1.0"
