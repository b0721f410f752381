"""All experiments by their ids, in the order of the lectures."""

from trainlab.experiments._experiment import Experiment
from trainlab.experiments.architecture import width_depth
from trainlab.experiments.batch_norm import batch_norm
from trainlab.experiments.centres import loss_collapse
from trainlab.experiments.collapse import relu_collapse
from trainlab.experiments.convolution import laplacian
from trainlab.experiments.data_normalization import normalization
from trainlab.experiments.descent import line_fit, noisy_quadratic
from trainlab.experiments.dying import dying_probability, safe_region
from trainlab.experiments.graphs import product_graph, tanh_graph
from trainlab.experiments.heaviside import heaviside
from trainlab.experiments.hybrids import adam_lbfgs
from trainlab.experiments.information import information_plane
from trainlab.experiments.initialization import activations_stable, vanishing
from trainlab.experiments.least_squares import lsgd
from trainlab.experiments.optimizers import adam_nadam
from trainlab.experiments.overfitting import overfit_10
from trainlab.experiments.products import exploding_product
from trainlab.experiments.races import beale_saddle
from trainlab.experiments.radial import rbf_learning
from trainlab.experiments.residuals import operator_residual
from trainlab.experiments.schedules import schedules
from trainlab.experiments.snapshots import snapshot_ensemble
from trainlab.experiments.xor import xor_init

#: Every experiment by its id.
REGISTRY: dict[str, Experiment] = {
    made.id: made
    for made in (
        rbf_learning,
        width_depth,
        operator_residual,
        tanh_graph,
        product_graph,
        line_fit,
        noisy_quadratic,
        beale_saddle,
        adam_nadam,
        adam_lbfgs,
        lsgd,
        schedules,
        snapshot_ensemble,
        exploding_product,
        xor_init,
        vanishing,
        activations_stable,
        normalization,
        batch_norm,
        overfit_10,
        heaviside,
        information_plane,
        relu_collapse,
        loss_collapse,
        dying_probability,
        safe_region,
        laplacian,
    )
}
