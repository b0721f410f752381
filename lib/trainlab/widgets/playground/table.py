"""The playground's controls; each is named as in the state string, and as in ``train`` if there."""

from trainlab.nn.initializers import INITIALIZERS
from trainlab.nn.networks import HIDDEN
from trainlab.optimizers import OPTIMIZERS, SECOND_ORDER
from trainlab.problems import PROBLEMS
from trainlab.widgets.controls import choice, scale, typed
from trainlab.widgets.playground.features import FEATURES
from trainlab.widgets.playground.thumbnails import thumbnail
from trainlab.widgets.playground.widths import DEEPEST, WIDEST, written

#: Problems of two inputs: points in the plane.
PLANE = tuple(name for name, make in PROBLEMS.items() if make(n=1, n_val=0).inputs == 2)
#: A picture of each data set.
THUMBNAILS = {name: thumbnail(make(n=150, noise=0.03, n_val=0)) for name, make in PROBLEMS.items()}
PENALTIES = (0.0, 1e-5, 1e-4, 3e-4, 1e-3, 3e-3, 1e-2, 3e-2, 1e-1)
HAS_MOMENTUM = ("momentum", "nesterov")
HAS_BETAS = ("adam", "adamw", "nadam")
#: Schedules that fit a training of some number of steps, or run in cycles of it.
SCHEDULES = (
    "constant",
    "linear",
    "polynomial",
    "exponential",
    "power",
    "step_decay",
    "piecewise",
    "cosine",
    "cyclical",
    "one_cycle",
    "warm_restarts",
    "plateau",
)
#: What is always in view.
FIRST = ("data", "depth", "width", "lr", "optimizer", "init")

_OFF_ON = ("off", "on")

