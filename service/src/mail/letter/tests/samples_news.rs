//! News of the schedule, as they might be sent.

use super::{
    samples::{COURSE_EN, said},
    *,
};
use samverkan_domain::{notice::News, schedule::SessionMode};

fn news(title: String, news: News, said: Vec<Said>) -> SessionNews {
    SessionNews {
        news,
        title,
        cohort: None,
        slot: slot(21),
        reason: None,
        said,
    }
}

fn letter(language: Language, sessions: Vec<SessionNews>) -> Letter {
    Letter::ScheduleNews {
        courses: vec![CourseNews {
            course: said(language, COURSE, COURSE_EN),
            offering_code: OFFERING.into(),
            sessions,
        }],
    }
}

pub(super) fn schedule_published(language: Language) -> Letter {
    let place = |place: &str| Said::At {
        place: place.into(),
    };
    let link = Said::Link {
        after: Some("https://zoom.example/j/1".into()),
    };
    let title = |swedish, english| said(language, swedish, english);
    let mut second = news(
        title("Falldiskussion", "Case discussion"),
        News::Published,
        vec![link, Said::Compulsory { after: true }],
    );
    second.cohort = Some("G03".into());
    second.slot = slot(28);
    let first = title("Upprop", "Roll-call");
    let first = news(first, News::Published, vec![place("Novahuset N2045")]);
    letter(language, vec![first, second])
}

pub(super) fn schedule_changed(language: Language) -> Letter {
    let title = |swedish, english| said(language, swedish, english);
    let moved = vec![
        Said::Time { before: slot(28) },
        Said::Place {
            before: Some("Novahuset N2045".into()),
            after: Some("Långhuset L1".into()),
        },
        Said::Teacher {
            before: None,
            after: Some("Eva Ek".into()),
        },
    ];
    let mut cancelled = news(
        title("Redovisning", "Presentations"),
        News::Cancelled,
        vec![],
    );
    cancelled.reason = Some(title("Läraren är sjuk", "The teacher is ill"));
    let moved = news(title("Seminarium 1", "Seminar 1"), News::Changed, moved);
    letter(language, vec![moved, cancelled])
}

/// To somebody with protected identity.
pub(super) fn schedule_withheld(language: Language) -> Letter {
    let title = said(language, "Seminarium 1", "Seminar 1");
    let moved = vec![Said::Time { before: slot(28) }, Said::Withheld];
    letter(language, vec![news(title, News::Changed, moved)])
}

/// Every kind of news and of line, with `text` wherever a text from outside can stand.
pub(super) fn every(text: &str) -> Vec<Letter> {
    let t = || text.to_owned();
    let some = || Some(text.to_owned());
    let lines = vec![
        Said::Time { before: slot(28) },
        Said::Title { before: t() },
        Said::At { place: t() },
        Said::Place {
            before: some(),
            after: None,
        },
        Said::Place {
            before: None,
            after: some(),
        },
        Said::Link { after: some() },
        Said::Link { after: None },
        Said::Mode {
            after: SessionMode::Hybrid,
        },
        Said::Teacher {
            before: some(),
            after: some(),
        },
        Said::Compulsory { after: true },
        Said::Compulsory { after: false },
        Said::Withheld,
    ];
    let kinds = [
        News::Published,
        News::Changed,
        News::Cancelled,
        News::Revived,
        News::Unsettled,
    ];
    let mut sessions: Vec<_> = kinds.map(|kind| news(t(), kind, vec![])).into();
    sessions.push(news(t(), News::Changed, lines));
    for session in &mut sessions {
        session.cohort = some();
        session.reason = some().filter(|_| session.news == News::Cancelled);
    }
    let course = |sessions: &[SessionNews]| CourseNews {
        course: t(),
        offering_code: t(),
        sessions: sessions.to_vec(),
    };
    let mut courses: Vec<_> = sessions.chunks(1).map(|one| vec![course(one)]).collect();
    courses.push(vec![course(&[sessions[0].clone(), sessions[0].clone()])]);
    courses.push(vec![course(&sessions)]);
    courses.push(vec![course(&sessions), course(&sessions)]);
    let letters = courses.into_iter();
    letters
        .map(|courses| Letter::ScheduleNews { courses })
        .collect()
}
