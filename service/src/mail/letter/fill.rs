//! What of a letter can stand in an administrator's words, and what it is filled with.

mod asked;

use super::{
    CallOutcome, Letter, NominationOutcome, Outcome, Reminded, WithdrawalStage, sentence,
    shared::{appeal, reasons_given, reserve_place},
    when,
};
use crate::texts::Texts;
use samverkan_domain::{
    template::{Kind, Placeholder},
    text::plain_line as line,
};
use std::collections::BTreeMap;

/// What placeholders are filled with; what is missing has nothing to say.
pub(super) type Values = BTreeMap<Placeholder, String>;

/// Which of the letters whose words can be changed it is; none, if its words cannot.
pub(super) fn kind(letter: &Letter) -> Option<Kind> {
    Some(match letter {
        Letter::ApplicationReceived { outcome, .. } => match outcome {
            Outcome::Admitted => Kind::ReceivedAdmitted,
            Outcome::Reserve { .. } => Kind::ReceivedReserve,
            Outcome::UnderReview => Kind::ReceivedReview,
        },
        Letter::Admitted {
            decided_elsewhere: true,
            ..
        } => Kind::AdmittedElsewhere,
        Letter::Admitted { .. } => Kind::Admitted,
        Letter::PlacedOnReserve { .. } => Kind::OnReserve,
        Letter::NotAdmitted { .. } => Kind::NotAdmitted,
        Letter::SelectionResult { outcome, .. } => match outcome {
            Outcome::Admitted => Kind::SelectionAdmitted,
            Outcome::Reserve { .. } => Kind::SelectionReserve,
            Outcome::UnderReview => return None,
        },
        Letter::AnswerReceived { accepted: true, .. } => Kind::AnswerAccepted,
        Letter::AnswerReceived { .. } => Kind::AnswerDeclined,
        Letter::AnswerReminder { .. } => Kind::AnswerReminder,
        Letter::Struck { .. } => Kind::Struck,
        Letter::ReserveCalled { .. } => Kind::ReserveCalled,
        Letter::ReserveReminder { .. } => Kind::ReserveReminder,
        Letter::ReserveCallEnded { outcome, .. } => match outcome {
            CallOutcome::Accepted => Kind::CallAccepted,
            CallOutcome::Declined => Kind::CallDeclined,
            CallOutcome::Expired => Kind::CallExpired,
            CallOutcome::Cancelled => Kind::CallCancelled,
        },
        Letter::InterestAsked { .. } => Kind::InterestAsked,
        Letter::Swapped { .. } => Kind::Swapped,
        Letter::WithdrawalReceived { stage, .. } => match stage {
            WithdrawalStage::BeforePlace | WithdrawalStage::BeforeRegistration => {
                Kind::WithdrawalReceived
            }
            WithdrawalStage::Early => Kind::LeavingEarly,
            WithdrawalStage::Late => Kind::LeavingLate,
        },
        Letter::CohortPlaced { .. } => Kind::CohortPlaced,
        Letter::TransferDecided {
            to_code: Some(_), ..
        } => Kind::TransferApproved,
        Letter::TransferDecided { .. } => Kind::TransferRefused,
        Letter::DeferralDecided { granted: true, .. } => Kind::DeferralGranted,
        Letter::DeferralDecided { .. } => Kind::DeferralRefused,
        Letter::ApprovalAsked { .. } => Kind::ApprovalAsked,
        Letter::ApprovalReminder { .. } => Kind::ApprovalReminder,
        Letter::NominationDecided { outcome, .. } => match outcome {
            NominationOutcome::Approved => Kind::NominationApproved,
            NominationOutcome::Refused => Kind::NominationRefused,
            NominationOutcome::Expired => Kind::NominationExpired,
        },
        Letter::Replaced { .. } => Kind::Replaced,
        Letter::CohortsLed { cohorts, .. } if cohorts.is_empty() => Kind::LeadsNone,
        Letter::CohortsLed { .. } => Kind::CohortsLed,
        Letter::ScheduleNews { courses } if courses.len() == 1 => Kind::ScheduleNews,
        Letter::FollowUp { .. } => Kind::FollowUp,
        Letter::FollowUpLate { .. } => Kind::FollowUpLate,
        Letter::NotStarted { .. } => Kind::NotStarted,
        Letter::Reminder { what, .. } => what.kind(),
        _ => return None,
    })
}

/// What a letter is filled with, in a language. `first_name` may be empty.
pub(super) fn values(letter: &Letter, t: Texts, url: &str, first_name: &str) -> Values {
    let mut values = Values::new();
    let mut put = |one, value: String| {
        if !value.is_empty() {
            values.insert(one, value);
        }
    };
    put(Placeholder::FirstName, line(first_name));
    put(Placeholder::Site, url.to_owned());
    put(Placeholder::StandardText, letter.text(t, url));
    put(
        Placeholder::StandardSubject,
        super::subject::subject(letter, t),
    );
    for (one, value) in named(letter, t) {
        put(one, value);
    }
    for (one, value) in decided(letter, t) {
        put(one, value);
    }
    for (one, value) in asked::values(letter, t, url) {
        put(one, value);
    }
    for (one, value) in told(letter, t) {
        put(one, value);
    }
    values
}

