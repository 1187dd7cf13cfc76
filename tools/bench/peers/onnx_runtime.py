"""Raw ONNX Runtime from Python on the network that Graft exported: Pillow decodes in threads while the network computes.

    python onnx_runtime.py run PLAN           PLAN is JSON (see cases.mjs); prints one JSON object
"""
import io
import json
import os
import resource
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnxruntime
from PIL import Image

SIDE = 224
BATCH = 32
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def open_session(plan):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = CORES
    return onnxruntime.InferenceSession(plan["onnx"], options, providers=["CPUExecutionProvider"])


def decode(source):
    """RGB scaled to -1..1, the scaling of MobileNetV2; JPEGs are reduced while they are decoded, as Pillow can."""
    with Image.open(source) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        small = picture.convert("RGB").resize((SIDE, SIDE), Image.Resampling.BILINEAR)
    return np.asarray(small, "float32") / 127.5 - 1


def start_clock():
    """@returns a function that gives the time since: on the wall, and of all cores together."""
    wall, cores = time.perf_counter(), time.process_time()
    return lambda: {"seconds": time.perf_counter() - wall, "coreSeconds": time.process_time() - cores}


def embed(plan):
    session = open_session(plan)
    session.run(None, {"input": np.zeros((BATCH, SIDE, SIDE, 3), "float32")})
    clock = start_clock()
    files = sorted(path for path in Path(plan["data"]).glob("*/*"))
    features = []
    with ThreadPoolExecutor(CORES) as pool:
        read = lambda start: [pool.submit(decode, path) for path in files[start : start + BATCH]]
        ahead = read(0)
        for start in range(0, len(files), BATCH):
            batch, ahead = ahead, read(start + BATCH)
            features.append(session.run(None, {"input": np.stack([one.result() for one in batch])})[0])
    times = clock()
    features = np.concatenate(features)
    return {**times, "pictures": len(features), "mean": float(features.mean())}


def latency(plan):
    session = open_session(plan)
    files = [open(path, "rb").read() for path in plan["files"]]
    times = []
    clock = start_clock()
    for i in range(plan["warmUp"] + plan["repeats"]):
        if i == plan["warmUp"]:
            clock = start_clock()
        started = time.perf_counter()
        session.run(None, {"input": decode(io.BytesIO(files[i % len(files)]))[None]})
        times.append(time.perf_counter() - started)
    cores = clock()["coreSeconds"] / plan["repeats"]
    times = sorted(times[plan["warmUp"] :])
    return {"coreSeconds": cores, "seconds": times[len(times) // 2], "p99": times[min(len(times) - 1, int(len(times) * 0.99))]}


if __name__ == "__main__":
    plan = json.loads(sys.argv[2])
    result = {"embed": embed, "latency": latency}[plan["work"]](plan)
    result["peakMegabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    result["versions"] = {"onnxruntime": onnxruntime.__version__}
    print(json.dumps(result))
