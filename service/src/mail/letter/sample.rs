//! One letter of each kind with invented values, which a preview fills with real ones, and of which the
//! built-in words are shown as a template: every value is told apart from all others.

mod at_work;

use super::{CallOutcome, Letter, Meeting, Outcome, Reminded, Slot, WithdrawalStage};
use at_work::at_work;
use jiff::{SignedDuration, Timestamp, civil::date};
use samverkan_domain::template::Kind;

/// A moment that no other value of the same letter has.
fn at(hours: i64) -> Timestamp {
    // 2031-03-03T07:15Z, a Monday.
    let base = Timestamp::from_second(1_930_288_500).unwrap_or_default();
    base + SignedDuration::from_hours(hours)
}

/// A letter of this kind.
pub fn sample(kind: Kind) -> Letter {
    received(kind)
        .or_else(|| decided(kind))
        .or_else(|| answered(kind))
        .or_else(|| on_a_course(kind))
        .or_else(|| at_work(kind))
        .unwrap_or_else(|| reminder(kind))
}

fn text(name: &str) -> String {
    format!("¤{name}¤")
}

fn course() -> String {
    text("course")
}

fn code() -> String {
    text("code")
}

fn reference() -> String {
    text("reference")
}

fn group() -> Option<String> {
    Some(text("group"))
}

fn reserve() -> Outcome {
    Outcome::Reserve {
        group: text("group"),
        position: 7_731,
    }
}

fn received(kind: Kind) -> Option<Letter> {
    let outcome = match kind {
        Kind::ReceivedAdmitted => Outcome::Admitted,
        Kind::ReceivedReserve => reserve(),
        Kind::ReceivedReview => Outcome::UnderReview,
        _ => return None,
    };
    let asked = outcome == Outcome::Admitted;
    Some(Letter::ApplicationReceived {
        reference: reference(),
        course: course(),
        offering_code: code(),
        channel: text("channel"),
        received_at: at(0),
        outcome,
        answer_by: asked.then(|| at(100)),
        answer_link: asked.then(|| text("link")),
        receipt_link: Some(text("receipt")),
    })
}

fn decided(kind: Kind) -> Option<Letter> {
    let selected = |outcome: Outcome| {
        let asked = outcome == Outcome::Admitted;
        Letter::SelectionResult {
            course: course(),
            offering_code: code(),
            outcome,
            grounds: vec![text("ground"), text("ground 2")],
            answer_by: asked.then(|| at(100)),
            answer_link: asked.then(|| text("link")),
            pseudonym: text("pseudonym"),
            record_url: text("record"),
            condition: Some(text("condition")),
        }
    };
    let deferral = |granted: bool| Letter::DeferralDecided {
        reference: reference(),
        course: course(),
        offering_code: code(),
        granted,
        until_term: None,
        reasons: vec![text("reason"), text("reason 2")],
    };
    Some(match kind {
        Kind::Admitted => Letter::Admitted {
            course: course(),
            offering_code: code(),
            starts_on: date(2031, 4, 1),
            condition: Some(text("condition")),
            answer_by: Some(at(100)),
            answer_link: Some(text("link")),
            decided_elsewhere: false,
        },
        Kind::AdmittedElsewhere => Letter::Admitted {
            course: course(),
            offering_code: code(),
            starts_on: date(2031, 4, 1),
            condition: Some(text("condition")),
            answer_by: Some(at(100)),
            answer_link: None,
            decided_elsewhere: true,
        },
        Kind::OnReserve => Letter::PlacedOnReserve {
            course: course(),
            offering_code: code(),
            group: text("group"),
            position: 7_731,
        },
        Kind::NotAdmitted => Letter::NotAdmitted {
            reference: reference(),
            course: course(),
            offering_code: code(),
            reasons: vec![text("reason"), text("reason 2")],
            how_to_appeal: true,
        },
        Kind::SelectionAdmitted => selected(Outcome::Admitted),
        Kind::SelectionReserve => selected(reserve()),
        Kind::Struck => Letter::Struck {
            reference: reference(),
            course: course(),
            offering_code: code(),
            reason: text("reason"),
        },
        Kind::DeferralGranted => deferral(true),
        Kind::DeferralRefused => deferral(false),
        _ => return None,
    })
}

