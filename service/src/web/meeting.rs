//! The fields for how one can meet: on campus or at a distance, and in which languages; asked when one
//! applies, and on my page.

use super::form::Form;
use crate::texts::Texts;
use askama::Template;
use samverkan_domain::person::{Language, Modality};

/// How somebody can meet: needs, not why.
#[derive(Debug, Clone, Default)]
pub(super) struct Meeting {
    /// `None`: either does.
    pub(super) modality: Option<Modality>,
    /// No other way will do.
    pub(super) strict: bool,
    /// Empty: all do.
    pub(super) languages: Vec<Language>,
}

/// Whether an offering that is taught so leaves a choice between campus and distance.
pub(super) fn both_ways(teaching: &str) -> bool {
    !matches!(teaching, "campus" | "distance")
}

/// What is asked, and why.
pub(super) fn question(t: Texts, both_ways: bool) -> (&'static str, &'static str) {
    if both_ways {
        (t.enrol_meeting_title(), t.enrol_meeting_lead())
    } else {
        (t.enrol_languages_title(), t.enrol_languages_lead())
    }
}

impl Meeting {
    pub(super) fn read(form: &Form) -> Self {
        let mut languages: Vec<_> = form
            .values("sprakkunskap")
            .filter_map(|word| match word {
                "sv" => Some(Language::Sv),
                "en" => Some(Language::En),
                _ => None,
            })
            .collect();
        languages.dedup();
        Self {
            modality: match form.value("satt") {
                "campus" => Some(Modality::Campus),
                "distans" => Some(Modality::Distance),
                _ => None,
            },
            strict: form.value("bara") == "ja",
            languages,
        }
    }

    /// Only one way will do, and it is not said which.
    pub(super) fn says_not_which(&self) -> bool {
        self.strict && self.modality.is_none()
    }
}

#[derive(Template)]
#[template(path = "meeting_fields.html")]
pub(super) struct Fields {
    t: Texts,
    /// There is a choice between campus and distance.
    ways: bool,
    modality: &'static str,
    strict: bool,
    swedish: bool,
    english: bool,
    wrong: Option<String>,
}

impl Fields {
    pub(super) fn new(t: Texts, ways: bool, meeting: &Meeting, wrong: Option<String>) -> Self {
        Self {
            t,
            ways,
            modality: match meeting.modality {
                Some(Modality::Campus) => "campus",
                Some(Modality::Distance) => "distans",
                None => "",
            },
            strict: meeting.strict,
            swedish: meeting.languages.contains(&Language::Sv),
            english: meeting.languages.contains(&Language::En),
            wrong,
        }
    }
}
