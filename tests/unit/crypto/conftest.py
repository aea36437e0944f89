"""What the tests of the crypto layer share: the makers of vectors, which hold fictitious documents and forgeries."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "vectors"))
