"""The loss of a chunk's members on one batch, penalties included, as an objective."""

from torch import Tensor

from trainlab.data.batches import Batch
from trainlab.engine.hyperparameters import Hyperparameters
from trainlab.engine.passes.backprop import Pass
from trainlab.engine.passes.dispatch import Passes
from trainlab.engine.passes.layered import LayeredBackprop
from trainlab.nn.losses import Loss
from trainlab.nn.networks import AffineSlot, LayeredNetwork
from trainlab.optimizers.objective import LayeredObjective, Point
from trainlab.optimizers.regularization import add_penalty_gradients_, penalty


class BatchObjective(LayeredObjective):
    """The mean loss on a batch plus penalties, in training: what is dropped stays dropped.

    Args:
        passes: the members' passes; other points than theirs are looked at aside.
        loss: the loss.
        is_weight: (P,), one where the parameter is a weight.
        hyperparameters: say penalties and dropout.
        batch: the points.
    """

    def __init__(
        self,
        passes: Passes,
        loss: Loss,
        is_weight: Tensor,
        hyperparameters: Hyperparameters,
        batch: Batch,
    ) -> None:
        """Compute nothing yet."""
        super().__init__(self._value)
        self._passes, self._loss, self._batch = passes, loss, batch
        self._rates = hyperparameters.rates
        self._penalties = is_weight, hyperparameters.l1, hyperparameters.l2
        self.targets, self.l2 = batch.y, hyperparameters.l2

    def at(self, params: Tensor) -> Point:
        """Return value and gradient at params (E, P), by backpropagation."""
        loss = self._at(params).loss_and_gradients(self._batch, self._loss)
        grads = self._passes.aside.grads.clone()
        add_penalty_gradients_(grads, params, *self._penalties)
        return Point(loss + penalty(params, *self._penalties), grads)

    @property
    def last_layer(self) -> AffineSlot:
        """The last layer's place in the parameters."""
        net = self._passes.net
        assert isinstance(net, LayeredNetwork)
        return net.layers[-1]

    def features(self, params: Tensor) -> Tensor:
        """Return the outputs of the last hidden layer (E, units, N) at params (E, P)."""
        backprop = self._at(params)
        backprop.forward(self._batch)
        return backprop.activations[-1]

    def _at(self, params: Tensor) -> Pass:
        passes = self._passes.aside
        passes.params.copy_(params)
        return passes.of(self._batch.x.shape[-1], self._rates)

    def _value(self, params: Tensor) -> Tensor:
        """Return the values (E,) by operations that autograd can differentiate twice."""
        net, passes = self._passes.net, self._passes.aside
        # Tensors made in inference mode cannot be part of a graph; their copies can.
        batch = Batch(self._batch.x.clone(), self._batch.x_transposed, self._batch.y.clone())
        if isinstance(net, LayeredNetwork):
            layered = LayeredBackprop(net, params, params, passes.buffers.clone(), passes.keys)
            layered.drop(self._rates)
            outputs = layered.forward(batch._replace(step=self._batch.step))
        else:
            outputs = net.forward(params, batch.x[:, :-1].mT).mT
        loss = self._loss.value(outputs, batch.y)
        return loss + penalty(params, *self._penalties)
