#!/usr/bin/env python3
"""cpsat.py INSTANCE.json[.gz] SECONDS [WORKERS]

The same problem as a model for OR-Tools CP-SAT: every hard rule a constraint, every criterion
linear, no hint to start from. Prints one JSON object: the assignment (null if none was found), its
points, the lower bound, the status, and the seconds that building and solving took. The limit is
for solving alone; building the model is not counted against it.

People who must be together are one unit, and a unit has no variable for a cohort closed to it:
the model is as small as a careful modeller would make it.
"""
import json
import sys
import time

from ortools.sat.python import cp_model

import score as scorer


class Model:
    def __init__(self, instance):
        self.instance = instance
        self.people, self.cohorts = instance["participants"], instance["cohorts"]
        self.model = cp_model.CpModel()
        self.costs, self.size_is = [], {}
        self.units, self.unit_of = self.make_units()
        self.place = self.make_places()
        self.heads = [self.count(lambda person: True, c) for c in range(len(self.cohorts))]
        self.hard_rules()
        for criterion in instance["criteria"]:
            getattr(self, criterion["kind"])(criterion)
        self.model.minimize(sum(weight * variable for weight, variable in self.costs))

    def make_units(self):
        leader = list(range(len(self.people)))

        def root(i):
            while leader[i] != i:
                i = leader[i]
            return i

        for group in self.instance.get("together", []):
            for a, b in zip(group, group[1:]):
                a, b = sorted((root(a), root(b)))
                leader[b] = a
        members = {}
        for i in range(len(self.people)):
            members.setdefault(root(i), []).append(i)
        units = [members[i] for i in sorted(members)]
        return units, {i: u for u, unit in enumerate(units) for i in unit}

    def open_to(self, i, c):
        person, home = self.people[i], self.cohorts[c]
        language = home.get("language")
        return not (
            person.get("cannot", 0) & home["slots"]
            or (language is not None and not person.get("languages", ~0) >> language & 1)
            or (person.get("modality_strict") and person.get("modality") is not None
                and person["modality"] != home["modality"])
            or (person.get("protected") and not home.get("protected_ok"))
            or person.get("locked") not in (None, c))

    def make_places(self):
        place = []
        for u, unit in enumerate(self.units):
            open_cohorts = [c for c in range(len(self.cohorts))
                            if all(self.open_to(i, c) for i in unit)]
            row = {c: self.model.new_bool_var(f"x{u},{c}") for c in open_cohorts}
            self.model.add_exactly_one(row.values())
            place.append(row)
        return place

    def count(self, has, c):
        """How many members of cohort c there are for whom `has` holds."""
        terms = []
        for unit, row in zip(self.units, self.place):
            number = sum(has(self.people[i]) for i in unit)
            if number and c in row:
                terms.append(number * row[c])
        return sum(terms)

    def hard_rules(self):
        for c, home in enumerate(self.cohorts):
            self.model.add_linear_constraint(self.heads[c], home["min"], home["max"])
            for need in home.get("needs", []):
                having = self.count(lambda p: p.get(need["attr"]) == need["value"], c)
                self.model.add(having >= need["min"])
        for a, b in self.instance.get("apart", []):
            a, b = self.place[self.unit_of[a]], self.place[self.unit_of[b]]
            for c in a.keys() & b.keys():
                self.model.add_at_most_one(a[c], b[c])

    def totals(self, attr):
        totals = {}
        for person in self.people:
            if person.get(attr) is not None:
                totals[person[attr]] = totals.get(person[attr], 0) + 1
        return totals

    def sizes(self, c):
        """One variable a size that cohort c may have."""
        if c not in self.size_is:
            home = self.cohorts[c]
            most = min(home["max"], len(self.people))
            row = {s: self.model.new_bool_var(f"s{c}={s}") for s in range(home["min"], most + 1)}
            self.model.add_exactly_one(row.values())
            self.model.add(self.heads[c] == sum(s * variable for s, variable in row.items()))
            self.size_is[c] = row
        return self.size_is[c]

    def mix(self, criterion):
        everybody = len(self.people)
        for value, n_v in self.totals(criterion["attr"]).items():
            for c, home in enumerate(self.cohorts):
                count = self.count(lambda p: p.get(criterion["attr"]) == value, c)
                most = min(home["max"], n_v)
                band = {s: (n_v * s // everybody, -(-n_v * s // everybody))
                        if n_v * s >= 2 * everybody else (0, 3) for s in self.sizes(c)}
                low = sum(band[s][0] * is_s for s, is_s in self.sizes(c).items())
                high = sum(band[s][1] * is_s for s, is_s in self.sizes(c).items())
                out = self.model.new_int_var(0, max(most, home["max"]), "")
                self.model.add(out >= low - count)
                self.model.add(out >= count - high)
                self.costs.append((criterion["out"], out))
                if n_v >= 2 and criterion["alone"]:
                    none, one, more = (self.model.new_bool_var("") for _ in range(3))
                    self.model.add_exactly_one(none, one, more)
                    self.model.add(count >= one + 2 * more)
                    self.model.add(count <= one + most * more)
                    self.costs.append((criterion["alone"], one))

    def spread(self, criterion):
        for value, n_v in self.totals(criterion["attr"]).items():
            cap = -(-n_v // len(self.cohorts))
            if n_v < 2:
                continue
            for c in range(len(self.cohorts)):
                count = self.count(lambda p: p.get(criterion["attr"]) == value, c)
                if isinstance(count, int):
                    continue
                excess = self.model.new_int_var(0, n_v, "")
                self.model.add(excess >= count - cap)
                self.costs.append((criterion["excess"], excess))

    def level(self, criterion):
        attr, tolerance = criterion["attr"], criterion["tolerance"]
        stated = [p[attr] for p in self.people if p.get(attr) is not None]
        n, total = len(stated), sum(stated)
        if not n:
            return
        for c in range(len(self.cohorts)):
            terms, count = [], []
            for unit, row in zip(self.units, self.place):
                have = [self.people[i][attr] for i in unit if self.people[i].get(attr) is not None]
                if have and c in row:
                    terms.append(sum(have) * row[c])
                    count.append(len(have) * row[c])
            over = n * sum(terms) - total * sum(count)
            slack = tolerance * n * sum(count)
            units = self.model.new_int_var(0, sum(abs(x) for x in stated) + n * tolerance, "")
            self.model.add(n * units >= over - slack)
            self.model.add(n * units >= -over - slack)
            self.costs.append((criterion["per_unit"], units))

    def per_place(self, points):
        """Points for a person in a cohort."""
        for unit, row in zip(self.units, self.place):
            for c, variable in row.items():
                cost = sum(points(self.people[i], c) for i in unit)
                if cost:
                    self.costs.append((cost, variable))

    def clash(self, criterion):
        self.per_place(lambda person, c: criterion["each"]
                       * bin(person.get("avoid", 0) & self.cohorts[c]["slots"]).count("1"))

    def modality(self, criterion):
        self.per_place(lambda person, c: criterion["each"] * (
            person.get("modality") is not None and not person.get("modality_strict")
            and person["modality"] != self.cohorts[c]["modality"]))

    def move(self, criterion):
        self.per_place(lambda person, c: criterion["each"]
                       * (person.get("previous") not in (None, c)))

    def wish(self, criterion):
        for a, b in self.instance.get("wishes", []):
            a, b = self.unit_of[a], self.unit_of[b]
            if a == b:
                continue
            met = []
            for c in self.place[a].keys() & self.place[b].keys():
                both = self.model.new_bool_var("")
                self.model.add_implication(both, self.place[a][c])
                self.model.add_implication(both, self.place[b][c])
                met.append(both)
            split = self.model.new_bool_var("")
            self.model.add(split + sum(met) >= 1)
            self.costs.append((criterion["each"], split))

    def size(self, criterion):
        for c, home in enumerate(self.cohorts):
            if home.get("target") is None:
                continue
            off = self.model.new_int_var(0, len(self.people), "")
            self.model.add(off >= self.heads[c] - home["target"])
            self.model.add(off >= home["target"] - self.heads[c])
            self.costs.append((criterion["each"], off))


def main(path, seconds, workers=2):
    instance = scorer.load(path)
    start = time.monotonic()
    model = Model(instance)
    built = time.monotonic() - start
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = float(seconds)
    solver.parameters.num_workers = int(workers)
    start = time.monotonic()
    status = solver.solve(model.model)
    answer = {"status": solver.status_name(status).lower(), "built": built,
              "seconds": time.monotonic() - start, "cohort": None, "soft": None, "bound": None}
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        cohort = [None] * len(instance["participants"])
        for unit, row in zip(model.units, model.place):
            for i in unit:
                cohort[i] = next(c for c, variable in row.items() if solver.value(variable))
        result, _ = scorer.score(instance, cohort)
        # A model that counts otherwise than the scorer would make the comparison worthless.
        assert result["hard_total"] == 0, result["hard"]
        assert result["soft_total"] <= round(solver.objective_value), (result, solver.objective_value)
        answer.update(cohort=cohort, soft=result["soft_total"],
                      bound=max(0, round(solver.best_objective_bound)))
        if status == cp_model.OPTIMAL:
            assert result["soft_total"] == round(solver.objective_value)
    print(json.dumps(answer))


if __name__ == "__main__":
    main(*sys.argv[1:])
