"""The look of the widgets: one style sheet, scoped to our own root classes."""

from string import Template

from trainlab.plots.palette import PALETTE

_SHEET = """
.tl-playground { --jp-widgets-inline-height: 24px; --jp-widgets-inline-width: 270px;
  --jp-widgets-inline-label-width: 84px; --jp-widgets-font-size: 12px;
  --jp-widgets-slider-handle-size: 13px; max-width: 1010px; overflow: hidden; }
.tl-playground .tl-body { align-items: flex-start; gap: 14px; flex-flow: row wrap; }
.tl-playground .tl-controls { flex: 0 0 276px; padding: 0 2px; overflow: hidden; }
.tl-playground .tl-stage { flex: 1 1 480px; min-width: 0; overflow: hidden; }
.tl-playground .tl-heading { margin: 5px 0 1px; height: auto; }
.tl-playground .tl-heading .widget-html-content { font-size: 11px; font-weight: 600;
  line-height: 16px; letter-spacing: .06em; text-transform: uppercase; color: $grey;
  border-bottom: 1px solid $grid; width: 270px; }
.tl-playground .tl-controls .jupyter-widgets { margin: 0; }
.tl-playground .tl-controls .widget-vbox { overflow: visible; }
.tl-playground .tl-controls .tl-label { width: 84px; flex: 0 0 84px;
  justify-content: flex-end; margin: 0 4px 0 2px; }
.tl-playground .widget-dropdown { width: 178px; }
.tl-playground .widget-readout { min-width: 46px; max-width: 46px; font-size: 11px; padding: 0; }
.tl-playground .tl-buttons { align-items: center; flex-flow: row wrap; overflow: hidden; }
.tl-playground .tl-buttons .jupyter-button { flex: 0 0 76px; padding: 0; height: 28px;
  border-radius: 5px; background: $wash; color: $ink; box-shadow: none; }
.tl-playground .tl-buttons .jupyter-button:focus-visible { outline: 2px solid $blue; }
.tl-playground .tl-buttons .tl-play { background: $blue; color: white; }
.tl-playground .tl-status { flex: 1 1 180px; min-width: 0; margin-left: 10px; }
.tl-playground .tl-status .widget-html-content { overflow: hidden; text-overflow: ellipsis;
  font-size: 12px; color: $ink; font-variant-numeric: tabular-nums; white-space: nowrap; }
.tl-playground .tl-picture { width: 690px; max-width: 100%; height: auto; margin: 4px 0 0; }
.tl-playground .tl-state { width: 690px; max-width: 100%; margin: 2px 0; box-sizing: border-box; }
.tl-playground .tl-state input { font-family: var(--jp-code-font-family, monospace); }
.tl-playground .tl-notice { width: 690px; max-width: 100%; height: auto; }
.tl-playground .tl-notice [role=alert] { border-left: 3px solid $vermillion; background: #FDF3EC;
  color: $ink; padding: 5px 10px; line-height: 18px; font-size: 12px; white-space: normal; }
.tl-graph { max-width: 880px; overflow: hidden; }
.tl-graph-buttons { flex-flow: row wrap; }
.tl-graph-buttons .jupyter-button { flex: 0 0 116px; border-radius: 5px; }
.tl-graph-buttons .tl-graph-next { background: $blue; color: white; }
.tl-graph-inputs { flex-flow: row wrap; }
.tl-graph-picture { max-width: 100%; height: auto; }
.tl-graph-status .widget-html-content { white-space: normal; line-height: 20px; color: $ink; }
"""

CSS = Template(_SHEET).substitute(PALETTE)
