//! What the subject of each letter says.

use super::{
    CallOutcome, Letter, NominationOutcome, Outcome, WithdrawalStage,
    news::{CourseNews, Gist, gist},
    schedule,
};
use crate::texts::Texts;
use samverkan_domain::text::plain_line as line;

/// What has happened, and to what.
pub(super) fn subject(letter: &Letter, t: Texts) -> String {
    let about = about(letter);
    let what = about_applying(letter, t)
        .or_else(|| about_answering(letter, t))
        .unwrap_or_else(|| about_a_course(letter, t));
    if about.is_empty() {
        return what.to_owned();
    }
    // A question has its own mark.
    let mark = if what.ends_with('?') { "" } else { ":" };
    format!("{what}{mark} {}", line(about))
}

/// What the letter is about: nothing, where that would say too much on a locked screen.
fn about(letter: &Letter) -> &str {
    match letter {
        Letter::SignInCode { .. }
        | Letter::SiteMessage { .. }
        | Letter::ErasureDecided { .. }
        | Letter::AddressCode { .. }
        | Letter::AddressChanged => "",
        Letter::SessionChanged { title, .. } | Letter::SessionCancelled { title, .. } => title,
        Letter::PackageExit { package, .. } => package,
        Letter::ScheduleNews { courses } => match gist(courses) {
            Gist::Session(one) => &one.title,
            Gist::Published(course) | Gist::Course(course) | Gist::Courses(course) => course,
        },
        Letter::ApplicationReceived { course, .. }
        | Letter::Admitted { course, .. }
        | Letter::PlacedOnReserve { course, .. }
        | Letter::NotAdmitted { course, .. }
        | Letter::WithdrawalReceived { course, .. }
        | Letter::CohortPlaced { course, .. }
        | Letter::TransferDecided { course, .. }
        | Letter::CohortsLed { course, .. }
        | Letter::ReserveCalled { course, .. }
        | Letter::ReserveReminder { course, .. }
        | Letter::ReserveCallEnded { course, .. }
        | Letter::InterestAsked { course, .. }
        | Letter::Swapped { course, .. }
        | Letter::SelectionResult { course, .. }
        | Letter::AnswerReceived { course, .. }
        | Letter::AnswerReminder { course, .. }
        | Letter::Struck { course, .. }
        | Letter::DeferralDecided { course, .. }
        | Letter::ApprovalAsked { course, .. }
        | Letter::ApprovalReminder { course, .. }
        | Letter::NominationDecided { course, .. }
        | Letter::FollowUp { course, .. }
        | Letter::FollowUpLate { course, .. }
        | Letter::Replaced { course, .. }
        | Letter::NotStarted { course, .. }
        | Letter::Reminder { course, .. } => course,
        Letter::Worded { letter, .. } => about(letter),
    }
}

/// Of the letters about signing in, applying, admission and leaving.
fn about_applying(letter: &Letter, t: Texts) -> Option<&'static str> {
    Some(match letter {
        Letter::SignInCode { .. } => t.letter_code_subject(),
        Letter::SiteMessage { .. } => t.letter_site_subject(),
        Letter::ApplicationReceived { .. } => t.letter_received_subject(),
        Letter::Admitted {
            decided_elsewhere: true,
            ..
        } => t.letter_copy_subject(),
        Letter::Admitted { .. } => t.letter_admitted_subject(),
        Letter::SelectionResult { outcome, .. } => match outcome {
            Outcome::Admitted => t.letter_admitted_subject(),
            Outcome::Reserve { .. } => t.letter_on_reserve_subject(),
            Outcome::UnderReview => t.letter_undecided_subject(),
        },
        Letter::PlacedOnReserve { .. } => t.letter_on_reserve_subject(),
        Letter::NotAdmitted { .. } => t.letter_not_admitted_subject(),
        Letter::WithdrawalReceived {
            stage: WithdrawalStage::BeforePlace | WithdrawalStage::BeforeRegistration,
            ..
        } => t.letter_withdrawal_subject(),
        Letter::WithdrawalReceived { .. } => t.letter_leaving_subject(),
        Letter::Struck { .. } => t.letter_struck_subject(),
        Letter::DeferralDecided { granted: true, .. } => t.letter_deferred_subject(),
        Letter::DeferralDecided { .. } => t.letter_not_deferred_subject(),
        _ => return None,
    })
}

