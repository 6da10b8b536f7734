//! The front page: what this is, what is offered, and where to go. (The participants' site is a
//! later matter; until then this page says so instead of answering 404.)

use super::edge::language;
use crate::{app::App, usecase::catalogue};
use poem::{Request, Response, handler, http::StatusCode, web::Data};
use samverkan_domain::person::Language;

/// Offerings on the page.
const OFFERINGS: i64 = 50;

#[handler]
pub(super) async fn front(app: Data<&App>, request: &Request) -> Response {
    let page = match catalogue::offerings(&app, None, OFFERINGS).await {
        Ok(page) => page,
        Err(error) => {
            error.note();
            return Response::builder()
                .status(StatusCode::SERVICE_UNAVAILABLE)
                .finish();
        }
    };
    let english = language(request) == Language::En;
    let pick = |sv: &'static str, en: &'static str| if english { en } else { sv };
    let rows: String = page
        .items
        .iter()
        .map(|offering| row(offering, english))
        .collect();
    let rows = if rows.is_empty() {
        format!(
            "<p>{}</p>",
            pick("Inga kurstillfällen än.", "No offerings yet.")
        )
    } else {
        format!("<ul>{rows}</ul>")
    };
    let html = format!(
        "<!doctype html><html lang=\"{lang}\"><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>Samverkan</title></head><body><main><h1>Samverkan</h1><p>{what}</p>\
         <h2>{offered}</h2>{rows}<h2>{more}</h2><ul>\
         <li><a href=\"/api/docs\">{docs}</a></li>\
         <li><a href=\"/api/openapi.json\">OpenAPI</a></li></ul><p>{site}</p></main></body></html>",
        lang = pick("sv", "en"),
        what = pick(
            "Anmälan, grupper med blandade yrken och kalendrar för kurser där flera yrken möts.",
            "Enrolment, mixed-profession cohorts and calendars for courses where professions meet.",
        ),
        offered = pick("Kurstillfällen", "Offerings"),
        more = pick(
            "För program och administratörer",
            "For programs and administrators"
        ),
        docs = pick("API-dokumentation", "API documentation"),
        site = pick(
            "Sidor där du anmäler dig själv finns inte i den här versionen; anmälan går genom API:et.",
            "Pages for enrolling yourself are not in this version; enrolment goes through the API.",
        ),
    );
    Response::builder()
        .content_type("text/html; charset=utf-8")
        .body(html)
}

fn row(offering: &catalogue::OfferingView, english: bool) -> String {
    let row = &offering.row;
    let title = if english {
        &row.title_en
    } else {
        &row.title_sv
    };
    let seats: i64 = offering
        .channels
        .iter()
        .map(|channel| channel.row.seats)
        .sum();
    let taken: i64 = offering
        .channels
        .iter()
        .map(|channel| channel.occupancy.seats_taken)
        .sum();
    let seats = if english {
        format!("{taken} of {seats} seats taken")
    } else {
        format!("{taken} av {seats} platser tagna")
    };
    format!(
        "<li><strong>{} {}</strong>, {}, {}–{}: {seats}. <small>{}</small></li>",
        escaped(&row.course_code),
        escaped(title),
        escaped(&row.term),
        escaped(&row.starts_on),
        escaped(&row.ends_on),
        escaped(&row.demo_note),
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}
