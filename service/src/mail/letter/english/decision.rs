//! The letters that tell a decision or ask for and confirm its answer, in English.

use super::{
    super::{Letter, Outcome, list, paragraphs, sentence},
    BEGIN, RESERVES, appeal, leave, no_longer_reserve, offered, place_wanted, reasons_given,
    reserve_place,
};
use samverkan_domain::text::plain_line as line;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, url: &str) -> String {
    match letter {
        Letter::SelectionResult {
            course,
            offering_code,
            outcome,
            grounds,
            answer_by,
            answer_link,
            pseudonym,
            record_url,
            condition,
        } => {
            let link = answer_link.as_deref();
            let answer = answer_by.map(|by| place_wanted(by, link, url));
            let (offered, condition) = (offered(course, offering_code), condition.as_deref());
            paragraphs([
                Some(result(&offered, outcome)),
                condition.map(|condition| conditional(outcome, condition)),
                grounds_given(grounds),
                answer,
                Some(next(outcome, url)),
                Some(record(&line(pseudonym), &line(record_url))),
                Some("The ranking in a selection cannot be appealed. Do you think something is wrong? Contact us.".into()),
            ])
        }
        Letter::AnswerReceived {
            course,
            offering_code,
            accepted,
        } => answered(&offered(course, offering_code), *accepted, url),
        Letter::AnswerReminder {
            course,
            offering_code,
            answer_by,
            link,
        } => paragraphs([
            Some(format!(
                "You have been admitted to {}, but we have not had your answer.",
                offered(course, offering_code)
            )),
            Some(place_wanted(*answer_by, Some(link), url)),
        ]),
        Letter::Struck {
            reference,
            course,
            offering_code,
            reason,
        } => paragraphs([
            Some(format!(
                "You have been struck off {}. You no longer have a place or a reserve place there.",
                offered(course, offering_code)
            )),
            reasons_given(std::slice::from_ref(reason)),
            Some("Do you want to take the course anyway? You may apply again when the course is open for applications.".into()),
            Some(appeal(false, &line(reference))),
        ]),
        Letter::DeferralDecided {
            reference,
            course,
            offering_code,
            granted,
            until_term,
            reasons,
        } => {
            let offered = offered(course, offering_code);
            if *granted {
                deferred(&offered, until_term.as_deref(), reasons, &line(reference))
            } else {
                not_deferred(&offered, reasons, &line(reference), url)
            }
        }
        _ => String::new(),
    }
}

fn result(offered: &str, outcome: &Outcome) -> String {
    match outcome {
        Outcome::Admitted => format!("The selection is done. You have been admitted to {offered}."),
        Outcome::Reserve { group, position } => format!(
            "The selection is done. You are on the reserve list for {offered}. You have {}.",
            reserve_place(Some(group), *position)
        ),
        Outcome::UnderReview => {
            format!("The selection for {offered} is done, but your application is not decided yet.")
        }
    }
}

fn conditional(outcome: &Outcome, condition: &str) -> String {
    let begin = if *outcome == Outcome::Admitted {
        "Your admission has a condition"
    } else {
        "If you are admitted, there is a condition"
    };
    format!(
        "{begin}: {} You must meet the condition before you can be registered.",
        sentence(condition)
    )
}

fn grounds_given(grounds: &[String]) -> Option<String> {
    (!grounds.is_empty()).then(|| {
        let grounds = grounds.iter().map(|ground| sentence(ground));
        format!("This is how we have come to it:\n{}", list(grounds))
    })
}

fn next(outcome: &Outcome, url: &str) -> String {
    match outcome {
        Outcome::Admitted => format!("{BEGIN}\n\n{}", leave(url)),
        Outcome::Reserve { .. } => format!("{RESERVES}\n\n{}", no_longer_reserve(url)),
        Outcome::UnderReview => "You will get an e-mail when there is a decision.".into(),
    }
}

/// Who knows the pseudonym knows the line.
fn record(pseudonym: &str, url: &str) -> String {
    format!(
        "The selection is in a public record. There are no names in it. Your line is called {pseudonym}. Whoever knows that can see which line is yours, so keep it to yourself. The record:\n{url}\n\nAnyone can verify the draw and do the whole selection again. The number that the draw is made from was locked in advance, and the record says how to do it."
    )
}

fn answered(offered: &str, accepted: bool, url: &str) -> String {
    if accepted {
        paragraphs([
            Some(format!(
                "We have received your answer: you have said yes to the place on {offered}."
            )),
            Some(BEGIN.into()),
            Some(leave(url)),
        ])
    } else {
        paragraphs([
            Some(format!("We have received your answer: you have said no to the place on {offered}.")),
            Some("You no longer have a place on the course. The place may go to someone else, so the answer cannot be undone. If you want to take the course another time, you need to apply again.".into()),
        ])
    }
}

fn deferred(
    offered: &str,
    until_term: Option<&str>,
    reasons: &[String],
    reference: &str,
) -> String {
    let kept = until_term.map_or_else(
        || "Your place is kept.".into(),
        |term| format!("Your place is kept until {}.", line(term)),
    );
    paragraphs([
        Some(format!(
            "You have been granted a deferral (anstånd) of your start on {offered}. {kept}"
        )),
        reasons_given(reasons),
        Some(format!(
            "Keep this e-mail. It shows that the place is yours. The case number is {reference}: state it if you have questions, or if you no longer want the place."
        )),
    ])
}

fn not_deferred(offered: &str, reasons: &[String], reference: &str, url: &str) -> String {
    paragraphs([
        Some(format!(
            "You have not been granted a deferral (anstånd) of your start on {offered}. That decision does not change your place on the course offering."
        )),
        reasons_given(reasons),
        Some(appeal(true, reference)),
        Some(format!(
            "Can you not take the course, and do you not want to appeal? Withdraw at {url} as soon as you can. Do not withdraw if you appeal: whoever has withdrawn cannot be granted a deferral."
        )),
    ])
}
