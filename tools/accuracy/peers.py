"""What people would use in Graft's place, on the pictures, parts and backbone weights that write-plan.mjs left in a folder.

    python peers.py logisticRegression FOLDER            scikit-learn on the features
    python peers.py logisticRegressionSamePictures FOLDER the same of the pictures that Graft's head learns from
    python peers.py keras FOLDER                 the tutorial on the pixels

Prints {"accuracy": …, "seconds": …}.
"""
import json
import os
import sys
import time

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import numpy as np

BATCH = 32
EPOCHS = 10


def logistic_regression(folder, plan, learn="learn"):
    from sklearn.linear_model import LogisticRegression

    def features(part):
        labels = np.array(plan["labels"][part])
        return np.fromfile(os.path.join(folder, f"{part}.features"), np.float32).reshape(len(labels), -1), labels

    model = LogisticRegression(max_iter=2000, random_state=plan["seed"]).fit(*features(learn))
    return model.score(*features("test"))


def keras_tutorial(folder, plan):
    """The frozen base runs once per picture: without augmentation, its output is the same in every epoch."""
    import keras

    keras.utils.set_random_seed(plan["seed"])
    base = keras.models.load_model(os.path.join(folder, "backbone.keras"))
    base.trainable = False

    class Rows(keras.utils.PyDataset):
        """Rows of a file by batches: what is on disk need not fit into memory."""

        def __init__(self, rows, labels, shuffle, prepare=lambda x: x):
            super().__init__()
            self.rows, self.labels, self.shuffle, self.prepare = rows, labels, shuffle, prepare
            self.order = np.arange(len(labels))
            self.on_epoch_end()

        def __len__(self):
            return -(-len(self.labels) // BATCH)

        def __getitem__(self, i):
            chosen = self.order[i * BATCH : (i + 1) * BATCH]
            return self.prepare(self.rows[chosen]), self.labels[chosen]

        def on_epoch_end(self):
            if self.shuffle:
                np.random.shuffle(self.order)

    def features(part):
        labels = np.array(plan["labels"][part])
        shape = (len(labels), plan["side"], plan["side"], 3)
        pixels = np.memmap(os.path.join(folder, f"{part}.pixels"), np.uint8, "r", shape=shape)
        path = os.path.join(folder, f"{part}.maps")
        maps = np.memmap(path, np.float32, "w+", shape=(len(labels), *base.output.shape[1:]))
        scaled = Rows(pixels, labels, False, lambda x: (x.astype("float32") - 127.0) / 128.0)
        for i in range(len(scaled)):
            maps[i * BATCH : (i + 1) * BATCH] = base.predict_on_batch(scaled[i][0])
        return maps, labels

    model = keras.Sequential(
        [
            keras.Input(base.output.shape[1:]),
            keras.layers.Flatten(),
            keras.layers.Dense(256, activation="relu"),
            keras.layers.Dense(plan["classes"], activation="softmax"),
        ]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    model.fit(Rows(*features("learn"), True), epochs=EPOCHS, verbose=0)
    return model.evaluate(Rows(*features("test"), False), verbose=0)[1]


if __name__ == "__main__":
    started = time.time()
    system = {
        "logisticRegression": logistic_regression,
        "logisticRegressionSamePictures": lambda folder, plan: logistic_regression(folder, plan, "graft"),
        "keras": keras_tutorial,
    }[sys.argv[1]]
    accuracy = system(sys.argv[2], json.load(open(os.path.join(sys.argv[2], "plan.json"))))
    print(json.dumps({"accuracy": accuracy, "seconds": time.time() - started}))
