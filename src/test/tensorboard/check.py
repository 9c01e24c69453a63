"""Reads an event file with TensorBoard's own reader, and compares it with metrics.jsonl.

    check.py FOLDER     the output folder of a training with metrics.tensorboard = true
"""

import json
import pathlib
import struct
import sys

from tensorboard.backend.event_processing.event_accumulator import EventAccumulator


def single(value):
    """As TensorBoard keeps a scalar: in single precision."""
    try:
        return struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def numbers(line):
    """What a line of metrics.jsonl has to show, by tag."""
    found = {}
    for key, value in line.items():
        if key != "step" and isinstance(value, (bool, int, float)):
            found[key] = single(value)
    for section in ("milliseconds", "validation"):
        for key, value in line.get(section, {}).items():
            if isinstance(value, (int, float)):
                found[f"{section}/{key}"] = single(value)
    for part, norms in line.get("movement", {}).get("parts", {}).items():
        for key, value in norms.items():
            if value is not None:
                found[f"{key}/{part}"] = single(value)
    return found


def main(folder):
    folder = pathlib.Path(folder)
    lines = [json.loads(line) for line in (folder / "metrics.jsonl").read_text().splitlines()]
    expected = {(tag, line["step"]): value for line in lines for tag, value in numbers(line).items()}
    reader = EventAccumulator(str(folder / "tensorboard"), size_guidance={"scalars": 0})
    reader.Reload()
    actual = {}
    for tag in reader.Tags()["scalars"]:
        for event in reader.Scalars(tag):
            actual[tag, event.step] = event.value
    if actual != expected:
        different = [key for key in expected.keys() | actual.keys() if expected.get(key) != actual.get(key)]
        sys.exit(f"{len(different)} of {len(expected)} differ, such as {sorted(different)[:3]}")
    print(f"{len(actual)} values of {len(reader.Tags()['scalars'])} tags in {len(lines)} steps are those of metrics.jsonl")


if __name__ == "__main__":
    main(sys.argv[1])
