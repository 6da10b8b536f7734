//! The rules of Samverkan, pure: no IO, no clock, no randomness. Time, seeds and ids are arguments.
//!
//! Reading order: the vocabulary ([`course`], [`person`], [`profession`]), what happens to people
//! ([`application`], [`enrolment`]), who gets the places ([`admission`]), how they are grouped
//! ([`cohort`]), what they need ([`need`]), when they meet ([`term`], [`holiday`], [`schedule`], [`series`], [`calendar`]) and
//! can meet ([`clash`]), when they are told that it is another ([`notice`]),
//! in which words ([`template`]), reminders by rule ([`reminder`]), what comes back ([`bounce`]), what comes in from outside ([`identity`], [`import`], [`timetable`]),
//! what is to be kept no longer ([`erasure`], [`retention`]), and what anybody may read of counts ([`disclosure`]).

pub mod admission;
pub mod application;
pub mod bounce;
pub mod calendar;
pub mod clash;
pub mod code;
pub mod cohort;
pub mod course;
pub mod disclosure;
pub mod duplicate;
pub mod enrolment;
pub mod erasure;
pub mod export;
pub mod extract;
pub mod fact;
pub mod fetching;
pub mod holiday;
pub mod id;
pub mod identity;
pub mod import;
pub mod invoice;
pub mod limits;
pub mod merge;
pub mod need;
pub mod notice;
pub mod paper;
pub mod person;
pub mod profession;
pub mod reminder;
pub mod retention;
pub mod schedule;
pub mod series;
pub mod template;
pub mod term;
pub mod text;
pub mod timetable;
pub mod trail;
pub mod vocabulary;
pub mod webauthn;
