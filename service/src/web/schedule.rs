//! A calendar as a plain page to read and print. Read only; says what the calendar says.

use super::{frame::Frame, subscribe::live};
use crate::{app::App, texts::Texts, usecase::letters::day};
use askama::Template;
use jiff::civil::DateTime;
use poem::{Request, Response};
use samverkan_domain::{
    calendar::{SessionView, Standing},
    person::Language,
};

#[derive(Template)]
#[template(path = "schedule.html")]
struct Schedule<'a> {
    t: Texts,
    rows: Vec<Row<'a>>,
    token: &'a str,
}

struct Row<'a> {
    cancelled: bool,
    week: i8,
    day: String,
    time: String,
    said: String,
    more: &'a [String],
    place: &'a str,
}

/// The page.
pub(crate) async fn show(app: &App, token: &str, request: &Request) -> Response {
    let frame = Frame::of(&app.public_url, request);
    let t = frame.t;
    match live(app, token, &frame).await {
        Ok(feed) => {
            let sessions = feed.shown(app.clock.now());
            let rows = sessions.iter().map(|one| row(t.language(), one));
            let rows = rows.collect();
            let page = frame.page(t.schedule_title(&feed.name));
            page.wide().show(&Schedule { t, rows, token })
        }
        Err(refused) => refused,
    }
}

fn row(language: Language, session: &SessionView) -> Row<'_> {
    let (starts, ends) = (session.starts.wall(), session.ends.wall());
    let until = if starts.date() == ends.date() {
        clock(ends)
    } else {
        format!("{} {}", day(ends.date(), language), clock(ends))
    };
    Row {
        cancelled: session.standing == Standing::Cancelled,
        week: starts.date().iso_week_date().week(),
        day: day(starts.date(), language),
        time: format!("{}–{until}", clock(starts)),
        said: session.summary(language),
        more: &session.description,
        place: session.place.as_deref().unwrap_or_default(),
    }
}

pub(super) fn clock(wall: DateTime) -> String {
    wall.strftime("%H:%M").to_string()
}
