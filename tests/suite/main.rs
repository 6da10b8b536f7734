//! The suite: one binary, one module a subject.

mod demo;
mod docs;
mod access;
mod audit;
mod catalogue;
mod concurrency;
mod contract;
mod edge;
mod enrolment;
mod idempotency;
mod migrations;
mod paging;
mod permissions;
mod store;
mod tidy;
