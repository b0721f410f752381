"""The widgets of the lectures, one file each."""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach(
    __name__,
    submod_attrs={
        "activation_explorer": ["ActivationExplorer"],
        "adam_step": ["AdamStep"],
        "basis_view": ["BasisView"],
        "born_dead": ["BornDead"],
        "bowl": ["Bowl"],
        "bump_builder": ["BumpBuilder"],
        "cloud": ["Cloud"],
        "dense_or_convolution": ["DenseOrConvolution"],
        "divergence": ["Divergence"],
        "double_well": ["DoubleWell"],
        "kernel_explorer": ["KernelExplorer"],
        "newton_race": ["NewtonRace"],
        "noisy_sine": ["NoisySine"],
        "norm_layers": ["NormLayers"],
        "one_more": ["OneMore"],
        "optimizer_race": ["OptimizerRace"],
        "outlier": ["Outlier"],
        "own_race": ["OwnRace"],
        "range_start": ["RangeStart"],
        "remedies": ["Remedies"],
        "schedule_explorer": ["ScheduleExplorer"],
        "signal_scales": ["SignalScales"],
        "spectrum": ["Spectrum"],
        "stencil_learner": ["StencilLearner"],
        "switch_point": ["SwitchPoint"],
        "symmetry": ["Symmetry"],
        "unit_by_unit": ["UnitByUnit"],
        "width_depth": ["WidthDepth"],
    },
)
