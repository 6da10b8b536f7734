#!/usr/bin/env python3
"""cases.py FAMILY COUNT [SEED]     cases.py mdg COUNT

Instances of a family with COUNT random assignments and what the normative scorer says of them:
one JSON object a line, {"instance": ...} or {"cohort": ..., "hard": ..., "soft": ...} of the
instance above. Assignments go from the planted one to pure chance; people without a cohort and
cohorts that do not exist are among them.

`mdg`: instances of mdg.py, and {"cohort": ..., "apart": the distances between cohorts}.
"""
import json
import random
import sys

import gen
import mdg
import score

SHAPES = ["n00030-small", "n00120-small", "n00120-class", "n00500-class", "n00030-small"]


def mixed_up(planted, cohorts, share, dice):
    """The planted assignment with this share of the people placed anywhere, or nowhere."""
    anywhere = list(range(cohorts)) * 6 + [None, -1, cohorts, cohorts + 7]
    return [dice.choice(anywhere) if dice.random() < share else c for c in planted]


def diverse(count):
    for name in mdg.names(120):
        instance, dice = mdg.make(name), random.Random(name)
        print(json.dumps({"instance": instance}))
        people, cohorts = len(instance["participants"]), len(instance["cohorts"])
        all_distances = mdg.diversity(instance, [0] * people)
        for _ in range(int(count)):
            cohort = [dice.randrange(cohorts) for _ in range(people)]
            apart = all_distances - mdg.diversity(instance, cohort)
            print(json.dumps({"cohort": cohort, "apart": apart}))


def main(family, count, seed=1):
    if family == "mdg":
        return diverse(count)
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
