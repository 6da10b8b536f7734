#!/usr/bin/env python3
"""cases.py FAMILY COUNT [SEED]

Instances of a family with COUNT random assignments and what the normative scorer says of them:
one JSON object a line, {"instance": ...} or {"cohort": ..., "hard": ..., "soft": ...} of the
instance above. Assignments go from the planted one to pure chance; people without a cohort and
cohorts that do not exist are among them.
"""
import json
import random
import sys

import gen
import score

SHAPES = ["n00030-small", "n00120-small", "n00120-class", "n00500-class", "n00030-small"]


def mixed_up(planted, cohorts, share, dice):
    """The planted assignment with this share of the people placed anywhere, or nowhere."""
    anywhere = list(range(cohorts)) * 6 + [None, -1, cohorts, cohorts + 7]
    return [dice.choice(anywhere) if dice.random() < share else c for c in planted]


def main(family, count, seed=1):
    dice = random.Random(f"{family}-{seed}")
    each, rest = divmod(int(count), len(SHAPES))
    for number, shape in enumerate(SHAPES):
        instance, planted = gen.generate(*gen.parse(f"{shape}-{family}-s{40 + number}"))
        print(json.dumps({"instance": instance}))
        cohorts = len(instance["cohorts"])
        for case in range(each + (number < rest)):
            share = [0, 0.02, 0.1, 0.4, 1][case % 5]
            assignment = mixed_up(planted, cohorts, share, dice)
            if case % 50 == 49:
                assignment = [case % cohorts] * len(planted)
            result, _ = score.score(instance, assignment)
            print(json.dumps({"cohort": assignment, "hard": result["hard"], "soft": result["soft"]}))


if __name__ == "__main__":
    main(*sys.argv[1:])
