//! The suite: one binary, one module a subject.

mod demo;
mod docs;
mod enrolment;