fn answered(kind: Kind) -> Option<Letter> {
    let accepted = |accepted| Letter::AnswerReceived {
        course: course(),
        offering_code: code(),
        accepted,
    };
    let ended = |outcome| Letter::ReserveCallEnded {
        course: course(),
        offering_code: code(),
        outcome,
    };
    Some(match kind {
        Kind::AnswerAccepted => accepted(true),
        Kind::AnswerDeclined => accepted(false),
        Kind::AnswerReminder => Letter::AnswerReminder {
            course: course(),
            offering_code: code(),
            answer_by: at(100),
            link: text("link"),
        },
        Kind::ReserveCalled => Letter::ReserveCalled {
            course: course(),
            offering_code: code(),
            group: group(),
            position: 7_731,
            answer_by: at(100),
            link: text("link"),
            reason: text("reason"),
        },
        Kind::ReserveReminder => Letter::ReserveReminder {
            course: course(),
            offering_code: code(),
            group: group(),
            position: 7_731,
            answer_by: at(100),
            link: text("link"),
        },
        Kind::CallAccepted => ended(CallOutcome::Accepted),
        Kind::CallDeclined => ended(CallOutcome::Declined),
        Kind::CallExpired => ended(CallOutcome::Expired),
        Kind::CallCancelled => ended(CallOutcome::Cancelled),
        Kind::Swapped => Letter::Swapped {
            course: course(),
            offering_code: code(),
            left_offering_code: text("left"),
        },
        Kind::InterestAsked => Letter::InterestAsked {
            course: course(),
            offering_code: code(),
            group: group(),
            position: 7_731,
            answer_by: at(100),
            link: text("link"),
        },
        _ => return None,
    })
}

fn on_a_course(kind: Kind) -> Option<Letter> {
    let left = |stage| Letter::WithdrawalReceived {
        stage,
        reference: reference(),
        course: course(),
        offering_code: code(),
        received_at: at(0),
    };
    let transfer = |to_code| Letter::TransferDecided {
        course: course(),
        offering_code: code(),
        from_code: text("former"),
        to_code,
        reason: Some(text("reason")),
    };
    Some(match kind {
        Kind::WithdrawalReceived => left(WithdrawalStage::BeforeRegistration),
        Kind::LeavingEarly => left(WithdrawalStage::Early),
        Kind::LeavingLate => left(WithdrawalStage::Late),
        Kind::CohortPlaced => Letter::CohortPlaced {
            course: course(),
            offering_code: code(),
            cohort_code: text("cohort"),
            mix: vec![(text("family"), 3), (text("family 2"), 2)],
            first_session: Some(meeting()),
            calendar_hint: true,
        },
        Kind::TransferApproved => transfer(Some(text("cohort"))),
        Kind::TransferRefused => transfer(None),
        Kind::FollowUp => Letter::FollowUp {
            course: course(),
            offering_code: code(),
            answer_by: date(2031, 4, 22),
        },
        Kind::FollowUpLate => Letter::FollowUpLate {
            course: course(),
            offering_code: code(),
            answer_by: date(2031, 4, 22),
        },
        Kind::NotStarted => Letter::NotStarted {
            reference: reference(),
            course: course(),
            offering_code: code(),
        },
        _ => return None,
    })
}

fn meeting() -> Meeting {
    Meeting {
        title: text("meeting"),
        slot: Slot {
            starts_at: at(200),
            ends_at: at(202),
        },
    }
}

fn reminder(kind: Kind) -> Letter {
    let (starts_on, ends_on) = (date(2031, 4, 1), date(2031, 6, 8));
    let what = match kind {
        Kind::RemindEnrolment => Reminded::Enrolment { closes_at: at(300) },
        Kind::RemindAnswer => Reminded::Answer {
            answer_by: at(100),
            link: text("link"),
        },
        Kind::RemindMeeting => Reminded::Meeting { meeting: meeting() },
        Kind::RemindEnd => Reminded::End { starts_on, ends_on },
        _ => Reminded::Start { starts_on, ends_on },
    };
    Letter::Reminder {
        what,
        course: course(),
        offering_code: code(),
        unsubscribe_link: text("unsubscribe"),
    }
}
