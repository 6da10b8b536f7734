//! The suite: one binary, one module a subject.

mod calendars;
mod enrolment;
mod feeds;
mod import_files;
mod import_people;
mod imports;
mod schedule;
