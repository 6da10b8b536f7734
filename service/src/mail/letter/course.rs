//! The letters about a course that one takes part in, leads or leaves.

use super::{Letter, Meeting, Slot, list, paragraphs, sentence, shared::offered, when};
use crate::texts::Texts;
use samverkan_domain::text::plain_line as line;

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, t: Texts, url: &str) -> String {
    match letter {
        Letter::CohortPlaced {
            course,
            offering_code,
            cohort_code,
            mix,
            first_session,
            calendar_hint,
        } => paragraphs([
            Some(t.letter_cohort(line(cohort_code), offered(course, offering_code))),
            mixed(t, mix),
            first_session.as_ref().map(|meeting| first(t, meeting)),
            calendar_hint.then(|| t.letter_calendar(url)),
            Some(t.letter_cohort_other().into()),
        ]),
        Letter::CohortsLed {
            course,
            offering_code,
            cohorts,
        } => led(t, &offered(course, offering_code), cohorts, url),
        Letter::SessionChanged {
            course,
            title,
            before,
            after,
        } => changed(t, &line(course), &line(title), [*before, *after], url),
        Letter::SessionCancelled {
            course,
            title,
            slot,
            reason,
        } => {
            let span = when::span(*slot, t.language());
            paragraphs([
                Some(t.letter_session_cancelled(line(course), span, line(title))),
                reason
                    .as_deref()
                    .map(|why| t.letter_said_reason(sentence(why))),
                Some(t.letter_session_again(url)),
                Some(t.letter_news_delay().into()),
            ])
        }
        Letter::PackageExit { package, courses } => left(t, &line(package), courses, url),
        _ => String::new(),
    }
}

fn led(t: Texts, offered: &str, cohorts: &[String], url: &str) -> String {
    let Some(codes) = cohorts_led(t, cohorts) else {
        return paragraphs([
            Some(t.letter_led_none(offered)),
            Some(t.letter_led_none_thanks().into()),
        ]);
    };
    paragraphs([
        Some(t.letter_led(offered)),
        Some(codes),
        Some(t.letter_calendar(url)),
        Some(t.letter_led_other().into()),
    ])
}

pub(super) fn cohorts_led(t: Texts, cohorts: &[String]) -> Option<String> {
    let codes = || list(cohorts.iter().map(|cohort| line(cohort)));
    (!cohorts.is_empty()).then(|| t.letter_led_cohorts(codes()))
}

pub(super) fn mixed(t: Texts, mix: &[(String, u32)]) -> Option<String> {
    (!mix.is_empty()).then(|| {
        let counts = mix
            .iter()
            .map(|(label, count)| format!("{}: {count}", line(label)));
        t.letter_cohort_mix(list(counts))
    })
}

pub(super) fn first(t: Texts, meeting: &Meeting) -> String {
    let span = when::span(meeting.slot, t.language());
    t.letter_cohort_first(span, line(&meeting.title))
}

fn changed(t: Texts, course: &str, title: &str, [before, after]: [Slot; 2], url: &str) -> String {
    let new = when::span(after, t.language());
    let news = if before == after {
        t.letter_session_place(course, new, title)
    } else {
        t.letter_session_time(new, when::span(before, t.language()), course, title)
    };
    paragraphs([
        Some(news),
        Some(t.letter_session_where(url)),
        Some(t.letter_news_delay().into()),
    ])
}

fn left(t: Texts, package: &str, courses: &[(String, String)], url: &str) -> String {
    let meaning = courses
        .iter()
        .map(|(course, what)| format!("{}: {}", line(course), sentence(what)));
    paragraphs([
        Some(t.letter_package(package)),
        (!courses.is_empty()).then(|| t.letter_package_means(list(meaning))),
        Some(t.letter_csn().into()),
        Some(t.letter_package_wrong(url)),
    ])
}
