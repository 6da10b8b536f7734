//! The suite: one binary, one module a subject.

mod access;
mod audit;
mod catalogue;
mod concurrency;
mod enrolment;
mod idempotency;
mod migrations;
mod store;
