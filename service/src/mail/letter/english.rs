//! The letters in English. They say the same as the Swedish ones, in the same order; Swedish terms
//! that people meet elsewhere stand in brackets.

mod admission;
mod course;
mod decision;
mod employer;
mod leaving;
mod reserve;
mod schedule;

use super::{
    super::MailSettings, CallOutcome, Letter, NominationOutcome, Outcome, asked, home, list,
    sentence, site, when,
};
use jiff::Timestamp;
use samverkan_domain::{admission::eligibility, person::Language, text::plain_line as line};

const EN: Language = Language::En;

/// Whom to turn to, and the good-bye.
pub(super) const END: (&str, &str) = (
    "Do you have questions? Reply to this e-mail or write to",
    "Kind regards",
);

pub(super) fn greeting(name: Option<String>) -> String {
    name.map_or("Hello!".into(), |name| format!("Hello {name},"))
}

pub(super) fn subject(letter: &Letter) -> String {
    let (what, about) = match letter {
        Letter::SignInCode { .. } => return "Your sign-in code".into(),
        Letter::SiteMessage { .. } => return site::subject(EN),
        Letter::ApplicationReceived { course, .. } => ("We have received your application", course),
        Letter::Admitted {
            course,
            decided_elsewhere: true,
            ..
        } => ("Copy of your admission decision", course),
        Letter::Admitted { course, .. }
        | Letter::SelectionResult {
            outcome: Outcome::Admitted,
            course,
            ..
        } => ("You have been admitted", course),
        Letter::PlacedOnReserve { course, .. }
        | Letter::SelectionResult {
            outcome: Outcome::Reserve { .. },
            course,
            ..
        } => ("You are on the reserve list", course),
        Letter::SelectionResult {
            outcome: Outcome::UnderReview,
            course,
            ..
        } => ("Your application is not decided yet", course),
        Letter::NotAdmitted { course, .. } => ("You have not been admitted", course),
        Letter::WithdrawalReceived { course, .. } => ("We have received your withdrawal", course),
        Letter::CohortPlaced { course, .. } => ("Your group", course),
        Letter::TransferDecided { .. }
        | Letter::ErasureDecided { .. }
        | Letter::AddressCode { .. }
        | Letter::AddressChanged => {
            return asked::subject(letter, EN).map_or_else(String::new, titled);
        }
        Letter::CohortsLed { course, .. } => ("Groups you lead", course),
        Letter::SessionChanged {
            title,
            before,
            after,
            ..
        } if before == after => ("New place", title),
        Letter::SessionChanged { title, .. } => ("New time", title),
        Letter::ScheduleNews { courses } => return titled(schedule::subject(courses)),
        Letter::SessionCancelled { title, .. } => ("Cancelled", title),
        Letter::ReserveCalled { course, .. } => ("A place is free, answer in time", course),
        Letter::ReserveReminder { course, .. } => ("Reminder, a place is free", course),
        Letter::ReserveCallEnded {
            outcome, course, ..
        } => (call_ended(*outcome), course),
        Letter::InterestAsked { course, .. } => ("A question to you as a reserve", course),
        Letter::Swapped { course, .. } => ("You have got the place you waited for", course),
        Letter::AnswerReceived {
            accepted: true,
            course,
            ..
        } => (call_ended(CallOutcome::Accepted), course),
        Letter::AnswerReceived { course, .. } => (call_ended(CallOutcome::Declined), course),
        Letter::AnswerReminder { course, .. } => {
            ("Reminder, we are waiting for your answer", course)
        }
        Letter::Struck { course, .. } => ("You have been struck off", course),
        Letter::DeferralDecided {
            granted: true,
            course,
            ..
        } => ("You have been granted a deferral", course),
        Letter::DeferralDecided { course, .. } => ("You have not been granted a deferral", course),
        Letter::ApprovalAsked { course, .. } => ("Your approval is needed", course),
        Letter::ApprovalReminder { course, .. } => ("Reminder, your approval is needed", course),
        Letter::NominationDecided {
            outcome, course, ..
        } => (nomination(*outcome), course),
        Letter::FollowUp { course, .. } | Letter::FollowUpLate { course, .. } => {
            ("Are you taking the course?", course)
        }
        Letter::Replaced { course, .. } => ("Somebody else has your place", course),
        Letter::NotStarted { course, .. } => ("You have not started the course", course),
        Letter::PackageExit { package, .. } => ("You have left the course package", package),
    };
    titled((what, about))
}

fn titled((what, about): (&str, &str)) -> String {
    if about.is_empty() {
        return what.to_owned();
    }
    // A question has its own mark.
    let mark = if what.ends_with('?') { "" } else { ":" };
    format!("{what}{mark} {}", line(about))
}

fn call_ended(outcome: CallOutcome) -> &'static str {
    match outcome {
        CallOutcome::Accepted => "You have said yes",
        CallOutcome::Declined => "You have said no",
        CallOutcome::Expired => "The time to answer has run out",
        CallOutcome::Cancelled => "You no longer need to answer",
    }
}

fn nomination(outcome: NominationOutcome) -> &'static str {
    match outcome {
        NominationOutcome::Approved => "Your employer has said yes",
        NominationOutcome::Refused => "Your employer has said no",
        NominationOutcome::Expired => "Your employer has not answered",
    }
}

