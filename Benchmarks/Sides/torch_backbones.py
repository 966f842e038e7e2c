"""The networks of keras.applications in PyTorch, to the last parameter, without their heads."""

import torch
from torch import nn

WIDTHS = {"resnet50": 2048, "mobilenet_v2": 1280}


def convolution(inputs, outputs, kernel, stride=1, *, epsilon=1.001e-5, momentum=0.01, groups=1, bias=True):
    """A convolution and its normalization. Keras's padding of strided ones is not symmetric: zeros below and to the right."""
    before = [nn.ZeroPad2d((0, 1, 0, 1))] if kernel == 3 and stride == 2 else []
    padding = kernel // 2 if stride == 1 or kernel == 7 else 0
    return [
        *before, nn.Conv2d(inputs, outputs, kernel, stride, padding, groups=groups, bias=bias),
        nn.BatchNorm2d(outputs, eps=epsilon, momentum=momentum)]


class Residual(nn.Module):
    """A path and a shortcut, added up; then what follows."""

    def __init__(self, path, shortcut=(), after=None):
        super().__init__()
        self.path, self.shortcut, self.after = nn.Sequential(*path), nn.Sequential(*shortcut), after

    def forward(self, x):
        total = self.path(x) + self.shortcut(x)
        return self.after(total) if self.after else total


def resnet50():
    """ResNet-50 with the strides in the first convolutions of the stages, and biases."""
    layers = [*convolution(3, 64, 7, 2), nn.ReLU(inplace=True), nn.MaxPool2d(3, 2, 1)]
    channels = 64
    for filters, blocks, first in ((64, 3, 1), (128, 4, 2), (256, 6, 2), (512, 3, 2)):
        for block in range(blocks):
            stride = first if block == 0 else 1
            path = [
                *convolution(channels, filters, 1, stride), nn.ReLU(inplace=True), *convolution(filters, filters, 3),
                nn.ReLU(inplace=True), *convolution(filters, 4 * filters, 1)]
            shortcut = convolution(channels, 4 * filters, 1, stride) if block == 0 else ()
            layers.append(Residual(path, shortcut, nn.ReLU(inplace=True)))
            channels = 4 * filters
    return layers


def mobilenet_v2():
    """MobileNetV2 of width 1."""
    def make(*arguments, **options):
        return convolution(*arguments, epsilon=1e-3, momentum=0.001, bias=False, **options)

    layers = [*make(3, 32, 3, 2), nn.ReLU6(inplace=True)]
    channels = 32
    for expansion, filters, blocks, first in (
            (1, 16, 1, 1), (6, 24, 2, 2), (6, 32, 3, 2), (6, 64, 4, 2), (6, 96, 3, 1), (6, 160, 3, 2), (6, 320, 1, 1)):
        for block in range(blocks):
            stride, wide = first if block == 0 else 1, expansion * channels
            path = [*make(channels, wide, 1), nn.ReLU6(inplace=True)] if expansion > 1 else []
            path += [*make(wide, wide, 3, stride, groups=wide), nn.ReLU6(inplace=True), *make(wide, filters, 1)]
            layers += [Residual(path)] if stride == 1 and channels == filters else path
            channels = filters
    return [*layers, *make(320, 1280, 1), nn.ReLU6(inplace=True)]


class Mean(nn.Module):
    """The mean of each channel."""

    def forward(self, x):
        return torch.mean(x, (2, 3))


def network(name):
    """A backbone up to the means of its channels."""
    return nn.Sequential(*{"resnet50": resnet50, "mobilenet_v2": mobilenet_v2}[name](), Mean())
