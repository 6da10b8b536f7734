//! The suite: one binary, one module a subject.

mod audit;
mod concurrency;
mod enrolment;
mod idempotency;
mod migrations;
mod store;
