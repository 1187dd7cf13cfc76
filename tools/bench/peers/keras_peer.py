"""Keras 3 on TensorFlow doing one piece of the benchmark's work, in a process of its own.

    python keras_peer.py weights NAME FILE    writes weights that keep signals at a usual size
    python keras_peer.py run PLAN             PLAN is JSON (see cases.mjs); prints one JSON object

`careful` false is the tutorial as people copy it; true is what somebody does who knows that a frozen layer need not run
twice and that the input pipeline can run ahead.
"""
import json
import os
import resource
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import numpy as np
import tensorflow as tf

SIDE = 224
BATCH = 32
BACKBONES = {
    "vgg16": (keras.applications.VGG16, keras.applications.vgg16.preprocess_input),
    "mobilenet-v2": (keras.applications.MobileNetV2, keras.applications.mobilenet_v2.preprocess_input),
}


def write_weights(name, path):
    """He uniform kernels, and batch norms with the statistics of noise, so that no layer computes with zeros or denormals."""
    build, preprocess = BACKBONES[name]
    base = build(weights=None, include_top=False, input_shape=(SIDE, SIDE, 3))
    for seed, layer in enumerate(base.layers):
        for variable in layer.weights:
            if variable.path.endswith("kernel"):
                scale = 1 / 64 if layer.name == "block1_conv1" else 1  # VGG16's pixels are +-128.
                variable.assign(keras.initializers.HeUniform(seed)(variable.shape) * scale)
        if isinstance(layer, keras.layers.BatchNormalization):
            layer.momentum = 0.0
    noise = np.random.default_rng(0).uniform(0, 255, (8, SIDE, SIDE, 3)).astype("float32")
    base(preprocess(noise), training=True)
    base.save_weights(path)


def load_base(plan, pooling=None):
    if "keras" in plan:  # EfficientNet-Lite0, from the file that Graft wrote; its pixels go to -1 to 1.
        return keras.models.load_model(plan["keras"]), lambda x: (x - 127.0) / 128.0
    build, preprocess = BACKBONES[plan["backbone"]]
    base = build(weights=None, include_top=False, input_shape=(SIDE, SIDE, 3), pooling=pooling)
    base.load_weights(plan["weights"])
    return base, preprocess


def pictures(folder, shuffle):
    return keras.utils.image_dataset_from_directory(
        folder, label_mode="categorical", image_size=(SIDE, SIDE), batch_size=BATCH, shuffle=shuffle, seed=0, verbose=False
    )


def ahead(dataset, preprocess):
    return dataset.map(lambda x, y: (preprocess(x), y), num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)


def features_of(network, folder, preprocess):
    dataset = pictures(folder, shuffle=False)
    labels = [dataset.class_names.index(os.path.basename(os.path.dirname(path))) for path in dataset.file_paths]
    return network.predict(ahead(dataset, preprocess), verbose=0), keras.utils.to_categorical(labels, len(dataset.class_names))


def top_layers(plan, classes):
    if plan["head"] == "tutorial":
        return [keras.layers.Flatten(), keras.layers.Dense(256, activation="relu"), keras.layers.Dense(classes, activation="softmax")]
    return [keras.layers.GlobalAveragePooling2D(), keras.layers.Dense(classes, activation="softmax")]


def compiled(inputs, outputs, plan):
    model = keras.Model(inputs, outputs)
    model.compile(keras.optimizers.Adam(plan["learningRate"]), "categorical_crossentropy", metrics=["accuracy"])
    return model


def stack(layers, x):
    for layer in layers:
        x = layer(x)
    return x


def upper_model(plan, above, shape, classes):
    """The layers above the cut and the head, batch norms on their stored statistics as in the tutorial."""
    inputs = keras.Input(shape)
    x = keras.Model(inputs, stack(above, inputs))(inputs, training=False) if above else inputs
    return compiled(inputs, stack(top_layers(plan, classes), x), plan)


def split_at(base, name):
    """@returns the frozen part and what is above it, each as a model."""
    cut = base.get_layer(name).input
    return keras.Model(base.inputs, cut), [keras.Model(cut, base.outputs[0])]


def start_clock():
    """@returns a function that gives the time since: on the wall, and of all cores together."""
    wall, cores = time.perf_counter(), time.process_time()
    return lambda: {"seconds": time.perf_counter() - wall, "coreSeconds": time.process_time() - cores}


