#!/usr/bin/env python3
"""What a rush costs on the cluster of docs/drift, and whether that can be told beforehand.

    capacity.py PROGRAM [--brief]      PROGRAM is samverkan-service, built for release

Starts the cluster and instances on this machine, lets people apply through the proxy, and counts answers and processor
time by part. From two measurements on one instance and one on two it says what more clients and more instances will
reach, and only then measures that. docs/scaling.md explains the formula. The load comes from Debian's wrk, unpacked and not installed.
"""

import base64
import hashlib
import json
import os
import pathlib
import re
import secrets
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
PEOPLE = 20_000
SECONDS = 4
REPEAT = 3
# (instances, clients)
FIT = [(1, 16), (1, 64), (2, 64)]
PREDICT = [(1, 128), (2, 128), (3, 128)]
TICK = os.sysconf("SC_CLK_TCK")

LUA = """
local tokens, n, bad = {}, 0, 0
for line in io.lines("%(folder)s/tokens") do tokens[#tokens + 1] = line end
local threads = {}
function setup(thread) table.insert(threads, thread) end
function init() wrong = 0 end
function request()
  n = n + 1
  if n > #tokens then wrk.thread:stop() n = #tokens end
  return wrk.format("POST", "/api/v1/offerings/%(offering)s/applications", {
    ["Authorization"] = "Bearer " .. tokens[n], ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = "%(offering)s" }, '{"channel":"%(channel)s"}')
end
function response(status) if status > 299 then wrong = wrong + 1 end end
function done(summary, latency)
  io.write(string.format("RESULT %%d %%d %%f %%f %%d\\n", summary.requests, summary.duration,
    latency:percentile(50) / 1000, latency:percentile(99) / 1000, threads[1]:get("wrong")))
end
"""


