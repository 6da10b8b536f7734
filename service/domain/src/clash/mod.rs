//! Clashes: who cannot come to a time, by what, and which times hinder the fewest.
//!
//! Reading order: [`Spans`] (when something takes up time), [`People`] (who is busy by what),
//! [`People::blocked`] (one time), [`find_time`] (all times of a term), [`week_map`] (the picture),
//! [`weekly_times`] (what the cohort solver is told).

mod count;
mod find;
mod map;
mod people;
mod spans;
mod weekly;
mod words;

pub use find::{Cost, MEETING_MINUTES, Meeting, Pattern, Question, TIMES, Unanswerable, find_time};
pub use map::{Cell, WeekMap, week_map};
pub use people::{Blocked, BusySet, Cause, FamilyCount, Member, People, SetIndex};
pub use spans::{Minute, Spans, instant_of, minute_from, minute_of};
pub use weekly::{OFTEN, SOMETIMES, stated, weekly_times};
pub use words::{reasons, weekday_name};
