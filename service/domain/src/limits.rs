//! Every bound, named, with its unit. A limit on everything: what has none grows until it fails.

/// Longest name of a person, part by part (characters).
pub const NAME_CHARS: usize = 120;
/// Longest e-mail address (octets, RFC 5321 §4.5.3.1.3).
pub const EMAIL_OCTETS: usize = 254;
/// Longest one-line text: titles, places, codes (characters).
pub const LINE_CHARS: usize = 200;
/// Longest free text: reasons, descriptions (characters).
pub const TEXT_CHARS: usize = 4_000;
/// Largest import file (bytes).
pub const IMPORT_BYTES: usize = 64 * 1024 * 1024;
/// Most data rows in one import.
pub const IMPORT_ROWS: usize = 1_000_000;
/// Most columns in an import file.
pub const IMPORT_COLUMNS: usize = 200;
/// Largest JSON request body (bytes).
pub const JSON_BYTES: usize = 1024 * 1024;
/// Largest number of seats in a channel, and of people in a cohort plan.
pub const SEATS: i64 = 100_000;
/// Rows on one page of a list.
pub const PAGE_ROWS: i64 = 200;
/// Rows on one page of a list when the caller does not say.
pub const PAGE_ROWS_DEFAULT: i64 = 50;
/// A cancelled session stays in the feeds this long after its end (days).
pub const TOMBSTONE_DAYS: i64 = 14;
/// Life of a sign-in code (minutes, ASVS 5.0 6.5.5).
pub const SIGN_IN_CODE_MINUTES: i64 = 10;
/// Wrong codes before a sign-in is void.
pub const SIGN_IN_CODE_ATTEMPTS: i64 = 5;
/// Life of a token that a participant gets by signing in (hours).
pub const PARTICIPANT_TOKEN_HOURS: i64 = 12;
/// Longest life of an administrator's token (days).
pub const TOKEN_DAYS: i64 = 90;
/// Idempotency records are kept at least this long (hours).
pub const IDEMPOTENCY_HOURS: i64 = 48;
/// Deliveries tried before a message is given up.
pub const MAIL_ATTEMPTS: i64 = 24;
/// Most selection groups in a channel.
pub const SELECTION_GROUPS: usize = 20;
/// Longest code of a selection group (characters).
pub const GROUP_CODE_CHARS: usize = 20;
