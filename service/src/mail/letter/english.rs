//! The letters in English. They say the same as the Swedish ones, in the same order; Swedish terms
//! that people meet elsewhere stand in brackets.

mod course;

use super::{
    super::MailSettings, Letter, NATIONAL, Outcome, WithdrawalStage, home, list, paragraphs,
    sentence, when,
};
use jiff::{Timestamp, civil::Date};
use samverkan_domain::{person::Language, text::plain_line as line};

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
    match letter {
        Letter::SignInCode { .. } => "Your sign-in code".into(),
        Letter::ApplicationReceived { course, .. } => {
            format!("We have received your application: {}", line(course))
        }
        Letter::Admitted {
            course,
            decided_elsewhere: false,
            ..
        } => {
            format!("You have been admitted: {}", line(course))
        }
        Letter::Admitted {
            course,
            decided_elsewhere: true,
            ..
        } => {
            format!("Copy of your admission decision: {}", line(course))
        }
        Letter::PlacedOnReserve { course, .. } => {
            format!("You are on the reserve list: {}", line(course))
        }
        Letter::NotAdmitted { course, .. } => {
            format!("You have not been admitted: {}", line(course))
        }
        Letter::WithdrawalReceived { course, .. } => {
            format!("We have received your withdrawal: {}", line(course))
        }
        Letter::CohortPlaced { course, .. } => format!("Your group: {}", line(course)),
        Letter::SessionChanged {
            title,
            before,
            after,
            ..
        } if before == after => {
            format!("New place: {}", line(title))
        }
        Letter::SessionChanged { title, .. } => format!("New time: {}", line(title)),
        Letter::SessionCancelled { title, .. } => format!("Cancelled: {}", line(title)),
    }
}

