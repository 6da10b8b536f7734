#!/usr/bin/env python3
"""bench.py: how good the cohort solver is, and how fast. `just bench cohort` calls it.

  --solver BINARY    the `samverkan` to measure
  --cpsat PYTHON     a Python that has ortools
  --quick            a few instances of each kind: minutes; the full run takes about two hours
  --brief            instances of every kind up to 500 people, and one of each larger size that
                     --quick has: less than 20 minutes
  --seeds N          so many of every kind up to 500 people (default: 3, with --brief 1)
  --parts LIST       of families, proofs, large, mdg, repeat (default: all)
  --results FILE     what was measured, a line each; what is there already is not measured again
  --write            write the section of docs/benchmarks.md and docs/benchmarks-cohort.svg

Instances come from gen.py and mdg.py; points and broken rules are counted by score.py, not by the
solver that is measured. Each run is a process of its own, one at a time.
"""
import argparse
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time

import gen
import mdg
import report
import score

HERE = pathlib.Path(__file__).resolve().parent
SIZES = (30, 120, 500, 2000, 10000, 50000)
FAMILIES = ("even", "skew", "tight", "rebal")
# A model with more places (people x cohorts) than this is not built: it would take the time and the
# memory that is there before the first step of the search.
CPSAT_PLACES = 450_000
DEALS = 20
PROOF = 30


def instances(wanted):
    """Names of the instances of the families, by size."""
    each = wanted.seeds or (1 if wanted.brief else 3)
    seeds = {30: each, 120: each, 500: each}
    if not wanted.brief:
        seeds[2000] = 1
    if wanted.quick and not wanted.brief:
        return ["n00030-small-even-s1", "n00030-small-tight-s1", "n00120-small-skew-s1",
                "n00120-class-rebal-s1", "n00500-class-even-s1", "n00500-small-tight-s1",
                "n02000-class-skew-s1"]
    names = [f"n{n:05d}-{style}-{family}-s{seed}" for n in seeds
             for style in ("small", "class") if (n, style) != (30, "class")
             for family in FAMILIES for seed in range(1, seeds[n] + 1)]
    return names + ["n02000-class-skew-s1"] if wanted.brief else names


def large(quick):
    """Names of the instances of which speed and memory are looked at."""
    if quick:
        return ["n50000-small-even-s1"]
    return [f"n{n:05d}-{style}-{family}-s1" for n in SIZES if n > 2000
            for style in ("small", "class") for family in FAMILIES]


