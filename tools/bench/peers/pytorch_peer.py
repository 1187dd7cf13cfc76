"""PyTorch on the CPU as a careful user writes it: pictures read ahead by worker processes, channels
last, and for inference `optimize_for_inference`, which folds batch norms and takes half as long as plain modules.

    python pytorch_peer.py run PLAN           PLAN is JSON (see cases.mjs); prints one JSON object

torchvision's networks with weights drawn at random, for speed does not depend on them. In a step, batch norms stay on their
stored statistics, as everywhere in the benchmark.
"""
import io
import json
import os
import resource
import sys
import time
import warnings

import torch
import torchvision
from PIL import Image
from torchvision.transforms import v2

SIDE = 224
BATCH = 32
CORES = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
torch.set_num_threads(CORES)
warnings.simplefilter("ignore")

TO_INPUT = v2.Compose(
    [v2.ToImage(), v2.Resize((SIDE, SIDE), antialias=True), v2.ToDtype(torch.float32, scale=True), v2.Normalize([0.5] * 3, [0.5] * 3)]
)
# The layers from the cut upwards: name, number of the first, shape of what comes in.
UPPER = {"mobilenet-v2": ("mobilenet_v2", 17, (160, 7, 7)), "vgg16": ("vgg16", 24, (512, 14, 14))}


class Pictures(torch.utils.data.Dataset):
    def __init__(self, folder):
        self.files = sorted(os.path.join(folder, label, name) for label in os.listdir(folder) for name in os.listdir(os.path.join(folder, label)))

    def __len__(self):
        return len(self.files)

    def __getitem__(self, i):
        return decode(self.files[i])


def decode(source):
    with Image.open(source) as picture:
        return TO_INPUT(picture.convert("RGB"))


def inference(batch, *more):
    features = with_statistics(torchvision.models.mobilenet_v2().features, (3, SIDE, SIDE))
    network = torch.nn.Sequential(features, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), *more).eval()
    example = torch.zeros(batch, 3, SIDE, SIDE).to(memory_format=torch.channels_last)
    traced = torch.jit.trace(network.to(memory_format=torch.channels_last), example)
    optimized = torch.jit.optimize_for_inference(torch.jit.freeze(traced))
    optimized(example)
    return optimized


def with_statistics(layers, shape):
    """Batch norms with the statistics of noise, so that no layer computes with denormals."""
    for layer in layers.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.momentum = 1.0
    with torch.no_grad():
        layers.train()(torch.rand(8, *shape) * 2 - 1)
    return layers.eval()


def start_clock():
    """@returns a function that gives the time since: on the wall, and of all cores together, worker processes among them."""
    cores = lambda: sum(os.times()[:4])
    wall, used = time.perf_counter(), cores()
    return lambda: {"seconds": time.perf_counter() - wall, "coreSeconds": cores() - used}


def embed(plan):
    network = inference(BATCH)
    with torch.inference_mode():
        clock = start_clock()
        loader = torch.utils.data.DataLoader(Pictures(plan["data"]), batch_size=BATCH, num_workers=CORES)
        features = torch.cat([network(x.to(memory_format=torch.channels_last)) for x in loader])
        del loader  # Its processes end, so their time counts.
    return {**clock(), "pictures": len(features), "mean": float(features.mean())}


def latency(plan):
    network = inference(1, torch.nn.Linear(1280, 2))
    files = [open(path, "rb").read() for path in plan["files"]]
    order = iter(files * (1 + (plan["warmUp"] + plan["repeats"]) // len(files)))

    def label():
        with torch.inference_mode():
            return int(network(decode(io.BytesIO(next(order)))[None].to(memory_format=torch.channels_last)).argmax())

    return timed(label, plan["warmUp"], plan["repeats"])


def step(plan):
    name, first, shape = UPPER[plan["backbone"]]
    layers = with_statistics(getattr(torchvision.models, name)().features[first:], shape)
    channels = layers(torch.zeros(2, *shape)).shape[1]
    model = torch.nn.Sequential(layers, torch.nn.AdaptiveAvgPool2d(1), torch.nn.Flatten(), torch.nn.Linear(channels, 2))
    model = model.eval().to(memory_format=torch.channels_last)
    optimizer = torch.optim.Adam(model.parameters(), lr=plan["learningRate"], fused=True)
    x = torch.rand(BATCH, *shape).to(memory_format=torch.channels_last)
    y = torch.randint(0, 2, (BATCH,))

    def update():
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(x), y)
        loss.backward()
        optimizer.step()
        return loss.item()

    return timed(update, plan["warmUp"], plan["repeats"])


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
    plan = json.loads(sys.argv[2])
    result = {"embed": embed, "latency": latency, "step": step}[plan["work"]](plan)
    result["peakMegabytes"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    result["versions"] = {"torch": torch.__version__, "torchvision": torchvision.__version__}
    print(json.dumps(result))
