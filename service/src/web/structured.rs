//! The catalogue for programs: schema.org's words within the pages, and the national shape of an
//! EducationEvent (SS 10700, Susa-navet) at addresses of its own.

use super::{catalogue::all_offerings, error, frame::Frame};
use crate::{
    app::App,
    error::Result,
    usecase::{
        catalogue::{self, CourseRow, OfferingView},
        contact,
    },
};
use poem::{
    Response, handler,
    http::header,
    web::{Data, Path},
};
use samverkan_domain::person::Language;
use serde_json::{Value, json};

/// A course and these of its offerings, as schema.org says it.
pub(super) fn course(
    frame: &Frame,
    course: &CourseRow,
    offerings: &[&OfferingView],
    operator: &str,
) -> Value {
    let t = frame.t;
    let provider = json!({ "@type": "Organization", "name": operator, "url": frame.public_url });
    let instances: Vec<Value> = offerings
        .iter()
        .map(|offering| {
            let row = &offering.row;
            let mode = match &*row.teaching {
                "campus" => "Onsite",
                "distance" => "Online",
                _ => "Blended",
            };
            let seats: i64 = offering.channels.iter().map(|one| one.row.seats).sum();
            json!({
                "@type": "CourseInstance",
                "identifier": row.code,
                "url": format!("{}/kurser/{}", frame.public_url, row.code),
                "courseMode": mode,
                "startDate": row.starts_on,
                "endDate": row.ends_on,
                "inLanguage": row.language,
                "maximumAttendeeCapacity": seats,
                "organizer": provider,
            })
        })
        .collect();
    json!({
        "@context": "https://schema.org",
        "@type": "Course",
        "name": t.of(&course.title_sv, &course.title_en),
        "inLanguage": t.code(),
        "courseCode": course.code,
        "url": format!("{}/kurser/{}", frame.public_url, course.code),
        "description": t.course_description(
            super::dates::credits(t, course.credits_tenths),
            t.of(&course.title_sv, &course.title_en),
        ),
        "educationalLevel": course.level,
        "about": course.main_field,
        "numberOfCredits": {
            "@type": "StructuredValue",
            "value": tenths(course.credits_tenths),
            "unitText": t.of("högskolepoäng", "ECTS credits"),
        },
        "provider": provider,
        "hasCourseInstance": instances,
    })
}

fn tenths(tenths: i64) -> Value {
    if tenths % 10 == 0 {
        json!(tenths / 10)
    } else {
        json!(tenths as f64 / 10.0)
    }
}

/// An offering as the national catalogue reads it.
fn education_event(app: &App, offering: &OfferingView) -> Value {
    let row = &offering.row;
    let url = format!("{}/kurser/{}", app.public_url, row.code);
    let open = offering
        .channels
        .iter()
        .filter(|one| one.row.kind == "open");
    let opens = open.clone().filter_map(|one| one.row.opens_at).min();
    let closes = open.filter_map(|one| one.row.closes_at).max();
    let text = |sv: &str, en: &str| {
        json!({ "strings": [
            { "lang": "swe", "value": sv }, { "lang": "eng", "value": en },
        ]})
    };
    let paid_by_employer = offering
        .channels
        .iter()
        .all(|one| one.row.kind == "employer");
    json!({
        "identifier": row.code,
        "education": row.course_code,
        "providers": [contact::operator(app, Language::Sv)],
        "title": text(&row.title_sv, &row.title_en),
        "url": { "urls": [
            { "lang": "swe", "value": format!("{url}?sprak=sv") },
            { "lang": "eng", "value": format!("{url}?sprak=en") },
        ]},
        "locations": [],
        "distance": row.teaching != "campus",
        "languageOfInstructions": [if row.language == "en" { "eng" } else { "swe" }],
        "fees": if paid_by_employer { json!([]) } else { json!([{ "currency": "SEK", "totalAmount": 0 }]) },
        "places": offering.channels.iter().map(|one| one.row.seats).sum::<i64>(),
        "execution": { "start": row.starts_on, "end": row.ends_on },
        "paceOfStudy": { "percentage": row.pace_percent },
        "application": {
            "first": opens.map(|at| at.0.to_string()),
            "last": closes.map(|at| at.0.to_string()),
        },
        "isCancelled": false,
    })
}

fn answer(frame: &Frame, found: Result<Value>) -> Response {
    match found {
        Ok(value) => Response::builder()
            .content_type("application/json")
            .header(header::CACHE_CONTROL, "public, max-age=300")
            .body(value.to_string()),
        Err(error) => error::page(frame, error),
    }
}

#[handler]
pub(super) async fn events(app: Data<&App>, frame: Frame) -> Response {
    let found = all_offerings(&app).await.map(|all| {
        let events = all.iter().map(|one| education_event(&app, one));
        Value::Array(events.collect())
    });
    answer(&frame, found)
}

#[handler]
pub(super) async fn event(app: Data<&App>, code: Path<String>, frame: Frame) -> Response {
    let found = catalogue::offering(&app, &code).await;
    answer(&frame, found.map(|one| education_event(&app, &one)))
}