class Bench:
    def __init__(self, wanted, folder):
        self.wanted, self.folder = wanted, pathlib.Path(folder)
        self.results = {}
        if wanted.results and os.path.exists(wanted.results):
            with open(wanted.results) as lines:
                for line in lines:
                    result = json.loads(line)
                    self.results[result["key"]] = result

    def keep(self, key, result):
        result["key"] = key
        self.results[key] = result
        if self.wanted.results:
            with open(self.wanted.results, "a") as out:
                out.write(json.dumps(result) + "\n")
        print(f"{key:46} {report.one_line(result)}", file=sys.stderr, flush=True)

    def file(self, name):
        path = self.folder / f"{name}.json"
        if not path.exists():
            if name.startswith("n"):
                gen.write(str(path), gen.dumps(gen.generate(*gen.parse(name))[0]))
            else:
                path.write_text(json.dumps(mdg.make(name)))
        return path

    def child(self, command):
        """Runs it; seconds, most memory (MB) and what it printed. Its fault ends the run."""
        start = time.monotonic()
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   cwd=HERE, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        out = process.stdout.read()
        error = process.stderr.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode not in (0, 1) or not out:
            sys.exit(f"{' '.join(map(str, command))}\n{process.returncode}: {error.decode()}")
        return {"wall": time.monotonic() - start, "memory": usage.ru_maxrss / 1024,
                "processor": usage.ru_utime + usage.ru_stime}, json.loads(out)

    def judged(self, name, cohort):
        """Broken rules and points, by the normative scorer; for mdg the diversity."""
        instance = score.load(str(self.file(name)))
        if not name.startswith("n"):
            sizes = [cohort.count(c["id"]) for c in instance["cohorts"]]
            broken = sum(not c["min"] <= s <= c["max"] for c, s in zip(instance["cohorts"], sizes))
            return {"hard": broken, "diversity": mdg.diversity(instance, cohort)}
        result, _ = score.score(instance, cohort)
        return {"hard": result["hard_total"], "soft": result["soft_total"]}

    def ours(self, name, seconds, threads=2, seed=1):
        key = f"{name} ours {seconds} s {threads} threads"
        if key not in self.results:
            out = self.folder / "assignment.json"
            used, said = self.child([
                self.wanted.solver, "--json", "cohort", "solve", self.file(name), "--out", out,
                "--seed", str(seed), "--threads", str(threads), "--time-limit", str(seconds)])
            # Moves evaluated, where the solver counts them apart from the changes it tries; those
            # are of one thread.
            moves = said.get("moves", said["iterations"] * threads)
            self.keep(key, {**used, **self.judged(name, said["cohort"]), "status": said["status"],
                            "bound": said["bound"], "solving": said["seconds"], "moves": moves})
        return self.results[key]

    def proof(self, name):
        """A short search and a long proof."""
        key = f"{name} proof {PROOF} s"
        if key not in self.results:
            out = self.folder / "assignment.json"
            used, said = self.child([
                self.wanted.solver, "--json", "cohort", "solve", self.file(name), "--out", out,
                "--threads", "2", "--time-limit", "2", "--prove", str(PROOF)])
            self.keep(key, {**used, **self.judged(name, said["cohort"]), "status": said["status"],
                            "bound": said["bound"], "solving": said["seconds"]})

    def cpsat(self, name, seconds):
        key = f"{name} cpsat {seconds} s 2 threads"
        if key not in self.results:
            instance = score.load(str(self.file(name)))
            places = len(instance["participants"]) * len(instance["cohorts"])
            if places > CPSAT_PLACES or not self.wanted.cpsat:
                return {"status": "too large"}
            used, said = self.child([
                self.wanted.cpsat, HERE / "cpsat.py", self.file(name), str(seconds), "2"])
            judged = self.judged(name, said["cohort"]) if said["cohort"] else {}
            self.keep(key, {**used, **judged, "status": said["status"], "bound": said["bound"],
                            "solving": said["seconds"], "built": said["built"]})
        return self.results[key]

    def dealt(self, name):
        """What course systems do: shuffle, then deal round the cohorts. The mean of some deals."""
        key = f"{name} dealt"
        if key not in self.results:
            instance = score.load(str(self.file(name)))
            people, cohorts = len(instance["participants"]), len(instance["cohorts"])
            dice, sums = random.Random(name), [0, 0]
            deals = DEALS if people <= 2000 else 1
            for _ in range(deals):
                order = list(range(people))
                dice.shuffle(order)
                cohort = [0] * people
                for turn, person in enumerate(order):
                    cohort[person] = turn % cohorts
                result, _ = score.score(instance, cohort)
                sums = [sums[0] + result["hard_total"], sums[1] + result["soft_total"]]
            self.keep(key, {"hard": sums[0] / deals, "soft": sums[1] / deals})
        return self.results[key]

    def witness(self, name):
        key = f"{name} witness"
        if key not in self.results:
            self.keep(key, self.judged(name, gen.generate(*gen.parse(name))[1]))
        return self.results[key]

    def families(self):
        for name in instances(self.wanted):
            n = gen.parse(name)[0]
            for seconds in (2, 10, 60) if n >= 2000 else (2, 10):
                self.ours(name, seconds)
            self.cpsat(name, 60 if n >= 2000 else 10)
            self.dealt(name)
            self.witness(name)

    def proofs(self):
        for name in instances(self.wanted):
            if gen.parse(name)[0] <= 500:
                self.proof(name)

    def large(self):
        for name in large(self.wanted.quick or self.wanted.brief):
            one = (1,) if gen.parse(name)[0] == 50000 else (2,)
            for threads in one:
                for seconds in (3, 10) if self.wanted.quick else (3, 10, 60):
                    self.ours(name, seconds, threads)
            self.dealt(name)
            self.witness(name)

    def mdg(self):
        for name in mdg.names(120 if self.wanted.quick or self.wanted.brief else 480):
            self.ours(name, 10)
            self.ours(name, 30 if self.wanted.quick or self.wanted.brief else 120)

    def repeat(self):
        """The same input, seed, threads and iterations twice: the same bytes."""
        name, out = "n00500-small-tight-s1", self.folder / "assignment.json"
        written = []
        for _ in range(2):
            self.child([self.wanted.solver, "--json", "cohort", "solve", self.file(name), "--out",
                        out, "--seed", "3", "--threads", "2", "--iterations", "1000000"])
            written.append(out.read_bytes())
        self.keep("repeat", {"same": written[0] == written[1]})


def main():
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--solver", required=True)
    parser.add_argument("--cpsat")
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--brief", action="store_true")
    parser.add_argument("--seeds", type=int)
    parser.add_argument("--parts", default="families,proofs,large,mdg,repeat")
    parser.add_argument("--results")
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args()
    start = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="samverkan-bench-") as folder:
        bench = Bench(wanted, folder)
        for part in wanted.parts.split(","):
            getattr(bench, part)()
    options = [name for name in ("--quick", "--brief") if getattr(wanted, name[2:])]
    options += [f"--seeds {wanted.seeds}"] if wanted.seeds else []
    command = " ".join(["just bench cohort", *options])
    told = report.Report(bench.results, time.monotonic() - start, command)
    print(told.terminal())
    if wanted.write:
        told.write(HERE.parent.parent / "docs")


if __name__ == "__main__":
    main()
