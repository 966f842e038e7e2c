"""Makes layers.json: every backbone of the zoo as keras.applications builds it, layer by layer.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0
    python make_layers.py

For each model, with top and without (224x224x3): the order of `model.layers` without the input, and for each layer its name, its class, the
shape of one output sample and the shapes of its weights; and the number of all weights. LeNet-5 is none of keras.applications.
"""

import json
import os
import pathlib

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras

HERE = pathlib.Path(__file__).parent
MODELS = {
    "vgg16": keras.applications.VGG16,
    "resnet50": keras.applications.ResNet50,
    "resnet50_v2": keras.applications.ResNet50V2,
    "densenet121": keras.applications.DenseNet121,
    "mobilenet_v2": keras.applications.MobileNetV2,
    "efficientnet_b0": keras.applications.EfficientNetB0,
}


def layers(model):
    return [[layer.name, type(layer).__name__, list(layer.output.shape[1:]), [list(weight.shape) for weight in layer.weights]]
            for layer in model.layers if not isinstance(layer, keras.layers.InputLayer)]


def main():
    result = {}
    for name, build in MODELS.items():
        for top in (False, True):
            # Numbers of unnamed layers begin anew in each model.
            keras.backend.clear_session()
            model = build(weights=None, include_top=top, input_shape=(224, 224, 3))
            title = f"{name}_top" if top else name
            result[title] = {"parameters": model.count_params(), "layers": layers(model)}
            print(f"{title:20}{len(result[title]['layers']):5} layers{model.count_params():13,} weights")
    lines = [f' {json.dumps(name)}: {{"parameters": {entry["parameters"]}, "layers": [\n  '
             + ",\n  ".join(json.dumps(layer) for layer in entry["layers"]) + "]}" for name, entry in result.items()]
    (HERE / "layers.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
