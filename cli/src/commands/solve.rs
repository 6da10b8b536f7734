//! Solving an instance file here: no service, no network.
//!
//! The same instance, seed and threads give the same file, byte for byte, whenever the search
//! ended by iterations. Only a search that the clock ended says how long it took.

use crate::{
    error::{CliError, Result},
    output::{Printer, col, num},
    text::{text, word},
};
use clap::Args;
use flate2::read::GzDecoder;
use samverkan_domain::cohort::{
    HardRule, Instance, Progress, Solution, SolveOptions, Status, default_iterations,
    solve as search,
};
use serde::Serialize;
use std::{
    collections::BTreeMap,
    fs,
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

pub(crate) const EXAMPLES: &str = "\
Instances have the format cohort-instance/1. Exit code 1: no division keeps every hard rule.
Exit code 2: the instance is not as it should be; every fault is named.
More threads try more seeds (SEED, SEED+1, …) and keep the best.

Examples:
  samverkan cohort solve instance.json.gz --out assignment.json
  samverkan cohort solve instance.json --out assignment.json --seed 7 --threads 2 --time-limit 60";

/// Largest instance, unpacked (bytes).
const INSTANCE_BYTES: u64 = 512 * 1024 * 1024;
/// Changes a second that nearly every machine manages. A time limit is turned into iterations by
/// this, so that the search ends by iterations and the result is the same next time.
const NOMINAL_PER_SECOND: f64 = 1_500_000.0;
/// However long the time limit, no more than this many times the usual iterations.
const MOST_TIMES_USUAL: u64 = 64;
/// The part of the time limit after which a machine that is too slow is noticed (1 in …).
const TRIAL_SHARE: u32 = 16;

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
    /// Changes to try per thread; default: by size and time limit
    #[arg(long, value_name = "NUMBER", value_parser = clap::value_parser!(u64).range(1..))]
    iterations: Option<u64>,
    /// Seeds to try at the same time
    #[arg(long, value_name = "NUMBER", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=256))]
    threads: u16,
}

fn seconds(text: &str) -> std::result::Result<Duration, String> {
    let seconds = text.parse::<f64>().ok().filter(|seconds| *seconds > 0.0);
    seconds
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "write a number of seconds above 0".to_owned())
}

/// The assignment as written, and as printed with `--json`.
#[derive(Debug, Serialize)]
struct Answer<'a> {
    /// Cohort of each participant.
    cohort: &'a [Option<u32>],
    /// Soft points in all.
    score: i64,
    hard: &'a BTreeMap<HardRule, u64>,
    soft: &'a BTreeMap<String, i64>,
    /// No lower bound is computed.
    bound: Option<i64>,
    status: Status,
    seed: u64,
    iterations: u64,
    /// `iterations` or `time`.
    ended_by: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    seconds: Option<f64>,
}

/// What one thread found.
struct Found {
    solution: Solution,
    by_time: bool,
}

pub(crate) fn solve(wanted: &Solve, out: &Printer) -> Result {
    let instance = read(&wanted.instance)?;
    let start = Instant::now();
    let best = best_of_threads(&instance, wanted, start, out)?;
    let seconds = start.elapsed().as_secs_f64();
    let answer = |seconds| Answer {
        cohort: &best.solution.assignment.cohort,
        score: best.solution.score.soft_total(),
        hard: &best.solution.score.hard,
        soft: &best.solution.score.soft,
        bound: None,
        status: best.solution.status,
        seed: best.solution.seed,
        iterations: best.solution.iterations,
        ended_by: if best.by_time { "time" } else { "iterations" },
        seconds,
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

/// One search a thread; the best result, and of equally good ones that of the lowest seed.
fn best_of_threads(
    instance: &Instance,
    wanted: &Solve,
    start: Instant,
    out: &Printer,
) -> Result<Found> {
    let planned = wanted
        .iterations
        .unwrap_or_else(|| planned(instance.participants.len(), wanted.time_limit));
    let clock = Clock {
        start,
        limit: wanted.time_limit,
    };
    let tried = AtomicU64::new(0);
    let bar = out.progress(planned * u64::from(wanted.threads));
    let results = thread::scope(|scope| {
        let search_seed = |thread: u16| {
            let seed = wanted.seed.wrapping_add(u64::from(thread));
            let (bar, tried) = (&bar, &tried);
            scope.spawn(move || {
                let mut last = 0;
                one(instance, seed, planned, clock, |progress| {
                    let new = progress.iterations.saturating_sub(last);
                    last = progress.iterations;
                    let all = tried.fetch_add(new, Ordering::Relaxed) + new;
                    bar.update(all, format!("{} + {}", progress.hard, progress.soft));
                })
            })
        };
        let threads: Vec<_> = (0..wanted.threads).map(search_seed).collect();
        threads
            .into_iter()
            .map(thread::ScopedJoinHandle::join)
            .collect::<Vec<_>>()
    });
    drop(bar);
    let mut best: Option<Found> = None;
    let mut by_time = false;
    for result in results {
        let found = result.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        by_time |= found.by_time;
        if best
            .as_ref()
            .is_none_or(|best| cost(&found.solution) < cost(&best.solution))
        {
            best = Some(found);
        }
    }
    let best = best.ok_or_else(|| CliError::usage(text!("Inga trådar", "No threads")))?;
    Ok(Found { by_time, ..best })
}

fn cost(solution: &Solution) -> (u64, i64) {
    (solution.score.hard_total(), solution.score.soft_total())
}

/// Iterations for a time limit; without one, those the solver takes to be right.
fn planned(people: usize, limit: Option<Duration>) -> u64 {
    let usual = default_iterations(people);
    let Some(limit) = limit else { return usual };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "above 0, and then capped"
    )]
    let fitting = (limit.as_secs_f64() * NOMINAL_PER_SECOND) as u64;
    fitting.clamp(1, usual.saturating_mul(MOST_TIMES_USUAL))
}

