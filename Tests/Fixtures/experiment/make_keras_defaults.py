"""Writes the arguments of Keras's classes with their defaults, as Keras 3.15.1 itself states them, to keras_defaults.json.

    python make_keras_defaults.py        # needs tensorflow-cpu 2.21 with keras 3.15.1
"""

import inspect
import json
import pathlib

import keras
from keras.src.legacy.preprocessing.image import DirectoryIterator, ImageDataGenerator

assert keras.__version__ == "3.15.1"

classes = {
    "keras.preprocessing.image.ImageDataGenerator": ImageDataGenerator,
    "flow_from_directory": DirectoryIterator,
}
for path in """
    layers.Activation layers.BatchNormalization layers.Conv2D layers.Conv2DTranspose layers.Dense
    layers.DepthwiseConv2D layers.Dropout layers.Flatten layers.MaxPooling2D layers.SeparableConv2D
    layers.RandomBrightness layers.RandomContrast layers.RandomFlip layers.RandomRotation layers.RandomTranslation
    layers.RandomZoom layers.Rescaling layers.AveragePooling2D layers.Cropping2D layers.ELU layers.GaussianNoise
    layers.GlobalAveragePooling2D layers.GlobalMaxPooling2D layers.GroupNormalization layers.LayerNormalization layers.LeakyReLU
    layers.Normalization layers.ReLU layers.Reshape layers.Softmax layers.SpatialDropout2D layers.UpSampling2D
    layers.ZeroPadding2D losses.BinaryCrossentropy losses.CategoricalCrossentropy optimizers.Adam
    metrics.BinaryAccuracy metrics.CategoricalAccuracy callbacks.EarlyStopping callbacks.ModelCheckpoint
    callbacks.ReduceLROnPlateau metrics.SparseCategoricalAccuracy metrics.TopKCategoricalAccuracy
    metrics.SparseTopKCategoricalAccuracy metrics.AUC metrics.Precision metrics.Recall metrics.F1Score
    metrics.SensitivityAtSpecificity metrics.SpecificityAtSensitivity callbacks.LearningRateScheduler
    callbacks.TerminateOnNaN callbacks.CSVLogger callbacks.BackupAndRestore
    losses.SparseCategoricalCrossentropy losses.BinaryFocalCrossentropy losses.CategoricalFocalCrossentropy losses.MeanSquaredError
    optimizers.AdamW optimizers.Lion optimizers.Nadam optimizers.RMSprop optimizers.SGD
    optimizers.schedules.CosineDecay optimizers.schedules.CosineDecayRestarts optimizers.schedules.ExponentialDecay
    optimizers.schedules.InverseTimeDecay optimizers.schedules.PiecewiseConstantDecay optimizers.schedules.PolynomialDecay
    initializers.Constant initializers.RandomNormal initializers.RandomUniform initializers.TruncatedNormal
    initializers.VarianceScaling initializers.Orthogonal regularizers.L1 regularizers.L1L2 regularizers.L2
""".split():
    kind = keras
    for name in path.split("."):
        kind = getattr(kind, name)
    classes["keras." + path] = kind

result = {}
for path, kind in classes.items():
    arguments = inspect.signature(kind.__init__).parameters.values()
    result[path] = {
        argument.name: {"required": True} if argument.default is argument.empty else {"default": argument.default}
        for argument in arguments
        if argument.name != "self" and argument.kind not in (argument.VAR_KEYWORD, argument.VAR_POSITIONAL)
    }

# Strings that Keras itself resolves to these classes.
names = {
    "adam": keras.optimizers.get("adam"),
    "binary_crossentropy": keras.losses.get("BinaryCrossentropy"),
    "categorical_crossentropy": keras.losses.get("CategoricalCrossentropy"),
    "binary_accuracy": keras.metrics.get("BinaryAccuracy"),
    "categorical_accuracy": keras.metrics.get("CategoricalAccuracy"),
    "sparse_categorical_accuracy": keras.metrics.get("SparseCategoricalAccuracy"),
    "top_k_categorical_accuracy": keras.metrics.get("TopKCategoricalAccuracy"),
    "sparse_top_k_categorical_accuracy": keras.metrics.get("SparseTopKCategoricalAccuracy"),
    "auc": keras.metrics.get("AUC"),
    "precision": keras.metrics.get("Precision"),
    "recall": keras.metrics.get("Recall"),
    "f1_score": keras.metrics.get("F1Score"),
    "sensitivity_at_specificity": keras.metrics.SensitivityAtSpecificity(0.5),
    "specificity_at_sensitivity": keras.metrics.SpecificityAtSensitivity(0.5),
}
for name, value in names.items():
    assert name == "adam" or value.name == name, (name, value.name)

path = pathlib.Path(__file__).with_name("keras_defaults.json")
path.write_text(json.dumps(result, indent=1, sort_keys=True, default=lambda value: None) + "\n")
