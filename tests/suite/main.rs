//! The suite: one binary, one module a subject.

mod cli;
mod enrolment;