def train(plan):
    """Feature extraction, or fine-tuning when the plan says from where; from the folder of pictures to the trained model."""
    clock = start_clock()
    folder, epochs = plan["data"], plan["epochs"]
    base, preprocess = load_base(plan)
    classes = len(os.listdir(os.path.join(folder, "train")))
    if plan["careful"]:
        below, above = split_at(base, plan["from"]) if "from" in plan else (base, [])
        x, y = features_of(below, os.path.join(folder, "train"), preprocess)
        validation = features_of(below, os.path.join(folder, "val"), preprocess)
        features = clock()["seconds"]
        model = upper_model(plan, above, x.shape[1:], classes)
        history = model.fit(x, y, batch_size=BATCH, epochs=epochs, validation_data=validation, verbose=0)
    else:
        features = clock()["seconds"]
        learning = False
        for layer in base.layers:
            learning = learning or layer.name == plan.get("from")
            layer.trainable = learning
        inputs = keras.Input((SIDE, SIDE, 3))
        x = base(preprocess(inputs), training=False)
        model = compiled(inputs, stack(top_layers(plan, classes), x), plan)
        train_set = pictures(os.path.join(folder, "train"), shuffle=True)
        history = model.fit(train_set, epochs=epochs, validation_data=pictures(os.path.join(folder, "val"), shuffle=False), verbose=0)
    times = clock()
    return {
        **times,
        "parts": {"features": features, "training": times["seconds"] - features},
        "accuracy": history.history["val_accuracy"][-1],
    }


def step(plan):
    """One update of the layers from the cut upwards on features that are in memory."""
    base, _ = load_base(plan)
    below, above = split_at(base, plan["from"])
    shape = below.output.shape[1:]
    model = upper_model(plan, above, shape, 2)
    random = np.random.default_rng(0)
    x = random.uniform(0, 1, (BATCH, *shape)).astype("float32")
    y = np.eye(2, dtype="float32")[random.integers(0, 2, BATCH)]
    return timed(lambda: model.train_on_batch(x, y), plan["warmUp"], plan["repeats"])


def embed(plan):
    base, preprocess = load_base(plan, pooling="avg")
    base.predict(np.zeros((BATCH, SIDE, SIDE, 3), "float32"), verbose=0)
    clock = start_clock()
    dataset = pictures(plan["data"], shuffle=False)
    if plan["careful"]:
        features = base.predict(ahead(dataset, preprocess), verbose=0)
    else:
        features = np.concatenate([base.predict(preprocess(x), verbose=0) for x, _ in dataset])
    return {**clock(), "pictures": len(features), "mean": float(features.mean())}


def latency(plan):
    """From the bytes of a JPEG in memory to its most probable label."""
    base, preprocess = load_base(plan)
    inputs = keras.Input((SIDE, SIDE, 3))
    model = keras.Model(inputs, stack(top_layers(plan, 2), base(preprocess(inputs))))

    def decode(data):
        return tf.image.resize(tf.io.decode_image(data, channels=3, expand_animations=False), (SIDE, SIDE))

    compiled_whole = tf.function(lambda data: tf.argmax(model(decode(data)[None], training=False)[0]), input_signature=[tf.TensorSpec((), tf.string)])
    one = compiled_whole if plan["careful"] else lambda data: model.predict(decode(data)[None], verbose=0)[0].argmax()
    files = [open(path, "rb").read() for path in plan["files"]]
    order = iter(files * (1 + (plan["warmUp"] + plan["repeats"]) // len(files)))
    return timed(lambda: int(one(next(order))), plan["warmUp"], plan["repeats"])


def timed(action, warm_up, repeats):
    for _ in range(warm_up):
        action()
    times = []
    clock = start_clock()
    for _ in range(repeats):
        started = time.perf_counter()
        action()
        times.append(time.perf_counter() - started)
    cores = clock()["coreSeconds"] / repeats
    times.sort()
    return {"coreSeconds": cores, "seconds": times[len(times) // 2], "p99": times[min(len(times) - 1, int(len(times) * 0.99))]}


if __name__ == "__main__":
    if sys.argv[1] == "weights":
        write_weights(sys.argv[2], sys.argv[3])
    else:
        plan = json.loads(sys.argv[2])
        result = {"train": train, "step": step, "embed": embed, "latency": latency}[plan["work"]](plan)
        result["peakMegabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
        result["versions"] = {"keras": keras.__version__, "tensorflow": tf.__version__}
        print(json.dumps(result))
