"""Names and texts as people's computers write them, in one form."""

import json
import unicodedata

#: Control characters, half characters, and what breaks a line.
_HARMFUL = frozenset({"Cc", "Cs", "Zl", "Zp"})


def is_harmless(text: str) -> bool:
    """Whether a terminal shows a text in its place, and a file or database can hold it.

    Spaces of any width, joiners and marks of direction are harmless, though ``str.isprintable``
    says no.

    >>> is_harmless("Screenshot 9.41\\u202fAM.png"), is_harmless("a\\x1b[2Jb")
    (True, False)
    """
    return all(unicodedata.category(sign) not in _HARMFUL for sign in text)


def one_form(name: str) -> str:
    """Return a name in Unicode's composed form (NFC): a Mac writes é as e and an accent."""
    return unicodedata.normalize("NFC", name)


def decoded(content: bytes) -> str:
    """Return a text that begins with ASCII: in UTF-8, UTF-16 or UTF-32, with or without a mark.

    Raises:
        UnicodeDecodeError: for what is none of these.
    """
    return content.decode(json.detect_encoding(content))
