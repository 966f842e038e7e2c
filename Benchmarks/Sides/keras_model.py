"""The networks of the benchmark in Keras 3."""

import keras


def backbone(work):
    arguments = {"weights": None, "input_shape": (work["size"], work["size"], 3), "classes": 2}
    make = {"resnet50": keras.applications.ResNet50, "mobilenet_v2": keras.applications.MobileNetV2}[work["backbone"]]
    return make(classifier_activation="sigmoid", **arguments)


def network(work):
    if "backbone" in work:
        return backbone(work)
    layers = [keras.Input((work["size"], work["size"], 3))]
    for filters in work["filters"]:
        layers += [
            keras.layers.Conv2D(filters, (3, 3), padding=work["padding"]), keras.layers.Activation("relu"),
            keras.layers.MaxPooling2D(), keras.layers.BatchNormalization(),
        ]
    layers.append(keras.layers.Flatten())
    for units in work["units"]:
        layers += [keras.layers.Dense(units, activation="relu"), keras.layers.Dropout(0.5)]
    layers.append(keras.layers.Dense(2, activation="sigmoid"))
    return keras.Sequential(layers)


def compiled(work, jit_compile):
    model = network(work)
    if work["mode"] == "frozen":
        for layer in model.layers[:-1 if "backbone" in work else -5]:
            layer.trainable = False
    model.compile(optimizer="adam", loss="binary_crossentropy", jit_compile=jit_compile)
    return model
