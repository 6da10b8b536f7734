//! Solving an instance file here: no service, no network.
//!
//! The same instance, seed and threads give the same file, byte for byte, whenever the search
//! ended by iterations. Only a search that the clock ended says how long it took.

use super::{
    solve_conflict::{Explained, explain},
    solve_search::{Clock, Search},
};
use crate::{
    error::{CliError, Result},
    output::{Printer, col, num},
    text::{Lang, text, word},
};
use clap::Args;
use flate2::read::GzDecoder;
use samverkan_domain::cohort::{
    HardRule, Instance, PROOF_EFFORT, PROOF_SPEED, Solution, Status, prove,
};
use schemars::JsonSchema;
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

pub(crate) const EXAMPLES: &str = "\
Instances have the format cohort-instance/1. Exit code 1: no division keeps every hard rule,
or none was found; which rules are in each other's way is said, and what to drop.
Exit code 2: the instance is not as it should be; every fault is named.
More threads try more seeds (SEED, SEED+1, …) and keep the best.

Examples:
  samverkan cohort solve instance.json.gz --out assignment.json
  samverkan cohort solve instance.json --out assignment.json --seed 7 --threads 2 --time-limit 60
  samverkan cohort solve instance.json --out assignment.json --prove 60";

/// Largest instance, unpacked (bytes).
const INSTANCE_BYTES: u64 = 512 * 1024 * 1024;

#[derive(Debug, Args)]
pub(crate) struct Solve {
    /// Instance, plain or gzipped
    instance: PathBuf,
    /// File to write the assignment to
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The same seed gives the same assignment
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Longest search
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    time_limit: Option<Duration>,
    /// Go on so long, after the search, to prove that nothing better exists; default: some seconds,
    /// or a small part of the time limit
    #[arg(long, value_name = "SECONDS", value_parser = seconds)]
    prove: Option<Duration>,
    /// Changes to try per thread; default: by size and time limit
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    iterations: Option<u64>,
    /// Seeds to try at the same time
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: u16,
}

/// The part of a time limit kept for the bound.
const PROOF_SHARE: f64 = 0.08;

fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds > 0.0);
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "write a number of seconds above 0".to_owned())
}

/// The assignment as written, and as printed with `--json`.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "CohortSolve")]
pub(crate) struct Answer<'a> {
    /// Cohort of each participant.
    cohort: &'a [Option<u32>],
    /// Soft points in all.
    score: i64,
    hard: &'a BTreeMap<HardRule, u64>,
    soft: &'a BTreeMap<String, i64>,
    /// No division that keeps every rule costs less; null = not known.
    bound: Option<i64>,
    status: Status,
    seed: u64,
    iterations: u64,
    /// `iterations` or `time`.
    ended_by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
    /// Why no division keeps every rule, or that it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    conflict: Option<&'a Explained>,
}

impl Solve {
    /// What of the time limit is for searching.
    fn searching(&self) -> Option<Duration> {
        let whole = |limit: Duration| match self.prove {
            Some(_) => limit,
            None => limit.mul_f64(1.0 - PROOF_SHARE),
        };
        self.time_limit.map(whole)
    }

    fn prove(&self, instance: &Instance, solution: &mut Solution, start: Instant) {
        let share = |limit: Duration| limit.mul_f64(PROOF_SHARE);
        let time = self.prove.or(self.time_limit.map(share));
        let effort = time.map_or(PROOF_EFFORT, |time| {
            let thousandths = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
            thousandths.saturating_mul(PROOF_SPEED / 1000)
        });
        let end = match self.prove {
            Some(time) => Some(start.elapsed() + time),
            None => self.time_limit,
        };
        prove(instance, solution, effort, || {
            end.is_none_or(|end| start.elapsed() < end)
        });
    }
}

pub(crate) fn solve(wanted: &Solve, out: &Printer) -> Result {
    let instance = read(&wanted.instance)?;
    let start = Instant::now();
    let search = Search {
        seed: wanted.seed,
        iterations: wanted.iterations,
        threads: wanted.threads,
        clock: Clock {
            start,
            limit: wanted.searching(),
        },
    };
    let mut best = search.best(&instance, out)?;
    wanted.prove(&instance, &mut best.solution, start);
    let conflict = explain(&instance, &mut best.solution, wanted.time_limit, out);
    let seconds = start.elapsed().as_secs_f64();
    let answer = |seconds| Answer {
        cohort: &best.solution.assignment.cohort,
        score: best.solution.score.soft_total(),
        hard: &best.solution.score.hard,
        soft: &best.solution.score.soft,
        bound: best.solution.bound,
        status: best.solution.status,
        seed: best.solution.seed,
        iterations: best.solution.iterations,
        ended_by: if best.by_time { "time" } else { "iterations" },
        seconds,
        conflict: conflict.as_ref(),
    };
    write(&wanted.out, &answer(best.by_time.then_some(seconds)))?;
    out.show(&answer(Some(seconds)), |out| {
        summary(out, &instance, &answer(Some(seconds)), &wanted.out)
    })?;
    if best.solution.status == Status::Infeasible {
        Err(CliError::No)
    } else {
        Ok(())
    }
}

