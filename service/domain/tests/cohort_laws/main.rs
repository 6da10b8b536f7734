//! Laws of the solver: what it calls optimal is, what should not matter does not, and the same
//! input gives the same bytes.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop")]

mod golden;
mod metamorphic;
mod optimum;
mod random;
