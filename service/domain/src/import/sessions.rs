//! The planned meetings of an offering.

use super::cells::Cells;
use super::check::Rule;
use super::mapping::Field;
use super::report::Code;
use super::{ImportKind, ImportRow};
use crate::limits::LINE_CHARS;
use crate::text::fold_name;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};

const DATE: Field = Field::required("date", "date");
const START: Field = Field::required("start", "start");
const END: Field = Field::required("end", "end");
const TITLE: Field = Field::required("title", "title");
const PLACE: Field = Field::required("place", "place");
const MODE: Field = Field::required("mode", "mode");

/// How people take part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionMode {
    Campus,
    Online,
    Hybrid,
}

const MODES: [(&str, SessionMode); 3] = [
    ("campus", SessionMode::Campus),
    ("online", SessionMode::Online),
    ("hybrid", SessionMode::Hybrid),
];

/// One meeting, in the civil time of the offering's place (Europe/Stockholm).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionRow {
    pub date: Date,
    pub start: Time,
    pub end: Time,
    pub title: String,
    pub place: Option<String>,
    pub mode: SessionMode,
}

/// Date and title: a meeting may get other hours or another place and stay the same meeting.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionKey {
    pub date: Date,
    pub folded_title: String,
}

impl ImportRow for SessionRow {
    type Key = SessionKey;

    const KIND: ImportKind = ImportKind::Sessions;
    const FIELDS: &'static [Field] = &[DATE, START, END, TITLE, PLACE, MODE];

    fn read(cells: &mut Cells<'_>) -> Option<Self> {
        let date = cells.date(&DATE);
        let start = cells.time(&START);
        let end = cells.time(&END);
        let title = cells.required_text(&TITLE, LINE_CHARS);
        let place = cells.text(&PLACE, LINE_CHARS);
        let mode = cells.required_word(&MODE, &MODES);
        if let (Some(start), Some(end)) = (start, end)
            && end <= start
        {
            cells.tell(
                &END,
                Code::EndBeforeStart,
                (
                    "Mötet slutar innan det har börjat.",
                    "The meeting ends before it has begun.",
                ),
                ("Rätta klockslagen.", "Correct the times."),
            );
        }
        if let (Some(date), Some(title)) = (date, &title) {
            cells.claim(
                Rule::Key,
                &TITLE,
                &[&date.to_string(), &fold_name(title)],
                "",
            );
        }
        Some(Self {
            date: date?,
            start: start?,
            end: end?,
            title: title?,
            place,
            mode: mode?,
        })
    }

    fn key(&self) -> SessionKey {
        SessionKey {
            date: self.date,
            folded_title: fold_name(&self.title),
        }
    }
}
