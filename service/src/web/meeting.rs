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
    modality: &'static str,
    strict: bool,
    swedish: bool,
    english: bool,
    wrong: Option<String>,
}

impl Fields {
    pub(super) fn new(t: Texts, meeting: &Meeting, wrong: Option<String>) -> Self {
        Self {
            t,
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
