"""Writes score_cases.json beside this file: assignments with the scores of the normative scorer.

Run once, by hand: python3 make_cases.py ../../../../tests/cohorts
The instances beside it are `gen.py make n00030-small-FAMILY-s7`. Ten assignments of each: the
planted one, then ever more of it replaced by random cohorts, nobody, or cohorts that do not exist.
"""
import json, os, random, sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, sys.argv[1])
import gen, score

random.seed(20261123)
cases = []
for family in ["even", "skew", "tight", "rebal"]:
    name = f"n00030-small-{family}-s7"
    instance, planted = gen.generate(*gen.parse(name))
    assert gen.dumps(instance) == open(f"{here}/{name}.json").read()
    k = len(instance["cohorts"])
    for degree in range(10):
        cohort = list(planted)
        for i in range(len(cohort)):
            if random.random() < degree / 9:
                cohort[i] = random.choice(list(range(k)) * 6 + [None, -1, k])
        if degree == 8: cohort = [0] * len(cohort)
        result, _ = score.score(instance, cohort)
        cases.append({"instance": name, "cohort": cohort, "hard": result["hard"], "soft": result["soft"]})
with open(f"{here}/score_cases.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(c, separators=(",", ":")) for c in cases) + "\n]\n")