CONTROLS = (
    choice("data", tuple(PROBLEMS), default="circle", group="Data", rebuild=True,
           label="data set",
           thumbnails=THUMBNAILS,
           tooltip="What to learn: two classes or a function, of the plane or of one variable"),
    scale("depth", 0, DEEPEST, default=2, group="Network", rebuild=True,
          tooltip="Number of hidden layers, a new one as wide as the last; starts again"),
    scale("width", 1, WIDEST, default=8, group="Network", rebuild=True,
          tooltip="Units in each hidden layer, the same in all; starts again"),
    scale("lr", 1e-5, 10.0, default=0.01, log=True, group="Training", label="learning rate",
          tooltip="Length of a step; keeps the weights"),
    choice("optimizer", (*OPTIMIZERS, *SECOND_ORDER), default="adam", group="Training",
           tooltip="Rule that turns gradients into steps; keeps the weights"),
    choice("init", tuple(INITIALIZERS), default="glorot_normal", group="Network", rebuild=True,
           label="initializer", tooltip="Distribution of the first weights; starts again"),
    typed("widths", written, example="8,4,2", group="Network", label="widths by layer",
          rebuild=True,
          tooltip="Units in each hidden layer where they differ, which says the depth too; where "
                  "empty, and after a change of width, all layers are equal; starts again"),
    scale("biases", -1.0, 1.0, default=0.0, step=0.05, group="Network", rebuild=True,
          tooltip="Where all biases begin; 0 leaves them to the initializer; starts again"),
    choice("head", ("linear", "maxout"), group="Network", rebuild=True,
           tooltip="The output: one affine unit, or the largest of two; starts again"),
    scale("noise", 0.0, 0.5, default=0.05, step=0.01, group="Data", redraw=True,
          tooltip="Standard deviation of the noise on the data"),
    scale("train_share", 10, 90, default=50, step=10, group="Data", label="training data",
          redraw=True,
          tooltip="Percent of the 500 points to learn from; the others only check"),
    scale("draw", 0, 99, default=0, group="Data", label="draw of the data", redraw=True,
          tooltip="Another number draws other points from the same law; keeps the weights"),
    choice("show_test", _OFF_ON, group="Data", redraw=True,
           tooltip="Draw the points that only check"),
    choice("discretize", _OFF_ON, group="Data", where=("data", PLANE),
           tooltip="Draw the map as the nearest class only"),
    *(
        choice(name, _OFF_ON, default="on" if name in ("x1", "x2") else "off", group="Inputs",
               label=label, rebuild=True, where=("data", PLANE),
               tooltip=f"Give the network {label} as an input; starts again")
        for name, label in FEATURES.items()
    ),
    choice("activation", HIDDEN, default="tanh", group="Network", rebuild=True,
           tooltip="Function of each hidden unit; starts again"),
    choice("shortcut", ("none", "residual", "dense"), group="Network", rebuild=True,
           tooltip="What goes around a hidden layer: its input added to its output, or all that "
                   "came before beside it; starts again"),
    choice("batch_norm", ("off", "before", "after"), group="Network", rebuild=True,
           tooltip="Give every hidden unit mean 0 and variance 1 over the batch, before or after "
                   "its activation; starts again"),
    scale("momentum", 0.0, 0.99, default=0.9, step=0.01, group="Training",
          where=("optimizer", HAS_MOMENTUM), tooltip="Share of the velocity kept at each step"),
    scale("beta1", 0.0, 0.99, default=0.9, step=0.01, group="Training",
          where=("optimizer", HAS_BETAS), tooltip="Share of the mean gradient kept at each step"),
    choice("nadam_momentum", ("scheduled", "constant"), group="Training",
           where=("optimizer", ("nadam",)),
           tooltip="Nadam's beta 1: rising with the step, as in PyTorch, or always the same"),
    scale("rmsprop_momentum", 0.0, 0.99, default=0.0, step=0.01, group="Training",
          where=("optimizer", ("rmsprop",)),
          tooltip="Share of RMSProp's velocity kept at each step"),
    choice("beta2", (0.0, 0.5, 0.9, 0.95, 0.99, 0.995, 0.999, 0.9999), default=0.999,
           group="Training", where=("optimizer", HAS_BETAS),
           tooltip="Share of the mean squared gradient kept at each step"),
    choice("schedule", SCHEDULES, group="Training",
           tooltip="How the learning rate changes from step to step, counted from the first"),
    choice("horizon", (100, 200, 500, 1000, 2000, 5000, 10_000, 20_000, 50_000), default=5000,
           group="Training", where=("schedule", SCHEDULES[1:]),
           tooltip="Steps until the schedule's end, or of one of its cycles"),
    choice("batch_size", ("1", "5", "10", "25", "50", "125", "all"), default="10",
           group="Training", tooltip="Points in each step, drawn anew every epoch"),
    choice("sampling", ("shuffled", "uniform"), group="Training",
           tooltip="Batches cut from the shuffled points, each once an epoch, or drawn afresh "
                   "from all of them at each step"),
    choice("clip_norm", ("off", 0.03, 0.1, 0.3, 1.0, 3.0, 10.0), group="Training",
           tooltip="Largest length of the gradient; a longer one is shortened to it"),
    choice("l1", PENALTIES, group="Training", tooltip="Penalty on the weights' absolute values"),
    choice("l2", PENALTIES, group="Training", tooltip="Penalty on the weights' squares"),
    choice("l1_proximal", PENALTIES, group="Training", label="L1, proximal",
           tooltip="The same penalty as a shift to zero after the step: weights become exactly 0"),
    scale("dropout", 0.0, 0.9, default=0.0, step=0.05, group="Training",
          tooltip="Probability of dropping a hidden unit at a step"),
    scale("input_dropout", 0.0, 0.9, default=0.0, step=0.05, group="Training",
          tooltip="Probability of dropping an input at a step"),
    choice("population", (1, 2, 4, 8, 16, 32, 64, 128, 256), default=16, group="Population",
           rebuild=True, tooltip="Networks trained at once, each from its own seed; starts again"),
    scale("seed", 0, 99, default=0, group="Population", rebuild=True,
          tooltip="Seed of the data and of the first network; starts again"),
    choice("show", ("typical", "one", "ensemble"), group="Population",
           tooltip="Which network is drawn: the one of median loss, one by its number, or the "
                   "mean of all"),
    scale("member", 0, 255, default=0, group="Population", where=("show", ("one",)),
          tooltip="Number of the network that is drawn"),
)  # fmt: skip
