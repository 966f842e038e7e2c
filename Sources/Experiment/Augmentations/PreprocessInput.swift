import Plan

extension PreprocessInput: Declared {
    static let declaration: Declaration<PreprocessInput> = Declaration(
        kind: kind, keras: "keras.applications.imagenet_utils.preprocess_input", bare: "mode",
        start: PreprocessInput(mode: .caffe),
        "Brings pixels from 0 to 255 to what a backbone's published weights were trained on."
    ) {
        Field(
            "mode", \.mode, .choice(), required: true,
            "Which family: caffe (VGG, ResNet), tf (MobileNetV2, ResNet V2) or torch (DenseNet, and all weights of torchvision).")
    }
}
