//! Documents to print: name signs and certificates. What stands where is plain data; `ink` makes a document of it
//! that can be listened to as well (PDF/UA-1, ISO 14289-1).

pub mod certificate;
mod ink;
pub mod signs;

pub use ink::PaperError;

use crate::person::Language;
use jiff::civil::Date;

/// A document, and how many names in it hold letters that the typeface lacks: these are shown as `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Paper {
    pub pdf: Vec<u8>,
    pub unknown_letters: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weight {
    Regular,
    Bold,
}

/// What a document is called.
struct Meta<'a> {
    title: &'a str,
    language: Language,
    made_on: Date,
}

/// One page of A4.
#[derive(Debug, Clone, PartialEq, Default)]
struct Page {
    /// In the outline.
    title: String,
    pieces: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq)]
enum Piece {
    Text(Text),
    Line(Line),
}

/// A paragraph or heading: lines one below the other. Places are in points (1/72 inch) from the upper left corner;
/// `y` is what the letters of the first line stand on.
#[derive(Debug, Clone, PartialEq)]
struct Text {
    x: f32,
    y: f32,
    size: f32,
    weight: Weight,
    heading: bool,
    lines: Vec<String>,
}

impl Text {
    /// From one line to the next.
    fn step(&self) -> f32 {
        self.size * 1.3
    }
}

/// A thin line.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    from: (f32, f32),
    to: (f32, f32),
}

/// Millimetres as points.
fn mm(millimetres: f32) -> f32 {
    millimetres * 72.0 / 25.4
}
