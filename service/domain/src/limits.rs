//! Every bound, named, with its unit. A limit on everything: what has none grows until it fails.

/// Longest name of a person, part by part (characters).
pub const NAME_CHARS: usize = 120;
/// Longest e-mail address (octets, RFC 5321 §4.5.3.1.3).
pub const EMAIL_OCTETS: usize = 254;
/// Longest one-line text: titles, places, codes (characters).
pub const LINE_CHARS: usize = 200;
/// Longest free text: reasons, descriptions (characters).
pub const TEXT_CHARS: usize = 4_000;
/// Longest text in which a participant says why, or is answered (characters).
pub const REASON_CHARS: usize = 1_000;
/// With how many, and without how many, an applicant can wish to be in a cohort.
pub const COMPANY: usize = 3;
/// Longest address or number that says who that is (characters). Six of them travel in a cookie.
pub const COMPANY_CHARS: usize = 100;
/// Largest import file (bytes).
pub const IMPORT_BYTES: usize = 64 * 1024 * 1024;
/// What a workbook may unpack to (bytes).
pub const IMPORT_UNPACKED_BYTES: u64 = 512 * 1024 * 1024;
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
/// Sign-ins that may be asked for in a minute by all together, unless configured otherwise: twice
/// what one address may. Beyond that the relay is flooded, not the service.
pub const SIGN_INS_TOGETHER: u32 = 12_000;
/// A sign-in on the web site ends when it has not been used for so long (minutes): a participant's,
/// and one that lets staff in.
pub const IDLE_MINUTES: i64 = 8 * 60;
pub const STAFF_IDLE_MINUTES: i64 = 30;
/// A sign-in on the web site ends after so long in any case (hours).
pub const WEB_SIGN_IN_HOURS: i64 = 7 * 24;
pub const STAFF_SIGN_IN_HOURS: i64 = 12;
/// Sign-ins of one person at a time; the one unused for longest gives way.
pub const WEB_SIGN_INS: usize = 20;
/// How long one may stay at an issuer, or look for a passkey (minutes).
pub const ATTEMPT_MINUTES: i64 = 10;
/// How long an invitation to make a first passkey is good for (hours).
pub const INVITATION_HOURS: i64 = 72;
/// Passkeys and identities of one person.
pub const PASSKEYS: usize = 10;
pub const IDENTITIES: usize = 10;
/// Ended sign-ins are kept so long (days), for who has to find out what happened.
pub const ENDED_SIGN_IN_DAYS: i64 = 30;
/// Codes that were asked for are kept so long (hours): they hold addresses, perhaps of nobody here.
pub const CODE_KEPT_HOURS: i64 = 24;
/// Life of a token that a participant gets by signing in (hours).
pub const PARTICIPANT_TOKEN_HOURS: i64 = 12;
/// Longest life of an administrator's token (days).
pub const TOKEN_DAYS: i64 = 90;
/// Idempotency records are kept at least this long (hours).
pub const IDEMPOTENCY_HOURS: i64 = 48;
/// Deliveries tried before a message is given up.
pub const MAIL_ATTEMPTS: i64 = 24;
/// Longest wait before a delivery is tried again (hours).
pub const MAIL_WAIT_HOURS: i64 = 6;
/// Longer than any message waits (hours), also where instances' clocks differ.
pub const MAIL_WAIT_MOST_HOURS: i64 = 2 * MAIL_WAIT_HOURS;
/// Most selection groups in a channel.
pub const SELECTION_GROUPS: usize = 20;
/// Longest code of a selection group (characters).
pub const GROUP_CODE_CHARS: usize = 20;
/// Longest code that colleagues who apply together share (characters).
pub const JOINT_CODE_CHARS: usize = 40;
/// Requests for places that wait for one offering's writer; beyond them the answer is "busy". At the
/// slowest rate measured (some 500 a second, a shared disk of 2 ms a flush) the last of them waits
/// eight seconds, which a person still sits through; in memory they are a few megabytes.
pub const ENROLMENT_QUEUE: usize = 4_096;
/// Requests decided in one transaction. From 128 on a larger batch gains little, and everybody in it
/// waits for the last.
pub const ENROLMENT_BATCH: usize = 256;
/// Longest wait for the answer to a request for a place (seconds). The request is decided all the
/// same; who asks again is told how.
pub const ENROLMENT_WAIT_SECONDS: u64 = 15;
/// Tokens looked up at a time, and lookups that wait: as many as there can be connections.
pub const TOKEN_BATCH: usize = 256;
pub const TOKEN_QUEUE: usize = 10_000;
/// Offerings whose codes are remembered.
pub const OFFERINGS_REMEMBERED: usize = 10_000;
/// Requests for places by one person in a minute, unless configured otherwise: a person who presses
/// the button once a second is in despair, one who presses more often is a program.
pub const APPLICATIONS_PER_PERSON: u32 = 60;
/// Calendars that one person may have fetched in a minute: enough to mend a mistyped address, too few
/// to make the service knock on doors.
pub const CALENDARS_PER_PERSON: u32 = 6;
/// Requests for places from one address in a minute, unless configured otherwise. A whole
/// university (the largest have some 50 000 students) may sit behind one address, and all of it
/// may press the button in the minute in which a channel opens.
pub const APPLICATIONS_PER_ADDRESS: u32 = 60_000;
/// Sign-ins asked for from one address in a minute, unless configured otherwise. Each is a letter
/// to somebody. 6 000 let 20 000 people behind one address in within four minutes, and a sign-in
/// lasts twelve hours.
pub const SIGN_INS_PER_ADDRESS: u32 = 6_000;
/// People or addresses whose rate is remembered at a time (about 10 MB).
pub const RATES_REMEMBERED: usize = 100_000;
/// Most facilitators of an offering.
pub const FACILITATORS: usize = 200;
/// Most cohorts that one facilitator leads on an offering.
pub const COHORTS_LED: usize = 50;
/// Most facilitators of one cohort.
pub const LEADERS_EACH: u32 = 8;
/// Messages that may be written to us from one address in a minute.
pub const MESSAGES_PER_ADDRESS: u32 = 20;
/// Highest price of a place under a contract (öre): a hundred million kronor.
pub const PRICE_ORE: i64 = 10_000_000_000;
