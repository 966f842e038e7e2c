"""How hard the drawn radiographs are: the best linear classifier on their pixels, and the notebook's network in Keras.

    assay data batches FILE DATASET --count 100 --output phantoms.npy
    python measure_phantoms.py phantoms.npy phantoms.labels.npy [EPOCHS]

The data set is `synthetic: radiographs` with shuffle, batches of 16 and `rescale: 1/255`. The first half trains (at most 1000 images), up
to 600 of the second half judge. The linear classifier is ridge regression on labels -1 and 1, with the penalty that does best on the
judging images, so its figure is an upper bound. The network is judged twice: with the batch's own statistics, and with the moving ones,
which (momentum 0.99, starting at a variance of 1) need some 500 steps to come near those of the first convolution.
Needs numpy, and keras on any backend for the network.
"""
import sys

import numpy as np

images = np.load(sys.argv[1])
labels = np.load(sys.argv[2])
epochs = int(sys.argv[3]) if len(sys.argv) > 3 else 0
half = min(len(images) // 2, 1000)
train, judge = slice(0, half), slice(half, half + 600)

flat = images[..., 0].reshape(len(images), -1).astype(np.float64)
signs = np.where(labels == 1, 1.0, -1.0)
centred = flat - flat[train].mean(0)
gram, cross = centred[train] @ centred[train].T, centred[judge] @ centred[train].T
accuracies = []
for penalty in 10.0 ** np.arange(-3, 6):
    weights = np.linalg.solve(gram + penalty * np.eye(half), signs[train])
    accuracies.append(((cross @ weights > 0) == (signs[judge] > 0)).mean())
print(f"linear: {max(accuracies):.3f} at best on {len(flat[judge])} images after {half} training images")

if epochs:
    import keras
    from keras import layers

    keras.utils.set_random_seed(1)
    stack = [layers.Input(images.shape[1:])]
    for filters in (64, 128, 256, 256):
        stack += [layers.Conv2D(filters, 3), layers.Activation("relu"), layers.MaxPooling2D(2), layers.BatchNormalization()]
    stack += [layers.Flatten(), layers.Dense(128, activation="relu"), layers.Dropout(0.2), layers.Dense(64, activation="relu"),
              layers.Dropout(0.2), layers.Dense(2, activation="sigmoid")]
    model = keras.Sequential(stack)
    model.compile("adam", "binary_crossentropy", metrics=["categorical_accuracy"])
    onehot = keras.utils.to_categorical(labels, 2)
    for epoch in range(epochs):
        history = model.fit(images[train], onehot[train], batch_size=16, verbose=0).history
        moving = model.evaluate(images[judge], onehot[judge], batch_size=50, verbose=0)[1]
        hits = [np.argmax(np.asarray(model(images[k : k + 50], training=True)), 1) == labels[k : k + 50]
                for k in range(judge.start, min(judge.stop, len(images)) - 49, 50)]
        print(f"network: {(epoch + 1) * -(-half // 16)} steps, training {history['categorical_accuracy'][0]:.3f}, "
              f"batch statistics {np.mean(hits):.3f}, moving statistics {moving:.3f}", flush=True)
