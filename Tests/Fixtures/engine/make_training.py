"""Makes training_steps.json, losses.json and schedules.json: 20 training steps with every optimizer, rule, loss and regularizer, the losses and
their gradients, and the rates of every schedule, as Keras 3.15.1 computes them.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 numpy==2.4.*
    python make_training.py

Steps and losses are in float64, so that they are not Keras's rounding; schedules are in float32, as Keras runs them. Images, labels and
initial weights are draws of Assay's generator, which the test makes again. Convolutions before a normalization have no bias: its gradient is
0, and what rounding leaves of that decides what Adam and Lion make of it.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
import tensorflow as tf

from assay_random import Key

HERE = pathlib.Path(__file__).parent
SHAPE, BATCH, STEPS = (9, 9, 2), 6, 20
layers = keras.layers


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(word.capitalize() for word in rest)


def regularizer(spec):
    return spec and getattr(keras.regularizers, spec["kind"])(**{key: value for key, value in spec.items() if key != "kind"})


def normalized(x, name, regularizers):
    x = layers.BatchNormalization(
        name=f"{name}_bn", gamma_regularizer=regularizer(regularizers.get(f"{name}_bn/gamma")),
        beta_regularizer=regularizer(regularizers.get(f"{name}_bn/beta")))(x)
    return x


def conv(x, name, filters, size, strides, regularizers):
    return layers.Conv2D(filters, size, strides=strides, padding="same", use_bias=False, name=name,
                         kernel_regularizer=regularizer(regularizers.get(f"{name}/kernel")))(x)


def residual(x, regularizers):
    # Nothing that bends at a point: whether rounding falls on one side of it or the other would grow over the steps.
    x = normalized(conv(x, "stem", 6, 3, 1, regularizers), "stem", regularizers)
    x = shortcut = layers.Activation("tanh", name="stem_tanh")(x)
    x = normalized(conv(x, "a", 6, 3, 1, regularizers), "a", regularizers)
    x = layers.Activation("tanh", name="a_tanh")(x)
    x = normalized(conv(x, "b", 6, 3, 1, regularizers), "b", regularizers)
    x = layers.Add(name="add")([shortcut, x])
    x = layers.Activation("tanh", name="out_tanh")(x)
    return layers.AveragePooling2D(3, name="pool")(x)


def depthwise(x, regularizers):
    x = normalized(conv(x, "stem", 6, 3, 2, regularizers), "stem", regularizers)
    x = layers.Activation("relu", name="stem_relu")(x)
    x = layers.DepthwiseConv2D(3, strides=2, padding="same", use_bias=False, name="dw")(x)
    x = normalized(x, "dw", regularizers)
    x = layers.Activation("relu", name="dw_relu")(x)
    x = normalized(conv(x, "pw", 8, 1, 1, regularizers), "pw", regularizers)
    return layers.Activation("relu", name="pw_relu")(x)


def model_of(case):
    regularizers = case["regularizers"]
    image = keras.Input(SHAPE)
    x = {"residual": residual, "depthwise": depthwise}[case["network"]](image, regularizers)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(case["width"], activation=case["activation"], name="dense",
                     kernel_regularizer=regularizer(regularizers.get("dense/kernel")),
                     bias_regularizer=regularizer(regularizers.get("dense/bias")))(x)
    model = keras.Model(image, x)
    for layer in model.layers:
        if layer.weights:
            layer.set_weights([weight(f"{layer.name}/{w.name}", w.shape) for w in layer.weights])
        layer.trainable = layer.name not in case["frozen"]
    return model


def draws(key, shape, low, high):
    return (low + (high - low) * key.uniform(int(np.prod(shape)))).astype("float32").reshape(shape)


def weight(name, shape):
    parameter = name.split("/")[1]
    low, high = {"gamma": (0.5, 1.5), "moving_variance": (0.5, 1.5), "kernel": (-0.4, 0.4)}.get(parameter, (-0.2, 0.2))
    return draws(Key(11).with_(name), shape, low, high)


def batches(width):
    """Classes differ in brightness."""
    classes = max(width, 2)
    for step in range(STEPS):
        key = Key(11).with_("batch").with_(step)
        labels = (key.with_("labels").uniform(BATCH) * classes).astype(int)
        images = draws(key.with_("images"), (BATCH, *SHAPE), 0, 0.75) + labels[:, None, None, None].astype("float32") / 4
        yield images, labels, draws(key.with_("weights"), (BATCH,), 0, 2)


def schedule(spec):
    arguments = {key: value for key, value in spec.items() if key != "kind"}
    return getattr(keras.optimizers.schedules, spec["kind"])(**arguments)


def optimizer(spec):
    arguments = {key: value for key, value in spec.items() if key not in ("kind", "rules")} | spec.get("rules", {})
    excluded = arguments.pop("exclude_from_weight_decay", None)
    if isinstance(arguments.get("learning_rate"), dict):
        arguments["learning_rate"] = schedule(arguments["learning_rate"])
    result = getattr(keras.optimizers, spec["kind"])(**arguments)
    if excluded:
        result.exclude_from_weight_decay(var_names=excluded)
    return result


def loss_of(spec):
    return getattr(keras.losses, spec["kind"])(**{key: value for key, value in spec.items() if key != "kind"})


def run(case):
    keras.backend.clear_session()
    model = model_of(case)
    opt = optimizer(case["optimizer"])
    loss = loss_of(case["loss"])
    model.compile(opt, loss, jit_compile=False)
    losses = []
    for images, labels, weights in batches(case["width"]):
        targets = labels if case["loss"]["kind"].startswith("Sparse") else (
            labels[:, None].astype("float32") if case["width"] == 1 else np.eye(case["width"], dtype="float32")[labels])
        model.reset_metrics()
        losses.append(float(model.train_on_batch(images, targets, sample_weight=weights if case["weighted"] else None)))
    opt.finalize_variable_values(model.trainable_weights)
    sums = {}
    for layer in model.layers:
        for w in layer.weights:
            value = np.asarray(w)
            sums[f"{layer.name}/{w.name}"] = [float(value.sum()), float(np.abs(value).sum())]
    return losses, sums


def cases():
    # Numbers that a float holds exactly: Keras rounds the powers' bases to floats, also in float64, and 1 - 0.999^t is then off by 1e-5.
    adam = {"kind": "Adam", "learning_rate": 0.0078125, "beta_1": 0.875, "beta_2": 0.984375, "epsilon": 1e-7}
    sgd = {"kind": "SGD", "learning_rate": 0.05, "momentum": 0.0, "nesterov": False}
    heavy = sgd | {"momentum": 0.9, "learning_rate": 0.01}
    rms = {"kind": "RMSprop", "learning_rate": 0.003, "rho": 0.9, "momentum": 0.0, "epsilon": 1e-7, "centered": False}
    nadam = adam | {"kind": "Nadam"}
    lion = {"kind": "Lion", "learning_rate": 0.001, "beta_1": 0.9, "beta_2": 0.99}
    cosine = {"kind": "CosineDecay", "initial_learning_rate": 0.0, "decay_steps": 12, "alpha": 0.1, "warmup_target": 0.02,
              "warmup_steps": 5}
    optimizers = {
        "SGD": sgd, "momentum": heavy, "nesterov": heavy | {"nesterov": True}, "RMSprop": rms,
        "RMSprop momentum": rms | {"momentum": 0.5, "learning_rate": 0.001}, "RMSprop centered": rms | {"centered": True, "epsilon": 1e-3},
        "RMSprop both": rms | {"centered": True, "momentum": 0.5, "epsilon": 1e-3}, "Adam": adam,
        "amsgrad": adam | {"amsgrad": True, "beta_2": 0.5}, "AdamW": adam | {"kind": "AdamW", "rules": {"weight_decay": 0.5}},
        "excluded": adam | {"kind": "AdamW", "rules": {"weight_decay": 0.5, "exclude_from_weight_decay": ["bias", "gamma"]}},
        "Nadam": nadam, "Lion": lion,
        "Lion decay": lion | {"rules": {"weight_decay": 0.5}}, "clipnorm": heavy | {"rules": {"clipnorm": 0.2}},
        "clipvalue": heavy | {"rules": {"clipvalue": 0.02}}, "global_clipnorm": heavy | {"rules": {"global_clipnorm": 0.3}},
        "global_clipnorm above": heavy | {"rules": {"global_clipnorm": 1e3}}, "decay": heavy | {"rules": {"weight_decay": 0.5}},
        "ema": heavy | {"rules": {"use_ema": True, "ema_momentum": 0.8}},
        "ema overwrite": adam | {"rules": {"use_ema": True, "ema_momentum": 0.8, "ema_overwrite_frequency": 3}},
        "accumulation": adam | {"rules": {"gradient_accumulation_steps": 3}},
        "accumulation Nadam": nadam | {"rules": {"gradient_accumulation_steps": 4, "weight_decay": 0.1}},
        "accumulation ema": heavy | {"rules": {"gradient_accumulation_steps": 3, "use_ema": True, "ema_momentum": 0.7,
                                               "ema_overwrite_frequency": 2, "global_clipnorm": 0.3}},
        "schedule": heavy | {"learning_rate": cosine},
        "schedule accumulation": adam | {"learning_rate": cosine | {"warmup_target": 0.01}, "rules": {"gradient_accumulation_steps": 3}},
    }
    plain = {"kind": "CategoricalCrossentropy"}
    base = {"loss": plain, "width": 3, "activation": "softmax", "weighted": False, "frozen": [], "regularizers": {}, "optimizer": heavy}
    for name, spec in optimizers.items():
        yield base | {"name": name, "optimizer": spec}
    smooth, logits = {"label_smoothing": 0.1}, {"from_logits": True}
    focal = {"gamma": 1.5, "alpha": 0.7, "from_logits": False, "label_smoothing": 0.0}
    binary, one = {"width": 2, "activation": "sigmoid"}, {"width": 1, "activation": "sigmoid"}
    for name, extra in {
        "binary": binary | {"loss": {"kind": "BinaryCrossentropy"}}, "weighted": one | {"weighted": True, "loss": {"kind": "BinaryCrossentropy"}},
        "binary smooth": one | {"loss": {"kind": "BinaryCrossentropy"} | smooth},
        "binary logits": binary | {"activation": "linear", "loss": {"kind": "BinaryCrossentropy"} | logits},
        "smooth": {"loss": plain | smooth, "weighted": True}, "logits": {"activation": "linear", "loss": plain | logits},
        "sparse": {"loss": {"kind": "SparseCategoricalCrossentropy", "from_logits": False}, "weighted": True},
        "sparse logits": {"activation": "linear", "loss": {"kind": "SparseCategoricalCrossentropy"} | logits},
        "focal": binary | {"loss": {"kind": "BinaryFocalCrossentropy", "apply_class_balancing": True} | focal},
        "categorical focal": {"loss": {"kind": "CategoricalFocalCrossentropy"} | focal},
        "squares": {"loss": {"kind": "MeanSquaredError"}, "activation": "linear", "optimizer": sgd | {"learning_rate": 0.005}},
        "l2": {"regularizers": {"stem/kernel": {"kind": "L2", "l2": 0.01}, "dense/kernel": {"kind": "L2", "l2": 0.02}}},
        "l1": {"regularizers": {"stem/kernel": {"kind": "L1", "l1": 0.01}, "dense/bias": {"kind": "L1", "l1": 0.05}}},
        "l1_l2": {"regularizers": {"stem/kernel": {"kind": "L1L2", "l1": 0.01, "l2": 0.02}, "stem_bn/gamma": {"kind": "L2", "l2": 0.05},
                                   "stem_bn/beta": {"kind": "L1", "l1": 0.01}}},
        "frozen l2": {"frozen": ["stem", "stem_bn"], "regularizers": {"stem/kernel": {"kind": "L2", "l2": 0.05},
                                                                        "dense/kernel": {"kind": "L2", "l2": 0.02}}},
    }.items():
        yield base | {"name": name} | extra


def losses():
    rows = []
    rng = np.random.default_rng(7)
    kinds = {
        "BinaryCrossentropy": ("sigmoid", [{}, {"label_smoothing": 0.2}, {"from_logits": True}]),
        "CategoricalCrossentropy": ("softmax", [{}, {"label_smoothing": 0.2}, {"from_logits": True}]),
        "SparseCategoricalCrossentropy": ("softmax", [{"from_logits": False}, {"from_logits": True}]),
        "BinaryFocalCrossentropy": ("sigmoid", [
            {"apply_class_balancing": False, "alpha": 0.25, "gamma": 2.0, "from_logits": False, "label_smoothing": 0.0},
            {"apply_class_balancing": True, "alpha": 0.7, "gamma": 0.0, "from_logits": False, "label_smoothing": 0.1},
            {"apply_class_balancing": True, "alpha": 0.7, "gamma": 1.5, "from_logits": True, "label_smoothing": 0.1}]),
        "CategoricalFocalCrossentropy": ("softmax", [
            {"alpha": 0.25, "gamma": 2.0, "from_logits": False, "label_smoothing": 0.0},
            {"alpha": 0.7, "gamma": 1.5, "from_logits": False, "label_smoothing": 0.1},
            {"alpha": 0.7, "gamma": 1.5, "from_logits": True, "label_smoothing": 0.0}]),
        "MeanSquaredError": ("sigmoid", [{}]),
    }
    for kind, (activation, variants) in kinds.items():
        for arguments in variants:
            for own in (False, True):
                if own and arguments.get("from_logits"):
                    continue
                for width in ([1, 3] if activation == "sigmoid" else [3]):
                    count = 4
                    values = rng.normal(size=(count, width)) * 2
                    if not own and not arguments.get("from_logits"):
                        values = 1 / (1 + np.exp(-values))
                        values[0, 0] = 0.0
                    labels = rng.integers(0, max(width, 2), count)
                    targets = labels if kind.startswith("Sparse") else (
                        labels[:, None].astype(float) if width == 1 else np.eye(width)[labels])
                    weights = rng.uniform(0, 2, count)
                    loss = loss_of({"kind": kind} | arguments)

                    # A graph, as in training: there Keras sees which operation the outputs come from.
                    @tf.function
                    def by_values(x):
                        with tf.GradientTape() as tape:
                            tape.watch(x)
                            outputs = keras.activations.get(activation)(x) if own else x
                            value = loss(targets, outputs, sample_weight=weights)
                        return value, tape.gradient(value, x)

                    value, gradient = by_values(tf.constant(values))
                    rows.append({
                        "loss": {"kind": kind} | arguments, "activation": activation if own else "linear", "width": width,
                        "values": values.ravel().tolist(), "targets": np.asarray(targets, float).ravel().tolist(),
                        "weights": np.asarray(weights, "float64").tolist(), "expected_loss": float(value),
                        "gradient": np.asarray(gradient).ravel().tolist()})
    return rows


def schedules():
    specs = [
        {"kind": "ExponentialDecay", "initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.8, "staircase": False},
        {"kind": "ExponentialDecay", "initial_learning_rate": 0.1, "decay_steps": 7, "decay_rate": 0.8, "staircase": True},
        {"kind": "CosineDecay", "initial_learning_rate": 0.1, "decay_steps": 20, "alpha": 0.0, "warmup_steps": 0},
        {"kind": "CosineDecay", "initial_learning_rate": 0.01, "decay_steps": 20, "alpha": 0.2, "warmup_target": 0.1,
         "warmup_steps": 8},
        {"kind": "CosineDecayRestarts", "initial_learning_rate": 0.1, "first_decay_steps": 6, "t_mul": 2.0, "m_mul": 0.8, "alpha": 0.05},
        {"kind": "CosineDecayRestarts", "initial_learning_rate": 0.1, "first_decay_steps": 10, "t_mul": 1.0, "m_mul": 0.5, "alpha": 0.0},
        {"kind": "CosineDecayRestarts", "initial_learning_rate": 0.1, "first_decay_steps": 9, "t_mul": 1.5, "m_mul": 1.0, "alpha": 0.0},
        {"kind": "PiecewiseConstantDecay", "boundaries": [5, 12, 13], "values": [0.1, 0.05, 0.02, 0.001]},
        {"kind": "PolynomialDecay", "initial_learning_rate": 0.1, "decay_steps": 15, "end_learning_rate": 0.01, "power": 2.0, "cycle": False},
        {"kind": "PolynomialDecay", "initial_learning_rate": 0.1, "decay_steps": 15, "end_learning_rate": 0.01, "power": 0.5, "cycle": True},
        {"kind": "InverseTimeDecay", "initial_learning_rate": 0.1, "decay_steps": 5, "decay_rate": 0.5, "staircase": False},
        {"kind": "InverseTimeDecay", "initial_learning_rate": 0.1, "decay_steps": 5, "decay_rate": 0.5, "staircase": True},
    ]
    result = []
    for spec in specs:
        # Not as a graph: there TensorFlow multiplies by reciprocals, and 45 / 15 is more than 3.
        rates = schedule(spec)
        result.append({"schedule": spec, "rates": [float(rates(tf.constant(step, tf.int64))) for step in range(80)]})
    return result


def main():
    keras.backend.set_floatx("float32")
    (HERE / "schedules.json").write_text(json.dumps(schedules(), separators=(",", ":")).replace("},{", "},\n{") + "\n")
    keras.backend.set_floatx("float64")
    (HERE / "losses.json").write_text(json.dumps(losses(), separators=(",", ":")).replace("},{", "},\n{") + "\n")
    result = []
    for case in cases():
        for network in ["residual", "depthwise"]:
            case = case | {"network": network}
            losses_, sums = run(case)
            print(network, case["name"], *(f"{loss:.4f}" for loss in losses_[::5]), flush=True)
            result.append(case | {"losses": losses_, "sums": sums})
    text = json.dumps(result, separators=(",", ":")).replace('},{"loss"', '},\n{"loss"')
    (HERE / "training_steps.json").write_text(text + "\n")


if __name__ == "__main__":
    main()