#[derive(Debug, Clone, Copy)]
struct Clock {
    start: Instant,
    limit: Option<Duration>,
}

impl Clock {
    fn is_up(self) -> bool {
        self.limit
            .is_some_and(|limit| self.start.elapsed() >= limit)
    }

    /// How many iterations fit into what is left, if that is fewer than planned. A search cut off
    /// while it is still hot is worth little; a shorter one is worth more.
    fn too_slow(self, progress: &Progress) -> Option<u64> {
        let (limit, elapsed) = (self.limit?, self.start.elapsed());
        if elapsed < limit / TRIAL_SHARE {
            return None;
        }
        let left = limit.saturating_sub(elapsed).as_secs_f64();
        let rate = progress.iterations as f64 / elapsed.as_secs_f64();
        let ahead = progress.planned.saturating_sub(progress.iterations) as f64;
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "above 0, below planned"
        )]
        let fitting = (rate * left * 0.9) as u64;
        (ahead > rate * left).then_some(fitting.max(1))
    }
}

fn one(
    instance: &Instance,
    seed: u64,
    planned: u64,
    clock: Clock,
    mut report: impl FnMut(&Progress),
) -> Result<Found> {
    let (mut by_time, mut fitting, mut tried) = (false, None, false);
    let first = run(instance, seed, planned, |progress| {
        report(progress);
        let trial_over = clock
            .limit
            .is_some_and(|limit| clock.start.elapsed() >= limit / TRIAL_SHARE);
        if trial_over && !tried {
            tried = true;
            fitting = clock.too_slow(progress);
        }
        by_time = fitting.is_some() || clock.is_up();
        !by_time
    })?;
    let Some(fitting) = fitting else {
        return Ok(Found {
            solution: first,
            by_time,
        });
    };
    let mut second = run(instance, seed, fitting, |progress| {
        report(progress);
        !clock.is_up()
    })?;
    let iterations = first.iterations + second.iterations;
    if cost(&first) < cost(&second) {
        second = first;
    }
    second.iterations = iterations;
    Ok(Found {
        solution: second,
        by_time: true,
    })
}

fn run(
    instance: &Instance,
    seed: u64,
    iterations: u64,
    keep_going: impl FnMut(&Progress) -> bool,
) -> Result<Solution> {
    search(instance, &SolveOptions { seed, iterations }, keep_going).map_err(|faults| {
        CliError::Faulty {
            what: text!(
                "Instansen är inte som den ska",
                "The instance is not as it should be"
            ),
            faults: faults.iter().map(ToString::to_string).collect(),
        }
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
    if rows.is_empty() {
        return Ok(());
    }
    out.raw("\n")?;
    out.table(&[col("Mål", "Criterion"), num("Poäng", "Points")], &rows)
}

fn as_word(status: Status) -> &'static str {
    match status {
        Status::Optimal => "optimal",
        Status::Feasible => "feasible",
        Status::Infeasible => "infeasible",
    }
}
