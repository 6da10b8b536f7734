//! The search behind `cohort solve`: seeds on threads, and a time limit that leaves the result
//! repeatable wherever it can.

use crate::{
    error::{CliError, Result},
    output::Printer,
    text::text,
};
use samverkan_domain::cohort::{
    Go, Instance, Progress, Solution, SolveOptions, default_iterations, solve,
};
use std::{
    sync::atomic::{AtomicU64, Ordering},
    thread,
    time::{Duration, Instant},
};

/// Changes a second of a core (measured, optimised: 2 to 5 million), before it is known how many
/// this one does here.
const TYPICAL: f64 = 4_000_000.0;
/// However long the time limit, no more than this many times the usual iterations.
const MOST_TIMES_USUAL: u64 = 64;
/// What lately happened tells how fast the search is: so much of the time limit (1 in …), or twice
/// that.
const LATELY: u32 = 32;

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
        let usual = default_iterations(instance.participants.len());
        let most = match (self.iterations, self.clock.limit) {
            (Some(iterations), _) => iterations,
            (None, Some(_)) => usual.saturating_mul(MOST_TIMES_USUAL),
            (None, None) => usual,
        };
        let clock = self.clock;
        let tried = AtomicU64::new(0);
        let bar = out.progress(clock.limit.map_or_else(
            || most.saturating_mul(u64::from(self.threads)),
            milliseconds,
        ));
        let results = thread::scope(|scope| {
            let search_seed = |thread: u16| {
                let seed = self.seed.wrapping_add(u64::from(thread));
                let (bar, tried) = (&bar, &tried);
                scope.spawn(move || {
                    let mut last = 0;
                    one(instance, seed, most, clock, |progress| {
                        let new = progress.iterations.saturating_sub(last);
                        last = progress.iterations;
                        let all = tried.fetch_add(new, Ordering::Relaxed) + new;
                        let done = clock.limit.map(|_| milliseconds(clock.start.elapsed()));
                        let said = format!("{} + {}", progress.hard, progress.soft);
                        bar.update(done.unwrap_or(all), said);
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

fn milliseconds(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub(super) start: Instant,
    pub(super) limit: Option<Duration>,
}

/// Plans a search so that it has cooled down just when its time is up: anew at every report, by
/// what the machine managed lately.
#[derive(Debug)]
struct Pace {
    limit: Option<Duration>,
    /// Most iterations; if time is long enough for them, the result can be repeated.
    most: u64,
    /// Time and iterations at two reports of late.
    marks: Option<[(Duration, u64); 2]>,
    by_time: bool,
}

impl Pace {
    fn new(limit: Option<Duration>, most: u64) -> Self {
        Self {
            limit,
            most,
            marks: None,
            by_time: false,
        }
    }

    /// What to plan while the speed is not known.
    fn first_plan(&self) -> u64 {
        let typical = |limit: Duration| changes(limit.as_secs_f64() * TYPICAL);
        self.most.min(self.limit.map_or(u64::MAX, typical).max(1))
    }

    /// What to do after so much time.
    fn hear(&mut self, elapsed: Duration, progress: &Progress) -> Go {
        let Some(limit) = self.limit else {
            return Go::On;
        };
        let now = (elapsed, progress.iterations);
        if now.0 >= limit {
            self.by_time = true;
            return Go::Stop;
        }
        let [before, lately] = *self.marks.get_or_insert([now; 2]);
        if now.0.saturating_sub(lately.0) >= limit / LATELY {
            self.marks = Some([lately, now]);
        }
        let passed = now.0.saturating_sub(before.0).as_secs_f64();
        if passed <= 0.0 {
            return Go::On;
        }
        let rate = now.1.saturating_sub(before.1) as f64 / passed;
        let fitting = now.1 + changes(rate * limit.saturating_sub(now.0).as_secs_f64());
        let plan = fitting.min(self.most);
        if plan == progress.planned {
            return Go::On;
        }
        self.by_time = true;
        Go::Until(plan)
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "above 0, and as many as there can be"
)]
fn changes(number: f64) -> u64 {
    number as u64
}

fn one(
    instance: &Instance,
    seed: u64,
    most: u64,
    clock: Clock,
    mut report: impl FnMut(&Progress),
) -> Result<Found> {
    let mut pace = Pace::new(clock.limit, most);
    let options = SolveOptions {
        seed,
        iterations: pace.first_plan(),
    };
    let found = solve(instance, &options, |progress| {
        report(progress);
        pace.hear(clock.start.elapsed(), progress)
    });
    let solution = found.map_err(|faults| CliError::Faulty {
        what: text!(
            "Instansen är inte som den ska",
            "The instance is not as it should be"
        ),
        faults: faults.iter().map(ToString::to_string).collect(),
    })?;
    Ok(Found {
        solution,
        by_time: pace.by_time,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Goes through a search that manages so many changes a millisecond, told every tenth of a
    /// second; the changes done, and how it ended.
    fn search(pace: &mut Pace, speed: impl Fn(u64) -> u64) -> (u64, Go) {
        let mut progress = Progress {
            iterations: 0,
            planned: pace.first_plan(),
            hard: 0,
            soft: 9,
        };
        for tenth in 1..10_000 {
            progress.iterations += 100 * speed(tenth);
            if progress.iterations >= progress.planned {
                return (progress.planned, Go::On);
            }
            match pace.hear(Duration::from_millis(100 * tenth), &progress) {
                Go::Until(planned) => progress.planned = planned,
                Go::On => {}
                Go::Stop => return (progress.iterations, Go::Stop),
            }
        }
        unreachable!("it never ended")
    }

    const TEN: Option<Duration> = Some(Duration::from_secs(10));

    #[test]
    fn a_plan_follows_the_machine_and_fills_the_time() {
        // As expected, much slower, much faster, and quicker the longer it takes.
        let speeds: [fn(u64) -> u64; 4] = [|_| 4_000, |_| 300, |_| 9_000, |tenth| 20 * tenth];
        for (case, speed) in speeds.into_iter().enumerate() {
            let mut pace = Pace::new(TEN, u64::MAX);
            let (done, ended) = search(&mut pace, speed);
            let possible: u64 = (1..=100).map(|tenth| 100 * speed(tenth)).sum();
            assert!(done * 100 >= possible * 97, "{case}: {done} of {possible}");
            // The control: not by being cut off while it thought that there was more time.
            assert!(done <= possible && pace.by_time, "{case}: {ended:?}");
        }
    }

    #[test]
    fn where_time_is_long_enough_the_number_decides() {
        let mut pace = Pace::new(TEN, 1_000_000);
        assert_eq!(search(&mut pace, |_| 4_000), (1_000_000, Go::On));
        assert!(!pace.by_time);
        let mut pace = Pace::new(None, 1_000_000);
        assert_eq!(search(&mut pace, |_| 4), (1_000_000, Go::On));
        assert!(!pace.by_time);
    }

    #[test]
    fn time_that_is_up_ends_it() {
        let mut pace = Pace::new(TEN, u64::MAX);
        let progress = Progress {
            iterations: 5,
            planned: 10,
            hard: 0,
            soft: 9,
        };
        let late = Duration::from_millis(10_001);
        assert_eq!(pace.hear(late, &progress), Go::Stop);
        assert!(pace.by_time);
    }
}
