//! The words of letters as administrators write them: text with `{placeholders}`, and no logic.
//!
//! One rule of writing: a paragraph in which something has nothing to be filled with is left out. What
//! a letter has to say must therefore stand in a paragraph that is never left out for the sake of
//! something else; that, and that every placeholder exists, is checked before a wording is kept.

mod check;
mod kind;
mod placeholder;

pub use check::{BODY_CHARS, Fault, Part, Problem, SUBJECT_CHARS, check, usable};
pub use kind::{Kind, Need};
pub use placeholder::{Placeholder, Shape};

use crate::text::plain_line;

/// A piece of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece<'a> {
    Words(&'a str),
    /// A doubled brace.
    Brace(char),
    /// What stands between braces, and where they begin (octets).
    Named(&'a str, usize),
    /// A brace that has no other.
    Stray(char, usize),
}

/// Takes a text apart.
fn pieces(text: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut from = 0;
    while let Some(found) = text[from..].find(['{', '}']) {
        let at = from + found;
        if at > from {
            pieces.push(Piece::Words(&text[from..at]));
        }
        let brace = if text[at..].starts_with('{') {
            '{'
        } else {
            '}'
        };
        let rest = &text[at + 1..];
        if rest.starts_with(brace) {
            pieces.push(Piece::Brace(brace));
            from = at + 2;
            continue;
        }
        let end = rest.find(['{', '}', '\n']);
        match end {
            Some(end) if brace == '{' && rest[end..].starts_with('}') => {
                pieces.push(Piece::Named(&rest[..end], at));
                from = at + 1 + end + 1;
            }
            _ => {
                pieces.push(Piece::Stray(brace, at));
                from = at + 1;
            }
        }
    }
    if from < text.len() {
        pieces.push(Piece::Words(&text[from..]));
    }
    pieces
}

/// Paragraphs, with where each begins (octets): what blank lines part.
fn paragraphs(text: &str) -> Vec<(usize, &str)> {
    let mut found: Vec<(usize, &str)> = Vec::new();
    let (mut at, mut open) = (0, None);
    for line in text.split_inclusive('\n') {
        if line.trim().is_empty() {
            if let Some(begin) = open.take() {
                found.push((begin, text[begin..at].trim_end()));
            }
        } else {
            open.get_or_insert(at);
        }
        at += line.len();
    }
    if let Some(begin) = open {
        found.push((begin, text[begin..].trim_end()));
    }
    found
}

/// A text that was checked, filled in. What `fill` has nothing for leaves its paragraph out.
pub fn fill(text: &str, fill: impl Fn(Placeholder) -> Option<String>) -> String {
    let filled = |paragraph: &str| -> Option<String> {
        let mut said = String::new();
        for piece in pieces(paragraph) {
            match piece {
                Piece::Words(words) => said.push_str(words),
                Piece::Brace(brace) | Piece::Stray(brace, _) => said.push(brace),
                Piece::Named(name, _) => {
                    let value = Placeholder::named(name).and_then(&fill);
                    said.push_str(&value.filter(|value| !value.is_empty())?);
                }
            }
        }
        Some(said)
    };
    let paragraphs = paragraphs(text).into_iter();
    let said: Vec<String> = paragraphs.filter_map(|(_, one)| filled(one)).collect();
    said.join("\n\n")
}

/// A subject, filled in: one line, whatever it is filled with. None if it says nothing.
pub fn fill_subject(text: &str, with: impl Fn(Placeholder) -> Option<String>) -> Option<String> {
    let subject = plain_line(&fill(text, with));
    (!subject.is_empty()).then_some(subject)
}

#[cfg(test)]
mod tests;
