"""The engine: steps of a whole population, by hand-written passes on flat parameters (E, P).

What it computes is this loop, for every member at once (lecture 05)::

    def train(layers, x, y, *, lr, steps):
        '''Gradient descent on the mean squared error of one tanh network.

        layers holds (W, b) of every layer, W (out, in) and b (out, 1); x (in, N) and y (out, N)
        have their points as columns. Moves W and b in place; returns the losses (steps,).
        '''
        losses = []
        for _ in range(steps):
            a = [x]                                  # forward: a = tanh(W a + b)
            for W, b in layers[:-1]:
                a.append((W @ a[-1] + b).tanh())
            W, b = layers[-1]
            error = W @ a[-1] + b - y                # the last layer is affine
            losses.append((error**2).mean())
            delta = 2 * error / error.numel()        # backward: dloss/dz, last layer to first
            gradients = []
            for (W, b), below in zip(layers[::-1], a[::-1]):
                gradients.append((delta @ below.T, delta.sum(dim=1, keepdim=True)))
                delta = (W.T @ delta) * (1 - below**2)
            for (W, b), (dW, db) in zip(layers, gradients[::-1]):
                W -= lr * dW                         # update: w <- w - lr g
                b -= lr * db
        return torch.stack(losses)

``passes`` are its forward and backward, ``chunk`` its loop, ``optimizers`` its last two lines;
``hyperparameters`` are what a training may be told, and ``population`` deals the members out to
chunks that a core's cache holds. A test runs this text and holds the engine to it.
"""
