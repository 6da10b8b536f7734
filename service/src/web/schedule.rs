//! A calendar as a plain page to read and print. Read only; says what the calendar says.

use super::{
    page::{escaped, language, page, paragraph, pick},
    subscribe::live,
};
use crate::{app::App, usecase::letters::day};
use jiff::civil::DateTime;
use poem::{Request, Response, http::StatusCode};
use samverkan_domain::{
    calendar::{FeedView, SessionView, Standing},
    person::Language,
};

/// The page.
pub(crate) async fn show(app: &App, token: &str, request: &Request) -> Response {
    let language = language(request);
    match live(app, token, language).await {
        Ok(feed) => {
            let sessions = feed.shown(app.clock.now());
            let main = format!(
                "{}<p class=\"links\"><a href=\"/calendar/{}?sprak={}\">{}</a></p>\n",
                table(language, &sessions),
                escaped(token),
                pick(language, "sv", "en"),
                pick(language, "Prenumerera i stället", "Subscribe instead")
            );
            page(language, StatusCode::OK, &title(language, &feed), &main)
        }
        Err(refused) => refused,
    }
}

fn title(language: Language, feed: &FeedView) -> String {
    match language {
        Language::Sv => format!("Schema: {}", feed.name),
        Language::En => format!("Schedule: {}", feed.name),
    }
}

fn table(language: Language, sessions: &[&SessionView]) -> String {
    if sessions.is_empty() {
        let none = pick(language, "Inga tillfällen än.", "No sessions yet.");
        return paragraph(none);
    }
    let header = pick(
        language,
        ["Vecka", "Dag", "Tid", "Tillfälle", "Plats"],
        ["Week", "Day", "Time", "Session", "Place"],
    );
    let header = header.map(|name| format!("<th scope=\"col\">{name}</th>"));
    let rows: String = sessions.iter().map(|one| row(language, one)).collect();
    let times = pick(
        language,
        "Tiderna är klockslag i Sverige.",
        "Times are as clocks in Sweden show them.",
    );
    format!(
        "<div class=\"wide\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\">\n<table>\n\
         <caption>{times}</caption>\n<thead><tr>{header}</tr></thead>\n<tbody>\n{rows}</tbody>\n\
         </table>\n</div>\n",
        label = pick(language, "Schema", "Schedule"),
        header = header.concat(),
    )
}

fn row(language: Language, session: &SessionView) -> String {
    let (starts, ends) = (session.starts.wall(), session.ends.wall());
    let week = starts.date().iso_week_date().week();
    let until = if starts.date() == ends.date() {
        clock(ends)
    } else {
        format!("{} {}", day(ends.date(), language), clock(ends))
    };
    let class = match session.standing {
        Standing::Cancelled => " class=\"cancelled\"",
        Standing::Preliminary | Standing::Confirmed => "",
    };
    let mut said = escaped(&session.summary(language));
    for line in &session.description {
        said += &format!("<br>{}", escaped(line));
    }
    format!(
        "<tr{class}><td>{week}</td><td>{}</td><td>{}–{until}</td><td>{said}</td><td>{}</td></tr>\n",
        day(starts.date(), language),
        clock(starts),
        escaped(session.place.as_deref().unwrap_or_default()),
    )
}

fn clock(wall: DateTime) -> String {
    wall.strftime("%H:%M").to_string()
}
