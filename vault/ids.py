"""Names for the bytes that look alike.

Every id is 16 random bytes made by a client (FORMAT, notation), written as 22 characters of base64url in JSON and URLs.
A distinct type for each keeps a file id from being passed where an item id belongs; at run time they are plain `bytes`.
"""

from typing import NewType

ID_BYTES = 16

VaultId = NewType("VaultId", bytes)
SlotId = NewType("SlotId", bytes)
SessionId = NewType("SessionId", bytes)
CommitId = NewType("CommitId", bytes)
ItemId = NewType("ItemId", bytes)
FileId = NewType("FileId", bytes)
DraftId = NewType("DraftId", bytes)
ShareId = NewType("ShareId", bytes)
EventId = NewType("EventId", bytes)
ErasureId = NewType("ErasureId", bytes)
FactorId = NewType("FactorId", bytes)
