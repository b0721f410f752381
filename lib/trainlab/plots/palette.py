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
