"""What Scripts/check-backbones does in Python: for one backbone after the other, weights, an experiment that loads them, and the comparison."""

import csv
import os
import pathlib
import shutil
import subprocess
import sys

import numpy as np
from PIL import Image

LIMIT = 1e-4
ROOT = pathlib.Path(__file__).resolve().parents[3]
COUNT, SIZE, SPREAD = 8, 224, 1.5
CLASSES = [f"c{index}" for index in range(COUNT)]
# Preprocessing by model, as keras.applications documents it; torchvision and timm take torch's.
MODES = {"vgg16": "caffe", "resnet50": "caffe", "resnet50_v2": "tf", "densenet121": "torch", "mobilenet_v2": "tf", "efficientnet_b0": None}
TORCH = {"resnet50": "resnet50_torch", "vgg16": "vgg16", "densenet121": "densenet121", "mobilenet_v2": "mobilenet_v2_torch"}


def images(folder):
    """8 images of smooth colours with noise, each a class of its own."""
    generator = np.random.default_rng(3)
    result = []
    for index in range(COUNT):
        coarse = Image.fromarray(generator.integers(0, 256, (9, 9, 3), dtype="uint8")).resize((SIZE, SIZE), Image.Resampling.BICUBIC)
        pixels = np.clip(np.asarray(coarse, "float64") + generator.normal(0, 12, (SIZE, SIZE, 3)), 0, 255).astype("uint8")
        target = folder / "images" / CLASSES[index]
        target.mkdir(parents=True)
        Image.fromarray(pixels).save(target / f"{index}.png")
        result.append(pixels)
    return np.stack(result)


def spread(shape, name, generator, fan):
    """Values as those of a trained network: none of them zero or one, and activations that neither vanish nor grow."""
    if name == "kernel":
        return generator.normal(0, np.sqrt(1.6 / fan), shape)
    if name in ("gamma", "variance"):
        return generator.uniform(0.5, 1.5, shape)
    return generator.normal(0, 0.1, shape)


def keras_model(name, top, folder, pixels):
    """A model of keras.applications in both layouts, and a predictor."""
    import h5py
    import keras
    from keras.src.legacy.saving import legacy_h5_format
    from make_layers import MODELS
    keras.backend.clear_session()
    generator = np.random.default_rng(5)
    model = MODELS[name](weights=None, include_top=top, input_shape=(SIZE, SIZE, 3), **({"classes": COUNT} if top else {}))
    for layer in model.layers:
        for weight in layer.weights:
            word = weight.name.split("/")[-1].replace("moving_", "")
            if word != "count":
                shape = tuple(weight.shape)
                fan = np.prod(shape[:2] if isinstance(layer, keras.layers.DepthwiseConv2D) else shape[:-1])
                weight.assign(spread(shape, word, generator, fan))
        # What Normalization computes with follows its weights only when it is told.
        if isinstance(layer, keras.layers.Normalization):
            layer.finalize_state()

    def prepared(pixels):
        data = pixels.astype("float32")
        return keras.applications.imagenet_utils.preprocess_input(data, "channels_last", MODES[name]) if MODES[name] else data

    if top:
        # Outputs that are neither all alike nor 0 and 1, which would hide what is before them.
        head = model.get_layer("predictions")
        features = np.asarray(keras.Model(model.input, head.input)(prepared(pixels), training=False))
        kernel = np.asarray(head.kernel)
        head.kernel.assign(kernel * (SPREAD / (features @ kernel).std()))
    with h5py.File(folder / "weights.h5", "w") as file:
        legacy_h5_format.save_weights_to_hdf5_group(file, model)
    model.save_weights(folder / "new.weights.h5")

    def predict(pixels):
        outputs = np.asarray(model(prepared(pixels), training=False))
        return outputs if outputs.ndim == 2 else outputs.mean((1, 2))

    return predict, [("weights.h5", "by: order"), ("weights.h5", "by: name"), ("new.weights.h5", "by: order")]


def torch_model(name, library, folder, pixels):
    """A model of torchvision or timm as safetensors, and a predictor."""
    import keras
    import torch
    from safetensors.torch import save_file
    if library == "timm":
        import timm
        model = timm.create_model({"mobilenet_v2": "mobilenetv2_100"}.get(name, name), num_classes=COUNT)
    else:
        import torchvision
        model = getattr(torchvision.models, name)(weights=None, num_classes=COUNT)
    generator = np.random.default_rng(5)
    state = model.state_dict()
    for key, tensor in state.items():
        word = key.split(".")[-1]
        if word == "num_batches_tracked":
            continue
        word = {"weight": "kernel" if tensor.ndim > 1 else "gamma", "running_var": "variance"}.get(word, word)
        tensor.copy_(torch.from_numpy(spread(tuple(tensor.shape), word, generator, np.prod(tensor.shape[1:])).astype("float32")))
    model.load_state_dict(state)
    model.eval()

    def logits(pixels):
        data = keras.applications.imagenet_utils.preprocess_input(pixels.astype("float32"), "channels_last", "torch")
        with torch.no_grad():
            return model(torch.from_numpy(data.transpose(0, 3, 1, 2).copy()))

    with torch.no_grad():
        head = [module for module in model.modules() if isinstance(module, torch.nn.Linear)][-1]
        head.weight *= SPREAD / logits(pixels).std()
    save_file(model.state_dict(), folder / "model.safetensors", metadata={"format": "pt"})

    def predict(pixels):
        return torch.softmax(logits(pixels), 1).numpy()

    suffix = "timm" if library == "timm" and name in ("vgg16", "mobilenet_v2") else "torch"
    return predict, [("model.safetensors", f"mapping: {name}_{suffix}")]


