//! The letters to reserves, in English.

use super::{
    super::{CallOutcome, Letter, paragraphs, sentence},
    BEGIN, answer, leave, offered, once_or_signed_in, reserve_place,
};
use samverkan_domain::text::plain_line as line;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, url: &str) -> String {
    match letter {
        Letter::ReserveCalled {
            course,
            offering_code,
            group,
            position,
            answer_by,
            link,
            reason,
        } => {
            let begin = format!(
                "A place has become free on {}, and it is your turn. You have {}.",
                offered(course, offering_code),
                reserve_place(group.as_deref(), *position)
            );
            let why = format!("Why it is your turn: {}", sentence(reason));
            called(begin, Some(why), answer(WANT, *answer_by, link), url)
        }
        Letter::ReserveReminder {
            course,
            offering_code,
            group,
            position,
            answer_by,
            link,
        } => {
            let begin = format!(
                "We have not had your answer. There is a free place on {}, and it is your turn. You have {}.",
                offered(course, offering_code),
                reserve_place(group.as_deref(), *position)
            );
            called(begin, None, answer(WANT, *answer_by, link), url)
        }
        Letter::ReserveCallEnded {
            course,
            offering_code,
            outcome,
        } => ended(&offered(course, offering_code), *outcome, url),
        Letter::InterestAsked {
            course,
            offering_code,
            group,
            position,
            answer_by,
            link,
        } => {
            let begin = format!(
                "You are on the reserve list for {}. You have {}.",
                offered(course, offering_code),
                reserve_place(group.as_deref(), *position)
            );
            interest(begin, answer(STAY, *answer_by, link), url)
        }
        Letter::Swapped {
            course,
            offering_code,
            left_offering_code,
        } => swapped(
            &offered(course, offering_code),
            &line(left_offering_code),
            url,
        ),
        _ => String::new(),
    }
}

const WANT: &str = "Do you want the place?";
const STAY: &str = "Do you still want a place?";

fn called(begin: String, why: Option<String>, answer: String, url: &str) -> String {
    paragraphs([
        Some(begin),
        why,
        Some(answer),
        Some(once_or_signed_in(url)),
        Some("If you do not answer in time, the place goes to the next reserve and you are struck off the reserve list.".into()),
        Some("If you answer no, the place also goes to the next reserve. You are then no longer on the reserve list, and the answer cannot be undone.".into()),
    ])
}

fn ended(offered: &str, outcome: CallOutcome, url: &str) -> String {
    match outcome {
        CallOutcome::Accepted => paragraphs([
            Some(format!("You have said yes to the place on {offered}. The place is yours.")),
            Some(BEGIN.into()),
            Some(leave(url)),
        ]),
        CallOutcome::Declined => paragraphs([
            Some(format!("You have said no to the place on {offered}. The place goes to the next reserve, and you are no longer on the reserve list.")),
            Some("The answer cannot be undone. If you want to take the course another time, you need to apply again.".into()),
        ]),
        CallOutcome::Expired => paragraphs([
            Some(format!("You did not answer in time when we asked about a place on {offered}. The place goes to the next reserve, and you have been struck off the reserve list.")),
            Some("Do you think something is wrong? Contact us as soon as you can. If you want to take the course another time, you need to apply again.".into()),
        ]),
        CallOutcome::Cancelled => paragraphs([
            Some(format!("We have taken back the question about a place on {offered}. You do not need to answer, and the link in our last e-mail no longer works.")),
            Some("You are still on the reserve list and keep your reserve number. You will get a new e-mail if it is your turn.".into()),
        ]),
    }
}

fn interest(begin: String, answer: String, url: &str) -> String {
    paragraphs([
        Some(begin),
        Some(answer),
        Some(once_or_signed_in(url)),
        Some("If you answer no, you are taken off the reserve list. If you answer yes, we note it, and you keep your place on the list. If you do not answer at all, you also keep your place: we do not strike anyone off for not answering this question.".into()),
    ])
}

fn swapped(offered: &str, left: &str, url: &str) -> String {
    paragraphs([
        Some(format!("You have got the place you waited for: {offered}.")),
        Some(format!(
            "You have thereby given up your former place, on the course offering {left}. It may go to someone else, so the change cannot be undone."
        )),
        Some(BEGIN.into()),
        Some(leave(url)),
    ])
}
