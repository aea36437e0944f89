"""Words on paper and shares in three hands, against published facts; each rule alone is in the vectors."""

import itertools

import pytest
from mnemonic import Mnemonic

from vault.crypto import recovery
from vault.crypto.encoding import sha256
from vault.crypto.errors import MalformedError, UnsupportedError
from vault.crypto.material import PhraseEntropy
from vault.crypto.recovery import LANGUAGES

# BIP-0039, test vectors of the reference implementation (trezor/python-mnemonic, vectors.json, english, 128 bits).
PUBLISHED = {
    "00000000000000000000000000000000": (
        "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about"
    ),
    "7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f7f": "legal winner thank year wave sausage worth useful legal winner thank yellow",
    "80808080808080808080808080808080": (
        "letter advice cage absurd amount doctor acoustic avoid letter advice cage above"
    ),
    "ffffffffffffffffffffffffffffffff": "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong",
    "9e885d952ad362caeb4efe34a8e91bd2": "ozone drill grab fiber curtain grace pudding thank cruise elder eight picnic",
    "c0ba5a8e914111210f2bd131f3d5e08d": "scheme spot photo card baby mountain device kick cradle pact join borrow",
    "23db8160a31d3e0dca3688ed941adbf3": "cat swing flag economy stadium alone churn speed unique patch report train",
    "f30f8c1da665478f49b001d94c5fc452": (
        "vessel ladder alter error federal sibling chat ability sun glass valve picture"
    ),
}


@pytest.mark.parametrize("entropy", PUBLISHED)
def test_the_published_phrases(entropy: str) -> None:
    data = PhraseEntropy(bytes.fromhex(entropy))
    assert " ".join(recovery.phrase_words(data, "english")) == PUBLISHED[entropy]
    assert recovery.parse_phrase(PUBLISHED[entropy]) == data


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_are_those_of_the_reference_implementation(language: str) -> None:
    reference = Mnemonic(language)
    for seed in range(50):
        entropy = PhraseEntropy(sha256(bytes([seed]))[:16])
        theirs = reference.to_mnemonic(entropy)
        assert Mnemonic.normalize_string(" ".join(recovery.phrase_words(entropy, language))) == theirs
        assert recovery.parse_phrase(theirs) == entropy
        ours = recovery.new_phrase(language)
        assert reference.to_entropy([Mnemonic.normalize_string(word) for word in ours]) == recovery.parse_phrase(
            " ".join(ours)
        )


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_words_of_a_list_stay_apart_without_accents_and_case(language: str) -> None:
    folded = [recovery.typed_words(word.upper()) for word in recovery.word_list(language)]
    assert all(len(words) == 1 for words in folded)
    assert len({words[0] for words in folded}) == 2048


def test_another_language_is_refused() -> None:
    with pytest.raises(UnsupportedError):
        recovery.new_phrase("german")


@pytest.mark.parametrize("language", LANGUAGES)
def test_any_two_of_three_shares_give_the_secret(language: str) -> None:
    secret, set_id, shares = recovery.new_people(language)
    texts = [" ".join(words) for words in shares]
    assert [len(words) for words in shares] == [16, 16, 16]
    for pair in itertools.permutations(texts, 2):
        assert recovery.combine_shares(pair) == (secret, set_id)
    for words in texts:
        with pytest.raises(MalformedError):
            recovery.combine_shares([words, words])


def test_a_word_that_is_wrong_is_said_whichever_it_is() -> None:
    """A phrase has 4 bits of checksum, so 1 in 16 wrong words passes and opens nothing; a share has 24."""
    phrase, shares = recovery.phrase_words(PhraseEntropy(bytes(range(16))), "french"), recovery.new_people()[2]
    refused = 0
    for at, other in itertools.product(range(12), recovery.word_list("french")[:64]):
        try:
            found = recovery.parse_phrase(" ".join([*phrase[:at], other, *phrase[at + 1 :]]))
        except MalformedError:
            refused += 1
        else:
            assert found != bytes(range(16)) or other == phrase[at]
    assert refused > 12 * 64 * 0.85
    for at, other in itertools.product(range(16), recovery.word_list("french")[:8]):
        if other != shares[0][at]:
            with pytest.raises(MalformedError):
                recovery.combine_shares([" ".join([*shares[0][:at], other, *shares[0][at + 1 :]]), " ".join(shares[1])])


def test_products_of_the_field_are_those_of_fips_197() -> None:
    assert recovery._times(0x57, 0x83) == 0xC1
    assert recovery._times(0x57, 0x13) == 0xFE
    assert recovery._times(0x53, 0xCA) == 0x01
    for a in range(1, 256):
        assert recovery._times(a, recovery._inverse(a)) == 1
        assert all(recovery._times(a, b) == recovery._times(b, a) for b in range(256))


def test_one_share_says_nothing() -> None:
    """Every secret byte has a line through the point that a holder knows."""
    points = {(s, s ^ recovery._times(a, 2)) for s in range(256) for a in range(256)}
    assert len(points) == 256 * 256


def test_secrets_are_new() -> None:
    made = [recovery.new_people() for _ in range(3)]
    assert len({secret for secret, _, _ in made}) == 3
    assert len({" ".join(recovery.new_phrase("french")) for _ in range(3)}) == 3


def test_prf_is_asked_for_at_the_hash_that_format_names() -> None:
    assert sha256(b"memo/v1/prf") == recovery.PRF_INPUT
