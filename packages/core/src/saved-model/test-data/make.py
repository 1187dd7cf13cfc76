"""Writes keras/ beside this file: a small network as Keras 3 exports it, with a picture and what Keras makes of it.

Run once with Keras 3.15.1 on TensorFlow 2.21.0: python make.py
"""

import json
import pathlib

import keras
import numpy
from keras import layers

keras.utils.set_random_seed(1)
random = numpy.random.default_rng(1)

pixels = keras.Input((13, 13, 3), name="pixels")
x = layers.Rescaling(1 / 127.5, offset=-1)(pixels)
x = layers.Conv2D(8, 3, strides=2, padding="same", use_bias=False, name="stem")(x)
x = layers.BatchNormalization()(x)
x = layers.ReLU(6)(x)
y = layers.DepthwiseConv2D(3, strides=2, padding="same")(x)
y = layers.Conv2D(8, 3, dilation_rate=2, padding="same", activation="gelu")(y)
gate = layers.Dense(8, activation="sigmoid")(layers.GlobalAveragePooling2D(keepdims=True)(y))
y = layers.Multiply()([y, gate])
z = layers.MaxPooling2D(3, strides=2, padding="same")(x)
x = layers.Concatenate(name="map")([y, z])
x = layers.GlobalAveragePooling2D(name="pool")(x)
x = layers.Dense(3, activation="softmax", name="answer")(x)
model = keras.Model(pixels, x)
for weight in model.weights:
    if weight.path.split("/")[-1] not in ("kernel", "gamma", "moving_variance"):
        weight.assign(random.normal(size=weight.shape) * 0.3)

folder = pathlib.Path(__file__).parent
model.export(folder / "keras", verbose=False)
(folder / "keras" / "fingerprint.pb").unlink()

picture = random.integers(0, 256, (1, 13, 13, 3)).astype("float32")
features = keras.Model(pixels, model.get_layer("pool").output)(picture)
values = {
    "picture": picture.ravel().astype(int).tolist(),
    "features": features.numpy().ravel().tolist(),
    "answer": model(picture).numpy().ravel().tolist(),
}
(folder / "keras.json").write_text(json.dumps(values) + "\n")
