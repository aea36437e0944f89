"""The cryptography of the vault: pure functions on bytes, no network, no storage, no server.

`FORMAT.md` beside this file is the authority for every byte; clauses are cited in the code by number.
`static/js/crypto/` is the twin in the browser; both read `tests/vectors/`.

    errors constants material         what can go wrong, limits and labels, types of look-alike bytes
    encoding shapes schema            bytes and documents: strict to read, one way to write
    padding framing                   sizes that say little; a catalogue on the wire
    kdf sealing signing               password to key, one sealing primitive, signatures under a label
    slots catalogue rows summary      ways into a vault; the signed list of what it holds
    policy sharing                    what a share allows; a share sealed for a link and a code

This module re-exports nothing: the server imports `encoding`, `schema`, `framing`, `signing` and `policy`,
and must not be able to reach what opens a vault (`kdf`, `sealing`, `slots`, `catalogue`, `sharing`).
"""
