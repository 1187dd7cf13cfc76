"""python open-in-keras.py CASES: what Keras makes of exports, as JSON on the last line.

CASES is a JSON file of [{ "model": path, "input": path of little-endian float32 numbers, "shape": [...] }].
"""

import json
import sys

import keras
import numpy


def answer(path, pictures):
    if path.endswith(".keras"):
        return keras.saving.load_model(path).predict(pictures, verbose=0)
    return keras.layers.TFSMLayer(path, call_endpoint="serving_default")(pictures)["output"].numpy()


answers = []
for case in json.load(open(sys.argv[1])):
    pictures = numpy.fromfile(case["input"], "<f4").reshape(case["shape"])
    answers.append(answer(case["model"], pictures).ravel().tolist())
print(json.dumps(answers))
