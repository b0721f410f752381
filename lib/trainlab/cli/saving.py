"""What is saved of a live widget: its picture, not a view that only a running kernel can fill."""

from typing import Any

VIEW = "application/vnd.jupyter.widget-view+json"


def drop_widget_views(model: dict[str, Any], **_: object) -> None:
    """Take the views of widgets out of a notebook that is about to be saved, where the picture
    that a live widget keeps beside itself stands next. A hook of Jupyter's contents manager.
    """
    if model["type"] != "notebook" or not model.get("content"):
        return
    for cell in model["content"]["cells"]:
        outputs = cell.get("outputs", [])
        cell_outputs = [
            output
            for output, following in zip(outputs, [*outputs, {}][1:], strict=True)
            if VIEW not in output.get("data", {}) or "image/png" not in following.get("data", {})
        ]
        if len(cell_outputs) < len(outputs):
            cell["outputs"] = cell_outputs
