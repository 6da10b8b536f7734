//! The letters about a course that one takes part in, in English.

use super::super::{Letter, Meeting, Slot, list, paragraphs, sentence, when};
use super::CSN;
use samverkan_domain::{person::Language, text::plain_line as line};

const EN: Language = Language::En;

/// Subscribed calendars are fetched again after hours (`domain.md` §2.5).
pub(super) const DELAY: &str = "Do you subscribe to the schedule in your calendar? It can take up to a day before the change shows there. Until then, go by this e-mail.";

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
                "You have been placed in group {} of {} ({}).",
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
                "This has been cancelled in {}:\n{}, {}",
                line(course),
                line(title),
                when::span(*slot, EN)
            );
            cancelled(begin, reason.as_deref(), url)
        }
        Letter::FollowUp {
            course,
            offering_code,
            answer_by,
        } => {
            let offered = super::offered(course, offering_code);
            not_seen(&offered, &when::day(*answer_by, EN), url)
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
            Some("Does the group not suit you? Reply to this e-mail and we will see whether you can change. A group placement is not a decision that can be appealed.".into()),
    ])
}

fn led(offered: &str, cohorts: &[String], url: &str) -> String {
    if cohorts.is_empty() {
        return paragraphs([
            Some(format!("You no longer lead any groups in {offered}.")),
            Some(
                "Thank you for what you have done. Is this a mistake? Reply to this e-mail.".into(),
            ),
        ]);
    }
    let codes = list(cohorts.iter().map(|cohort| line(cohort)));
    paragraphs([
        Some(format!("You are a facilitator in {offered}.")),
        Some(format!("These are the groups that you lead now:\n{codes}")),
        Some(calendar(url)),
        Some("Does it not suit you? Reply to this e-mail as soon as you can.".into()),
    ])
}

fn mixed(mix: &[(String, u32)]) -> Option<String> {
    (!mix.is_empty()).then(|| {
        let counts = mix
            .iter()
            .map(|(label, count)| format!("{}: {count}", line(label)));
        format!(
            "This is how many you are in the group, by professional field:\n{}",
            list(counts)
        )
    })
}

fn first(meeting: &Meeting) -> String {
    let (title, span) = (line(&meeting.title), when::span(meeting.slot, EN));
    format!("The first time you meet:\n{title}, {span}")
}

fn calendar(url: &str) -> String {
    format!(
        "You can have all times in your own calendar. Sign in at {url} and choose calendar subscription."
    )
}

fn changed(course: &str, title: &str, before: Slot, after: Slot, url: &str) -> String {
    let news = if before == after {
        format!(
            "{title} in {course} has a new place. The time is the same: {}.",
            when::span(after, EN)
        )
    } else {
        format!(
            "{title} in {course} has a new time.\n\nNew time: {}\nEarlier time: {}",
            when::span(after, EN),
            when::span(before, EN)
        )
    };
    paragraphs([
        Some(news),
        Some(format!("Sign in at {url} to see where it is.")),
        Some(DELAY.into()),
    ])
}

fn cancelled(begin: String, reason: Option<&str>, url: &str) -> String {
    paragraphs([
        Some(begin),
        reason.map(|reason| format!("Reason: {}", sentence(reason))),
        Some(format!(
            "If there is a new time, you will get a new e-mail. Your schedule is at {url}"
        )),
        Some(DELAY.into()),
    ])
}

fn not_seen(offered: &str, day: &str, url: &str) -> String {
    paragraphs([
        Some(format!("During the first three weeks of the course we check who takes part. We have not seen you take part in {offered}.")),
        Some(format!("Are you taking the course? Reply to this e-mail no later than {day}, so that we know.")),
        Some(format!("Are you not taking it? Make an early withdrawal (tidigt avbrott) at {url} no later than {day}.")),
        Some("You can make an early withdrawal up to and including that day, if you have no passed result. You can then apply for the course again. If you leave later, it is a late withdrawal (sent avbrott). You can then not apply for the course again, but you can be re-registered if there is room. Results you already have are kept.".into()),
        Some(CSN.into()),
    ])
}

fn left(package: &str, courses: &[(String, String)], url: &str) -> String {
    let meaning = courses
        .iter()
        .map(|(course, what)| format!("{}: {}", line(course), sentence(what)));
    paragraphs([
        Some(format!("You have left the course package {package}.")),
        (!courses.is_empty()).then(|| {
            format!(
                "This is what it means for the courses in the package:\n{}",
                list(meaning)
            )
        }),
        Some(CSN.into()),
        Some(format!(
            "Is something not right? Contact us as soon as you can. Your courses are at {url}"
        )),
    ])
}
