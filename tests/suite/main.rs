//! The suite: one binary, one module a subject.

mod access;
mod audit;
mod calendars;
mod catalogue;
mod concurrency;
mod contract;
mod demo;
mod docs;
mod edge;
mod cli;
mod enrolment;
mod feeds;
mod idempotency;
mod import_files;
mod import_people;
mod imports;
mod migrations;
mod paging;
mod permissions;
mod schedule;
mod store;
mod tidy;
