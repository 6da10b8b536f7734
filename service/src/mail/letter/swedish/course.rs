//! The letters about a course that one takes part in, in Swedish.

use super::super::{Letter, Meeting, Slot, list, paragraphs, sentence, when};
use samverkan_domain::{person::Language, text::plain_line as line};

const SV: Language = Language::Sv;

/// Subscribed calendars are fetched again after hours (`domain.md` §2.5).
const DELAY: &str = "Prenumererar du på schemat i din kalender? Då kan det dröja upp till ett dygn innan ändringen syns där. Fram till dess är det mejlet som gäller.";

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
