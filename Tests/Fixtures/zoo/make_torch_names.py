"""Makes torch.json: what torchvision and timm call the tensors of the backbones that Assay has maps for, and their shapes.

    pip install torch==2.13.0 torchvision==0.28.0 timm==1.0.31
    python make_torch_names.py
"""

import json
import pathlib

import timm
import torchvision

HERE = pathlib.Path(__file__).parent
MODELS = {
    "resnet50.torchvision": lambda: torchvision.models.resnet50(weights=None),
    "vgg16.torchvision": lambda: torchvision.models.vgg16(weights=None),
    "densenet121.torchvision": lambda: torchvision.models.densenet121(weights=None),
    "mobilenet_v2.torchvision": lambda: torchvision.models.mobilenet_v2(weights=None),
    "resnet50.timm": lambda: timm.create_model("resnet50"),
    "vgg16.timm": lambda: timm.create_model("vgg16"),
    "densenet121.timm": lambda: timm.create_model("densenet121"),
    "mobilenet_v2.timm": lambda: timm.create_model("mobilenetv2_100"),
}


def main():
    lines = []
    for name, build in MODELS.items():
        state = build().state_dict()
        tensors = [json.dumps([key, list(value.shape)]) for key, value in state.items()]
        lines.append(f' {json.dumps(name)}: [\n  ' + ",\n  ".join(tensors) + "]")
        print(f"{name:28}{len(tensors):5} tensors{sum(value.numel() for value in state.values()):13,} values")
    (HERE / "torch.json").write_text("{\n" + ",\n".join(lines) + "\n}\n")


if __name__ == "__main__":
    main()
