#!/usr/bin/env python3
"""mdg.py - maximally diverse grouping: instances after the published recipe of MDGLIB.

  mdg.py list                    names of the set
  mdg.py make NAME [OUT.json]    one instance (stdout if OUT is missing)
NAME = <RanReal|RanInt|Geo>-n<N>-<SS|DS>-s<seed>   e.g. Geo-n120-DS-s1

RanReal: distances uniform in 0-100, here in hundredths. RanInt: whole numbers 0-100. Geo: Euclidean
distances, in hundredths, of points with 2 to 21 coordinates uniform in 0-10.
SS: groups of one size; DS: group sizes between the published bounds, which add up. (Not the published
files: drawn anew, so figures compare with one another and not with the literature.)
"""
import json
import math
import random
import sys

SIZES = {120: (10, 8, 16), 240: (12, 15, 25), 480: (20, 18, 30)}


def group_bounds(n, kind):
    groups, low, high = SIZES[n]
    if kind == "SS":
        return [(n // groups, n // groups)] * groups
    return [(low, high)] * groups


def distances(kind, n, dice):
    if kind == "Geo":
        many = dice.randint(2, 21)
        points = [[dice.uniform(0, 10) for _ in range(many)] for _ in range(n)]
        draw = lambda i, j: round(100 * math.dist(points[i], points[j]))
    else:
        top = {"RanReal": 10_000, "RanInt": 100}[kind]
        draw = lambda i, j: dice.randint(0, top)
    rows = [[0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i):
            rows[i][j] = rows[j][i] = draw(i, j)
    return rows


def make(name):
    kind, n, sizes, seed = name.split("-")
    n, dice = int(n[1:]), random.Random(name)
    criterion = {"kind": "diversity", "distances": distances(kind, n, dice)}
    cohorts = [{"id": c, "min": low, "max": high, "slots": 0}
               for c, (low, high) in enumerate(group_bounds(n, sizes))]
    return {"format": "cohort-instance/1", "name": name, "slots": 0, "labels": {},
            "participants": [{"id": i} for i in range(n)], "cohorts": cohorts,
            "criteria": [criterion], "together": [], "apart": [], "wishes": []}


def diversity(instance, cohort):
    """The sum of distances within groups: what is to be as large as can be."""
    rows, members = instance["criteria"][0]["distances"], {}
    for i, c in enumerate(cohort):
        members.setdefault(c, []).append(i)
    return sum(rows[i][j] for group in members.values()
               for at, i in enumerate(group) for j in group[:at])


def names(most=480, seeds=(1,)):
    return [f"{kind}-n{n}-{sizes}-s{seed}" for n in SIZES if n <= most
            for kind in ("RanReal", "RanInt", "Geo") for sizes in ("SS", "DS") for seed in seeds]


def main(arguments):
    if arguments[1:2] == ["list"]:
        print("\n".join(names()))
    elif arguments[1:2] == ["make"]:
        text = json.dumps(make(arguments[2]), separators=(",", ":")) + "\n"
        if len(arguments) > 3:
            with open(arguments[3], "w") as out:
                out.write(text)
        else:
            sys.stdout.write(text)
    else:
        print(__doc__)


if __name__ == "__main__":
    main(sys.argv)
