//! The question of practical needs: asked when one applies, and on my page.

use super::form::Form;
use crate::texts::Texts;
use askama::Template;
use samverkan_domain::need::PracticalNeed;

const NAME: &str = "behov";

#[derive(Template)]
#[template(path = "needs_fields.html")]
pub(super) struct Fields {
    t: Texts,
    name: &'static str,
    needs: Vec<(&'static str, &'static str, bool)>,
}

impl Fields {
    pub(super) fn new(t: Texts, chosen: &[PracticalNeed]) -> Self {
        let all = PracticalNeed::ALL.into_iter();
        let needs = all.map(|need| {
            (
                need.code(),
                need.label(t.language()),
                chosen.contains(&need),
            )
        });
        Self {
            t,
            name: NAME,
            needs: needs.collect(),
        }
    }
}

/// What a form says.
pub(super) fn read(form: &Form) -> Vec<PracticalNeed> {
    form.values(NAME).filter_map(PracticalNeed::parse).collect()
}
