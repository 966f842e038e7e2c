"""Makes keras3_convolutions.json: what Keras computes for small networks of the convolution family.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.*
    python make_convolutions.py

As keras3.json of make_engine.py, of which this uses the machinery: Keras 3.15.1 on TensorFlow 2.21 in float64.
"""

import numpy as np

import make_engine
from make_engine import conv, dense, flatten, keras, norm


def more(kind, arguments):
    return {"kind": kind, **arguments}


def arguments(kernel, strides, padding, dilation, bias, activation):
    return {"kernelSize": list(kernel), "strides": list(strides), "padding": padding, "dilationRate": list(dilation), "useBias": bias,
            "activation": activation}


def wide(filters, kernel, strides=(1, 1), padding="valid", dilation=(1, 1), groups=1, bias=True, activation="linear"):
    return more("Conv2D", {"filters": filters, "groups": groups, **arguments(kernel, strides, padding, dilation, bias, activation)})


def depthwise(kernel, multiplier=1, strides=(1, 1), padding="valid", dilation=(1, 1), bias=True, activation="linear"):
    return more("DepthwiseConv2D", {"depthMultiplier": multiplier,
                                    **arguments(kernel, strides, padding, dilation, bias, activation)})


def separable(filters, kernel, multiplier=1, strides=(1, 1), padding="valid", dilation=(1, 1), bias=True, activation="linear"):
    return more("SeparableConv2D", {"filters": filters, "depthMultiplier": multiplier,
                                    **arguments(kernel, strides, padding, dilation, bias, activation)})


def transposed(filters, kernel, strides=(1, 1), padding="valid", output=None, dilation=(1, 1), bias=True, activation="linear"):
    extra = {} if output is None else {"outputPadding": list(output)}
    return more("Conv2DTranspose", {"filters": filters, **extra, **arguments(kernel, strides, padding, dilation, bias, activation)})


class DilatedTranspose(keras.layers.Conv2DTranspose):
    """The layer in float64, where TensorFlow has no dilation on CPU: by a larger kernel with zeros between its values."""

    def call(self, inputs):
        rows, columns = (np.eye((size - 1) * rate + 1, dtype=self.dtype)[:, ::rate] for size, rate in
                         zip(self.kernel_size, self.dilation_rate))
        kernel = keras.ops.einsum("ai,bj,ijfc->abfc", rows, columns, self.kernel)
        return self.activation(keras.ops.conv_transpose(inputs, kernel, self.strides, self.padding) + self.bias)


def check_dilated_transpose():
    """That it is Keras's layer, which TensorFlow computes in float32."""
    for padding in ["valid", "same"]:
        x = np.random.default_rng(1).uniform(size=(2, 4, 3, 2)).astype("float32")
        layers = [kind(3, (3, 2), padding=padding, dilation_rate=(2, 3), dtype="float32") for kind in
                  (keras.layers.Conv2DTranspose, DilatedTranspose)]
        for layer in layers:
            layer.build(x.shape)
        layers[1].set_weights(layers[0].get_weights())
        assert np.abs(layers[0](x) - layers[1](x)).max() < 1e-6


def as_keras(layer, base=make_engine.as_keras):
    if layer["kind"] == "Conv2D" and "dilationRate" not in layer or not layer["kind"].endswith(("Conv2D", "Conv2DTranspose")):
        return base(layer)
    names = {"kernelSize": "kernel_size", "dilationRate": "dilation_rate", "useBias": "use_bias", "depthMultiplier": "depth_multiplier",
             "outputPadding": "output_padding"}
    kind = getattr(keras.layers, layer["kind"])
    if kind is keras.layers.Conv2DTranspose and max(layer["dilationRate"]) > 1:
        kind = DilatedTranspose
    return kind(**{names.get(key, key): value for key, value in layer.items() if key != "kind"})


def start_values(random, weight):
    low, high = (-0.6, 0.6) if weight.name.endswith("kernel") else {"gamma": (0.5, 1.5), "moving_variance": (0.5, 1.5)}.get(
        weight.name, (-0.3, 0.3))
    return make_engine.floats(random, low, high, weight.shape)


