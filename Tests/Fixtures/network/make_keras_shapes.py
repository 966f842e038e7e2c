"""Shapes, parameters and names as Keras has them. Writes keras_shapes.json beside this file.

Run: python make_keras_shapes.py   (keras 3.15.1, tensorflow-cpu 2.21)
"""

import json
import os
import pathlib

os.environ["CUDA_VISIBLE_DEVICES"] = "-1"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
from keras import layers
from keras.src.utils.summary_utils import readable_memory_size, weight_memory_size


def notebook():
    """The published notebook's network: 22 layers."""
    result = []
    for filters in [64, 128, 256, 256]:
        result += [
            ("Conv2D", dict(filters=filters, kernel_size=[3, 3])),
            ("Activation", dict(activation="relu")),
            ("MaxPooling2D", dict(pool_size=[2, 2])),
            ("BatchNormalization", {}),
        ]
    return result + [
        ("Flatten", {}),
        ("Dense", dict(units=128, activation="relu")),
        ("Dropout", dict(rate=0.2)),
        ("Dense", dict(units=64, activation="relu")),
        ("Dropout", dict(rate=0.2)),
        ("Dense", dict(units=2, activation="sigmoid")),
    ]


CASES = {
    "notebook": ([150, 150, 3], notebook(), 17),
    "odd": (
        [37, 41, 1],
        [
            ("Conv2D", dict(filters=5, kernel_size=[3, 5], strides=[2, 3], padding="same", use_bias=False)),
            ("BatchNormalization", dict(scale=False)),
            ("MaxPooling2D", dict(pool_size=[3, 2], strides=[2, 1], padding="same")),
            ("Conv2D", dict(filters=7, kernel_size=[4, 1], strides=[1, 2])),
            ("BatchNormalization", dict(center=False)),
            ("MaxPooling2D", dict(pool_size=[2, 3], strides=[1, 1])),
            ("BatchNormalization", dict(center=False, scale=False)),
            ("Flatten", {}),
            ("Dense", dict(units=3, use_bias=False)),
        ],
        2,
    ),
    "convolutions": (
        [31, 29, 6],
        [
            ("Conv2D", dict(filters=9, kernel_size=[3, 2], padding="same", groups=3)),
            ("Conv2D", dict(filters=8, kernel_size=[3, 2], dilation_rate=[2, 3], use_bias=False)),
            ("DepthwiseConv2D", dict(kernel_size=[3, 3], strides=[2, 2], padding="same")),
            ("DepthwiseConv2D", dict(kernel_size=[2, 1], depth_multiplier=3, dilation_rate=[3, 1], use_bias=False)),
            ("SeparableConv2D", dict(filters=5, kernel_size=[3, 3], depth_multiplier=2, strides=[2, 2])),
            ("SeparableConv2D", dict(filters=4, kernel_size=[2, 2], dilation_rate=[2, 1], padding="same", use_bias=False)),
            ("Conv2DTranspose", dict(filters=7, kernel_size=[3, 2], strides=[2, 3], padding="same")),
            ("Conv2DTranspose", dict(filters=3, kernel_size=[2, 3], strides=[3, 2], output_padding=[2, 0], use_bias=False)),
            ("Conv2DTranspose", dict(filters=2, kernel_size=[3, 2], dilation_rate=[2, 2])),
            ("Flatten", {}),
        ],
        3,
    ),
}


def model_case(shape, specs, frozen):
    keras.backend.clear_session()
    model = keras.Sequential([keras.Input(shape)] + [getattr(layers, kind)(**arguments) for kind, arguments in specs])
    rows = []
    for layer, (kind, arguments) in zip(model.layers, specs):
        trainable = {id(w) for w in layer.trainable_weights}
        rows.append(
            dict(
                kind=kind,
                arguments=arguments,
                name=layer.name,
                output=list(layer.output.shape[1:]),
                parameters=[dict(name=w.name, shape=list(w.shape), trainable=id(w) in trainable) for w in layer.weights],
                count=layer.count_params(),
            )
        )
    total = model.count_params()
    memory = readable_memory_size(weight_memory_size(model.weights))
    for layer in model.layers[:frozen]:
        layer.trainable = False
    count = lambda weights: int(sum(w.numpy().size for w in weights))
    return dict(
        input=shape,
        layers=rows,
        total=total,
        memory=memory,
        frozen=[layer.name for layer in model.layers[:frozen]],
        trainable_when_frozen=count(model.trainable_weights),
    )


def windows():
    """Output extents of windows on one axis; null where Keras refuses."""
    result = []
    for padding in ["valid", "same"]:
        for extent in [1, 2, 3, 4, 5, 7, 8, 15, 74, 75, 150]:
            for window in [1, 2, 3, 4, 5, 7]:
                for stride in [1, 2, 3]:
                    pool = layers.MaxPooling2D((window, 1), strides=(stride, 1), padding=padding)
                    try:
                        output = pool.compute_output_shape((None, extent, 4, 1))[1]
                        output = None if output < 1 else output
                    except ValueError:
                        output = None
                    result.append([padding, extent, window, stride, output])
    return result


here = pathlib.Path(__file__).parent
content = dict(models={name: model_case(*case) for name, case in CASES.items()}, windows=windows())
(here / "keras_shapes.json").write_text(json.dumps(content, separators=(",", ":")) + "\n")
print({name: case["total"] for name, case in content["models"].items()}, len(content["windows"]))