fn read(path: &Path) -> Result<Instance> {
    let shown = path.display();
    let unreadable = |error| {
        CliError::io(
            text!("Går inte att läsa {shown}", "Cannot read {shown}"),
            error,
        )
    };
    let packed = fs::read(path).map_err(unreadable)?;
    let mut json = Vec::new();
    if packed.starts_with(&[0x1f, 0x8b]) {
        let mut unpacked = GzDecoder::new(&packed[..]).take(INSTANCE_BYTES + 1);
        unpacked.read_to_end(&mut json).map_err(unreadable)?;
    } else {
        json = packed;
    }
    if json.len() as u64 > INSTANCE_BYTES {
        return Err(unreadable(io::Error::other(format!(
            "more than {INSTANCE_BYTES} bytes"
        ))));
    }
    Instance::from_json(&json).map_err(|faults| CliError::Faulty {
        what: text!(
            "{shown} är inte som den ska",
            "{shown} is not as it should be"
        ),
        faults: faults.iter().map(ToString::to_string).collect(),
    })
}

fn write(path: &Path, answer: &Answer<'_>) -> Result {
    let shown = path.display();
    let json = serde_json::to_vec(answer).map_err(io::Error::other);
    let written = json.and_then(|json| fs::write(path, [&json[..], b"\n"].concat()));
    written.map_err(|error| {
        CliError::io(
            text!("Går inte att skriva {shown}", "Cannot write {shown}"),
            error,
        )
    })
}

fn summary(out: &Printer, instance: &Instance, answer: &Answer<'_>, path: &Path) -> Result {
    let broken: u64 = answer.hard.values().sum();
    let seconds = answer.seconds.unwrap_or_default();
    out.facts(&[
        (
            col("Instans", "Instance"),
            instance.name.clone().unwrap_or_default(),
        ),
        (
            col("Personer", "People"),
            instance.participants.len().to_string(),
        ),
        (
            col("Grupper", "Cohorts"),
            instance.cohorts.len().to_string(),
        ),
        (
            col("Läge", "Status"),
            word(out.lang, as_word(answer.status)),
        ),
        (col("Brutna regler", "Rules broken"), broken.to_string()),
        (col("Poäng", "Score"), answer.score.to_string()),
        (
            col("Gräns", "Bound"),
            distance(out.lang, answer.score, answer.bound),
        ),
        (col("Frö", "Seed"), answer.seed.to_string()),
        (col("Försök", "Iterations"), answer.iterations.to_string()),
        (col("Sekunder", "Seconds"), format!("{seconds:.1}")),
        (col("Fil", "File"), path.display().to_string()),
    ])?;
    let hard = answer.hard.iter().filter(|(_, count)| **count > 0);
    let hard =
        hard.map(|(rule, count)| vec![format!("{rule:?}").to_lowercase(), format!("{count} !")]);
    let soft = answer
        .soft
        .iter()
        .map(|(name, points)| vec![name.clone(), points.to_string()]);
    let rows: Vec<_> = hard.chain(soft).collect();
    if !rows.is_empty() {
        out.raw("\n")?;
        out.table(&[col("Mål", "Criterion"), num("Poäng", "Points")], &rows)?;
    }
    answer
        .conflict
        .map_or(Ok(()), |conflict| conflict.show(out))
}

/// How far it is, at most, to the best possible.
fn distance(lang: Lang, score: i64, bound: Option<i64>) -> String {
    let Some(bound) = bound else {
        return lang.pick("ingen gräns ännu", "no bound yet").to_owned();
    };
    let percent = (score - bound) * 100 / score.max(1);
    let text = if bound >= score {
        text!("{bound}: bästa möjliga", "{bound}: the best possible")
    } else {
        text!(
            "{bound}: högst {percent} % att vinna",
            "{bound}: at most {percent} % to be won"
        )
    };
    text.get(lang).to_owned()
}

fn as_word(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Infeasible => "infeasible",
    }
}
