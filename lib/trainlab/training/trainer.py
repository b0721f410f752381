"""The stateful stepper under ``train`` and every widget: a population that trains step by step."""

from copy import deepcopy
from typing import Unpack

import torch
from torch import Tensor, nn

from trainlab.core import arguments, devices, streams
from trainlab.core.threads import one_thread
from trainlab.engine.columns import Data, columns_of, inputs_of, loss_for, pair_of, targets_of
from trainlab.engine.divergence import Divergence
from trainlab.engine.footprint import check_members_fit
from trainlab.engine.hyperparameters import Given, Hyperparameters
from trainlab.engine.population import Checkpoint, Population
from trainlab.engine.scales import LayerScales
from trainlab.nn.losses import Loss, check_one_value_each
from trainlab.nn.networks import LayeredNetwork, Network, Start, starting_params
from trainlab.optimizers import Optimizer, rule_for
from trainlab.training.front_door import check_known, network_for
from trainlab.training.options import Changes


class Trainer:
    """E independent networks of one architecture, trained at once and steered while they train.

    Args:
        net: the architecture; a PyTorch module stands for ``Module(module, inputs)``.
        problem: a ``Problem``, or a pair x (N, in) and y (N, out), or (N,) for one output (class
            indices (N,) for cross entropy): tensors, NumPy's arrays, tables or lists. A
            ``TensorDataset`` and a scikit-learn ``Bunch`` are such pairs.
        loss: a key of ``LOSSES``, or a ``Loss`` of one's own; "auto" is the problem's own, and MSE
            for a pair. PyTorch's, such as ``nn.MSELoss()``, are taken by their names here.
        optimizer: a rule from ``trainlab.optimizers``, of first or second order, or its name for
            its default settings; default Adam with lr=1e-3.
        schedule: a function step -> factor of the learning rate, a ``Plateau``, or None.
        momentum_schedule: a function step -> momentum, or Adam's first beta; None: the rule's own.
        init: a key of ``INITIALIZERS``, an ``Initializer``, or parameters (E, P), or (P,) for all.
        population: number of members E.
        batch_size: points per step, drawn for each member; None for all points.
        sampling: "shuffled", all points in a new order in each epoch, or "uniform", drawn afresh.
        l1, l2: penalties on the weights, a number or one for each member (E,).
        l1_proximal: an L1 penalty on the weights by a soft threshold lr l1_proximal after each
            step, which makes weights exactly zero, in the same way. Not with rules of second order.
        dropout: probability of dropping a hidden unit in training, a number, a tensor with one for
            each member (E,), or a list with one for each hidden layer; by default the network's.
        input_dropout: that of dropping an input, a number or one for each member (E,), likewise.
        clip_value: largest size of each component of a gradient (penalties included), a number or
            one for each member (E,); None for no bound.
        clip_norm: largest Euclidean norm of each member's gradient, in the same way; both may be
            given, and the components are cut off first. Not with rules of second order.
        seed: member i has seed ``seed + i``, and equals the same network trained alone with it.
        device: "auto" (CUDA where there is one, else CPU), "cpu", "cuda" or "mps".
        dtype: torch.float32, or torch.float64 for checks; NumPy's types and names are taken too.

    Raises:
        ValueError: when an argument does not fit; the message says what was expected.

    >>> from trainlab import MLP, Trainer, problems
    >>> trainer = Trainer(MLP([2, 8, 1]), problems.circle(), population=5, batch_size=50)
    >>> losses = trainer.step(10)
    >>> losses.shape, trainer.epochs  # 10 batches of 50 of the 250 points
    (torch.Size([10, 5]), 2.0)
    """

    @arguments.spelled_out(vars(Hyperparameters()))
    def __init__(
        self,
        net: Network | nn.Module,
        problem: Data,
        *,
        loss: str | Loss = "auto",
        init: Start = "glorot_normal",
        population: int = 1,
        seed: int = 0,
        device: str | torch.device = "auto",
        dtype: torch.dtype = torch.float32,
        **settings: Unpack[Given],
    ) -> None:
        """Draw the initial weights; no step is taken yet."""
        for name, value in settings.items():
            check_known(name, value, problem, settings.get("batch_size"))
        self.net = net = network_for(net, problem)
        self.population = arguments.integer("population", population, at_least=1)
        self.seed = arguments.seed(seed)
        self.device, self.dtype = devices.resolve(device), devices.real_type(dtype)
        self.loss_function = loss_for(loss, problem)
        rule = rule_for(settings.get("optimizer"))
        points = settings.get("batch_size") or len(pair_of(problem)[0])
        check_members_fit(net, rule, self.population, self.device, self.dtype, points)
        seeds = streams.member_seeds(self.seed, self.population, devices.with_float64(self.device))
        self.params = starting_params(net, init, seeds, self.dtype).to(self.device)
        self.buffers = net.initial_buffers(self.population, self.params)
        data = columns_of(problem, net, self.loss_function, self.params)
        check_one_value_each(self.loss_function, data.y)
        members = self.params, self.buffers, seeds.to(self.device)
        self.engine = Population(net, self.loss_function, *members, data, **settings)

    def __copy__(self) -> "Trainer":
        """Return a trainer of its own: one that shared parameters would train with this one."""
        return deepcopy(self)

    @property
    def optimizer(self) -> Optimizer:
        """The rule in force."""
        return self.engine.hyperparameters.optimizer

    @property
    def steps_taken(self) -> int:
        """Number of steps taken."""
        return self.engine.steps_taken

    @property
    def epochs(self) -> float:
        """Number of times that every point was seen."""
        return self.engine.epochs

    @property
    def learning_rate(self) -> Tensor:
        """The learning rate (E,) of each member's next step, its schedule's factor included."""
        return self.engine.learning_rates()

    @property
    def divergence(self) -> Divergence:
        """First non-finite value of each member."""
        return self.engine.divergence

    @torch.no_grad()
    def step(self, count: int = 1, record: bool | Tensor = True) -> Tensor | None:
        """Advance every member by ``count`` steps.

        A member whose values leave the finite numbers stops at its last finite parameters; see
        ``divergence``. Its losses are NaN from that step on. An interruption (Ctrl-C, the stop
        button) waits until all members have taken the same steps.

        Args:
            count: number of steps.
            record: whether to record losses, or a tensor (count, E) to write them into.

        Returns:
            The training loss of each step, on that step's batch and before its update,
            (count, E), without penalties; None when ``record`` is False.
        """
        count = arguments.integer("count", count, at_least=1)
        losses = record if isinstance(record, Tensor) else None
        if record is True:
            losses = self.params.new_empty(count, self.population)
        self.engine.advance(count, losses)
        return losses

    @arguments.spelled_out(dict.fromkeys(Changes.__annotations__, ...))
    def set(self, **changes: Unpack[Changes]) -> None:
        """Change settings between steps; the weights stay.

        A different optimizer starts with a fresh state; the same one with other settings keeps its
        state. Diverged members go on from their last finite parameters.

        Args:
            **changes: settings as in ``Trainer``, ``lr`` alone, or another ``problem``.

        Raises:
            ValueError: for an unknown or unfit setting; then nothing is changed.
        """
        for name in changes:
            arguments.choice("setting", name, Changes.__annotations__)
        data = self.engine.data
        if "problem" in changes:
            data = columns_of(changes.pop("problem"), self.net, self.loss_function, self.params)
        self.engine.change(data, **changes)

    def checkpoint(self) -> Checkpoint:
        """Return the population as it stands, for ``rewind``."""
        return self.engine.checkpoint()

    @torch.no_grad()
    def rewind(self, checkpoint: Checkpoint) -> None:
        """Put every member back, with a fresh optimizer state; diverged members train again."""
        self.engine.rewind(checkpoint)

    @torch.no_grad()
    def predict(self, x: Tensor, members: slice | list[int] | Tensor | None = None) -> Tensor:
        """Return raw outputs (E, N, out) at x (N, in), of all members or of those named."""
        points = inputs_of(x, self.net, self.dtype).to(self.device)
        if members is None:
            return self.engine.outputs(points)
        with one_thread():
            return self.net.forward(self.params[members], points, self.buffers[members])

    @torch.no_grad()
    def loss(self, x: Tensor, y: Tensor) -> Tensor:
        """Return each member's loss (E,) at x (N, in) with targets y, without penalties."""
        targets = targets_of(y, self.loss_function, self.net, self.dtype).to(self.device)
        return self.engine.losses(inputs_of(x, self.net, self.dtype).to(self.device), targets)

    def weights(self, layer: int) -> Tensor:
        """Return the view (E, out, in) of the weights of layer 1 ... L."""
        return self._layer(layer)[:, :, :-1]

    def biases(self, layer: int) -> Tensor:
        """Return the view (E, out) of the biases of layer 1 ... L."""
        return self._layer(layer)[:, :, -1]

    def _layer(self, layer: int) -> Tensor:
        if not isinstance(self.net, LayeredNetwork):
            raise ValueError("the network is a module; only networks such as MLP have layers here.")
        return self.net.layers[layer - 1].block(self.params)

    @torch.no_grad()
    def diagnostics(self) -> LayerScales:
        """Measure every layer's scales on the training set, as the population stands now."""
        return self.engine.scales()

    @torch.no_grad()
    def gradients(self) -> Tensor:
        """Return the gradients (E, P) of the loss on the whole training set, without penalties."""
        return self.engine.gradients()

    def data_of(self, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Return the training inputs (N, in) and targets as columns (1, K, N) in one type."""
        x, y = self.engine.data
        return x[0, :-1].mT.to(dtype), y.to(dtype)
