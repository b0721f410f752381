"""All experiments by their ids, in the order of the lectures."""

from trainlab.experiments.claims.architecture import width_depth
from trainlab.experiments.claims.batch_norm import batch_norm
from trainlab.experiments.claims.batch_sizes import batch_size
from trainlab.experiments.claims.centres import loss_collapse
from trainlab.experiments.claims.collapse import relu_collapse
from trainlab.experiments.claims.convolution import laplacian
from trainlab.experiments.claims.data_normalization import normalization
from trainlab.experiments.claims.depth import deep_or_wide
from trainlab.experiments.claims.descent import line_fit, noisy_quadratic
from trainlab.experiments.claims.dropout_penalty import dropout_wager
from trainlab.experiments.claims.dropout_rates import dropout_rate
from trainlab.experiments.claims.dying import dying_probability, safe_region
from trainlab.experiments.claims.graphs import product_graph, tanh_graph
from trainlab.experiments.claims.heaviside import heaviside
from trainlab.experiments.claims.hybrids import adam_lbfgs
from trainlab.experiments.claims.information import information_plane
from trainlab.experiments.claims.initialization import activations_stable, vanishing
from trainlab.experiments.claims.learning_rates import lr_sine, optimal_rate
from trainlab.experiments.claims.least_squares import lsgd
from trainlab.experiments.claims.listings import adam_lbfgs_listing
from trainlab.experiments.claims.minima import escape_minimum
from trainlab.experiments.claims.neighbours import neighbours
from trainlab.experiments.claims.norm_variants import batch_norm_variants
from trainlab.experiments.claims.optimizers import adam_nadam
from trainlab.experiments.claims.overfitting import overfit_10
from trainlab.experiments.claims.products import exploding_product
from trainlab.experiments.claims.races import beale_saddle
from trainlab.experiments.claims.radial import rbf_learning
from trainlab.experiments.claims.remedies import collapse_remedies
from trainlab.experiments.claims.residuals import operator_residual
from trainlab.experiments.claims.schedules import schedules
from trainlab.experiments.claims.snapshots import snapshot_ensemble
from trainlab.experiments.claims.sparsity import l1_sparsity
from trainlab.experiments.claims.spectra import spectral_bias
from trainlab.experiments.claims.standardization import standardized_line
from trainlab.experiments.claims.symmetry import symmetry
from trainlab.experiments.claims.xor import xor_init
from trainlab.experiments.experiment import Experiment

#: Every experiment by its id.
REGISTRY: dict[str, Experiment] = {
    made.id: made
    for made in (
        rbf_learning,
        deep_or_wide,
        width_depth,
        spectral_bias,
        operator_residual,
        tanh_graph,
        product_graph,
        line_fit,
        noisy_quadratic,
        lr_sine,
        optimal_rate,
        batch_size,
        escape_minimum,
        beale_saddle,
        adam_nadam,
        adam_lbfgs,
        adam_lbfgs_listing,
        lsgd,
        schedules,
        snapshot_ensemble,
        symmetry,
        exploding_product,
        xor_init,
        vanishing,
        activations_stable,
        standardized_line,
        normalization,
        batch_norm,
        batch_norm_variants,
        overfit_10,
        l1_sparsity,
        dropout_wager,
        dropout_rate,
        heaviside,
        information_plane,
        relu_collapse,
        loss_collapse,
        dying_probability,
        safe_region,
        collapse_remedies,
        laplacian,
        neighbours,
    )
}
