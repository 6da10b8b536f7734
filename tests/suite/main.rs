//! The suite: one binary, one module a subject.

#![expect(
    clippy::unwrap_used,
    reason = "a test that panics has failed, as it should"
)]

mod access;
mod addresses;
mod admission_answers;
mod answer_pages;
mod answers;
mod approvals;
mod audit;
mod browser;
mod calendar_pages;
mod calendars;
mod catalogue;
mod clashes;
mod cli;
mod cli_names;
mod cli_steps;
mod cohort_conflicts;
mod cohort_pages;
mod cohort_scores;
mod cohorts;
mod concurrency;
mod contract;
mod contracts;
mod demo;
mod docs;
mod edge;
mod enrol_pages;
mod enrolment;
mod exports;
mod facilitator_page;
mod facilitators;
mod feed_memory;
mod feeds;
mod idempotency;
mod import_files;
mod import_people;
mod imports;
mod lifecycle;
mod mail;
mod migrations;
mod my_page;
mod notices;
mod outage;
mod overbooking;
mod package_exit;
mod page;
mod paging;
mod permissions;
mod places;
mod plan_changes;
mod plans;
mod protected;
mod receipts;
mod renominations;
mod reserves;
mod reserves_cli;
mod rollcall;
mod round_page;
mod rush;
mod schedule;
mod selections;
mod series;
mod sign_in;
mod steps;
mod store;
mod subscriptions;
mod swaps;
mod target_groups;
mod texts;
mod tidy;
mod timetables;
mod web;
