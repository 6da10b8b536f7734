//! The letter about what is new in the schedule.

use super::{
    CourseNews, Said, SessionNews,
    news::{Gist, any, gist},
    paragraphs, sentence,
    shared::offered,
    when,
};
use crate::texts::Texts;
use samverkan_domain::{notice::News, text::plain_line as line};

/// What has happened to one session.
pub(super) fn headline(one: &SessionNews, t: Texts) -> &'static str {
    match one.news {
        News::Published => t.letter_news_new(),
        News::Changed if one.moved() => t.letter_news_time(),
        News::Changed if one.placed() => t.letter_news_place(),
        News::Changed => t.letter_news_changed(),
        News::Cancelled => t.letter_news_cancelled(),
        News::Revived => t.letter_news_revived(),
        News::Unsettled => t.letter_news_unsettled(),
    }
}

pub(super) fn text(courses: &[CourseNews], t: Texts, url: &str) -> String {
    let begin = match gist(courses) {
        Gist::Published(_) => t.letter_news_published(),
        _ => t.letter_news(),
    };
    let mut parts = vec![begin.to_owned()];
    for course in courses {
        parts.push(offered(&course.course, &course.offering_code));
        parts.push(news(course, t));
    }
    // Subscribed calendars are fetched again after hours (`domain.md` §2.5).
    parts.push(paragraphs([
        Some(t.letter_news_whole(url)),
        Some(t.letter_news_delay().into()),
    ]));
    parts.join("\n\n")
}

/// What is new on a course, session by session.
pub(super) fn news(course: &CourseNews, t: Texts) -> String {
    let sessions = course.sessions.iter().map(|one| session(one, t));
    let mut parts: Vec<String> = sessions.collect();
    if any(std::slice::from_ref(course), News::Cancelled) {
        parts.push(t.letter_news_again().to_owned());
    }
    parts.join("\n\n")
}

fn session(one: &SessionNews, t: Texts) -> String {
    let title = line(&one.title);
    let mut head = match one.news {
        News::Published => title,
        // The lines below say what.
        News::Changed => format!("{}: {title}", t.letter_news_changed()),
        _ => format!("{}: {title}", headline(one, t)),
    };
    if let Some(cohort) = &one.cohort {
        head = t.letter_news_of_cohort(line(cohort), head);
    }
    let mut lines = vec![head];
    if !one.moved() {
        lines.push(t.letter_said_time(when::span(one.slot, t.language())));
    }
    lines.extend(one.said.iter().flat_map(|said| told(said, one, t)));
    if let Some(reason) = &one.reason {
        lines.push(t.letter_said_reason(sentence(reason)));
    }
    lines.join("\n")
}

/// One line, and one of how it was before where that says something.
fn told(said: &Said, one: &SessionNews, t: Texts) -> Vec<String> {
    let named = |text: &Option<String>| text.as_deref().map(line);
    let after_all = |text| named(text).unwrap_or_else(|| t.letter_said_nothing().into());
    match said {
        Said::Time { before } => vec![
            t.letter_said_new_time(when::span(one.slot, t.language())),
            t.letter_said_old_time(when::span(*before, t.language())),
        ],
        Said::Title { before } => vec![t.letter_said_old_title(line(before))],
        Said::At { place } => vec![t.letter_said_place(line(place))],
        Said::Place { before, after } => {
            let new = t.letter_said_new_place(after_all(after));
            let old = named(before).map(|before| t.letter_said_old_place(before));
            [Some(new), old].into_iter().flatten().collect()
        }
        Said::Link { after: Some(link) } => vec![t.letter_said_link(line(link))],
        Said::Link { after: None } => vec![t.letter_said_no_link().into()],
        Said::Mode { after } => vec![t.letter_said_mode(after.name(t.language()))],
        Said::Teacher { before, after } => {
            let new = t.letter_said_teacher(after_all(after));
            let old = named(before).map(|before| t.letter_said_old_teacher(before));
            [Some(new), old].into_iter().flatten().collect()
        }
        Said::Compulsory { after: true } => vec![t.letter_said_compulsory().into()],
        Said::Compulsory { after: false } => vec![t.letter_said_voluntary().into()],
        Said::Withheld => vec![t.letter_said_withheld().into()],
    }
}
