//! The letter about what is new in the schedule, in Swedish.

use super::super::{
    CourseNews, Said, SessionNews,
    news::{Gist, any, gist},
    paragraphs, sentence, when,
};
use super::{course::DELAY, offered};
use samverkan_domain::{notice::News, person::Language, text::plain_line as line};

const SV: Language = Language::Sv;

/// What the subject says, and about what.
pub(super) fn subject(courses: &[CourseNews]) -> (&'static str, &str) {
    match gist(courses) {
        Gist::Session(one) => (headline(one), &one.title),
        Gist::Published(course) => ("Schemat är publicerat", course),
        Gist::Course(course) => ("Ändringar i schemat", course),
        Gist::Courses(first) => ("Ändringar i dina scheman, bland annat", first),
    }
}

fn headline(one: &SessionNews) -> &'static str {
    match one.news {
        News::Published => "Nytt tillfälle",
        News::Changed if one.moved() => "Ny tid",
        News::Changed if one.placed() => "Ny plats",
        News::Changed => "Ändrat",
        News::Cancelled => "Inställt",
        News::Revived => "Blir av ändå",
        News::Unsettled => "Inte längre bestämt",
    }
}

pub(super) fn text(courses: &[CourseNews], url: &str) -> String {
    let begin = match gist(courses) {
        Gist::Published(_) => "Schemat är publicerat. Det här är dina tider:",
        _ => "Det här är nytt i ditt schema:",
    };
    let mut parts = vec![begin.to_owned()];
    for course in courses {
        parts.push(offered(&course.course, &course.offering_code));
        parts.extend(course.sessions.iter().map(session));
    }
    let cancelled = any(courses, News::Cancelled);
    parts.push(paragraphs([
        cancelled
            .then(|| "Om ett inställt tillfälle får en ny tid får du ett nytt mejl.".to_owned()),
        Some(format!("Hela ditt schema finns på {url}")),
        Some(DELAY.into()),
    ]));
    parts.join("\n\n")
}

fn session(one: &SessionNews) -> String {
    let title = line(&one.title);
    let mut head = match one.news {
        News::Published => title,
        News::Changed => format!("Ändrat: {title}"),
        _ => format!("{}: {title}", headline(one)),
    };
    if let Some(cohort) = &one.cohort {
        head.push_str(&format!(", grupp {}", line(cohort)));
    }
    let mut lines = vec![head];
    if !one.moved() {
        lines.push(format!("Tid: {}", when::span(one.slot, SV)));
    }
    lines.extend(one.said.iter().flat_map(|said| told(said, one)));
    if let Some(reason) = &one.reason {
        lines.push(format!("Orsak: {}", sentence(reason)));
    }
    lines.join("\n")
}

/// One line, and one of how it was before where that says something.
fn told(said: &Said, one: &SessionNews) -> Vec<String> {
    let new_and_old = |new: &str, after: &Option<String>, old: &str, before: &Option<String>| {
        let after = after.as_deref().map_or("inte angiven".into(), line);
        let mut lines = vec![format!("{new}: {after}")];
        lines.extend(
            before
                .as_deref()
                .map(|text| format!("{old}: {}", line(text))),
        );
        lines
    };
    match said {
        Said::Time { before } => vec![
            format!("Ny tid: {}", when::span(one.slot, SV)),
            format!("Tidigare tid: {}", when::span(*before, SV)),
        ],
        Said::Title { before } => vec![format!("Hette förut: {}", line(before))],
        Said::At { place } => vec![format!("Plats: {}", line(place))],
        Said::Place { before, after } => new_and_old("Ny plats", after, "Tidigare plats", before),
        Said::Link { after: Some(link) } => vec![format!("Länk: {}", line(link))],
        Said::Link { after: None } => vec!["Länken är borttagen.".into()],
        Said::Mode { after } => vec![format!("Form: {}", after.name(SV))],
        Said::Teacher { before, after } => new_and_old("Lärare", after, "Tidigare lärare", before),
        Said::Compulsory { after: true } => vec!["Närvaro är obligatorisk.".into()],
        Said::Compulsory { after: false } => vec!["Närvaro är inte längre obligatorisk.".into()],
        Said::Withheld => vec!["Var det är ser du när du är inloggad.".into()],
    }
}
