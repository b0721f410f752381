"""What the playground suggests: where to look, and six experiments, each with its answer."""

from trainlab.widgets.live import Try

TOUR = (
    ("network", "The network of median loss. Each tile shows what its unit says of every point; "
                "each line is a weight, wider where it is larger, dashed where it is negative. "
                "Point at a tile to see it large, at a line to read it; click one to change it. "
                "− and + above a layer take a unit away or add one, and start again."),
    ("map", "What that network makes of the plane, or of the line; faint lines are the boundaries "
            "of other networks. Click to add a point, with Shift to add one of the other class; "
            "drag one to move it."),
    ("loss", "The line is the median network, the band goes from the 10th to the 90th percentile "
             "of all networks."),
    ("scale of each layer", "The size of a layer's outputs, of its weights' gradients, and of the "
                            "next update relative to the weights, first layer to last."),
    ("dead units", "The share of a layer's units whose slope is zero at every point: no gradient "
                   "passes through them."),
    ("Pin", "Keeps what you see in grey beneath, to compare with what comes next."),
)  # fmt: skip

TRIES = (
    Try(
        "optimizer=sgd",
        "How long a step? Play, as fast as possible, and raise the learning rate from 0.01 by "
        "factors of ten. Where does the loss fall fastest, and where does it stop falling? After "
        "each rate go back to 0.1: what comes back?",
        "Up to 1 each factor of ten trains faster; at 3 the loss jumps, at 10 it is worse than at "
        "the start. After 3 some networks recover at 0.1; after 10 none does: their units are "
        "saturated, and a saturated unit passes no gradient.",
    ),
    Try(
        "depth=10&width=2&activation=relu&init=he_normal&data=abs_value&population=256"
        "&batch_size=all",
        "A depth too far. One hidden layer of two ReLU units can draw the absolute value. Will ten "
        "such layers do better? Watch the dead units, and show one network after the other.",
        "More than nine in ten of the 256 networks end as a constant: some layer has no living "
        "unit, and nothing before it ever learns. With depth 1 fewer than one in ten do. "
        "Lecture 12 computes the probability.",
    ),
    Try(
        "depth=10&width=32&activation=sigmoid",
        "Where the weights begin. Look at the gradients from the last layer to the first, before "
        "any step; pin, and compare the initializers normal, glorot_normal and he_normal.",
        "With glorot_normal the first layer's gradient is some hundred million times smaller than "
        "the last one's, with he_normal ten million times, with normal, whose weights are "
        "larger, about five hundred times.",
    ),
    Try(
        "init=constant",
        "All weights equal. Can eight units that start equal ever become different?",
        "No. Equal units receive equal gradients, so a layer of eight is a layer of one for good: "
        "the loss stays high, and the tiles of a layer stay alike.",
    ),
    Try(
        "data=spiral&depth=4&width=32&activation=relu&init=he_normal&lr=0.003&noise=0.1"
        "&population=4",
        "Learning the noise. Play fast, for some thousand steps: which loss turns round? Then "
        "start again with l2 = 0.001.",
        "Training loss goes on falling while validation loss rises: the networks learn where the "
        "noise put the points. With l2 = 0.001 the training loss falls more slowly and the gap is "
        "about 0.6 times as wide.",
    ),
    Try(
        "depth=10&activation=sigmoid",
        "A way around. After a thousand steps the loss is still that of a coin toss, 0.693. Which "
        "helps most: shortcut residual, shortcut dense, or batch_norm?",
        "Each gives the first layer its gradient back. After a thousand steps dense shortcuts are "
        "far ahead, batch norm follows, and residual ones help some networks more than others.",
    ),
)
