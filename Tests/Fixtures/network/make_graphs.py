"""Writes graphs.json: graphs of layers, and the order in which Keras 3 lists their layers in `model.layers`.

Random graphs, and the backbones of keras.applications. Run with Keras 3 and TensorFlow: python make_graphs.py
"""

import json
import os
import random
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
import keras


def written(model):
    """The layers as they were made, each with the names of what it reads; the input is `input`."""
    source = model.inputs[0]._keras_history.operation.name
    layers = []
    for layer in model.layers:
        if isinstance(layer, keras.layers.InputLayer):
            continue
        node = layer._inbound_nodes[0]
        names = [tensor._keras_history.operation.name for tensor in node.input_tensors]
        layers.append([layer.name, ["input" if name == source else name for name in names]])
    return layers


def random_graph(seed):
    """Each layer reads one to three of those before it; what nobody reads is joined in the end."""
    draws = random.Random(seed)
    keras.utils.clear_session()
    tensors = [keras.Input((2,), name="x")]
    unread = {0}
    for index in range(draws.randint(2, 24)):
        count = min(draws.choice([1, 1, 2, 2, 3]), len(tensors))
        chosen = draws.sample(range(len(tensors)), count)
        read = [tensors[place] for place in chosen]
        layer = keras.layers.Add(name=f"l{index}") if count > 1 else keras.layers.Activation("relu", name=f"l{index}")
        tensors.append(layer(read if count > 1 else read[0]))
        unread = (unread - set(chosen)) | {len(tensors) - 1}
    last = sorted(unread)
    if len(last) > 1:
        draws.shuffle(last)
        tensors.append(keras.layers.Add(name="end")([tensors[place] for place in last]))
    return keras.Model(tensors[0], tensors[-1])


def record(name, model, order_written):
    order = [layer[0] for layer in written(model)]
    layers = dict((layer[0], layer[1]) for layer in written(model))
    names = order_written(order)
    return {"name": name, "layers": [[layer, layers[layer]] for layer in names], "order": order}


def by_number(names):
    """The order in which a random graph's layers were made."""
    return sorted(names, key=lambda name: 10**6 if name == "end" else int(name[1:]))


def shuffled(names):
    """Any order at all, the output last: what reads what says enough."""
    rest = names[:-1]
    random.Random(1).shuffle(rest)
    return rest + names[-1:]


graphs = [record(f"random {seed}", random_graph(seed), by_number) for seed in range(40)]
for name in ["ResNet50", "DenseNet121", "MobileNetV2", "EfficientNetB0", "ResNet50V2"]:
    keras.utils.clear_session()
    graphs.append(record(name, getattr(keras.applications, name)(weights=None), shuffled))
text = "[\n" + ",\n".join(json.dumps(graph, separators=(",", ":")) for graph in graphs) + "\n]\n"
(Path(__file__).parent / "graphs.json").write_text(text)