CASES = [
    ("dilation, same and valid", [7, 6, 2],
     [wide(3, (3, 2), dilation=(2, 2), padding="same", activation="relu"), wide(2, (2, 3), dilation=(3, 1), bias=False)]),
    ("groups", [5, 6, 4],
     [wide(6, (3, 3), groups=2, activation="tanh"), wide(3, (2, 2), (1, 2), "same", groups=3), wide(6, (1, 1), groups=3)]),
    ("groups with dilation", [6, 6, 4], [wide(4, (2, 3), padding="same", dilation=(2, 1), groups=4)]),
    ("depthwise", [6, 7, 3],
     [depthwise((3, 2), activation="relu"), depthwise((2, 2), 3, (2, 2), "same"), norm(0.9)]),
    ("depthwise with dilation", [7, 6, 2], [depthwise((2, 3), 2, padding="same", dilation=(3, 2), bias=False, activation="tanh")]),
    ("depthwise with strides of 3, same", [7, 8, 2], [depthwise((4, 5), 1, (3, 3), "same")]),
    ("separable", [6, 5, 3],
     [separable(4, (3, 3), 2, padding="same", activation="relu"), separable(2, (2, 2), strides=(2, 2), bias=False)]),
    ("separable with dilation", [6, 6, 2], [separable(3, (2, 2), dilation=(2, 2), activation="tanh")]),
    ("transposed, valid", [3, 4, 2],
     [transposed(3, (3, 2), (2, 2), activation="relu"), transposed(2, (2, 2), (3, 3), bias=False)]),
    ("transposed, same", [3, 4, 2],
     [transposed(3, (3, 2), (2, 2), "same", activation="tanh"), transposed(2, (4, 3), (3, 3), "same")]),
    ("transposed, smaller than its strides", [3, 3, 2], [transposed(3, (1, 2), (2, 3), "same"), transposed(2, (2, 1), (3, 3))]),
    ("transposed with output padding", [3, 4, 2],
     [transposed(3, (3, 3), (3, 2), output=(2, 1)), transposed(2, (3, 2), (2, 2), "same", (0, 1))]),
    ("transposed with dilation", [4, 4, 2],
     [transposed(3, (3, 2), dilation=(2, 2)), transposed(2, (3, 3), padding="same", dilation=(1, 2))]),
    ("frozen between", [6, 6, 2],
     [depthwise((2, 2), 2, activation="tanh"), separable(3, (2, 2)), transposed(2, (2, 2), (2, 2))], [1]),
]


def shapes():
    """Output extents of transposed convolutions on one axis; null where Keras on TensorFlow refuses."""
    result = []
    for padding in ["valid", "same"]:
        for extent in [1, 2, 5]:
            for window, rate in [(1, 1), (2, 1), (3, 1), (4, 1), (5, 1), (2, 2), (3, 3)]:
                for stride in [1, 2, 3] if rate == 1 else [1]:
                    for output in [None, *range(stride)]:
                        layer = keras.layers.Conv2DTranspose(
                            1, (window, 1), strides=(stride, 1), padding=padding, dilation_rate=(rate, 1),
                            output_padding=None if output is None else (output, 0), dtype="float32")
                        try:
                            found = layer(np.ones((1, extent, 2, 1), "float32")).shape[1]
                        except Exception:
                            found = None
                        result.append([padding, extent, window, rate, stride, output, found])
    return result


if __name__ == "__main__":
    check_dilated_transpose()
    make_engine.as_keras = as_keras
    make_engine.start_values = start_values
    # Enough for floats, and for what is compared to a millionth.
    make_engine.numbers = lambda array: [float(f"{value:.9g}") for value in np.asarray(array).ravel()]
    cases = [make_engine.run_case(number, name, shape, layers + [flatten, dense(2, "sigmoid")], "BinaryCrossentropy",
                                  frozen[0] if frozen else [], False) for number, (name, shape, layers, *frozen) in enumerate(CASES, 50)]
    make_engine.write("keras3_convolutions.json", cases)
    make_engine.write("transposed_shapes.json", shapes())