def experiment(name, top, mode, loads, files):
    """An experiment that predicts once for each file."""
    end = {"vgg16": "block5_pool", "resnet50": "conv5_block3_out", "resnet50_v2": "post_relu", "densenet121": "relu",
           "mobilenet_v2": "out_relu", "efficientnet_b0": "top_activation"}.get(name)
    use = f"{{use: {name}, parameters: {{classes: {COUNT}}}}}" if top else f"{{use: {name}, until: {end}}}"
    pooling = "" if top else f", GlobalAveragePooling2D, {{Dense: {{name: head, units: {COUNT}, use_bias: false}}}}"
    models = ROOT / "Experiments" / "models"
    augmentation = f"{{preprocess_input: {mode}}}" if mode else "{rescale: 1}"
    lines = [f"extends: [{', '.join(str(models / file) for file in files)}]", "name: check", "datasets:",
             f"  images: {{folder: images, image_size: {SIZE}, batch_size: 4, shuffle: false, augmentation: [{augmentation}],",
             f"           classes: [{', '.join(CLASSES)}]}}", "models:",
             f"  net: {{input: [{SIZE}, {SIZE}, 3], layers: [{{model: {use}}}{pooling}]}}", "steps:"]
    for index, (file, keys) in enumerate(loads):
        lines += [f"  - build: {{model: net, as: net_{index}}}"]
        if not top:
            lines += [f"  - load_weights: {{model: net_{index}, from: head.safetensors, by: name}}"]
            keys += ", layers: \"[:-2]\""
        lines += [f"  - load_weights: {{model: net_{index}, from: {file}, {keys}}}",
                  f"  - predict: {{id: p_{index}, model: net_{index}, data: images}}"]
    return "\n".join(lines) + "\n"


def check(title, folder, assay, pixels):
    """The largest difference for each way of loading, relative to the largest output."""
    name, _, library = title.partition(".")
    top = not title.endswith("-notop")
    name = name.removesuffix("-notop")
    if library:
        predict, loads = torch_model(name, library, folder, pixels)
        ours, mode = TORCH[name], "torch"
        files = [f"{ours}.yaml", f"weights/{name}.torch.yaml"]
    else:
        predict, loads = keras_model(name, top, folder, pixels)
        ours, mode, files = name, MODES[name], [f"{name}.yaml"]
    (folder / "check.yaml").write_text(experiment(ours, top, mode, loads, files))
    expected = predict(pixels)
    if not top:
        # The features through a Dense of known weights, as many as there are classes.
        from safetensors.numpy import save_file
        kernel = np.random.default_rng(6).normal(0, 1, (expected.shape[1], COUNT)).astype("float32")
        save_file({"head/kernel": kernel}, folder / "head.safetensors")
        expected = expected @ kernel
    subprocess.run([assay, "run", folder / "check.yaml", "--results", folder / "results"], check=True, stdout=subprocess.PIPE,
                   stderr=subprocess.STDOUT)
    run = next(path for path in (folder / "results" / "check").iterdir() if path.is_dir() and not path.is_symlink())
    result = []
    for index, (file, keys) in enumerate(loads):
        with open(run / f"p_{index}" / "predictions.csv") as table:
            rows = list(csv.reader(table))[1:]
        found = np.array([[float(value) for value in row[3:]] for row in rows])
        assert found.shape == expected.shape, (found.shape, expected.shape)
        largest = float(np.abs(expected).max())
        result.append((f"{file} {keys}", float(np.abs(found - expected).max()) / largest, largest))
    shutil.rmtree(folder / "results")
    return result


def main():
    folder, assay, chosen = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3:]
    sys.path.insert(0, str(pathlib.Path(__file__).parent))
    titles = [name + suffix for name in MODES for suffix in ("", "-notop")]
    try:
        import torch  # noqa: F401
        titles += [f"{name}.{library}" for library in ("torchvision", "timm") for name in TORCH]
    except ImportError:
        print("without torch: keras.applications alone")
    pixels = images(folder)
    worst = 0.0
    for title in chosen or titles:
        for what, difference, largest in check(title, folder, assay, pixels):
            worst = max(worst, difference)
            print(f"{title:26}{what:44}{difference:10.2e} of {largest:.3g}", flush=True)
    if not worst <= LIMIT:
        raise SystemExit(f"more than {LIMIT}")


if __name__ == "__main__":
    main()
