//! What several letters say.

use super::{list, sentence, when};
use crate::texts::Texts;
use jiff::Timestamp;
use samverkan_domain::{admission::eligibility, text::plain_line as line};

/// "Course title (SA123A-V9001V27)".
pub(super) fn offered(course: &str, offering_code: &str) -> String {
    format!("{} ({})", line(course), line(offering_code))
}

/// The course, and more, one line each.
pub(super) fn facts<const N: usize>(
    t: Texts,
    course: &str,
    offering_code: &str,
    more: [String; N],
) -> String {
    let mut facts = vec![
        t.letter_fact_course(line(course)),
        t.letter_fact_offering(line(offering_code)),
    ];
    facts.extend(more);
    facts.join("\n")
}

pub(super) fn reasons_given(t: Texts, reasons: &[String]) -> Option<String> {
    (!reasons.is_empty()).then(|| {
        let given = list(reasons.iter().map(|reason| sentence(reason)));
        t.letter_reasons(reasons.len(), given)
    })
}

/// HF 12:2; the words are the rules' own.
pub(super) fn appeal(t: Texts, can: bool, reference: &str) -> String {
    if can {
        eligibility::appeal(t.language(), reference)
    } else {
        t.letter_no_appeal(reference)
    }
}

/// The question, until when, and where it is answered.
pub(super) fn answer(t: Texts, question: &str, by: Timestamp, link: &str) -> String {
    t.letter_answer(when::moment(by, t.language()), line(link), question)
}

/// What an admitted person is asked: yes or no, until when and where, and what silence means.
pub(super) fn place_wanted(t: Texts, by: Timestamp, link: Option<&str>, url: &str) -> String {
    let question = t.letter_want_place();
    let asked = match link {
        Some(link) => {
            let asked = answer(t, question, by, link);
            format!("{asked}\n\n{}", once_or_signed_in(t, url))
        }
        None => t.letter_answer_signed_in(when::moment(by, t.language()), question, url),
    };
    format!("{asked}\n\n{}", t.letter_silence())
}

/// How the link of one answer works, and where else to answer.
pub(super) fn once_or_signed_in(t: Texts, url: &str) -> String {
    format!("{} {}", t.letter_once(), t.letter_or_signed_in(url))
}

/// "reservplats nummer 3 i urvalsgruppen TPAV", or without the group where there are none.
pub(super) fn reserve_place(t: Texts, group: Option<&str>, position: u32) -> String {
    let position = position.to_string();
    match group.filter(|group| !group.is_empty()) {
        Some(group) => t.letter_reserve_place_in(line(group), position),
        None => t.letter_reserve_place(position),
    }
}
