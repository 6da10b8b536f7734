//! The letters about a course that one takes part in, in Swedish.

use super::super::{Letter, Meeting, Slot, list, paragraphs, sentence, when};
use super::CSN;
use samverkan_domain::{person::Language, text::plain_line as line};

const SV: Language = Language::Sv;

/// Subscribed calendars are fetched again after hours (`domain.md` §2.5).
pub(super) const DELAY: &str = "Prenumererar du på schemat i din kalender? Då kan det dröja upp till ett dygn innan ändringen syns där. Fram till dess är det mejlet som gäller.";

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, url: &str) -> String {
    match letter {
        Letter::CohortPlaced {
            course,
            offering_code,
            cohort_code,
            mix,
            first_session,
            calendar_hint,
        } => {
            let begin = format!(
                "Du är placerad i grupp {} på {} ({}).",
                line(cohort_code),
                line(course),
                line(offering_code)
            );
            placed(begin, mix, first_session.as_ref(), *calendar_hint, url)
        }
        Letter::CohortsLed {
            course,
            offering_code,
            cohorts,
        } => led(&super::offered(course, offering_code), cohorts, url),
        Letter::SessionChanged {
            course,
            title,
            before,
            after,
        } => changed(&line(course), &line(title), *before, *after, url),
        Letter::SessionCancelled {
            course,
            title,
            slot,
            reason,
        } => {
            let begin = format!(
                "Det här är inställt på {}:\n{}, {}",
                line(course),
                line(title),
                when::span(*slot, SV)
            );
            cancelled(begin, reason.as_deref(), url)
        }
        Letter::FollowUp {
            course,
            offering_code,
            answer_by,
        } => {
            let offered = super::offered(course, offering_code);
            not_seen(&offered, &when::day(*answer_by, SV), url)
        }
        Letter::PackageExit { package, courses } => left(&line(package), courses, url),
        _ => String::new(),
    }
}

fn placed(
    begin: String,
    mix: &[(String, u32)],
    first_session: Option<&Meeting>,
    calendar_hint: bool,
    url: &str,
) -> String {
    paragraphs([
        Some(begin),
            mixed(mix),
            first_session.map(first),
            calendar_hint.then(|| calendar(url)),
            Some("Passar gruppen inte? Svara på det här mejlet, så prövar vi om du kan byta. En grupplacering är inte ett beslut som går att överklaga.".into()),
    ])
}

fn led(offered: &str, cohorts: &[String], url: &str) -> String {
    if cohorts.is_empty() {
        return paragraphs([
            Some(format!("Du leder inga grupper längre på {offered}.")),
            Some("Tack för din insats. Är det här ett misstag? Svara på det här mejlet.".into()),
        ]);
    }
    let codes = list(cohorts.iter().map(|cohort| line(cohort)));
    paragraphs([
        Some(format!("Du är handledare på {offered}.")),
        Some(format!("De här grupperna leder du nu:\n{codes}")),
        Some(calendar(url)),
        Some("Passar det inte? Svara på det här mejlet så snart du kan.".into()),
    ])
}

fn mixed(mix: &[(String, u32)]) -> Option<String> {
    (!mix.is_empty()).then(|| {
        let counts = mix
            .iter()
            .map(|(label, count)| format!("{}: {count}", line(label)));
        format!(
            "Så många är ni i gruppen, efter yrkesområde:\n{}",
            list(counts)
        )
    })
}

fn first(meeting: &Meeting) -> String {
    let (title, span) = (line(&meeting.title), when::span(meeting.slot, SV));
    format!("Första gången ni ses:\n{title}, {span}")
}

fn calendar(url: &str) -> String {
    format!(
        "Du kan få alla tider i din egen kalender. Logga in på {url} och välj kalenderprenumeration."
    )
}

fn changed(course: &str, title: &str, before: Slot, after: Slot, url: &str) -> String {
    let news = if before == after {
        format!(
            "{title} på {course} har fått en ny plats. Tiden är densamma: {}.",
            when::span(after, SV)
        )
    } else {
        format!(
            "{title} på {course} har fått en ny tid.\n\nNy tid: {}\nTidigare tid: {}",
            when::span(after, SV),
            when::span(before, SV)
        )
    };
    paragraphs([
        Some(news),
        Some(format!("Logga in på {url} för att se var det är.")),
        Some(DELAY.into()),
    ])
}

fn cancelled(begin: String, reason: Option<&str>, url: &str) -> String {
    paragraphs([
        Some(begin),
        reason.map(|reason| format!("Orsak: {}", sentence(reason))),
        Some(format!(
            "Om det blir en ny tid får du ett nytt mejl. Ditt schema finns på {url}"
        )),
        Some(DELAY.into()),
    ])
}

fn not_seen(offered: &str, day: &str, url: &str) -> String {
    paragraphs([
        Some(format!("Under kursens tre första veckor ser vi efter vilka som deltar. Vi har inte sett att du deltar i {offered}.")),
        Some(format!("Läser du kursen? Svara på det här mejlet senast {day}, så att vi vet.")),
        Some(format!("Läser du den inte? Gör ett tidigt avbrott på {url} senast {day}.")),
        Some("Ett tidigt avbrott kan du göra till och med den dagen, om du inte har något godkänt resultat. Då kan du anmäla dig till kursen igen. Slutar du senare är det ett sent avbrott. Då kan du inte anmäla dig till kursen igen, men du kan bli omregistrerad i mån av plats. Resultat du redan har finns kvar.".into()),
        Some(CSN.into()),
    ])
}

fn left(package: &str, courses: &[(String, String)], url: &str) -> String {
    let meaning = courses
        .iter()
        .map(|(course, what)| format!("{}: {}", line(course), sentence(what)));
    paragraphs([
        Some(format!("Du har lämnat kurspaketet {package}.")),
        (!courses.is_empty()).then(|| {
            format!(
                "Det här betyder det för kurserna i paketet:\n{}",
                list(meaning)
            )
        }),
        Some(CSN.into()),
        Some(format!(
            "Stämmer något inte? Hör av dig till oss så snart du kan. Dina kurser finns på {url}"
        )),
    ])
}
