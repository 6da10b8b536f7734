//! What somebody has written on the site, to ourselves.

use super::paragraphs;
use crate::texts::Texts;
use samverkan_domain::text::plain_line as line;

/// The writer's own lines become one: what is written outside cannot look like lines of ours.
pub(super) fn text(t: Texts, about: &str, text: &str, answer_to: &str) -> String {
    let said: Vec<String> = text.lines().map(line).collect();
    let answer = match answer_to {
        "" => t.letter_site_no_answer().to_owned(),
        address => t.letter_site_answer_to(line(address)),
    };
    paragraphs([
        Some(t.letter_site_begin().to_owned()),
        (!about.is_empty()).then(|| t.letter_site_about(line(about))),
        Some(t.letter_site_text(said.join(" / "))),
        Some(answer),
    ])
}
