//! What is wrong with a wording, each fault with its place.

use super::{Kind, Need, Piece, Placeholder, Shape, paragraphs, pieces};
use crate::text::is_control;

/// Longest subject and text (characters).
pub const SUBJECT_CHARS: usize = 150;
pub const BODY_CHARS: usize = 8_000;

/// Where a fault is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    Subject,
    Body,
}

/// Something that will not do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    pub part: Part,
    /// From one; of what is missing, the end of the text.
    pub line: usize,
    pub column: usize,
    pub fault: Fault,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Empty,
    /// How many characters, and how many fit.
    TooLong(usize, usize),
    /// A control character, or a second line in a subject.
    Control,
    /// A brace without another.
    Stray(char),
    /// There is no such placeholder; perhaps this one is meant.
    Unknown(String, Option<Placeholder>),
    /// Another letter has it, or the text but not the subject.
    NotHere(Placeholder),
    /// Whole paragraphs, which stand in a paragraph of their own.
    NotAlone(Placeholder),
    /// The letter has to say it.
    Missing(Placeholder),
    /// It is said only in a paragraph that is left out when the other has nothing to say.
    Hidden(Placeholder, Placeholder),
}

/// All that is wrong; nothing, if the wording can be kept.
pub fn check(kind: Kind, subject: &str, body: &str) -> Vec<Problem> {
    let mut found = Vec::new();
    of_part(kind, Part::Subject, subject, &mut found);
    of_part(kind, Part::Body, body, &mut found);
    if found.is_empty() {
        required(kind, body, &mut found);
    }
    found
}

fn of_part(kind: Kind, part: Part, text: &str, found: &mut Vec<Problem>) {
    let mut add = |at: usize, fault| {
        let (line, column) = place(text, at);
        found.push(Problem {
            part,
            line,
            column,
            fault,
        });
    };
    if text.trim().is_empty() {
        return add(0, Fault::Empty);
    }
    let (length, most) = match part {
        Part::Subject => (text.chars().count(), SUBJECT_CHARS),
        Part::Body => (text.chars().count(), BODY_CHARS),
    };
    if length > most {
        add(0, Fault::TooLong(length, most));
    }
    let breaks = |c: char| is_control(c) && (c != '\n' || part == Part::Subject);
    if let Some(at) = text.find(breaks) {
        add(at, Fault::Control);
    }
    let known: Vec<Placeholder> = usable(kind, part).collect();
    for (begin, paragraph) in paragraphs(text) {
        let pieces = pieces(paragraph);
        let alone = pieces.len() == 1;
        for piece in pieces {
            match piece {
                Piece::Words(_) | Piece::Brace(_) => {}
                Piece::Stray(brace, at) => add(begin + at, Fault::Stray(brace)),
                Piece::Named(name, at) => match Placeholder::named(name) {
                    None => {
                        let nearest = Placeholder::nearest(name, &known);
                        add(begin + at, Fault::Unknown(name.to_owned(), nearest));
                    }
                    Some(one) if !known.contains(&one) => add(begin + at, Fault::NotHere(one)),
                    Some(one) if one.shape() == Shape::Block && !alone => {
                        add(begin + at, Fault::NotAlone(one));
                    }
                    Some(_) => {}
                },
            }
        }
    }
}

/// What a part can say, in the order in which it is listed.
pub fn usable(kind: Kind, part: Part) -> impl Iterator<Item = Placeholder> {
    let all = Placeholder::ALL.iter().copied();
    all.filter(move |one| match part {
        Part::Subject => kind.in_subject(*one),
        Part::Body => kind.need(*one).is_some(),
    })
}

/// What the letter has to say is said, and nothing else can take it away.
fn required(kind: Kind, body: &str, found: &mut Vec<Problem>) {
    let paragraphs: Vec<Vec<Placeholder>> = paragraphs(body)
        .iter()
        .map(|(_, paragraph)| {
            let pieces = pieces(paragraph).into_iter();
            let named = pieces.filter_map(|piece| match piece {
                Piece::Named(name, _) => Placeholder::named(name),
                _ => None,
            });
            named.collect()
        })
        .collect();
    let (line, column) = place(body, body.len());
    for (wanted, _) in kind.fields().filter(|(_, need)| need.is_required()) {
        let saying = paragraphs
            .iter()
            .filter(|named| named.iter().any(|one| one.covers(wanted)));
        let mut hidden = None;
        let mut said = false;
        for named in saying {
            match named.iter().find(|one| hides(kind, **one, wanted)) {
                None => said = true,
                Some(other) => hidden = Some(*other),
            }
        }
        let fault = match hidden {
            _ if said => continue,
            Some(other) => Fault::Hidden(wanted, other),
            None => Fault::Missing(wanted),
        };
        found.push(Problem {
            part: Part::Body,
            line,
            column,
            fault,
        });
    }
}

/// Whether `other` may have nothing to say where `wanted` has.
fn hides(kind: Kind, other: Placeholder, wanted: Placeholder) -> bool {
    use Placeholder::{AnswerBy, AnswerRequest, Link};
    // An answer is asked for with all of these, or not at all.
    let together = [AnswerBy, AnswerRequest, Link];
    let sometimes = kind
        .need(other)
        .is_some_and(|need| !Need::is_always_there(need));
    let same = other == wanted || (together.contains(&other) && together.contains(&wanted));
    sometimes && !same
}

/// Line and column of an octet, from one.
fn place(text: &str, at: usize) -> (usize, usize) {
    let before = &text[..at.min(text.len())];
    let line = before.matches('\n').count() + 1;
    let begin = before.rfind('\n').map_or(0, |at| at + 1);
    (line, before[begin..].chars().count() + 1)
}
