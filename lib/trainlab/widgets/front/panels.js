/** The kinds of panels. */

import { BarsPanel } from "./bars.js";
import { CurvesPanel } from "./curves.js";
import { GraphPanel } from "./graph.js";
import { ImagePanel } from "./image.js";
import { MapPanel } from "./map.js";
import { NetworkPanel } from "./network.js";
import { PathsPanel } from "./paths.js";

/** The class of each kind of panel. */
export const PANEL_KINDS = {
  bars: BarsPanel,
  curves: CurvesPanel,
  graph: GraphPanel,
  image: ImagePanel,
  map: MapPanel,
  network: NetworkPanel,
  paths: PathsPanel,
};
