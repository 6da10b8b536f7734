//! Every bound on a calendar that comes from outside, with its unit. What lies beyond one is
//! refused by name; nothing is cut in silence.

/// Largest calendar file (bytes). The largest programme seen is 76 kB a term.
pub const CALENDAR_BYTES: usize = 8 * 1024 * 1024;
/// Longest property, folds undone (octets). Descriptions with a whole web page in them exist.
pub const PROPERTY_OCTETS: usize = 256 * 1024;
/// Most events and free/busy components in a file.
pub const COMPONENTS: usize = 20_000;
/// Most properties in one event.
pub const PROPERTIES: usize = 1_000;
/// Deepest nesting of components (an alarm in an event in a calendar is 3).
pub const DEPTH: usize = 8;
/// Most occurrences of a whole file, repetitions counted one by one.
pub const OCCURRENCES: usize = 50_000;
/// Most days, weeks, months or years looked at to work out the repetitions of a whole file.
pub const RECURRENCE_STEPS: usize = 500_000;
/// Most exceptions (EXDATE) or further dates (RDATE) of one event.
pub const EXCEPTIONS: usize = 5_000;
/// Longest single occurrence (days). Longer is a slip of the pen or an attempt to block a term.
pub const OCCURRENCE_DAYS: i64 = 200;
/// Faults listed; the rest are counted.
pub const FAULTS: usize = 50;
/// Longest title, room or code that is kept (characters).
pub const KEPT_CHARS: usize = 200;
/// Most rooms, programmes or courses of one event.
pub const NAMES: usize = 50;
