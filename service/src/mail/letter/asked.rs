//! Answers to what participants ask for on their own pages.

use super::{Letter, paragraphs, sentence, shared::offered};
use crate::texts::Texts;
use samverkan_domain::{erasure::ErasureOutcome, text::plain_line as line};

/// Which letters come here is decided, exhaustively, by the caller.
pub(super) fn text(letter: &Letter, t: Texts, url: &str) -> String {
    match letter {
        Letter::TransferDecided {
            course,
            offering_code,
            from_code,
            to_code,
            reason,
        } => {
            let offered = offered(course, offering_code);
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
                Some(t.letter_erasure_ground(ground.label(t.language()))),
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
