//! The letters about signing in, applying, admission and leaving, in English.

use super::{
    super::{Letter, NATIONAL, Outcome, WithdrawalStage, paragraphs, sentence, when},
    BEGIN, CSN, RESERVES, appeal, facts, leave, no_longer_reserve, offered, place_wanted,
    reasons_given,
};
use jiff::Timestamp;
use samverkan_domain::{person::Language, text::plain_line as line};

const EN: Language = Language::En;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, url: &str) -> String {
    match letter {
        Letter::SignInCode {
            code,
            minutes,
            sign_in_link,
        } => sign_in_code(&line(code), *minutes, sign_in_link.as_deref()),
        Letter::ApplicationReceived {
            reference,
            course,
            offering_code,
            channel,
            received_at,
            outcome,
            answer_by,
            answer_link,
            receipt_link,
        } => {
            let more = [("Admission", channel), ("Application number", reference)];
            let what = facts(course, offering_code, &more);
            let link = answer_link.as_deref();
            let answer = answer_by.map(|by| place_wanted(by, link, url));
            received(what, *received_at, outcome, answer, receipt_link.as_deref())
        }
        Letter::Admitted {
            course,
            offering_code,
            starts_on,
            condition,
            answer_by,
            answer_link,
            decided_elsewhere,
        } => {
            let (offered, day) = (offered(course, offering_code), when::day(*starts_on, EN));
            let begin = format!("You have been admitted to {offered}. The course starts on {day}.");
            let condition = condition.as_deref();
            if *decided_elsewhere {
                return copied(begin, condition, *answer_by);
            }
            let link = answer_link.as_deref();
            let answer = answer_by.map(|by| place_wanted(by, link, url));
            paragraphs([
                Some(begin),
                condition.map(conditional),
                answer,
                Some(BEGIN.into()),
                Some(leave(url)),
            ])
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
            on_reserve(begin, url)
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
        _ => String::new(),
    }
}

fn sign_in_code(code: &str, minutes: i64, link: Option<&str>) -> String {
    let unit = if minutes == 1 { "minute" } else { "minutes" };
    paragraphs([
        Some(format!("Your code is: {code}")),
        Some(format!("The code is valid for {minutes} {unit} and only once. Enter it on the page where you started to sign in.")),
        link.map(line).map(|link| format!("Do you read this on the device where you started? Then it is enough to open the link and press the button:\n{link}")),
        Some("Did you not try to sign in? Then you do not need to do anything. Do not give the code to anyone. We never ask for it.".into()),
    ])
}

fn received(
    what: String,
    received_at: Timestamp,
    outcome: &Outcome,
    answer: Option<String>,
    receipt_link: Option<&str>,
) -> String {
    paragraphs([
        Some(format!(
            "We received your application on {}.",
            when::moment(received_at, EN)
        )),
        Some(what),
        Some(what_next(outcome)),
        answer,
        Some("Keep this e-mail. It is your receipt for the application.".into()),
        receipt_link.map(|link| format!("The receipt is also on a page, where you can see how your application is going. The page is for you only, so do not forward the link:\n{}", line(link))),
    ])
}

fn what_next(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Admitted => format!("You have been admitted. {BEGIN}"),
        Outcome::Reserve { group, position } => format!(
            "All places are taken at the moment. You have reserve place number {position} in the selection group {}. You will get an e-mail if it is your turn.",
            line(group)
        ),
        Outcome::UnderReview => "We are now reviewing your application. You will get an e-mail when there is a decision.".into(),
    }
}

/// A copy of the national admissions system's decision.
fn copied(begin: String, condition: Option<&str>, answer_by: Option<Timestamp>) -> String {
    paragraphs([
        Some(begin),
        Some("The decision was made in the national admissions system. This e-mail is a copy for your information. What counts is the decision on antagning.se (universityadmissions.se).".into()),
        condition.map(conditional),
        answer_by.map(|by| {
            format!("Answer at {NATIONAL} no later than {}. If you do not answer in time, you lose the place.", when::moment(by, EN))
        }),
        Some(BEGIN.into()),
        Some(leave(NATIONAL)),
    ])
}

fn conditional(condition: &str) -> String {
    format!(
        "Your admission has a condition: {} You must meet the condition before you can be registered.",
        sentence(condition)
    )
}

fn on_reserve(begin: String, url: &str) -> String {
    paragraphs([
        Some(begin),
        Some(RESERVES.into()),
        Some(no_longer_reserve(url)),
    ])
}

fn not_admitted(offered: &str, reasons: &[String], can_appeal: bool, reference: &str) -> String {
    paragraphs([
        Some(format!("You have not been admitted to {offered}.")),
        reasons_given(reasons),
        Some(appeal(can_appeal, reference)),
    ])
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
        csn.then(|| CSN.into()),
    ])
}
