//! The fields for whom one wishes to be with, or without: asked when one applies, and on my page.

use super::form::Form;
use crate::{texts::Texts, usecase::cohorts::CompanyWish};
use askama::Template;
use samverkan_domain::limits;

/// The names of the fields.
const WITH: &str = "med";
const WITHOUT: &str = "inte_med";

#[derive(Template)]
#[template(path = "company_fields.html")]
pub(super) struct Fields {
    t: Texts,
    /// What others write to name the reader.
    code: String,
    with: Vec<Line>,
    without: Vec<Line>,
}

/// A field for one person.
struct Line {
    name: &'static str,
    id: String,
    label: String,
    value: String,
    wrong: Option<String>,
}

impl Fields {
    /// `wrong` says what is wrong with a field, by its id: `with-0` is the first of the one list.
    pub(super) fn new(
        t: Texts,
        wish: &CompanyWish,
        code: String,
        wrong: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let lines =
            |name: &'static str, key: &str, values: &[String], label: &dyn Fn(String) -> String| {
                let line = |at: usize| {
                    let id = format!("{key}-{at}");
                    Line {
                        name,
                        label: label((at + 1).to_string()),
                        value: values.get(at).cloned().unwrap_or_default(),
                        wrong: wrong(&id),
                        id,
                    }
                };
                (0..limits::COMPANY).map(line).collect()
            };
        Self {
            t,
            code,
            with: lines(WITH, "with", &wish.with, &|n| t.company_person(n)),
            without: lines(WITHOUT, "without", &wish.without, &|n| {
                t.company_person_without(n)
            }),
        }
    }
}

/// What has been wished, and can be taken back: as it is sent, and in words.
pub(super) struct Kept {
    pub(super) name: &'static str,
    pub(super) other: String,
    pub(super) words: String,
}

pub(super) fn kept(t: Texts, wish: CompanyWish) -> Vec<Kept> {
    let with = wish.with.into_iter().map(|other| Kept {
        name: WITH,
        words: t.enrol_review_with(&other),
        other,
    });
    let without = wish.without.into_iter().map(|other| Kept {
        name: WITHOUT,
        words: t.enrol_review_without(&other),
        other,
    });
    with.chain(without).collect()
}

/// What a form says.
pub(super) fn read(form: &Form) -> CompanyWish {
    let written = |name: &str| -> Vec<String> {
        let values = form.values(name).filter(|value| !value.is_empty());
        let cut = |value: &str| value.chars().take(limits::COMPANY_CHARS + 1).collect();
        values.take(limits::COMPANY).map(cut).collect()
    };
    CompanyWish {
        with: written(WITH),
        without: written(WITHOUT),
    }
}

/// `/with/0` of a use case is the field with the id `with-0`.
pub(super) fn field(pointer: &str) -> String {
    pointer.trim_start_matches('/').replace('/', "-")
}
