//! What somebody has written on the site, to ourselves. Its words are the catalogue's.

use super::paragraphs;
use crate::texts::Texts;
use samverkan_domain::{person::Language, text::plain_line as line};

pub(super) fn subject(language: Language) -> String {
    Texts::of_language(language).message_subject().to_owned()
}

/// The writer's own lines become one: what is written outside cannot look like lines of ours.
pub(super) fn text(language: Language, about: &str, text: &str, answer_to: &str) -> String {
    let t = Texts::of_language(language);
    let said: Vec<String> = text.lines().map(line).collect();
    let answer = match answer_to {
        "" => t.message_no_answer().to_owned(),
        address => t.message_answer_to(line(address)),
    };
    paragraphs([
        Some(t.message_begin().to_owned()),
        (!about.is_empty()).then(|| t.message_about(line(about))),
        Some(t.message_text(said.join(" / "))),
        Some(answer),
    ])
}
