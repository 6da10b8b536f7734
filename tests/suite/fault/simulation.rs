//! Whole terms under one seed: people apply, are selected, called, answer and leave; cohorts are made and balanced anew;
//! meetings are moved; letters go out; and at every await of the database and the relay something may go wrong. After
//! every step the clients' own account is held against what has come about.
//!
//! `tests/run` does some dozens of terms. `just simulate 10000` does ten thousand; a term that fails prints the command
//! that makes it again.

mod calendars;
mod chance;
mod clients;
mod cohorts;
mod laws;
mod people;
mod relay;
mod script;
mod selecting;
mod staff;
mod template;
mod term;
mod world;

use super::{number, tell};
use harness::crowd::hex;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Mutex,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
    thread,
    time::Instant,
};
use term::{Account, Broken, Term};

/// Terms within `tests/run`.
const FEW: u64 = 32;
/// Lines of the log that are shown of a term that fails.
const SHOWN: usize = 60;

/// Runs the term of a seed; gives its log where something is wrong.
fn term(seed: u64, broken: Broken) -> Result<Account, String> {
    let mut term = Term::begin(seed, broken);
    match catch_unwind(AssertUnwindSafe(|| term.run())) {
        Ok(()) => Ok(term.account),
        Err(panic) => {
            let said = panic.downcast_ref::<String>().cloned();
            let said = said.or_else(|| panic.downcast_ref::<&str>().map(|said| (*said).to_owned()));
            let lines: Vec<&str> = term.log.lines().collect();
            let last = lines[lines.len().saturating_sub(SHOWN)..].join("\n");
            Err(format!("{last}\n{}", said.unwrap_or_default()))
        }
    }
}

#[test]
fn terms_hold_whatever_goes_wrong() {
    let terms = number("SAMVERKAN_TEST_TERMS", FEW);
    let first = number("SAMVERKAN_TEST_SEED", 1);
    let (next, done, failed) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
    let sum = Mutex::new(Account::default());
    let began = Instant::now();
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let n = next.fetch_add(1, Ordering::Relaxed);
                    if n >= terms || failed.load(Ordering::Relaxed) {
                        return;
                    }
                    match term(first + n, Broken::Nothing) {
                        Ok(account) => add(&mut sum.lock().expect("a sum"), account),
                        Err(log) => {
                            failed.store(true, Ordering::Relaxed);
                            tell(&format!("{log}\nAgain: just simulate 1 {}", first + n));
                        }
                    }
                    let done = done.fetch_add(1, Ordering::Relaxed) + 1;
                    if done.is_multiple_of(500) {
                        tell(&progress(done, terms, began, &sum.lock().expect("a sum")));
                    }
                }
            });
        }
    });
    let sum = *sum.lock().expect("a sum");
    tell(&progress(done.load(Ordering::Relaxed), terms, began, &sum));
    assert!(!failed.load(Ordering::Relaxed), "a term does not hold");
    // One term may be a quiet one.
    let quiet = sum.faults <= terms || sum.deaths == 0 || sum.letters <= terms;
    assert!(terms < FEW || !quiet, "{sum:?}");
}

fn add(sum: &mut Account, one: Account) {
    sum.steps += one.steps;
    sum.faults += one.faults;
    sum.deaths += one.deaths;
    sum.applications += one.applications;
    sum.letters += one.letters;
    // In whichever order terms end.
    for (sum, one) in sum.digest.iter_mut().zip(one.digest) {
        *sum ^= one;
    }
}

fn progress(done: u64, terms: u64, began: Instant, sum: &Account) -> String {
    let seconds = began.elapsed().as_secs_f64();
    format!(
        "{done} of {terms} terms in {seconds:.0} s: {} steps, {} faults, {} deaths, {} applications, {} letters; \
         log {}",
        sum.steps,
        sum.faults,
        sum.deaths,
        sum.applications,
        sum.letters,
        hex(&sum.digest[..8])
    )
}

#[test]
fn the_same_seed_is_the_same_term() {
    for seed in [7, 8] {
        let first = term(seed, Broken::Nothing).unwrap_or_else(|log| panic!("{log}"));
        let again = term(seed, Broken::Nothing).unwrap_or_else(|log| panic!("{log}"));
        assert_eq!(first, again, "seed {seed}");
        let other = term(seed + 100, Broken::Nothing).unwrap_or_else(|log| panic!("{log}"));
        assert_ne!(first.digest, other.digest, "another seed is another term");
    }
}

/// What goes wrong in one of some terms, as the checks say it.
fn found(broken: Broken) -> String {
    let found = (1..=20).find_map(|seed| term(seed, broken).err());
    found.unwrap_or_else(|| panic!("{broken:?} is not noticed"))
}

#[test]
fn negative_control_a_lost_application_is_found() {
    let found = found(Broken::Application);
    assert!(found.contains("an application has gone"), "{found}");
}

#[test]
fn negative_control_a_letter_under_another_id_is_found() {
    let found = found(Broken::LetterId);
    assert!(found.contains("a letter that nobody wrote"), "{found}");
}

#[test]
fn negative_control_seats_given_twice_are_found() {
    let found = found(Broken::Lock);
    assert!(
        ["seats", "twice", "two places"]
            .iter()
            .any(|word| found.contains(word)),
        "{found}"
    );
}
