//! The letters to those who do not, or no longer, take part, in Swedish.

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
            let day = when::day(*answer_by, Language::Sv);
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
        Some(format!("Vi går igenom vilka som deltar. Vi har inte sett att du deltar i {offered}.")),
        Some(format!("Läser du kursen? Svara på det här mejlet senast {day}, så att vi vet.")),
        Some(format!("Läser du den inte? Gör ett avbrott på {url} senast {day}.")),
        Some("Det har gått mer än tre veckor sedan kursstarten, så det blir ett sent avbrott. Då kan du inte anmäla dig till kursen igen, men du kan bli omregistrerad i mån av plats. Resultat du redan har finns kvar.".into()),
        Some(CSN.into()),
    ])
}

fn replaced(offered: &str, reference: &str) -> String {
    paragraphs([
        Some(format!("Din arbetsgivare har utsett någon annan till din plats på {offered}. Du har inte längre någon plats på kursen.")),
        Some("Stämmer det inte? Tala med din arbetsgivare. Det är arbetsgivaren som väljer vilka som får platserna.".into()),
        Some(format!("Undrar du något annat? Hör av dig till oss och ange ärendets nummer: {reference}.")),
    ])
}

fn not_started(offered: &str, reference: &str) -> String {
    paragraphs([
        Some(format!(
            "Du kom inte till uppropet till {offered} och har inte hört av dig. Därför har du inte längre någon plats på kursen."
        )),
        Some("Vill du läsa kursen vid ett annat tillfälle får du anmäla dig på nytt.".into()),
        Some(format!(
            "Har något blivit fel? Hör av dig till oss så snart du kan och ange ärendets nummer: {reference}."
        )),
    ])
}
