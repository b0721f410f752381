"""The playground's panels: which numbers of a model each shows."""

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import torch
from torch import Tensor

from trainlab.widgets.controls import Settings
from trainlab.widgets.panels.bars import Bars
from trainlab.widgets.panels.curves import Curves
from trainlab.widgets.panels.map import Map
from trainlab.widgets.panels.network import NetworkPanel
from trainlab.widgets.panels.panel import Numbers, Panel
from trainlab.widgets.playground.features import FEATURES
from trainlab.widgets.playground.model import BAND, Model, percentiles
from trainlab.widgets.playground.widths import WIDEST

#: Points along each side of the map, of the faint boundaries, and of a unit's own map.
GRID, COARSE, TILE = 50, 25, 14
#: Points along a curve, and along a unit's own.
LINE, SHORT = 200, 40
#: Other networks whose boundaries are drawn, and units of a layer that are drawn.
OTHERS, UNITS = 8, 8


def panels(model: Model, settings: Callable[[], Settings]) -> dict[str, Panel]:
    """Return the panels of a model; ``settings`` gives the values in force."""
    plane = model.problem.inputs == 2
    fit = _map(model, settings) if plane else _fit(model, settings)
    depth = model.trainer.net.depth
    layers = [str(i + 1) for i in range(depth + 1)]
    return {
        "network": _network(model, settings),
        "fit": fit,
        "loss": Curves(
            title="Loss",
            x_label="step",
            log_y=True,
            names=["training", "validation"],
            dashes=[False, True],
            wait=12,
        ).of(lambda: _losses(model)),
        "scales": Bars(
            title="Scale of each layer",
            names=["activation", "gradient", "update / weight"],
            labels=layers,
            log=True,
            wait=30,
            group="scales",
        ).of(lambda: _scales(model)),
        "dead": Bars(
            title="Share of dead units",
            names=["dead"],
            labels=layers[:-1],
            limits=(0.0, 1.0),
            percent=True,
            wait=30,
            group="scales",
        ).of(lambda: _dead(model)),
    }


def member_shown(model: Model, s: Settings) -> int:
    """Return the number of the network that is drawn."""
    chosen = s.member if s.show == "one" else model.typical
    return min(chosen, model.trainer.population - 1)


def _grid(domain: Any, side: int) -> Tensor:
    """Return points (side * side, 2), rows from low to high x2."""
    x1, x2 = (torch.linspace(low, high, side) for low, high in domain)
    rows, columns = torch.meshgrid(x2, x1, indexing="ij")
    return torch.stack([columns.flatten(), rows.flatten()], dim=1)


