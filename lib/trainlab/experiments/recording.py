"""Results of the last full run, which come with the package: what takes minutes is there at once.

They lie in the folder ``recorded`` beside this module, and ``make figures`` makes them anew.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from importlib import resources
from typing import Any

from trainlab.core import arguments
from trainlab.experiments.registry import REGISTRY
from trainlab.experiments.words import findings, markdown


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """What a full run of an experiment found; in a notebook it shows itself, and that it is old.

    Attributes:
        id, title, source, claim: the experiment's.
        measured, claimed, interval, interval_method, holds, verdict, setting, sensitivity: as in
            ``Result``, in the types of JSON.
        networks, seed: as asked.
        date: of the run, year-month-day.
        caption, alt: of the picture, for those who see it and for those who do not.
        png: the picture.
    """

    id: str
    title: str
    source: str
    claim: str
    measured: Mapping[str, Any]
    claimed: Mapping[str, Any]
    interval: Mapping[str, Sequence[float]]
    interval_method: str
    holds: bool | str
    verdict: str
    setting: Mapping[str, Any]
    sensitivity: Sequence[Mapping[str, Any]]
    networks: int
    seed: int
    date: str
    caption: str
    alt: str
    png: bytes = field(repr=False)

    def _ipython_display_(self) -> None:
        from IPython.display import Markdown, display

        from trainlab.plots.figure import mimebundle

        display(Markdown(self._opening()))
        display(mimebundle(self.png, self.alt), raw=True)
        display(Markdown(f"{markdown(self.caption)}\n\n{findings(vars(self))}"))

    def _opening(self) -> str:
        return (
            f"**{markdown(self.title)}** ({markdown(self.source)})\n\n"
            f"Recorded on {self.date}, not run now: {self.networks} networks, seed {self.seed}. "
            f'`trainlab.experiments.run("{self.id}")` runs it anew.\n\n'
            f"*Claim.* {markdown(self.claim)}"
        )


def recorded(id: str) -> Recorded:
    """Return what the last full run of an experiment found, without running it.

    Args:
        id: its name, one of ``experiments.list()``.

    Raises:
        ValueError: when there is no such experiment, or no recorded result of it; the message says
            which there are, or how to run it.
    """
    arguments.choice("id", id, REGISTRY)
    folder = resources.files("trainlab.experiments") / "recorded"
    results = json.loads((folder / "results.json").read_text(encoding="utf-8"))
    found = {result["id"]: result for result in results}
    if id not in found:
        raise ValueError(
            f"id={id!r} has no recorded result; run it with trainlab.experiments.run({id!r})."
        )
    kept = {f.name: found[id][f.name] for f in fields(Recorded) if f.name != "png"}
    return Recorded(**kept, png=(folder / f"{id}.png").read_bytes())
