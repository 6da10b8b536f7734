//! Why there is no division: planted conflicts of every kind are found, proven, minimal, and
//! mended by what is proposed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

#[path = "../cohort_laws/random.rs"]
#[expect(dead_code, reason = "shared with the laws of the solver")]
mod random;

mod crowded;
mod instances;
mod laws;
mod planted;
mod rules;
mod words;
