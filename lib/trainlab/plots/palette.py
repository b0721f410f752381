"""The colours of every picture and page, without a plotting library."""

from types import MappingProxyType

#: Okabe and Ito's colours (Color Universal Design, 2008) and the neutrals around them.
PALETTE = MappingProxyType(
    {
        "blue": "#0072B2",
        "orange": "#E69F00",
        "green": "#009E73",
        "vermillion": "#D55E00",
        "purple": "#CC79A7",
        "sky": "#56B4E9",
        "grey": "#6B7280",
        "ink": "#1F2937",
        "paper": "#FFFFFF",
        "grid": "#E5E7EB",
        "wash": "#F3F4F6",
        "mist": "#B6BCC6",
        "silver": "#9AA2AE",
    }
)

CYCLE = [PALETTE[n] for n in ("blue", "vermillion", "green", "purple", "orange", "sky", "grey")]

#: What a colour says in a widget's panels, in the light theme and in stills. Each says one thing:
#: classes, losses and other series share none, and neighbours differ in lightness.
ROLES = MappingProxyType(
    {
        "ink": "#111827",
        "quiet": "#4B5563",
        "line": "#D1D5DB",
        "paper": "#FFFFFF",
        "class0": "#B45309",
        "class1": "#00558C",
        "map0": "#F0B354",
        "map1": "#5AA9D6",
        "training": "#00604A",
        "validation": "#C2559B",
        "value": "#0063A0",
        "adjoint": "#B04600",
        "pinned": "#6B7280",
        "c0": "#3B3486",
        "c1": "#C24E5A",
        "c2": "#A08A00",
        "c3": "#1F9AA0",
        "c4": "#6B4A2B",
        "c5": "#8E6BBF",
        "c6": "#4B5563",
    }
)