pub(super) fn text(letter: &Letter, settings: &MailSettings) -> String {
    let url = home(settings);
    match letter {
        Letter::SignInCode { code, minutes } => sign_in_code(&line(code), *minutes),
        Letter::ApplicationReceived {
            reference,
            course,
            offering_code,
            channel,
            received_at,
            outcome,
        } => {
            let more = [("Admission", channel), ("Application number", reference)];
            let what = facts(course, offering_code, &more);
            received(what, *received_at, outcome)
        }
        Letter::Admitted {
            course,
            offering_code,
            starts_on,
            condition,
            answer_by,
            decided_elsewhere,
        } => {
            let (offered, day) = (offered(course, offering_code), when::day(*starts_on, EN));
            let begin = format!("You have been admitted to {offered}. The course starts on {day}.");
            let place = if *decided_elsewhere { NATIONAL } else { &url };
            admitted(begin, condition.as_deref(), *answer_by, place)
        }
        Letter::PlacedOnReserve {
            course,
            offering_code,
            group,
            position,
        } => {
            let (offered, group) = (offered(course, offering_code), line(group));
            let begin = format!(
                "You are on the reserve list for {offered}. You have reserve place number {position} in the selection group {group}."
            );
            on_reserve(begin, &url)
        }
        Letter::NotAdmitted {
            reference,
            course,
            offering_code,
            reasons,
            how_to_appeal,
        } => not_admitted(
            &offered(course, offering_code),
            reasons,
            *how_to_appeal,
            &line(reference),
        ),
        Letter::WithdrawalReceived {
            stage,
            reference,
            course,
            offering_code,
            received_at,
        } => {
            let what = facts(course, offering_code, &[("Case number", reference)]);
            withdrawal(*stage, what, *received_at)
        }
        Letter::CohortPlaced { .. }
        | Letter::SessionChanged { .. }
        | Letter::SessionCancelled { .. } => course::text(letter, &url),
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

fn sign_in_code(code: &str, minutes: i64) -> String {
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    paragraphs([
        Some(format!("Your code is: {code}")),
        Some(format!("The code is valid for {minutes} {unit} and only once. Enter it on the page where you started to sign in.")),
        Some("Did you not try to sign in? Then you do not need to do anything. Do not give the code to anyone. We never ask for it.".into()),
    ])
}

fn received(what: String, received_at: Timestamp, outcome: &Outcome) -> String {
    paragraphs([
        Some(format!(
            "We received your application on {}.",
            when::moment(received_at, EN)
        )),
        Some(what),
        Some(what_next(outcome)),
        Some("Keep this e-mail. It is your receipt for the application.".into()),
    ])
}

fn what_next(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Admitted => "You have been admitted. You will get another e-mail that says what to do before the course starts.".into(),
        Outcome::Reserve { group, position } => format!(
            "All places are taken at the moment. You have reserve place number {position} in the selection group {}. You will get an e-mail if it is your turn.",
            line(group)
        ),
        Outcome::UnderReview => "We are now reviewing your application. You will get an e-mail when there is a decision.".into(),
    }
}

fn admitted(
    begin: String,
    condition: Option<&str>,
    answer_by: Option<Date>,
    place: &str,
) -> String {
    let elsewhere = place == NATIONAL;
    paragraphs([
        Some(begin),
        elsewhere.then(|| "The decision was made in the national admissions system. This e-mail is a copy for your information. What counts is the decision on antagning.se (universityadmissions.se).".into()),
        condition.map(|condition| {
            format!("Your admission has a condition: {} You must meet the condition before you can be registered.", sentence(condition))
        }),
        answer_by.map(|date| {
            format!("Answer at {place} no later than {}. If you do not answer in time, you lose the place.", when::day(date, EN))
        }),
        Some("You will be registered when the course starts, if you come to the roll-call (upprop) or show in another way that you are starting. When the groups are ready, you will get an e-mail about your group.".into()),
        Some(format!("Can you not take the course? Withdraw at {place} as soon as you can, so that someone else can have the place.")),
    ])
}

fn on_reserve(begin: String, url: &str) -> String {
    paragraphs([
        Some(begin),
            Some("We call reserves in order within each selection group. If it is your turn, you will get an e-mail that says when you must answer. If you do not answer in time, the place goes to the next reserve.".into()),
            Some(format!("Do you no longer want to be a reserve? Withdraw at {url}")),
    ])
}

fn not_admitted(offered: &str, reasons: &[String], can_appeal: bool, reference: &str) -> String {
    paragraphs([
        Some(format!("You have not been admitted to {offered}.")),
        reasons_given(reasons),
        Some(appeal(can_appeal, reference)),
    ])
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

/// HF 12:2; to whom and within which time: förvaltningslagen 43–44 §§.
fn appeal(can: bool, reference: &str) -> String {
    if can {
        format!(
            "You can appeal the decision to the Higher Education Appeals Board (Överklagandenämnden för högskolan, ÖNH). Write which decision you appeal, how you want it to be changed and why. State the case number: {reference}. Send the appeal to us, not to the board. It must have reached us within three weeks of the day when you received the decision."
        )
    } else {
        format!(
            "The decision cannot be appealed. Do you think something is wrong? Contact us and state the case number: {reference}."
        )
    }
}

fn withdrawal(stage: WithdrawalStage, what: String, received_at: Timestamp) -> String {
    let received = format!(
        "We received your withdrawal on {}.",
        when::moment(received_at, EN)
    );
    let meaning = match stage {
        WithdrawalStage::BeforeRegistration => {
            "You no longer have a place on the course. The place may go to someone else, so the withdrawal (återbud) cannot be undone. If you want to take the course another time, you need to apply again."
        }
        WithdrawalStage::Early => {
            "It is an early withdrawal (tidigt avbrott): you leave within three weeks of the start of the course and have no passed result. You can apply for the course again."
        }
        WithdrawalStage::Late => {
            "It is a late withdrawal (sent avbrott): more than three weeks have passed since the start of the course, or you have a passed result. Results you already have are kept. You cannot apply for the course again. If you want to finish it, you can be re-registered if there is room."
        }
    };
    let csn = stage != WithdrawalStage::BeforeRegistration;
    paragraphs([
        Some(received),
        Some(what),
        Some(meaning.into()),
        csn.then(|| "Do you have study support from CSN? Then you must report the withdrawal there yourself.".into()),
    ])
}