/// Of the letters that ask for an answer, or are about one.
fn about_answering(letter: &Letter, t: Texts) -> Option<&'static str> {
    Some(match letter {
        Letter::ReserveCalled { .. } => t.letter_called_subject(),
        Letter::ReserveReminder { .. } => t.letter_called_reminder_subject(),
        Letter::ReserveCallEnded { outcome, .. } => match outcome {
            CallOutcome::Accepted => t.letter_accepted_subject(),
            CallOutcome::Declined => t.letter_declined_subject(),
            CallOutcome::Expired => t.letter_call_expired_subject(),
            CallOutcome::Cancelled => t.letter_call_cancelled_subject(),
        },
        Letter::InterestAsked { .. } => t.letter_interest_subject(),
        Letter::Swapped { .. } => t.letter_swapped_subject(),
        Letter::AnswerReceived { accepted: true, .. } => t.letter_accepted_subject(),
        Letter::AnswerReceived { .. } => t.letter_declined_subject(),
        Letter::AnswerReminder { .. } => t.letter_answer_reminder_subject(),
        Letter::ApprovalAsked { .. } => t.letter_approval_subject(),
        Letter::ApprovalReminder { .. } => t.letter_approval_reminder_subject(),
        Letter::NominationDecided { outcome, .. } => match outcome {
            NominationOutcome::Approved => t.letter_nomination_approved_subject(),
            NominationOutcome::Refused => t.letter_nomination_refused_subject(),
            NominationOutcome::Expired => t.letter_nomination_expired_subject(),
        },
        _ => return None,
    })
}

/// Of the letters about a course that one takes part in. Every letter has a subject: a test writes
/// them all.
fn about_a_course(letter: &Letter, t: Texts) -> &'static str {
    match letter {
        Letter::CohortPlaced { .. } => t.letter_cohort_subject(),
        Letter::TransferDecided {
            to_code: Some(_), ..
        } => t.letter_transfer_approved_subject(),
        Letter::TransferDecided { .. } => t.letter_transfer_refused_subject(),
        Letter::ErasureDecided { .. } => t.letter_erasure_subject(),
        Letter::AddressCode { .. } => t.letter_address_code_subject(),
        Letter::AddressChanged => t.letter_address_changed_subject(),
        Letter::CohortsLed { .. } => t.letter_led_subject(),
        Letter::SessionChanged { before, after, .. } if before == after => t.letter_news_place(),
        Letter::SessionChanged { .. } => t.letter_news_time(),
        Letter::SessionCancelled { .. } => t.letter_news_cancelled(),
        Letter::ScheduleNews { courses } => news(courses, t),
        Letter::FollowUp { .. } | Letter::FollowUpLate { .. } => t.letter_follow_up_subject(),
        Letter::Replaced { .. } => t.letter_replaced_subject(),
        Letter::NotStarted { .. } => t.letter_not_started_subject(),
        Letter::PackageExit { .. } => t.letter_package_subject(),
        Letter::Reminder { what, .. } => super::reminder::subject(what, t),
        _ => "",
    }
}

fn news(courses: &[CourseNews], t: Texts) -> &'static str {
    match gist(courses) {
        Gist::Session(one) => schedule::headline(one, t),
        Gist::Published(_) => t.letter_news_published_subject(),
        Gist::Course(_) => t.letter_news_course_subject(),
        Gist::Courses(_) => t.letter_news_courses_subject(),
    }
}
