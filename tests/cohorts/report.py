"""What bench.py measured, told: tables, what was hoped for, a picture."""
import datetime
import math
import os
import pathlib
import platform
import re

import chart

# Points after 300 s of CP-SAT with two threads (for the second: HiGHS on a column model), measured
# once; where it says so, proven to be the least there is.
KNOWN = {
    "n00030-small-even-s1": 42, "n00030-small-skew-s1": 68, "n00030-small-tight-s1": 128,
    "n00030-small-rebal-s1": 97, "n00120-small-even-s1": 19, "n00120-small-skew-s1": 101,
    "n00120-small-tight-s1": 247, "n00500-class-even-s1": 75, "n00500-class-tight-s1": 543,
    "n00500-small-tight-s1": 400,
}
SECTION = "<!-- bench: cohort -->"
# A run that took more than its limit by this factor is late.
LATE = 1.1


def one_line(result):
    parts = [f"{name} {result[name]:.1f}" if isinstance(result[name], float)
             else f"{name} {result[name]}"
             for name in ("hard", "soft", "diversity", "bound", "status", "wall", "memory", "same")
             if result.get(name) is not None]
    return "  ".join(parts)


def rate(result, threads):
    return result["moves"] / max(result["solving"], 1e-9) / threads / 1e6


class Report:
    def __init__(self, results, seconds, command):
        self.results, self.seconds, self.command = results, seconds, command
        names = {key.split()[0] for key in results} - {"repeat"}
        self.families = sorted(n for n in names if re.match(r"n0(0|2)", n))
        self.large = sorted(n for n in names if re.match(r"n[15]0000", n))
        self.mdg = sorted(n for n in names if not n.startswith("n"))

    def ours(self, name, seconds, threads=2):
        return self.results.get(f"{name} ours {seconds} s {threads} threads")

    def proof(self, name):
        return self.results.get(f"{name} proof 30 s")

    def cpsat(self, name):
        return (self.results.get(f"{name} cpsat 10 s 2 threads")
                or self.results.get(f"{name} cpsat 60 s 2 threads"))

    def same_time(self, name):
        return self.ours(name, 60 if size(name) >= 2000 else 10)

    def best_known(self, name):
        found = [self.ours(name, s) for s in (2, 10, 60)] + [self.cpsat(name)]
        points = [r["soft"] for r in found if r and r.get("hard") == 0]
        return min([*points, *([KNOWN[name]] if name in KNOWN else [])], default=None)

    def targets(self):
        """What was wanted, what came of it, and whether that is enough; nothing where not run."""
        rows = [self.feasible(), self.small(), self.as_cpsat(10, 0), self.as_cpsat(2, 5),
                self.settled(2000, 10, 2), self.first(50000), self.settled(50000, 10, 3),
                self.memory(), self.beats("CP-SAT"), self.beats("dealing"), self.speed(),
                self.in_time(), self.repeats(), self.diverse()]
        return [row for row in rows if row]

    def feasible(self):
        runs = [(n, self.ours(n, 10, t)) for n in self.families + self.large for t in (1, 2)]
        runs = [(n, r) for n, r in runs if r]
        good = [n for n, r in runs if r["hard"] == 0]
        missed = [n for n, r in runs if r["hard"]]
        return runs and ("no broken rule after 10 s (the witness has none)",
                         f"{len(good)} of {len(runs)}" + named(missed), "all", not missed)

    def small(self):
        runs = [(n, self.ours(n, 2)) for n in self.families if size(n) <= 120]
        runs = [(n, r) for n, r in runs if r]
        missed = [n for n, r in runs if r["hard"] or r["soft"] > self.best_known(n)]
        return runs and ("N ≤ 120: the best known after 2 s",
                         f"{len(runs) - len(missed)} of {len(runs)}" + named(missed), "all",
                         not missed)

    def as_cpsat(self, seconds, per_cent):
        rows = [(n, self.ours(n, seconds)) for n in self.families
                if size(n) == 500 and n in KNOWN and self.ours(n, seconds)]
        told = ", ".join(f"{r['soft']} ({KNOWN[n]})" for n, r in rows)
        met = all(not r["hard"] and r["soft"] <= KNOWN[n] * (1 + per_cent / 100) for n, r in rows)
        aim = "no more" if not per_cent else f"≤ {per_cent} % more"
        return rows and (f"N = 500: {seconds} s against CP-SAT after 300 s (in brackets)", told,
                         aim, met)

    def settled(self, n, seconds, per_cent):
        threads = 1 if n == 50000 else 2
        pairs = [(self.ours(name, seconds, threads), self.ours(name, 60, threads))
                 for name in self.families + self.large if size(name) == n]
        over = [(a["soft"] / b["soft"] - 1) * 100 for a, b in pairs if a and b]
        return over and (f"N = {n}: {seconds} s against 60 s, the largest difference",
                         f"{max(over):.1f} %", f"≤ {per_cent} %", max(over) <= per_cent)

    def first(self, n):
        runs = [self.ours(name, 3, 1) for name in self.large if size(name) == n]
        runs = [run for run in runs if run]
        good = sum(run["hard"] == 0 and run["solving"] < 3 * LATE for run in runs)
        longest = max((run["solving"] for run in runs), default=0)
        return runs and (f"N = {n}: no broken rule within 3 s, one thread",
                         f"{good} of {len(runs)}; it took up to {longest:.1f} s", "all",
                         good == len(runs))

    def in_time(self):
        over = []
        for key, run in self.results.items():
            found = re.search(r" ours (\d+) s ", key)
            if found:
                over.append((run["solving"] / int(found[1]), key.split()[0]))
        late = sorted({name for times, name in over if times > LATE})
        return over and ("the time limit is kept (to a tenth), the longest run by its limit",
                         f"{max(over)[0]:.2f}" + named(late), f"≤ {LATE}", not late)

    def memory(self):
        runs = [self.ours(name, s, 1) for name in self.large for s in (3, 10, 60)
                if size(name) == 50000]
        most = max((run["memory"] for run in runs if run), default=None)
        return most and ("N = 50000: memory, the file and its reading included", f"{most:.0f} MB",
                         "< 500 MB", most < 500)

    def beats(self, whom):
        rows = []
        for name in self.families:
            ours = self.same_time(name)
            other = self.cpsat(name) if whom == "CP-SAT" else self.results.get(f"{name} dealt")
            if ours and other and "soft" in other:
                equal = ours["soft"] == other["soft"] == other.get("bound")
                better = ours["soft"] < other["soft"] or equal
                rows.append((name, ours["hard"] == 0 and better))
            elif ours and other:
                rows.append((name, ours["hard"] == 0))
        lost = [name for name, better in rows if not better]
        what = "CP-SAT with the same time and threads" if whom == "CP-SAT" else "random dealing"
        return rows and (f"fewer points than {what} (or both the proven least)",
                         f"{len(rows) - len(lost)} of {len(rows)}" + named(lost), "all", not lost)

    def speed(self):
        rates = [rate(run, 2) for n in self.families if size(n) == 500
                 for run in [self.ours(n, 10)] if run]
        return rates and ("N = 500: million moves a second and thread, least–most",
                          f"{min(rates):.1f}–{max(rates):.1f}", "≥ 3", min(rates) >= 3)

    def repeats(self):
        same = self.results.get("repeat", {}).get("same")
        return same is not None and ("the same input, seed and iterations: the same bytes",
                                     "yes" if same else "no", "yes", same)

    def diverse(self):
        gaps = [gap for name in self.mdg for gap in [self.gap(name)] if gap is not None]
        return gaps and ("diverse groups: 10 s against a long run, the largest difference",
                         f"{max(gaps):.2f} %", "≤ 0.5 %", max(gaps) <= 0.5)

    def gap(self, name):
        short, long = self.ours(name, 10), self.ours(name, 120) or self.ours(name, 30)
        if short and long:
            return (1 - short["diversity"] / max(long["diversity"], short["diversity"])) * 100
        return None

    def targets_table(self):
        rows = [(what, told, aim, "met" if met else "**missed**")
                for what, told, aim, met in self.targets()]
        return table(("", "reached", "target", ""), rows)

    def families_table(self):
        rows = []
        for name in self.families:
            dealt = self.results.get(f"{name} dealt")
            witness = self.results.get(f"{name} witness")
            ours = self.proof(name) or self.same_time(name)
            rows.append((name, points(witness), points(dealt), points(self.cpsat(name)),
                         bound(self.cpsat(name)), points(self.ours(name, 2)),
                         points(self.ours(name, 10)), points(self.ours(name, 60)), bound(ours),
                         proven(ours)))
        return table(("instance", "planted", "dealt at random", "CP-SAT", "its bound", "2 s",
                      "10 s", "60 s", "our bound", "proven"), rows)

    def proofs(self):
        """How many of a size are proven the best there is, and how far the others may be from it."""
        told = []
        for n in sorted({size(name) for name in self.families}):
            runs = [self.proof(name) for name in self.families if size(name) == n]
            runs = [run for run in runs if run and run["hard"] == 0]
            open_ = sorted((run["soft"] / max(run["bound"], 1) - 1) * 100 for run in runs
                           if run["status"] != "optimal")
            if runs:
                rest = f", the others within {open_[len(open_) // 2]:.0f} % (median)" if open_ else ""
                told.append(f"N = {n}: {len(runs) - len(open_)} of {len(runs)}{rest}")
        return "; ".join(told) or "not measured"

    def large_table(self):
        rows = []
        for name in self.large:
            threads = 1 if size(name) == 50000 else 2
            runs = [self.ours(name, s, threads) for s in (3, 10, 60)]
            last = [run for run in runs if run][-1:]
            rows.append((name, threads, points(self.results.get(f"{name} witness")),
                         points(self.results.get(f"{name} dealt")), *map(points, runs),
                         *(f"{run['memory']:.0f}" for run in last)))
        return table(("instance", "threads", "planted", "dealt at random", "3 s", "10 s", "60 s",
                      "memory (MB)"), rows)

    def mdg_table(self):
        rows = []
        for name in self.mdg:
            short, long = self.ours(name, 10), self.ours(name, 120) or self.ours(name, 30)
            if short and long:
                rows.append((name, short["diversity"], long["diversity"],
                             f"{self.gap(name):.2f} %"))
        return table(("instance", "10 s", "long run", "difference"), rows)

    def terminal(self):
        parts = [self.families_table(), self.large_table(), self.mdg_table(), self.targets_table()]
        return "\n".join(part for part in parts if part.count("\n") > 2)

    def write(self, docs):
        text = (pathlib.Path(__file__).parent.parent / "bench" / "cohort.md.in").read_text()
        values = {"day": datetime.date.today().isoformat(), "machine": machine(),
                  "minutes": round(self.seconds / 60), "command": self.command,
                  "targets": self.targets_table(),
                  "proofs": self.proofs(), "families": self.families_table(), "large": self.large_table(),
                  "mdg": self.mdg_table()}
        for name, value in values.items():
            text = text.replace("{" + name + "}", str(value).rstrip("\n"))
        page = docs / "benchmarks.md"
        before, _, after = page.read_text().partition(SECTION)
        # What follows is another benchmark's section, if there is one.
        rest = after[after.index("<!-- bench: "):] if "<!-- bench: " in after else ""
        page.write_text(f"{before.rstrip()}\n\n{SECTION}\n\n{text.strip()}\n"
                        + (f"\n{rest}" if rest else ""))
        (docs / "benchmarks-cohort.svg").write_text(chart.svg(self.groups()))

    def groups(self):
        """For the picture: points a person by size and way, the mean of the instances."""
        ways = {"dealt at random": lambda n: self.results.get(f"{n} dealt"),
                "CP-SAT": self.cpsat, "Samverkan": self.same_time}
        groups = {}
        for name in self.families:
            _, style, family, _ = name.split("-")
            row = groups.setdefault((size(name), style, family), {way: [] for way in ways})
            for way, find in ways.items():
                result = find(name)
                if result and "soft" in result:
                    row[way].append(result["soft"] / size(name))
        return {key: {way: sum(values) / len(values) for way, values in row.items() if values}
                for key, row in sorted(groups.items())}


def size(name):
    return int(re.match(r"n(\d+)", name).group(1))


def points(result):
    if not result:
        return ""
    if "soft" not in result:
        return "none found" if result.get("status") == "unknown" else result.get("status", "")
    told = f"{result['soft']:.0f}"
    return told if not result["hard"] else f"{told} and {result['hard']:.0f} rules broken"


def proven(result):
    return "yes" if result and result["status"] == "optimal" else ""


def bound(result):
    return "" if not result or result.get("bound") is None else result["bound"]


def named(names):
    return f" (not {', '.join(names[:4])}{' …' if len(names) > 4 else ''})" if names else ""


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(str(cell) for cell in line) + " |\n" for line in lines)


def machine():
    def field(path, name):
        with open(path) as lines:
            for line in lines:
                if line.startswith(name):
                    return line.split(":")[1].strip()
        return "unknown"
    memory = int(field("/proc/meminfo", "MemTotal").split()[0]) / 2**20
    load = os.getloadavg()[0]
    return (f"{field('/proc/cpuinfo', 'model name')}, {os.cpu_count()} cores, {memory:.0f} GB "
            f"memory, {platform.system()}; load when it ended {math.ceil(load * 10) / 10}")
