"""Types for bytes that look alike and must not be exchanged: mypy refuses one for another."""

from typing import NewType

VaultId = NewType("VaultId", bytes)  # 16 random bytes, like every id
ItemId = NewType("ItemId", bytes)
SlotId = NewType("SlotId", bytes)
ShareId = NewType("ShareId", bytes)

PasswordKey = NewType("PasswordKey", bytes)  # PMK (5.2): never leaves the client, never seals
AuthSecret = NewType("AuthSecret", bytes)  # AUTH (5.4): the only derivation of the password sent to the server
VaultKey = NewType("VaultKey", bytes)  # VMK (5.5): derives, never seals
SealingKey = NewType("SealingKey", bytes)  # 32 bytes that seal objects or wrap one key (4.6)
MacKey = NewType("MacKey", bytes)  # k/slots (5.6)

PhraseEntropy = NewType("PhraseEntropy", bytes)  # E (5.9): 16 bytes behind twelve words
PeopleSecret = NewType("PeopleSecret", bytes)  # S (5.10): 16 bytes that two of three shares give
PeopleSet = NewType("PeopleSet", bytes)  # 2 bytes that tell shares made together (5.10)
PasskeySecret = NewType("PasskeySecret", bytes)  # 32 bytes of the WebAuthn PRF extension (5.11)

SigningSeed = NewType("SigningSeed", bytes)  # Ed25519 private seed (6.1, 10.3)
VerifyKey = NewType("VerifyKey", bytes)  # Ed25519 public key
AgreementSeed = NewType("AgreementSeed", bytes)  # X25519 private key (6.1)
AgreementKey = NewType("AgreementKey", bytes)  # X25519 public key

LinkSecret = NewType("LinkSecret", bytes)  # L (10.1): lives in a URL fragment only
Half = NewType("Half", bytes)  # the server's part of a key (5.10, 10.4)
