"""The letters of a text's formulas: Latin, Greek, faces such as ℝ, and signs at letters."""

import re

from tests.lectures import CODE

_NAMED = re.compile(
    r"(?:var)?(?:alpha|beta|gamma|delta|epsilon|zeta|eta|theta|iota|kappa|lambda|mu|nu|xi|pi|rho"
    r"|sigma|tau|upsilon|phi|chi|psi|omega)|ell|hat|bar|dot|tilde|top",
    re.IGNORECASE,
)
_FORMULA = re.compile(r"\$\$(.+?)\$\$|\$(.+?)\$", re.DOTALL)
_WORDS = re.compile(r"\\(?:text\w*|mathrm|operatorname|begin|end)\s*\{(?:[^{}]|\{[^{}]*\})*\}")
_FACE = re.compile(r"\\(mathbb|mathcal)\s*\{?\s*([A-Za-z])\}?")
_LETTER = re.compile(r"\\([A-Za-z]+)|([A-Za-z'])")


def letters(text: str) -> set[str]:
    r"""Return the letters of all formulas between dollars, words in them left out.

    A letter in a face of its own is one of its own, and an accent counts beside its letter.

    >>> sorted(letters(r"$\hat x_{\text{new}} \le \mathbb{E}\, f'(\eta)$ and `$y$`"))
    ["'", 'eta', 'f', 'hat', 'mathbb E', 'x']
    """
    formulas = " ".join(map("".join, _FORMULA.findall(CODE.sub(" ", text))))
    formulas = _WORDS.sub(" ", formulas).replace(r"\overline", r"\bar")
    faces = {" ".join(face) for face in _FACE.findall(formulas)}
    plain = _LETTER.findall(_FACE.sub(" ", formulas))
    return faces | {one or name for name, one in plain if one or _NAMED.fullmatch(name)}
