//! The letter about what is new in the schedule, in English.

use super::super::{
    CourseNews, Said, SessionNews,
    news::{Gist, any, gist},
    paragraphs, sentence, when,
};
use super::{course::DELAY, offered};
use samverkan_domain::{notice::News, person::Language, text::plain_line as line};

const EN: Language = Language::En;

/// What the subject says, and about what.
pub(super) fn subject(courses: &[CourseNews]) -> (&'static str, &str) {
    match gist(courses) {
        Gist::Session(one) => (headline(one), &one.title),
        Gist::Published(course) => ("The schedule is published", course),
        Gist::Course(course) => ("Changes in the schedule", course),
        Gist::Courses(first) => ("Changes in your schedules, among them", first),
    }
}

fn headline(one: &SessionNews) -> &'static str {
    match one.news {
        News::Published => "New session",
        News::Changed if one.moved() => "New time",
        News::Changed if one.placed() => "New place",
        News::Changed => "Changed",
        News::Cancelled => "Cancelled",
        News::Revived => "Held after all",
        News::Unsettled => "No longer fixed",
    }
}

pub(super) fn text(courses: &[CourseNews], url: &str) -> String {
    let begin = match gist(courses) {
        Gist::Published(_) => "The schedule is published. These are your times:",
        _ => "This is new in your schedule:",
    };
    let mut parts = vec![begin.to_owned()];
    for course in courses {
        parts.push(offered(&course.course, &course.offering_code));
        parts.extend(course.sessions.iter().map(session));
    }
    let cancelled = any(courses, News::Cancelled);
    parts.push(paragraphs([
        cancelled
            .then(|| "If a cancelled session gets a new time you get another e-mail.".to_owned()),
        Some(format!("Your whole schedule is at {url}")),
        Some(DELAY.into()),
    ]));
    parts.join("\n\n")
}

fn session(one: &SessionNews) -> String {
    let title = line(&one.title);
    let mut head = match one.news {
        News::Published => title,
        News::Changed => format!("Changed: {title}"),
        _ => format!("{}: {title}", headline(one)),
    };
    if let Some(cohort) = &one.cohort {
        head.push_str(&format!(", group {}", line(cohort)));
    }
    let mut lines = vec![head];
    if !one.moved() {
        lines.push(format!("Time: {}", when::span(one.slot, EN)));
    }
    lines.extend(one.said.iter().flat_map(|said| told(said, one)));
    if let Some(reason) = &one.reason {
        lines.push(format!("Reason: {}", sentence(reason)));
    }
    lines.join("\n")
}

/// One line, and one of how it was before where that says something.
fn told(said: &Said, one: &SessionNews) -> Vec<String> {
    let new_and_old = |new: &str, after: &Option<String>, old: &str, before: &Option<String>| {
        let after = after.as_deref().map_or("not given".into(), line);
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
            format!("New time: {}", when::span(one.slot, EN)),
            format!("Earlier time: {}", when::span(*before, EN)),
        ],
        Said::Title { before } => vec![format!("Earlier called: {}", line(before))],
        Said::At { place } => vec![format!("Place: {}", line(place))],
        Said::Place { before, after } => new_and_old("New place", after, "Earlier place", before),
        Said::Link { after: Some(link) } => vec![format!("Link: {}", line(link))],
        Said::Link { after: None } => vec!["The link has been taken away.".into()],
        Said::Mode { after } => vec![format!("Mode: {}", after.name(EN))],
        Said::Teacher { before, after } => new_and_old("Teacher", after, "Earlier teacher", before),
        Said::Compulsory { after: true } => vec!["Attendance is compulsory.".into()],
        Said::Compulsory { after: false } => vec!["Attendance is no longer compulsory.".into()],
        Said::Withheld => vec!["Where it is you see when you are signed in.".into()],
    }
}
