"""The Keras tutorial on real Keras: VGG16 without its top, base frozen, Flatten, Dense(256, relu), Dense(n, softmax), Adam,
categorical cross-entropy; then the same with block 5 unfrozen. Pictures, order and first head come from Graft.

Run by compare.mjs: python keras_tutorial.py weights FILE        writes VGG16 weights drawn from Keras's own initialiser
                    python keras_tutorial.py train FOLDER        trains as FOLDER/plan.json says, writes FOLDER/keras.json
"""
import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np


def write_weights(path):
    keras.utils.set_random_seed(0)
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(224, 224, 3))
    for layer in base.layers:
        for variable in layer.weights:
            # Glorot, Keras's default here, lets the signal of 13 ReLU layers fade to nothing; He keeps it. The first
            # layer brings pixels of +-128 to about 1, or the loss would start in the thousands and mean nothing.
            if variable.path.endswith("kernel"):
                scale = 1 / 64 if layer.name == "block1_conv1" else 1
                variable.assign(keras.initializers.HeUniform(seed=len(layer.name))(variable.shape) * scale)
    base.save_weights(path)


def train(folder):
    plan = json.load(open(os.path.join(folder, "plan.json")))
    size, classes, batch = plan["inputSize"], plan["classes"], plan["batchSize"]

    def split(name):
        count = len(plan[name]["labels"])
        pixels = np.fromfile(os.path.join(folder, f"{name}.pixels"), dtype=np.uint8).reshape(count, size, size, 3)
        x = keras.applications.vgg16.preprocess_input(pixels.astype("float32"))
        return x, keras.utils.to_categorical(plan[name]["labels"], classes)

    x, y = split("train")
    validation = split("validation")
    base = keras.applications.VGG16(weights=None, include_top=False, input_shape=(size, size, 3))
    base.load_weights(plan["weights"])
    base.trainable = False
    head = [keras.layers.Dense(256, activation="relu"), keras.layers.Dense(classes, activation="softmax")]
    model = keras.Sequential([base, keras.layers.Flatten(), *head])
    model.build((None, size, size, 3))
    for layer, name in zip(head, ("head_dense_1", "logits")):
        kernel = np.fromfile(os.path.join(folder, f"{name}.kernel"), dtype=np.float32).reshape(layer.kernel.shape)
        layer.set_weights([kernel, np.zeros(layer.bias.shape, "float32")])

    result = {"keras": keras.__version__, "parameters": {}, "history": [], "seconds": {}}

    def phase(name, learning_rate):
        model.compile(keras.optimizers.Adam(learning_rate), "categorical_crossentropy", metrics=["accuracy"])
        trainable = sum(int(np.prod(v.shape)) for v in model.trainable_variables)
        result["parameters"][name] = {"trained": trainable, "frozen": model.count_params() - trainable}
        started = time.time()
        for order in plan["orders"][name]:
            h = model.fit(x[order], y[order], batch_size=batch, shuffle=False, validation_data=validation, verbose=0).history
            result["history"].append(
                {"phase": name, "loss": h["loss"][0], "accuracy": h["accuracy"][0],
                 "validationLoss": h["val_loss"][0], "validationAccuracy": h["val_accuracy"][0]})
            print(name, result["history"][-1], file=sys.stderr, flush=True)
        result["seconds"][name] = time.time() - started

    phase("warm-up", plan["learningRates"]["warm-up"])
    base.trainable = True
    for layer in base.layers:
        layer.trainable = layer.name.startswith("block5")
    phase("training", plan["learningRates"]["training"])
    json.dump(result, open(os.path.join(folder, "keras.json"), "w"))


if __name__ == "__main__":
    {"weights": write_weights, "train": train}[sys.argv[1]](sys.argv[2])
