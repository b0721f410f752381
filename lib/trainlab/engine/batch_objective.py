"""The loss of a chunk's members on one batch, penalties included, as an objective."""

from torch import Tensor

from trainlab.data.batches import Batch
from trainlab.engine.hyperparameters import Rule
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
        passes: passes on tensors of their own, which are overwritten.
        loss: the loss.
        rule: says penalties and dropout.
        batch: the points.
    """

    def __init__(self, passes: Passes, loss: Loss, rule: Rule, batch: Batch) -> None:
        """Compute nothing yet."""
        super().__init__(self._value)
        self._passes, self._loss, self._rule, self._batch = passes, loss, rule, batch
        self.targets, self.l2 = batch.y, rule.l2

    def at(self, params: Tensor) -> Point:
        """Return value and gradient at params (E, P), by backpropagation."""
        loss = self._at(params).loss_and_gradients(self._batch, self._loss)
        return self.penalized(params, loss, self._passes.grads.clone())

    @property
    def last_layer(self) -> AffineSlot:
        """The last layer's place in the parameters."""
        return self._passes.net.layers[-1]  # type: ignore[attr-defined]

    def features(self, params: Tensor) -> Tensor:
        """Return the outputs of the last hidden layer (E, units, N) at params (E, P)."""
        backprop = self._at(params)
        backprop.forward(self._batch)
        return backprop.activations[-1]

    def _at(self, params: Tensor) -> Pass:
        self._passes.params.copy_(params)
        return self._passes.of(self._batch.x.shape[-1], self._rule.dropout)

    def penalized(self, params: Tensor, loss: Tensor, grads: Tensor) -> Point:
        """Return loss (E,) and its gradients (E, P), changed in place, with the penalties'."""
        rule = self._rule
        add_penalty_gradients_(grads, params, rule.is_weight, rule.l1, rule.l2)
        return Point(loss + penalty(params, rule.is_weight, rule.l1, rule.l2), grads)

    def _value(self, params: Tensor) -> Tensor:
        """Return the values (E,) by operations that autograd can differentiate twice."""
        net, rule = self._passes.net, self._rule
        # Tensors made in inference mode cannot be part of a graph; their copies can.
        batch = Batch(self._batch.x.clone(), self._batch.x_transposed, self._batch.y.clone())
        if isinstance(net, LayeredNetwork):
            buffers = self._passes.buffers.clone()
            layered = LayeredBackprop(net, params, params, buffers, self._passes.keys)
            dropout = rule.dropout
            layered.dropout = dropout[..., None] if isinstance(dropout, Tensor) else dropout
            outputs = layered.forward(batch._replace(step=self._batch.step))
        else:
            outputs = net.forward(params, batch.x[:, :-1].mT).mT
        loss = self._loss.value(outputs, batch.y)
        return loss + penalty(params, rule.is_weight, rule.l1, rule.l2)
