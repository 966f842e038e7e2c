"""PyTorch as a side of the benchmark: channels last or first, eager or compiled, fused Adam."""

import argparse

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--threads", type=int, default=2)
parser.add_argument("--compile", action="store_true", help="torch.compile the network")
parser.add_argument("--planar", action="store_true", help="channels first, PyTorch's default")
options = parser.parse_args()

import side  # noqa: E402  (before libraries that print)
import torch  # noqa: E402
from torch import nn  # noqa: E402

import torch_backbones  # noqa: E402

torch.set_num_threads(options.threads)


def network(work):
    """The convolutional part and the dense part."""
    if "backbone" in work:
        return torch_backbones.network(work["backbone"]), nn.Linear(torch_backbones.WIDTHS[work["backbone"]], 2)
    features, channels, size = [], 3, work["size"]
    for filters in work["filters"]:
        # Keras's batch normalization: epsilon 1e-3, momentum 0.99.
        features += [
            nn.Conv2d(channels, filters, 3, padding=work["padding"]), nn.ReLU(), nn.MaxPool2d(2),
            nn.BatchNorm2d(filters, eps=1e-3, momentum=0.01),
        ]
        channels, size = filters, (size - (2 if work["padding"] == "valid" else 0)) // 2
    head, inputs = [], channels * size * size
    for units in work["units"]:
        head += [nn.Linear(inputs, units), nn.ReLU(), nn.Dropout(0.5)]
        inputs = units
    return nn.Sequential(*features, nn.Flatten()), nn.Sequential(*head, nn.Linear(inputs, 2))


def prepare(work):
    torch._dynamo.reset()
    features, head = network(work)
    model = nn.Sequential(features, head)
    if not options.planar:
        model = model.to(memory_format=torch.channels_last)
    inputs, targets = (torch.from_numpy(array) for array in side.batch(work))
    inputs = inputs.permute(0, 3, 1, 2)  # NHWC in memory: channels last
    if options.planar:
        inputs = inputs.contiguous()
    model.train(work["mode"] != "evaluate")
    if work["mode"] == "frozen":
        # As in Keras 3: frozen layers need no gradient, and frozen batch normalization uses its moving statistics.
        features.requires_grad_(False).eval()
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.Adam(trained, lr=1e-3, eps=1e-7, fused=True)
    call = torch.compile(model) if options.compile else model
    # The sigmoid is in the loss: the same function, and the way that PyTorch's documentation recommends.
    criterion = nn.BCEWithLogitsLoss()

    def evaluate():
        with torch.inference_mode():
            return criterion(call(inputs), targets).item()

    def train():
        optimizer.zero_grad(set_to_none=True)
        loss = criterion(call(inputs), targets)
        loss.backward()
        optimizer.step()
        return loss.item()

    return evaluate if work["mode"] == "evaluate" else train


side.serve(prepare)