pub(super) fn text(letter: &Letter, settings: &MailSettings) -> String {
    let url = home(settings);
    match letter {
        Letter::SiteMessage {
            about,
            text,
            answer_to,
        } => site::text(EN, about, text, answer_to),
        Letter::SignInCode { .. }
        | Letter::ApplicationReceived { .. }
        | Letter::Admitted { .. }
        | Letter::PlacedOnReserve { .. }
        | Letter::NotAdmitted { .. }
        | Letter::WithdrawalReceived { .. } => admission::text(letter, &url),
        Letter::SelectionResult { .. }
        | Letter::AnswerReceived { .. }
        | Letter::AnswerReminder { .. }
        | Letter::Struck { .. }
        | Letter::DeferralDecided { .. } => decision::text(letter, &url),
        Letter::ReserveCalled { .. }
        | Letter::ReserveReminder { .. }
        | Letter::ReserveCallEnded { .. }
        | Letter::InterestAsked { .. }
        | Letter::Swapped { .. } => reserve::text(letter, &url),
        Letter::ApprovalAsked { .. }
        | Letter::ApprovalReminder { .. }
        | Letter::NominationDecided { .. } => employer::text(letter, &url),
        Letter::TransferDecided { .. }
        | Letter::ErasureDecided { .. }
        | Letter::AddressCode { .. }
        | Letter::AddressChanged => asked::text(letter, EN, &url),
        Letter::CohortPlaced { .. }
        | Letter::CohortsLed { .. }
        | Letter::SessionChanged { .. }
        | Letter::SessionCancelled { .. }
        | Letter::FollowUp { .. }
        | Letter::PackageExit { .. } => course::text(letter, &url),
        Letter::ScheduleNews { courses } => schedule::text(courses, &url),
        Letter::FollowUpLate { .. } | Letter::Replaced { .. } | Letter::NotStarted { .. } => {
            leaving::text(letter, &url)
        }
    }
}

/// "Course title (SA123A-V9001V27)".
fn offered(course: &str, offering_code: &str) -> String {
    format!("{} ({})", line(course), line(offering_code))
}

/// One line each, named.
fn facts(course: &str, offering_code: &str, more: &[(&str, &String)]) -> String {
    let mut facts = format!(
        "Course: {}\nCourse offering: {}",
        line(course),
        line(offering_code)
    );
    for (name, value) in more {
        facts += &format!("\n{name}: {}", line(value));
    }
    facts
}

fn reasons_given(reasons: &[String]) -> Option<String> {
    let heading = if reasons.len() == 1 {
        "The reason is:"
    } else {
        "The reasons are:"
    };
    (!reasons.is_empty()).then(|| {
        format!(
            "{heading}\n{}",
            list(reasons.iter().map(|reason| sentence(reason)))
        )
    })
}

/// HF 12:2; the words are the rules' own.
fn appeal(can: bool, reference: &str) -> String {
    if can {
        eligibility::appeal(EN, reference)
    } else {
        format!(
            "The decision cannot be appealed. Do you think something is wrong? Contact us and state the case number: {reference}."
        )
    }
}

/// What an admitted person needs to do.
const BEGIN: &str = "You will be registered when the course starts, if you come to the roll-call (upprop) or show in another way that you are starting. When the groups are ready, you will get an e-mail about your group.";
/// What a reserve can expect.
const RESERVES: &str = "We call reserves in order within each selection group. If it is your turn, you will get an e-mail that says when you must answer. If you do not answer in time, the place goes to the next reserve.";
const CSN: &str =
    "Do you have study support from CSN? Then you must report the withdrawal there yourself.";
/// How the link of one answer works.
const ONCE: &str = "The link works once and for this answer only. Do not forward it.";

fn leave(place: &str) -> String {
    format!(
        "Can you not take the course? Withdraw at {place} as soon as you can, so that someone else can have the place."
    )
}

fn no_longer_reserve(url: &str) -> String {
    format!("Do you no longer want to be a reserve? Withdraw at {url}")
}

/// The question, until when, and where it is answered.
fn answer(question: &str, by: Timestamp, link: &str) -> String {
    format!(
        "{question} Answer yes or no no later than {}. Open the link to answer:\n{}",
        when::moment(by, EN),
        line(link)
    )
}

const PLACE: &str = "Do you want the place?";
const SILENCE: &str = "If you do not answer in time, you are struck off and lose the place.";

/// What an admitted person is asked: yes or no, until when and where, and what silence means.
fn place_wanted(by: Timestamp, link: Option<&str>, url: &str) -> String {
    let asked = match link {
        Some(link) => format!("{}\n\n{}", answer(PLACE, by, link), once_or_signed_in(url)),
        None => format!(
            "{PLACE} Sign in at {url} and answer yes or no no later than {}.",
            when::moment(by, EN)
        ),
    };
    format!("{asked}\n\n{SILENCE}")
}

fn once_or_signed_in(url: &str) -> String {
    format!("{ONCE} You can also answer when you have signed in at {url}")
}

/// "reserve place number 3 in the selection group TPAV".
fn reserve_place(group: Option<&str>, position: u32) -> String {
    let group = group.map(|group| format!(" in the selection group {}", line(group)));
    format!(
        "reserve place number {position}{}",
        group.unwrap_or_default()
    )
}
