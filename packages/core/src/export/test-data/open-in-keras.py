"""python open-in-keras.py MODEL INPUT SHAPE: what Keras makes of an export, as JSON on the last line.

INPUT holds little-endian float32 numbers, SHAPE their shape as JSON.
"""

import json
import sys

import keras
import numpy

path, input_path, shape = sys.argv[1:]
pictures = numpy.fromfile(input_path, "<f4").reshape(json.loads(shape))
model = keras.saving.load_model(path)
probabilities = model.predict(pictures, verbose=0)
print(json.dumps({"probabilities": probabilities.ravel().tolist()}))