def _others(model: Model, s: Settings) -> list[int]:
    """Return members spread evenly over the population, but for the one that is drawn."""
    population = model.trainer.population
    count = min(OTHERS, population)
    spread = [i * population // count for i in range(count)]
    return [i for i in spread if i != member_shown(model, s)]


def _map(model: Model, settings: Callable[[], Settings]) -> Panel:
    p, s = model.problem, settings()
    classes = p.loss == "bce"
    low, high = (0.0, 1.0) if classes else (float(p.y.min()), float(p.y.max()))
    fine, coarse = _grid(p.domain, GRID), _grid(p.domain, COARSE)

    def level(values: Tensor) -> np.ndarray:
        share = (values - low) / (high - low)
        return (share.nan_to_num(0.5).clamp(0, 1) * 255).round().to(torch.uint8).numpy()

    def numbers() -> Numbers:
        s = settings()
        mean = s.show == "ensemble"
        shown = None if mean else [member_shown(model, s)]
        others = [] if mean else _others(model, s)
        found: dict[str, Any] = {
            "map": level(model.outputs_at(fine, shown).mean(dim=0)).reshape(GRID, GRID),
            "discretize": s.discretize == "on",
        }
        if others:
            found["others"] = level(model.outputs_at(coarse, others)).reshape(-1, COARSE, COARSE)
        return found

    test = s.show_test == "on"
    title = "Probability of class 1" if classes else "Value"
    return Map(
        title=title,
        about=f"{p.name} {s.seed + s.draw}",
        domain=p.domain,
        points=p.x.numpy(),
        labels=level(p.y[:, 0]),
        quantity="" if classes else "value",
        limits=(low, high),
        test_points=p.x_val.numpy() if test else np.zeros((0, 2), np.float32),
        test_labels=level(p.y_val[:, 0]) if test else np.zeros(0, np.uint8),
        editable=True,
    ).of(numbers)


def _fit(model: Model, settings: Callable[[], Settings]) -> Panel:
    p, s = model.problem, settings()
    line = torch.linspace(*p.domain[0], LINE)[:, None]

    def numbers() -> Numbers:
        s = settings()
        outputs = model.outputs_at(line, [member_shown(model, s), *_others(model, s)])
        if s.show == "ensemble":
            outputs = model.outputs_at(line)
        low, high = np.quantile(outputs.numpy(), (BAND[0], BAND[2]), axis=0)
        shown = outputs.mean(dim=0) if s.show == "ensemble" else outputs[0]
        return {
            "x": line[:, 0].numpy(),
            "y": shown[None].numpy(),
            "low": low[None],
            "high": high[None],
        }

    margin = 0.15 * float(p.y.max() - p.y.min() or 1.0)
    return Curves(
        title="Fit",
        about=f"{p.name} {s.seed + s.draw}",
        x_label="x",
        y_label="y",
        names=["network"],
        dashes=[False],
        x_domain=p.domain[0],
        y_domain=(float(p.y.min()) - margin, float(p.y.max()) + margin),
        points=torch.cat([p.x, p.y], dim=1).numpy(),
    ).of(numbers)


def _losses(model: Model) -> Numbers:
    steps, losses = model.curves()
    return {"x": steps.astype(float), "y": losses[:, 1], "low": losses[:, 0], "high": losses[:, 2]}


def _scales(model: Model) -> Numbers:
    scales = model.scales()
    parts = (scales.activation, scales.gradient, scales.update_ratio)
    low, mid, high = np.stack([percentiles(p.nan_to_num()) for p in parts]).transpose(2, 0, 1)
    return {"low": low, "mid": mid, "high": high}


def _dead(model: Model) -> Numbers:
    dead = model.scales().dead
    low, _, high = percentiles(dead).transpose(1, 0)
    return {"low": low[None], "mid": dead.mean(dim=1)[None].numpy(), "high": high[None]}


def _network(model: Model, settings: Callable[[], Settings]) -> Panel:
    p = model.problem
    plane = p.inputs == 2
    points = _grid(p.domain, TILE) if plane else torch.linspace(*p.domain[0], SHORT)[:, None]
    widths = list(model.net.sizes)

    def numbers() -> Numbers:
        trainer, member = model.trainer, member_shown(model, settings())
        inputs = model.inputs_at(points)
        net = model.net
        with torch.no_grad():
            outputs = net.layer_outputs(
                trainer.params[member : member + 1], inputs, trainer.buffers[member : member + 1]
            )
        signals = [inputs.mT, *(o[0] for o in outputs)]
        shown = [signal[:UNITS].numpy() for signal in signals]
        tiles = np.concatenate(shown)
        size = np.maximum(np.abs(tiles).max(axis=1, keepdims=True), 1e-12)
        scaled = np.nan_to_num(tiles / size)
        maps = scaled if not plane else (128 + 127 * scaled).astype(np.uint8)
        shape = (-1, TILE, TILE) if plane else (-1, SHORT)
        weights = [_block(model, member, layer).flatten() for layer in range(net.depth + 1)]
        return {"weights": np.concatenate(weights), "maps": maps.reshape(shape)}

    return NetworkPanel(
        title="The typical network" if settings().show != "one" else "The network",
        widths=widths,
        most=UNITS,
        widest=WIDEST,
        inputs=[FEATURES[name] for name in model.features] or ["x"],
        domain=p.domain,
        one_d=not plane,
        wait=6,
    ).of(numbers)


def _block(model: Model, member: int, layer: int) -> np.ndarray:
    """Return the drawn weights and biases (out, in + 1) of a layer 0 ... L - 1: those between the
    units that are drawn; of maxout the first piece, with dense shortcuts those from the layer
    before.
    """
    sizes = model.net.sizes
    block = model.net.layers[layer].block(model.trainer.params)[member]
    rows = block[:: max(1, len(block) // sizes[layer + 1])][:UNITS]
    before = rows[:, -1 - sizes[layer] : -1][:, :UNITS]
    return torch.cat([before, rows[:, -1:]], dim=1).numpy()


def edit(model: Model, s: Settings, message: Mapping[str, Any]) -> None:
    """Set a weight, or a bias where ``from`` is None, of the network that is drawn."""
    layer, unit, source = message["layer"], message["unit"], message["from"]
    sizes = model.net.sizes
    block = model.net.layers[layer].block(model.trainer.params)[member_shown(model, s)]
    row = block[:: max(1, len(block) // sizes[layer + 1])][unit]
    row[-1 if source is None else len(row) - 1 - sizes[layer] + source] = float(message["value"])
    model.forget()
