//! The suite: one binary, one module a subject.

mod calendars;
mod cohorts;
mod enrolment;
mod feeds;
mod import_files;
mod import_people;
mod imports;
mod mail;
mod outage;
mod protected;
mod schedule;
