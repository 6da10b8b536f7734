//! The letters to reserves, in Swedish.

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
                "En plats har blivit ledig på {}, och det är din tur. Du har {}.",
                offered(course, offering_code),
                reserve_place(group.as_deref(), *position)
            );
            let why = format!("Därför är det din tur: {}", sentence(reason));
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
                "Vi har inte fått ditt svar. Det finns en ledig plats på {}, och det är din tur. Du har {}.",
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
                "Du är reserv till {}. Du har {}.",
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

const WANT: &str = "Vill du ha platsen?";
const STAY: &str = "Vill du fortfarande ha en plats?";

fn called(begin: String, why: Option<String>, answer: String, url: &str) -> String {
    paragraphs([
        Some(begin),
        why,
        Some(answer),
        Some(once_or_signed_in(url)),
        Some("Om du inte svarar i tid går platsen till nästa reserv och du stryks från reservlistan.".into()),
        Some("Om du svarar nej går platsen också till nästa reserv. Du är då inte längre reserv, och svaret går inte att ångra.".into()),
    ])
}

fn ended(offered: &str, outcome: CallOutcome, url: &str) -> String {
    match outcome {
        CallOutcome::Accepted => paragraphs([
            Some(format!("Du har tackat ja till platsen på {offered}. Platsen är din.")),
            Some(BEGIN.into()),
            Some(leave(url)),
        ]),
        CallOutcome::Declined => paragraphs([
            Some(format!("Du har tackat nej till platsen på {offered}. Platsen går till nästa reserv, och du är inte längre reserv.")),
            Some("Svaret går inte att ångra. Vill du läsa kursen vid ett annat tillfälle får du anmäla dig på nytt.".into()),
        ]),
        CallOutcome::Expired => paragraphs([
            Some(format!("Du svarade inte i tid på frågan om en plats på {offered}. Platsen går till nästa reserv, och du är struken från reservlistan.")),
            Some("Tycker du att något har blivit fel? Hör av dig till oss så snart du kan. Vill du läsa kursen vid ett annat tillfälle får du anmäla dig på nytt.".into()),
        ]),
        CallOutcome::Cancelled => paragraphs([
            Some(format!("Vi har tagit tillbaka frågan om en plats på {offered}. Du behöver inte svara, och länken i vårt förra mejl gäller inte längre.")),
            Some("Du är kvar på reservlistan och behåller ditt reservnummer. Du får ett nytt mejl om det blir din tur.".into()),
        ]),
    }
}

fn interest(begin: String, answer: String, url: &str) -> String {
    paragraphs([
        Some(begin),
        Some(answer),
        Some(once_or_signed_in(url)),
        Some("Om du svarar nej tas du bort från reservlistan. Om du svarar ja noterar vi det, och du behåller din plats på listan. Om du inte svarar alls behåller du också din plats: vi stryker ingen som inte har svarat på den här frågan.".into()),
    ])
}

fn swapped(offered: &str, left: &str, url: &str) -> String {
    paragraphs([
        Some(format!("Du har fått den plats du väntade på: {offered}.")),
        Some(format!(
            "Din tidigare plats, på kurstillfället {left}, har du därmed lämnat. Den kan gå till någon annan, så bytet går inte att ångra."
        )),
        Some(BEGIN.into()),
        Some(leave(url)),
    ])
}
