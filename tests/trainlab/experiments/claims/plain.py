"""What the experiments are held against: one network at a time, in plain PyTorch."""

import torch
from torch import nn

from trainlab.experiments import Settings


def settings(networks, seed=0, quick=True):
    """Settings on the CPU whose progress nobody watches."""
    return Settings(networks, seed, "cpu", lambda share, doing: None, quick)


def network(sizes, activation, trainer, member):
    """Return an nn.Sequential that starts where a trainer's member stands."""
    layers = []
    for i, (inputs, outputs) in enumerate(zip(sizes, sizes[1:], strict=False), start=1):
        linear = nn.Linear(inputs, outputs)
        with torch.no_grad():
            linear.weight.copy_(trainer.weights(i)[member])
            linear.bias.copy_(trainer.biases(i)[member])
        layers += [linear, activation()]
    return nn.Sequential(*layers[:-1])


def train(net, x, y, optimizer, steps, schedule=None):
    """Train by full-batch MSE; return the losses, each before its step."""
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.mse_loss(net(x), y)
        loss.backward()
        optimizer.step()
        if schedule is not None:
            schedule.step()
        losses.append(loss.item())
    return losses