class Bench:
    def __init__(self, program):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="samverkan-capacity."))
        self.folder.chmod(0o755)
        self.cluster = self.folder / "cluster"
        self.program, self.instances, self.offerings = program, [], 0
        subprocess.run([HERE / "cluster.sh", "start", self.cluster], check=True, stdout=subprocess.DEVNULL)
        lines = (self.cluster / "addresses").read_text().splitlines()
        self.at = dict(line.split("=", 1) for line in lines)
        # Letters wait for a relay that says nothing: what they cost is another question.
        self.relay = socket.create_server(("127.0.0.1", 0))
        self.wrk = self.unpack_wrk()
        self.libraries = str(next(self.folder.glob("usr/lib/*-linux-gnu")))

    def unpack_wrk(self):
        unpack = "apt-get download -qq wrk libluajit-5.1-2 2>/dev/null && for file in *.deb; do dpkg -x $file .; done"
        subprocess.run(unpack, shell=True, check=True, cwd=self.folder)
        return self.folder / "usr/bin/wrk"

    def environment(self, listen):
        return {
            "PATH": os.environ["PATH"], "SAMVERKAN_DATABASE_URL": self.at["database"], "SAMVERKAN_LISTEN": listen,
            "SAMVERKAN_LOG": "error", "SAMVERKAN_SMTP_URL": f"smtp://127.0.0.1:{self.relay.getsockname()[1]}",
            "SAMVERKAN_APPLICATIONS_PER_PERSON": "0", "SAMVERKAN_APPLICATIONS_PER_ADDRESS": "0",
        }

    def serve(self, count):
        """So many instances, seen by the proxy."""
        while len(self.instances) > count:
            gone = self.instances.pop()
            gone.kill()
            gone.wait()
        while len(self.instances) < count:
            listen = self.at["instance_" + "abc"[len(self.instances)]]
            self.instances.append(subprocess.Popen([self.program, "serve"], cwd=self.folder, env=self.environment(listen)))
        while True:
            stats = subprocess.run([HERE / "cluster.sh", "proxy", self.cluster], capture_output=True, text=True).stdout
            up = [line for line in stats.splitlines() if re.match("ready,[abc],", line) and ",UP," in line]
            if len(up) == count:
                return
            time.sleep(0.2)

    def prepare(self):
        self.serve(1)
        made = subprocess.run([self.program, "token"], cwd=self.folder, env=self.environment("127.0.0.1:0"),
                              capture_output=True, text=True, check=True)
        self.token = made.stdout.strip()
        self.post("/api/v1/courses", {
            "code": "SA123A", "title_sv": "S", "title_en": "C", "credits_tenths": 150, "level": "A1N", "main_field": "S",
            "source": "test", "demo": True})
        tokens, rows = [], []
        for n in range(PEOPLE):
            body = base64.urlsafe_b64encode(secrets.token_bytes(32)).decode().rstrip("=")
            check = base64.urlsafe_b64encode(hashlib.sha256(body.encode()).digest()[:3]).decode()
            tokens.append(f"samverkan_pat_{body}{check}")
            rows.append(f"crowd{n}\t{hashlib.sha256(tokens[-1].encode()).hexdigest()}\n")
        (self.folder / "tokens").write_text("\n".join(tokens) + "\n")
        self.sql("""
            CREATE TEMP TABLE crowd (name text, hash text, id uuid DEFAULT gen_random_uuid());
            COPY crowd (name, hash) FROM STDIN;
""" + "".join(rows) + """\\.
            INSERT INTO person (id, given_name, family_name, name_key, sort_key, security_marking, language, profession,
                                created_at, revision)
            SELECT id, name, 'Ek', name, name, 'none', 'sv', 'larare', 'epoch', 1 FROM crowd;
            INSERT INTO email (address_key, address, person_id, main)
            SELECT name || '@example.org', name || '@example.org', id, TRUE FROM crowd;
            INSERT INTO token (id, name, role, person_id, token_hash, created_at, expires_at)
            SELECT id, 'sign-in', 'participant', id, decode(hash, 'hex'), 'epoch', '2090-01-01' FROM crowd;
            ANALYZE;""")

    def sql(self, text):
        done = subprocess.run(["psql", "--quiet", "--no-psqlrc", "--tuples-only", "--no-align", "--set", "ON_ERROR_STOP=1",
                               self.at["database"]], input=text, text=True, capture_output=True)
        if done.returncode:
            sys.exit(done.stderr)
        return done.stdout.strip()

    def post(self, path, body):
        request = urllib.request.Request(self.at["clients"] + path, json.dumps(body).encode(), {
            "Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        urllib.request.urlopen(request).read()

    def offering(self):
        code = f"SA123A-V{9001 + self.offerings}V27"
        self.offerings += 1
        self.post("/api/v1/offerings", {
            "course": "SA123A", "code": code, "term": "VT2027", "starts_on": "2027-01-18", "ends_on": "2027-06-06",
            "pace_percent": 50, "teaching": "distance", "language": "sv", "cohort_size": 7, "demo_note": "test"})
        self.post(f"/api/v1/offerings/{code}/channels", {
            "code": code, "kind": "open", "title_sv": "O", "title_en": "O", "seats": 1000})
        return code

    def processors(self):
        """Seconds of processor time so far, by part."""
        masters = {}
        for machine in "ab":
            masters[int((self.cluster / f"postgres-{machine}/postmaster.pid").read_text().split()[0])] = machine
        leads = subprocess.run([HERE / "cluster.sh", "status", self.cluster], capture_output=True, text=True).stdout
        primary = re.search(r"name=(\w) role=leader", leads)[1]
        ours, spent = {p.pid for p in self.instances}, {}
        for entry in pathlib.Path("/proc").glob("[0-9]*"):
            try:
                name, rest = re.match(r"\d+ \((.*)\) (.*)", (entry / "stat").read_text()).groups()
                fields = rest.split()
                pid, parent = int(entry.name), int(fields[1])
                if pid in ours:
                    part = "service"
                elif pid in masters or parent in masters:
                    part = "primary" if masters.get(pid, masters.get(parent)) == primary else "standby"
                elif name in ("haproxy", "etcd", "patroni") and str(self.cluster) in (entry / "environ").read_text():
                    part = name
                else:
                    continue
            except OSError:
                continue
            spent[part] = spent.get(part, 0) + (int(fields[11]) + int(fields[12])) / TICK
        return spent

    def wrk_run(self, clients, *arguments):
        before = self.processors()
        done = subprocess.run([self.wrk, "-t1", f"-c{clients}", f"-d{SECONDS}s", "--timeout", "30s", *arguments],
                              capture_output=True, text=True, check=True, env={"LD_LIBRARY_PATH": self.libraries}).stdout
        after = self.processors()
        return done, {part: after[part] - before.get(part, 0) for part in after}

    def rush(self, instances, clients):
        self.serve(instances)
        code = self.offering()
        script = self.folder / "rush.lua"
        script.write_text(LUA % {"folder": self.folder, "offering": code, "channel": code})
        done, spent = self.wrk_run(clients, "-s", script, self.at["clients"])
        found = re.search(r"RESULT (\d+) (\d+) ([\d.]+) ([\d.]+) (\d+)", done)
        answers, micros, wrong = int(found[1]), int(found[2]), int(found[5])
        stored = int(self.sql(f"SELECT COUNT(*) FROM application a JOIN channel c ON c.id = a.channel_id WHERE c.code = '{code}'"))
        if wrong or stored < answers:
            sys.exit(f"{wrong} answered wrongly, {stored} stored of {answers}: nothing is shown")
        return {"rate": answers / micros * 1e6, "p50": float(found[3]), "p99": float(found[4]),
                "cpu": {part: seconds / answers * 1e3 for part, seconds in spent.items()}}

    def pages(self, code):
        done, spent = self.wrk_run(16, self.at["clients"] + f"/kurser/{code}")
        answers = int(re.search(r"(\d+) requests in", done)[1])
        if "Non-2xx" in done:
            sys.exit(done)
        return answers / SECONDS, {part: seconds / answers * 1e3 for part, seconds in spent.items()}

    def one_row(self):
        """Transactions a second that all pass one row, as everything recorded in the trail passes its head."""
        self.sql("CREATE TABLE IF NOT EXISTS head (n bigint); INSERT INTO head VALUES (0);")
        script = self.folder / "head.sql"
        script.write_text("UPDATE head SET n = n + 1;\n")
        pgbench = sorted(pathlib.Path("/usr/lib/postgresql").glob("*/bin/pgbench"))[-1]
        done = subprocess.run([pgbench, "--no-vacuum", "--client=16", f"--time={SECONDS}", f"--file={script}",
                               "--protocol=prepared", self.at["database"]], capture_output=True, text=True, check=True).stdout
        return float(re.search(r"tps = ([\d.]+)", done)[1])

    def end(self):
        self.serve(0)
        subprocess.run([HERE / "cluster.sh", "stop", self.cluster])
        shutil.rmtree(self.folder)


def show(way, runs, predicted=None):
    rate = statistics.median(run["rate"] for run in runs)
    rates = sorted(run["rate"] for run in runs)
    cpu = {part: statistics.median(run["cpu"].get(part, 0) for run in runs) for part in runs[0]["cpu"]}
    told = "" if predicted is None else f" | predicted {predicted:.0f}, {100 * (predicted / rate - 1):+.0f} %"
    print(f"{way[0]} instances, {way[1]} clients: {rate:.0f}/s ({rates[0]:.0f}–{rates[-1]:.0f}), "
          f"p50 {statistics.median(run['p50'] for run in runs):.1f} ms, p99 {statistics.median(run['p99'] for run in runs):.1f} ms, "
          f"processor ms each: " + ", ".join(f"{part} {ms:.3f}" for part, ms in sorted(cpu.items())) + told, flush=True)
    return rate


def main():
    repeat = 1 if "--brief" in sys.argv else REPEAT
    bench = Bench(pathlib.Path(sys.argv[1]).resolve())
    try:
        bench.prepare()
        bench.rush(1, 64)  # what is done once only
        fits = {way: [] for way in FIT}
        for _ in range(repeat):
            for way in FIT:
                fits[way].append(bench.rush(*way))
        (_, few), (_, many), (several, crowd) = FIT
        t_few, t_many, t_several = (way[1] / show(way, fits[way]) for way in FIT)
        each = (t_many - t_few) / (many - few)
        fixed = t_few - few * each
        handed = (t_several - crowd * each) / several - fixed
        print(f"a batch takes {fixed * 1e3:.2f} ms and {each * 1e6:.0f} µs for each in it, and {handed * 1e3:.2f} ms more "
              "where it is handed from instance to instance", flush=True)
        batch = {1: fixed}
        said = {(i, c): c / (i * batch.get(i, fixed + handed) + c * each) for i, c in PREDICT}
        print("predicted: " + ", ".join(f"{i} × {c} clients {rate:.0f}/s" for (i, c), rate in said.items()), flush=True)
        found = {way: [] for way in PREDICT}
        for _ in range(repeat):
            for way in PREDICT:
                found[way].append(bench.rush(*way))
        for way in PREDICT:
            show(way, found[way], said[way])
        bench.serve(1)
        rate, cpu = bench.pages(bench.offering())
        print(f"a course's page, 16 clients: {rate:.0f}/s, processor ms each: "
              + ", ".join(f"{part} {ms:.3f}" for part, ms in sorted(cpu.items())))
        print(f"transactions that pass one row: {bench.one_row():.0f}/s; load {os.getloadavg()[0]:.1f}")
    finally:
        bench.end()


if __name__ == "__main__":
    main()
