//! The suite: one binary, one module a subject.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics has failed, as it should"
)]

mod access;
mod answer_pages;
mod answers;
mod approvals;
mod audit;
mod calendars;
mod catalogue;
mod cli;
mod cohorts;
mod concurrency;
mod contract;
mod demo;
mod docs;
mod edge;
mod enrolment;
mod feeds;
mod idempotency;
mod import_files;
mod import_people;
mod imports;
mod mail;
mod migrations;
mod outage;
mod paging;
mod permissions;
mod protected;
mod reserves;
mod reserves_cli;
mod schedule;
mod selections;
mod store;
mod swaps;
mod tidy;
