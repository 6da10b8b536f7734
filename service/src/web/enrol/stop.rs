//! When one cannot apply here now: why, and what can be done instead.

use super::{ENROL, RECEIPT};
use crate::{
    app::App,
    usecase::{catalogue::OfferingView, channels::ChannelView, letters::moment},
    web::{
        frame::Frame,
        mailto::{Mailto, ask_us},
        page::{Page, Place},
    },
};
use askama::Template;
use poem::{Response, http::StatusCode};

/// Why not.
pub(super) enum Stop {
    /// One has applied already.
    Applied(OfferingView),
    /// No way that is applied to here is open.
    NotOpen(OfferingView),
    /// A rule has said no when it was sent.
    Refused(OfferingView, String),
}

#[derive(Template)]
#[template(path = "enrol_stop.html")]
struct Stopped {
    role: &'static str,
    said: Vec<String>,
    instead: &'static str,
    /// What can be done: address, words.
    ways: Vec<(String, String)>,
    contact: Mailto,
}

impl Stop {
    pub(super) fn page(&self, app: &App, frame: &Frame) -> Response {
        let t = frame.t;
        let (Self::Applied(offering) | Self::NotOpen(offering) | Self::Refused(offering, _)) = self;
        let row = &offering.row;
        let course = (
            format!("/kurser/{}", row.course_code),
            t.enrol_stop_others().to_owned(),
        );
        let this = (
            format!("/kurser/{}", row.code),
            t.enrol_stop_course().to_owned(),
        );
        let mut ways = vec![this, course];
        let (status, title, said) = match self {
            Self::Applied(_) => {
                let receipt = format!("{ENROL}{}/{RECEIPT}", row.code);
                ways.insert(0, (receipt, t.enrol_stop_receipt().to_owned()));
                let said = vec![t.enrol_applied().to_owned()];
                (StatusCode::OK, t.enrol_applied_title(), said)
            }
            Self::NotOpen(_) => {
                let said = offering.channels.iter().map(|one| why(app, frame, one));
                let mut said: Vec<String> = said.collect();
                if said.is_empty() {
                    said.push(t.enrol_stop_no_way().to_owned());
                }
                (StatusCode::OK, t.enrol_not_open_title(), said)
            }
            Self::Refused(_, why) => (
                StatusCode::CONFLICT,
                t.enrol_refused_title(),
                vec![why.clone()],
            ),
        };
        let page: Page<'_> = frame.page(title).status(status).at(Place::Courses);
        page.above(t.of(&row.title_sv, &row.title_en).clone())
            .up(format!("/kurser/{}", row.code), t.enrol_stop_course())
            .show(&Stopped {
                role: if status == StatusCode::CONFLICT {
                    "alert"
                } else {
                    ""
                },
                said,
                instead: t.enrol_stop_instead(),
                ways,
                contact: ask_us(app, t),
            })
    }
}

/// Why nobody applies to a channel here now.
fn why(app: &App, frame: &Frame, channel: &ChannelView) -> String {
    let (t, row, now) = (frame.t, &channel.row, app.clock.now());
    let title = t.of(&row.title_sv, &row.title_en);
    let at = |at| moment(at, frame.language());
    let said = match &*row.kind {
        "imported" => t.channel_imported().to_owned(),
        "employer" => t.channel_employer().to_owned(),
        _ => match (row.opens_at, row.closes_at) {
            (Some(opens), _) if now < opens.0 => t.channel_open_from(at(opens.0)),
            (_, Some(closes)) => t.channel_closed(at(closes.0)),
            _ => String::new(),
        },
    };
    format!("{title}: {said}")
}
