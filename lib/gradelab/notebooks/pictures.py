"""Pictures pasted into an answer: kept in whatever form the answer shows them, under plain names.

A page can be made of one form alone, ``![words](attachment:plain-name.png)``; the others are
written as that.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

#: Of a picture's words, what stays: all that a page may show between brackets.
_SPECIAL = re.compile(r"[^\w .,-]+")
_PLAIN = re.compile(r"[A-Za-z0-9._-]+")
#: Words in brackets, which may hold brackets themselves.
_WORDS = r"\[((?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)\]"
_TITLE = r"""\s*(?:"([^"\n]*)"|'([^'\n]*)'|\(([^()\n]*)\))?\s*"""
_ALT = re.compile(r"""\b(?:alt|title)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)

Bundle = dict[str, Any]


def kept(text: str, pictures: Mapping[str, Bundle]) -> tuple[str, dict[str, Bundle]]:
    """Return a text in which all of its pictures are shown, and the pictures by plain names.

    Args:
        text: Markdown.
        pictures: what was pasted into it, by name.
    """
    names = dict(_plain_names(pictures))
    spelled = {s: names[name] for name in pictures for s in _spellings(name)}
    if not spelled:
        return text, {}
    one = "|".join(re.escape(s) for s in sorted(spelled, key=len, reverse=True))
    where = rf"<?attachment\\?:({one})>?"

    def shown(spelling: str, *words: str | None) -> str:
        said = ", ".join(filter(None, (_SPECIAL.sub(" ", w or "").strip() for w in words)))
        return f"![{said}](attachment:{spelled[spelling]})"

    text = _by_reference(text, where, shown)
    text = re.sub(
        rf"!{_WORDS}\(\s*{where}{_TITLE}\)", lambda m: shown(m[2], m[1], m[3] or m[4] or m[5]), text
    )
    text = re.sub(
        rf"<img\b[^>]*?\bsrc\s*=\s*[\"']?{where}[^>]*>",
        lambda m: shown(m[1], *(a[1] or a[2] or a[3] for a in _ALT.finditer(m[0]))),
        text,
        flags=re.IGNORECASE,
    )
    for name, plain in names.items():
        if not re.search(rf"!\[[\w .,-]*\]\(attachment:{re.escape(plain)}\)", text):
            text += f"\n\n{shown(name)}"
    return text, {names[name]: bundle for name, bundle in pictures.items()}


def _by_reference(text: str, where: str, shown: Callable[..., str]) -> str:
    """Return a text with ``![words][label]`` written out, where the label names a picture."""
    found = {}

    def take(match: re.Match[str]) -> str:
        found[match[1].casefold()] = match[2], match[3] or match[4] or match[5]
        return ""

    def write(match: re.Match[str]) -> str:
        label = (match[2] or match[1]).casefold()
        if label not in found:
            return match[0]
        spelling, title = found[label]
        return shown(spelling, match[1], title)

    text = re.sub(rf"^ {{0,3}}\[([^\]\n]+)\]:[ \t]*{where}{_TITLE}$", take, text, flags=re.M)
    return re.sub(rf"!{_WORDS}(?:\[([^\]\n]*)\])?(?!\()", write, text) if found else text


def _plain_names(pictures: Mapping[str, Bundle]) -> Iterator[tuple[str, str]]:
    """Yield each name with one that a link need not quote; plain ones stay."""
    taken = {name for name in pictures if _PLAIN.fullmatch(name)}
    for number, (name, bundle) in enumerate(pictures.items(), start=1):
        plain = name
        if name not in taken:
            plain = f"picture-{number}.{next(iter(bundle)).removeprefix('image/')}"
            while plain in taken:
                plain = f"a-{plain}"
            taken.add(plain)
        yield name, plain


def _spellings(name: str) -> set[str]:
    """Return how a link can spell a name: as it is, composed or not, and quoted."""
    forms = {unicodedata.normalize(form, name) for form in ("NFC", "NFD")} | {name}
    quoted = {quote(form, safe=safe) for form in forms for safe in ("", "()", "()!'*,;:@&=+$")}
    spaced = {form.replace(" ", "%20") for form in forms}
    escaped = {re.sub(r"([()\[\]_*])", r"\\\1", form) for form in forms}
    lower = {re.sub("%..", lambda m: m[0].lower(), form) for form in quoted}
    return forms | quoted | spaced | escaped | lower | {f.replace("&", "&amp;") for f in forms}