/// What the letter is about, by its fields' names: most letters have the same.
fn named(letter: &Letter, t: Texts) -> Vec<(Placeholder, String)> {
    let Ok(fields) = serde_json::to_value(letter) else {
        return Vec::new();
    };
    let text = |name: &str| line(fields[name].as_str().unwrap_or_default());
    let mut named = vec![
        (Placeholder::Course, text("course")),
        (Placeholder::Offering, text("offering_code")),
        (Placeholder::Channel, text("channel")),
        (Placeholder::Reference, text("reference")),
        (Placeholder::Cohort, text("cohort_code")),
        (Placeholder::Cohort, text("to_code")),
        (Placeholder::FormerCohort, text("from_code")),
        (Placeholder::FormerOffering, text("left_offering_code")),
        (Placeholder::UntilTerm, text("until_term")),
        (Placeholder::Employer, text("employer")),
        (Placeholder::Contract, text("contract")),
    ];
    let at = |name: &str| fields[name].as_str().and_then(|at| at.parse().ok());
    let moment = |name| at(name).map(|at| when::moment(at, t.language()));
    named.extend(moment("received_at").map(|at| (Placeholder::ReceivedAt, at)));
    named
}

/// What has been decided, and why.
fn decided(letter: &Letter, t: Texts) -> Vec<(Placeholder, String)> {
    let reasons = |reasons: &[String]| {
        let given = reasons_given(t, reasons);
        given.map(|given| (Placeholder::Reasons, given))
    };
    let place = |group: Option<&str>, position: u32| {
        (Placeholder::ReservePlace, reserve_place(t, group, position))
    };
    let mut found = Vec::new();
    match letter {
        Letter::ApplicationReceived {
            outcome: Outcome::Reserve { group, position },
            ..
        }
        | Letter::PlacedOnReserve {
            group, position, ..
        } => found.push(place(Some(group), *position)),
        Letter::ReserveReminder {
            group, position, ..
        }
        | Letter::InterestAsked {
            group, position, ..
        } => found.push(place(group.as_deref(), *position)),
        Letter::ReserveCalled {
            group,
            position,
            reason,
            ..
        } => {
            found.push(place(group.as_deref(), *position));
            let why = t.letter_called_why(sentence(reason));
            found.push((Placeholder::Reasons, why));
        }
        Letter::Admitted {
            condition,
            answer_by,
            decided_elsewhere,
            ..
        } => {
            if *decided_elsewhere {
                let elsewhere = super::admission::decided_elsewhere(t, *answer_by);
                found.push((Placeholder::Decided, elsewhere));
            }
            let condition = condition.as_deref().map(sentence);
            let said = condition.map(|condition| t.letter_condition(condition));
            found.extend(said.map(|said| (Placeholder::Condition, said)));
        }
        Letter::NotAdmitted {
            reference,
            reasons: given,
            how_to_appeal,
            ..
        } => {
            found.extend(reasons(given));
            let appeal = appeal(t, *how_to_appeal, &line(reference));
            found.push((Placeholder::Appeal, appeal));
        }
        Letter::SelectionResult { .. } => found.extend(super::decision::values(letter, t)),
        Letter::Struck {
            reference, reason, ..
        } => {
            found.extend(reasons(std::slice::from_ref(reason)));
            found.push((Placeholder::Appeal, appeal(t, false, &line(reference))));
        }
        Letter::DeferralDecided {
            reference,
            reasons: given,
            ..
        } => {
            found.extend(reasons(given));
            found.push((Placeholder::Appeal, appeal(t, true, &line(reference))));
        }
        Letter::TransferDecided { reason, .. } => {
            let why = reason.as_deref().map(sentence);
            let why = why.filter(|why| !why.is_empty());
            found.extend(why.map(|why| (Placeholder::Reasons, t.letter_reason(why))));
        }
        _ => {}
    }
    found
}

/// Cohorts, days and meetings.
fn told(letter: &Letter, t: Texts) -> Vec<(Placeholder, String)> {
    let day = |day| when::day(day, t.language());
    match letter {
        Letter::ApplicationReceived { receipt_link, .. } => {
            let link = receipt_link.as_deref();
            let said = link.map(|link| t.letter_received_link(line(link)));
            vec![(Placeholder::Receipt, said.unwrap_or_default())]
        }
        Letter::Admitted { starts_on, .. } => vec![(Placeholder::Starts, day(*starts_on))],
        Letter::CohortPlaced {
            mix, first_session, ..
        } => {
            let first = first_session.as_ref();
            let first = first.map(|meeting| super::course::first(t, meeting));
            vec![
                (
                    Placeholder::Mix,
                    super::course::mixed(t, mix).unwrap_or_default(),
                ),
                (Placeholder::FirstMeeting, first.unwrap_or_default()),
            ]
        }
        Letter::ApprovalAsked { employee, .. } | Letter::ApprovalReminder { employee, .. } => {
            vec![(Placeholder::Employee, super::employer::named(t, employee))]
        }
        Letter::CohortsLed { cohorts, .. } => {
            let cohorts = super::course::cohorts_led(t, cohorts);
            vec![(Placeholder::Cohorts, cohorts.unwrap_or_default())]
        }
        Letter::ScheduleNews { courses } => match &**courses {
            [one] => vec![
                (Placeholder::Course, line(&one.course)),
                (Placeholder::Offering, line(&one.offering_code)),
                (Placeholder::News, super::schedule::news(one, t)),
            ],
            _ => Vec::new(),
        },
        Letter::Reminder { what, .. } => match what {
            Reminded::Enrolment { closes_at } => {
                let at = when::moment(*closes_at, t.language());
                vec![(Placeholder::Closes, at)]
            }
            Reminded::Answer { .. } => Vec::new(),
            Reminded::Start { starts_on, ends_on } | Reminded::End { starts_on, ends_on } => vec![
                (Placeholder::Starts, day(*starts_on)),
                (Placeholder::Ends, day(*ends_on)),
            ],
            Reminded::Meeting { meeting } => vec![
                (Placeholder::Meeting, line(&meeting.title)),
                (
                    Placeholder::MeetingTime,
                    when::span(meeting.slot, t.language()),
                ),
            ],
        },
        _ => Vec::new(),
    }
}
