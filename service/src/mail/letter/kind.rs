//! The occasions of letters, and what each needs to be written.

use super::{CallOutcome, CourseNews, NominationOutcome, Outcome, Reminded, WithdrawalStage};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::erasure::{ErasureGround, ErasureOutcome};
use serde::{Deserialize, Serialize};

/// From when until when a session is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slot {
    pub starts_at: Timestamp,
    pub ends_at: Timestamp,
}

/// A session worth naming in a letter. Where it is stands in the service, not in the letter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meeting {
    pub title: String,
    pub slot: Slot,
}

/// A letter, with all it needs to be written again the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Letter {
    SignInCode {
        code: String,
        minutes: i64,
        sign_in_link: Option<String>,
    },
    /// To ourselves: what somebody has written on the site; `answer_to` may be empty.
    SiteMessage {
        about: String,
        text: String,
        answer_to: String,
    },
    /// The receipt of an application.
    ApplicationReceived {
        reference: String,
        course: String,
        offering_code: String,
        channel: String,
        received_at: Timestamp,
        outcome: Outcome,
        /// Who is admitted may be asked for an answer. (Letters of before have none of these.)
        #[serde(default)]
        answer_by: Option<Timestamp>,
        #[serde(default)]
        answer_link: Option<String>,
        /// To the page that shows the application; it can be read only.
        receipt_link: Option<String>,
    },
    Admitted {
        course: String,
        offering_code: String,
        starts_on: Date,
        condition: Option<String>,
        answer_by: Option<Timestamp>,
        #[serde(default)]
        answer_link: Option<String>,
        /// The decision is the national admissions system's; this letter is a copy of it.
        decided_elsewhere: bool,
    },
    PlacedOnReserve {
        course: String,
        offering_code: String,
        group: String,
        position: u32,
    },
    NotAdmitted {
        reference: String,
        course: String,
        offering_code: String,
        reasons: Vec<String>,
        /// Set for "not eligible", which can be appealed to ÖNH (HF 12:2); not for a ranking.
        how_to_appeal: bool,
    },
    WithdrawalReceived {
        stage: WithdrawalStage,
        reference: String,
        course: String,
        offering_code: String,
        received_at: Timestamp,
    },
    CohortPlaced {
        course: String,
        offering_code: String,
        cohort_code: String,
        /// How many of each profession family. Empty for a person with protected identity.
        mix: Vec<(String, u32)>,
        first_session: Option<Meeting>,
        calendar_hint: bool,
    },
    /// The answer to a wish for another cohort.
    TransferDecided {
        course: String,
        offering_code: String,
        from_code: String,
        /// The new cohort; missing if the answer is no.
        to_code: Option<String>,
        /// In the words of who decided.
        reason: Option<String>,
    },
    /// To an address that somebody wants to use instead of another.
    AddressCode { code: String, minutes: i64 },
    /// To the address that is used no longer. It does not say which is.
    AddressChanged,
    /// The decision on a wish to have data erased.
    ErasureDecided {
        outcome: ErasureOutcome,
        ground: ErasureGround,
        /// In the words of who decided.
        reason: String,
    },
    /// To a facilitator: which cohorts they lead now.
    CohortsLed {
        course: String,
        offering_code: String,
        /// By code, with the times they meet. None: they lead no cohort any more.
        cohorts: Vec<String>,
    },
    /// What is new in the reader's schedule, on all courses.
    ScheduleNews { courses: Vec<CourseNews> },
    /// If the times are equal, the place has changed. No longer written, nor is the next: they
    /// are read from outboxes of before.
    SessionChanged {
        course: String,
        title: String,
        before: Slot,
        after: Slot,
    },
    SessionCancelled {
        course: String,
        title: String,
        slot: Slot,
        reason: Option<String>,
    },
    /// A seat is free and the reserve is next: answer in time.
    ReserveCalled {
        course: String,
        offering_code: String,
        group: Option<String>,
        position: u32,
        answer_by: Timestamp,
        link: String,
        /// A sentence: why it is this person's turn.
        reason: String,
    },
    ReserveReminder {
        course: String,
        offering_code: String,
        group: Option<String>,
        position: u32,
        answer_by: Timestamp,
        link: String,
    },
    /// The receipt of the answer to a call, or of there being none.
    ReserveCallEnded {
        course: String,
        offering_code: String,
        outcome: CallOutcome,
    },
    /// "Still interested?", to somebody who has waited long. Silence changes nothing.
    InterestAsked {
        course: String,
        offering_code: String,
        group: Option<String>,
        position: u32,
        answer_by: Timestamp,
        link: String,
    },
    /// The place waited for is given, and the place held meanwhile given up.
    Swapped {
        course: String,
        offering_code: String,
        left_offering_code: String,
    },
    /// The decision after a selection. Who is refused gets `NotAdmitted`.
    SelectionResult {
        course: String,
        offering_code: String,
        outcome: Outcome,
        /// Sentences.
        grounds: Vec<String>,
        answer_by: Option<Timestamp>,
        answer_link: Option<String>,
        /// What the reader is called in the public record.
        pseudonym: String,
        record_url: String,
        condition: Option<String>,
    },
    /// The receipt of an admitted person's answer.
    AnswerReceived {
        course: String,
        offering_code: String,
        accepted: bool,
    },
    AnswerReminder {
        course: String,
        offering_code: String,
        answer_by: Timestamp,
        link: String,
    },
    Struck {
        reference: String,
        course: String,
        offering_code: String,
        reason: String,
    },
    /// Anstånd: decided, for or against.
    DeferralDecided {
        reference: String,
        course: String,
        offering_code: String,
        granted: bool,
        until_term: Option<String>,
        reasons: Vec<String>,
    },
    /// To the head, or the head's deputy, of somebody nominated.
    ApprovalAsked {
        /// The name; of a person with protected identity, the alias.
        employee: String,
        course: String,
        offering_code: String,
        contract: String,
        employer: String,
        answer_by: Timestamp,
        link: String,
        as_deputy: bool,
    },
    ApprovalReminder {
        /// As in `ApprovalAsked`.
        employee: String,
        course: String,
        offering_code: String,
        contract: String,
        employer: String,
        answer_by: Timestamp,
        link: String,
        as_deputy: bool,
    },
    /// To the person nominated.
    NominationDecided {
        course: String,
        offering_code: String,
        outcome: NominationOutcome,
    },
    /// The check three weeks after the start: the reader has not been seen.
    FollowUp {
        course: String,
        offering_code: String,
        /// The last day of early withdrawal.
        answer_by: Date,
    },
    PackageExit {
        package: String,
        /// Course title, and a sentence: what leaving means for that course.
        courses: Vec<(String, String)>,
    },
    /// The same check when it is too late to leave early.
    FollowUpLate {
        course: String,
        offering_code: String,
        answer_by: Date,
    },
    /// The employer sends somebody else to the place.
    Replaced {
        reference: String,
        course: String,
        offering_code: String,
    },
    /// Did not come to the roll-call and has not been heard from.
    NotStarted {
        reference: String,
        course: String,
        offering_code: String,
    },
    /// What an administrator's rule sends.
    Reminder {
        what: Reminded,
        course: String,
        offering_code: String,
        unsubscribe_link: String,
    },
    /// One of the others, in an administrator's words.
    Worded {
        letter: Box<Letter>,
        subject: String,
        body: String,
        /// Of a person with protected identity, the alias.
        first_name: String,
    },
}
