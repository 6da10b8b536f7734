//! The page of an offering: who may come, what it asks, how places are given and what is left.

use super::{
    catalogue::level,
    dates,
    doors::{self, Door},
    enrol::has_applied,
    frame::Frame,
    notice::{Facts, filled},
    page::Place,
    places::{Employer, Way, employer, way},
    structured,
};
use crate::{
    app::App,
    error::Result,
    texts::Texts,
    usecase::{
        Caller,
        catalogue::{self, OfferingView},
        channels::ChannelView,
        contact,
        letters::day,
        schedule::{self, SessionView},
        sign_in::Signed,
    },
};
use askama::Template;
use poem::Response;
use samverkan_domain::schedule::{SessionMode, SessionState};

#[derive(Template)]
#[template(path = "offering.html")]
struct Offering<'a> {
    t: Texts,
    demo: &'a str,
    applied: bool,
    facts: Facts,
    asks: Vec<String>,
    doors: Vec<Door>,
    ways: Vec<Way>,
    /// The channels of employers together: who pays, and how full it is.
    employers: Vec<Employer>,
    sessions: Vec<Session>,
    /// The language that titles of sessions are in.
    spoken: &'a str,
    cohort_size: String,
    starts: String,
    contact: &'a str,
    syllabus: Option<String>,
}

struct Session {
    starts: String,
    day: String,
    time: String,
    title: String,
    cancelled: bool,
    tags: Vec<&'static str>,
}

pub(super) fn teaching(t: Texts, word: &str) -> &'static str {
    match word {
        "campus" => t.teaching_campus(),
        "distance" => t.teaching_distance(),
        _ => t.teaching_mixed(),
    }
}

pub(super) async fn page(
    app: &App,
    frame: &Frame,
    code: &str,
    reader: Option<&Signed>,
) -> Result<Response> {
    let t = frame.t;
    let offering = catalogue::offering(app, code).await?;
    let applied = match reader {
        Some(signed) => has_applied(app, &signed.caller(), code).await?,
        None => false,
    };
    let row = &offering.row;
    let course = catalogue::course(app, &row.course_code).await?;
    let sessions = schedule::list(app, &Caller::Anonymous, &row.code).await?;
    let dates = row.dates()?;
    let title = t.of(&row.title_sv, &row.title_en);
    let credits = dates::credits(t, row.credits_tenths);
    let language = t.language();
    let (from, to) = (
        dates::plain_day(dates.starts_on, language),
        dates::plain_day(dates.ends_on, language),
    );
    let facts = filled(vec![
        (
            t.offering_scope(),
            format!("{}, {}", t.credits(&credits), level(t, &course.level)),
        ),
        (t.offering_pace(), t.pace(row.pace_percent)),
        (
            t.offering_teaching(),
            super::catalogue::capital(teaching(t, &row.teaching)),
        ),
        (t.offering_language(), spoken(t, &row.language).to_owned()),
        (t.offering_code(), row.code.clone()),
    ]);
    let (employers, ways): (Vec<&ChannelView>, Vec<_>) = offering
        .channels
        .iter()
        .partition(|one| one.row.kind == "employer");
    let ways = ways.into_iter().map(|one| way(app, t, row, one));
    let ways: Vec<Way> = ways.collect::<Result<_>>()?;
    let content = Offering {
        t,
        demo: &row.demo_note,
        applied,
        facts,
        asks: asks(t, &offering, &sessions)?,
        doors: doors::doors(app, t, &offering, applied)?,
        ways,
        employers: employers.into_iter().map(|one| employer(t, one)).collect(),
        sessions: sessions.iter().map(|one| session(t, one)).collect(),
        spoken: &row.language,
        cohort_size: row.cohort_size.to_string(),
        starts: day(dates.starts_on, language),
        contact: contact::address(app),
        syllabus: course.syllabus_url.clone(),
    };
    let page = frame
        .page(title)
        .above(format!("{} · {}", row.course_code, row.term))
        .up(
            format!("/kurser/{}", row.course_code),
            t.of(&course.title_sv, &course.title_en),
        )
        .lead(dates::from_to(t, dates.starts_on, dates.ends_on))
        .indexed(t.offering_description(&credits, &from, title, &to))
        .at(Place::Courses)
        .data(structured::course(
            frame,
            &course,
            &[&offering],
            contact::operator(app, frame.language()),
        ));
    Ok(page.show(&content))
}

fn spoken(t: Texts, language: &str) -> &'static str {
    if language == "en" {
        t.offering_language_en()
    } else {
        t.offering_language_sv()
    }
}

/// What the course asks of whoever takes it.
fn asks(t: Texts, offering: &OfferingView, sessions: &[SessionView]) -> Result<Vec<String>> {
    /// Full-time study takes a working week.
    const FULL_TIME_HOURS: i64 = 40;
    let row = &offering.row;
    let dates = row.dates()?;
    let days = (dates.ends_on - dates.starts_on).get_days() + 1;
    let weeks = i64::from(days + 6) / 7;
    let hours = FULL_TIME_HOURS * row.pace_percent / 100;
    let mut said = vec![
        t.offering_asks_time(hours.to_string(), row.pace_percent, weeks.to_string()),
        match &*row.teaching {
            "campus" => t.offering_asks_campus(),
            "distance" => t.offering_asks_distance(),
            _ => t.offering_asks_mixed(),
        }
        .to_owned(),
        t.of_spoken(&row.language).to_owned(),
    ];
    if !sessions.is_empty() {
        let compulsory = sessions.iter().filter(|one| one.session.compulsory);
        said.push(t.offering_asks_compulsory(compulsory.count()));
    }
    Ok(said)
}

impl Texts {
    fn of_spoken(self, language: &str) -> &'static str {
        if language == "en" {
            self.offering_asks_english()
        } else {
            self.offering_asks_swedish()
        }
    }
}

fn session(t: Texts, view: &SessionView) -> Session {
    let session = &view.session;
    let (starts, ends) = (session.starts.wall(), session.ends.wall());
    let mut tags = Vec::new();
    let cancelled = matches!(session.state, SessionState::Cancelled { .. });
    if cancelled {
        tags.push(t.offering_cancelled());
    } else {
        if session.compulsory {
            tags.push(t.offering_compulsory());
        }
        if session.state == SessionState::Preliminary {
            tags.push(t.offering_preliminary());
        }
        match session.mode {
            SessionMode::Online => tags.push(t.offering_online()),
            SessionMode::Hybrid => tags.push(t.offering_hybrid()),
            SessionMode::Campus => {}
        }
    }
    Session {
        starts: starts.strftime("%Y-%m-%dT%H:%M").to_string(),
        day: day(starts.date(), t.language()),
        time: format!(
            "{}–{}",
            super::schedule::clock(starts),
            super::schedule::clock(ends)
        ),
        title: session.title.clone(),
        cancelled,
        tags,
    }
}
