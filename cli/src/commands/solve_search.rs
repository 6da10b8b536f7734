//! The search behind `cohort solve`: seeds on threads, and a time limit that leaves the result
//! repeatable wherever it can.

use crate::{
    error::{CliError, Result},
    output::Printer,
    text::text,
};
use samverkan_domain::cohort::{
    Instance, Progress, Solution, SolveOptions, default_iterations, solve,
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

/// More changes a second than a core manages (measured, optimised: 2 to 5 million). A time limit is
/// turned into iterations by this; after a trial the search is planned anew by what this machine
/// does, so that it cools down just as time runs out.
const MORE_THAN_POSSIBLE: f64 = 20_000_000.0;
/// However long the time limit, no more than this many times the usual iterations.
const MOST_TIMES_USUAL: u64 = 64;
/// The part of the time limit that the trial takes (1 in …).
const TRIAL_SHARE: u32 = 16;

/// How to search.
#[derive(Debug)]
pub(super) struct Search {
    pub(super) seed: u64,
    /// Changes to try a thread; nothing: by size and time limit.
    pub(super) iterations: Option<u64>,
    pub(super) threads: u16,
    pub(super) clock: Clock,
}

/// What one thread found.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) solution: Solution,
    pub(super) by_time: bool,
}

impl Search {
    /// One search a thread; the best result, and of equally good ones that of the lowest seed.
    pub(super) fn best(&self, instance: &Instance, out: &Printer) -> Result<Found> {
        let planned = self
            .iterations
            .unwrap_or_else(|| planned(instance.participants.len(), self.clock.limit));
        let clock = self.clock;
        let tried = AtomicU64::new(0);
        let bar = out.progress(planned.saturating_mul(u64::from(self.threads)));
        let results = thread::scope(|scope| {
            let search_seed = |thread: u16| {
                let seed = self.seed.wrapping_add(u64::from(thread));
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
            let threads: Vec<_> = (0..self.threads).map(search_seed).collect();
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
    let fitting = (limit.as_secs_f64() * MORE_THAN_POSSIBLE) as u64;
    fitting.clamp(1, usual.saturating_mul(MOST_TIMES_USUAL))
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) start: Instant,
    pub(super) limit: Option<Duration>,
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
        let fitting = (rate * left * 0.93) as u64;
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
    solve(instance, &SolveOptions { seed, iterations }, keep_going).map_err(|faults| {
        CliError::Faulty {
            what: text!(
                "Instansen är inte som den ska",
                "The instance is not as it should be"
            ),
            faults: faults.iter().map(ToString::to_string).collect(),
        }
    })
}
