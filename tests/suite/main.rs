//! The suite: one binary, one module a subject.

mod enrolment;
mod store;
