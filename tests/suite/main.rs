//! The suite: one binary, one module a subject.

mod enrolment;
mod feeds;
mod import_files;
mod import_people;
mod imports;
