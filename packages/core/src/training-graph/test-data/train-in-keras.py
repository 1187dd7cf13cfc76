"""Writes keras-training.json beside it: gradients and ten steps of a small network in Keras (3.15.1 on TensorFlow 2.21.0).

    python train-in-keras.py

The network is that of same-as-keras.test.ts; weights, pictures and labels follow from formulas.
"""
import json
import math
import os
from pathlib import Path

os.environ["CUDA_VISIBLE_DEVICES"] = ""
import keras
import numpy as np
import tensorflow as tf
from keras import layers


def network():
    gelu_new = lambda x: keras.activations.gelu(x, approximate=True)
    x = pictures = keras.Input((6, 6, 3))
    x = layers.SeparableConv2D(4, 3, padding="same", use_bias=False, name="separable")(x)
    x = layers.BatchNormalization(epsilon=1e-3, name="norm")(x, training=False)
    short = x = layers.Activation("hard_silu")(x)
    x = layers.LayerNormalization(epsilon=1e-6, name="layer_norm")(x)
    x = layers.Activation("gelu")(layers.Dense(8, name="expand")(x))
    x = layers.Dense(4, activation=gelu_new, name="narrow")(x)
    x = layers.LayerNormalization(epsilon=1e-6, scale=False, name="unscaled")(x)
    x = layers.Add()([short, x])
    x = layers.LayerNormalization(epsilon=1e-3, center=False, name="uncentred")(x)
    x = layers.GlobalAveragePooling2D()(x)
    return keras.Model(pictures, layers.Dense(3, name="logits")(x))


def start(model):
    for weight in model.weights:
        name = weight.path
        centre = 1 if name.endswith(("gamma", "variance")) else 0
        size = math.prod(weight.shape)
        values = [centre + 0.4 * math.sin(i + len(name)) for i in range(size)]
        weight.assign(np.reshape(np.float32(values), weight.shape))


model = network()
start(model)
x = np.float32([math.sin(i * i) for i in range(8 * 6 * 6 * 3)]).reshape(8, 6, 6, 3)
labels = np.int32([0, 1, 2, 0, 1, 2, 2, 1])
loss_of = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
optimizer = keras.optimizers.Adam(1e-2, epsilon=1e-3)
losses, first = [], None
for _ in range(10):
    with tf.GradientTape() as tape:
        loss = loss_of(labels, model(x))
    variables = [weight.value for weight in model.trainable_weights]
    gradients = tape.gradient(loss, variables)
    first = first or [gradient.numpy() for gradient in gradients]
    optimizer.apply(gradients, model.trainable_weights)
    losses.append(float(loss))

rounded = lambda values: [float(f"{value:.8g}") for value in np.ravel(values)]
result = {
    "losses": rounded(losses),
    "gradients": {w.path: rounded(g) for w, g in zip(model.trainable_weights, first)},
    "weights": {w.path: rounded(w.numpy()) for w in model.trainable_weights},
}
Path(__file__).with_name("keras-training.json").write_text(json.dumps(result) + "\n")
