//! Answers to what participants ask for on their own pages. Their words are the catalogue's.

use super::{Letter, paragraphs, sentence};
use crate::texts::Texts;
use samverkan_domain::{erasure::ErasureOutcome, person::Language, text::plain_line as line};

/// What the subject says, and of what; `None` for other letters.
pub(super) fn subject(letter: &Letter, language: Language) -> Option<(&'static str, &str)> {
    let t = Texts::of_language(language);
    match letter {
        Letter::TransferDecided {
            to_code: Some(_),
            course,
            ..
        } => Some((t.letter_transfer_approved_subject(), course)),
        Letter::TransferDecided { course, .. } => {
            Some((t.letter_transfer_refused_subject(), course))
        }
        Letter::ErasureDecided { .. } => Some((t.letter_erasure_subject(), "")),
        Letter::AddressCode { .. } => Some((t.letter_address_code_subject(), "")),
        Letter::AddressChanged => Some((t.letter_address_changed_subject(), "")),
        _ => None,
    }
}

pub(super) fn text(letter: &Letter, language: Language, url: &str) -> String {
    let t = Texts::of_language(language);
    match letter {
        Letter::TransferDecided {
            course,
            offering_code,
            from_code,
            to_code,
            reason,
        } => {
            let offered = format!("{} ({})", line(course), line(offering_code));
            let from = line(from_code);
            let (said, then) = match to_code {
                Some(to) => (
                    t.letter_transfer_approved(&offered, &from, line(to)),
                    t.letter_transfer_approved_then(url),
                ),
                None => (
                    t.letter_transfer_refused(&offered, &from),
                    t.letter_transfer_refused_then(url),
                ),
            };
            let why = reason.as_deref().map(sentence);
            let why = why.filter(|why| !why.is_empty());
            paragraphs([Some(said), why.map(|why| t.letter_reason(why)), Some(then)])
        }
        Letter::ErasureDecided {
            outcome,
            ground,
            reason,
        } => {
            let (said, then) = match outcome {
                ErasureOutcome::Granted => (
                    t.letter_erasure_granted(),
                    t.letter_erasure_granted_then().to_owned(),
                ),
                ErasureOutcome::Partly => {
                    let then = t.letter_erasure_granted_then();
                    (t.letter_erasure_partly(), format!("{then} {}", appeal(t)))
                }
                ErasureOutcome::Refused => (t.letter_erasure_refused(), appeal(t)),
            };
            let why = Some(sentence(reason)).filter(|why| !why.is_empty());
            paragraphs([
                Some(said.to_owned()),
                Some(t.letter_erasure_ground(ground.label(language))),
                why.map(|why| t.letter_reason(why)),
                Some(then),
            ])
        }
        Letter::AddressCode { code, minutes } => paragraphs([
            Some(t.letter_address_code(line(code))),
            Some(t.letter_address_code_how(minutes.to_string())),
            Some(t.letter_address_code_not().to_owned()),
        ]),
        Letter::AddressChanged => paragraphs([
            Some(t.letter_address_changed(url)),
            Some(t.letter_address_changed_not().to_owned()),
        ]),
        _ => String::new(),
    }
}

/// A decision against the person can be appealed (lag 2018:218, 7 kap. 2 §; FL 43–44 §§).
fn appeal(t: Texts) -> String {
    format!("{} {}", t.letter_erasure_appeal(), t.letter_erasure_watch())
}
