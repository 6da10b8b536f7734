//! The letters to those who do not, or no longer, take part, in English.

use super::{
    super::{Letter, paragraphs, when},
    CSN, offered,
};
use samverkan_domain::{person::Language, text::plain_line as line};

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, url: &str) -> String {
    match letter {
        Letter::FollowUpLate {
            course,
            offering_code,
            answer_by,
        } => {
            let day = when::day(*answer_by, Language::En);
            not_seen(&offered(course, offering_code), &day, url)
        }
        Letter::Replaced {
            reference,
            course,
            offering_code,
        } => replaced(&offered(course, offering_code), &line(reference)),
        Letter::NotStarted {
            reference,
            course,
            offering_code,
        } => not_started(&offered(course, offering_code), &line(reference)),
        _ => String::new(),
    }
}

fn not_seen(offered: &str, day: &str, url: &str) -> String {
    paragraphs([
        Some(format!("We are going through who is taking part. We have not seen you taking part in {offered}.")),
        Some(format!("Are you taking the course? Reply to this e-mail by {day}, so that we know.")),
        Some(format!("Are you not? Leave the course at {url} by {day}.")),
        Some("More than three weeks have passed since the course started, so it will be a late withdrawal. Then you cannot apply for the course again, but you can be registered anew if there is room. Results you already have remain.".into()),
        Some(CSN.into()),
    ])
}

fn replaced(offered: &str, reference: &str) -> String {
    paragraphs([
        Some(format!("Your employer has chosen somebody else for your place on {offered}. You no longer have a place on the course.")),
        Some("Is that not right? Talk to your employer. It is the employer who chooses who gets the places.".into()),
        Some(format!("Do you have another question? Contact us and state the case number: {reference}.")),
    ])
}

fn not_started(offered: &str, reference: &str) -> String {
    paragraphs([
        Some(format!(
            "You did not come to the roll-call of {offered} and we have not heard from you. Therefore you no longer have a place on the course."
        )),
        Some("If you want to take the course another time, you have to apply again.".into()),
        Some(format!(
            "Is something wrong? Contact us as soon as you can and state the case number: {reference}."
        )),
    ])
}
