//! Namnskyltar: badges to cut out, ten on a page, with the name as large as it fits.

use super::{
    Line, Meta, Page, Paper, PaperError, Piece, Text, Weight,
    ink::{Type, render},
    mm,
};
use crate::{person::Language, profession::ProfessionFamily};
use jiff::civil::Date;

/// One badge.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sign {
    pub name: String,
    pub family: Option<ProfessionFamily>,
    /// Code of the cohort.
    pub cohort: Option<String>,
}

const COLUMNS: usize = 2;
const ROWS: usize = 5;
/// Millimetres: of a badge, from the edges of the page, and within a badge.
const WIDE: f32 = 90.0;
const HIGH: f32 = 54.0;
const LEFT: f32 = 15.0;
const TOP: f32 = 13.5;
const WITHIN: f32 = 7.0;
/// Size of the course's title, in points, on two lines at most.
const COURSE: f32 = 8.5;
/// Sizes of names, in points: the first at which the name stands on two lines is taken, of the small ones on three.
const NAME: [f32; 8] = [27.0, 25.0, 23.0, 21.0, 19.0, 17.0, 15.0, 13.0];

/// The badges of a course, in the order given.
///
/// # Errors
/// The document cannot be made.
pub fn signs(
    course: &str,
    people: &[Sign],
    language: Language,
    made_on: Date,
) -> Result<Paper, PaperError> {
    let faces = Type::load()?;
    let title = match language {
        Language::Sv => format!("Namnskyltar, {course}"),
        Language::En => format!("Name signs, {course}"),
    };
    let mut unknown_letters = 0;
    let pages: Vec<Page> = (1..)
        .zip(people.chunks(COLUMNS * ROWS))
        .map(|(number, people)| {
            let mut pieces = cuts();
            for (at, sign) in people.iter().enumerate() {
                let unknown = badge(&faces, at, sign, course, language, &mut pieces);
                unknown_letters += usize::from(unknown);
            }
            let title = match language {
                Language::Sv => format!("Sida {number}"),
                Language::En => format!("Page {number}"),
            };
            Page { title, pieces }
        })
        .collect();
    let meta = Meta {
        title: &title,
        language,
        made_on,
    };
    Ok(Paper {
        pdf: render(&faces, &meta, &pages)?,
        unknown_letters,
    })
}

/// Where to cut, across the page.
fn cuts() -> Vec<Piece> {
    let steps = |count: usize, first: f32, step: f32| {
        let at = std::iter::successors(Some(first), move |at| Some(at + step));
        at.take(count + 1).map(mm)
    };
    let across = steps(COLUMNS, LEFT, WIDE).map(|x| Line {
        from: (x, mm(TOP)),
        to: (x, mm(TOP + HIGH * 5.0)),
    });
    let down = steps(ROWS, TOP, HIGH).map(|y| Line {
        from: (mm(LEFT), y),
        to: (mm(LEFT + WIDE * 2.0), y),
    });
    across.chain(down).map(Piece::Line).collect()
}

/// One badge; says whether its name holds letters that the typeface lacks.
fn badge(
    faces: &Type,
    at: usize,
    sign: &Sign,
    course: &str,
    language: Language,
    pieces: &mut Vec<Piece>,
) -> bool {
    let step = |count: usize, size: f32| (0..count).map(|_| size).sum::<f32>();
    let left = mm(LEFT + step(at % COLUMNS, WIDE) + WITHIN);
    let top = mm(TOP + step(at / COLUMNS, HIGH));
    let width = mm(WIDE - 2.0 * WITHIN);
    let (name, unknown) = faces.known(&sign.name);
    let (size, lines) = fitting(faces, &name, width);
    let y = top + mm(if lines.len() > 1 { 22.5 } else { 27.0 });
    let name = text(left, y, size, Weight::Bold, lines);
    let below = y + name.lines.iter().map(|_| name.step()).sum::<f32>();
    let (course, _) = faces.known(course);
    let course = faces.lines(&course, Weight::Regular, COURSE, width - mm(16.0));
    let course = course.into_iter().take(2).collect();
    let mut texts = vec![
        name,
        text(left, top + mm(8.0), COURSE, Weight::Regular, course),
    ];
    if let Some(family) = sign.family {
        let label = vec![family.label(language).to_owned()];
        texts.push(text(left, below + mm(1.0), 12.0, Weight::Regular, label));
    }
    if let Some(cohort) = &sign.cohort {
        let x = left + width - faces.width(cohort, Weight::Bold, 12.0);
        let code = vec![cohort.clone()];
        texts.push(text(x, top + mm(9.0), 12.0, Weight::Bold, code));
    }
    pieces.extend(texts.into_iter().map(Piece::Text));
    unknown
}

/// The name as large as it fits; the longest of names on as many lines as they need.
fn fitting(faces: &Type, name: &str, width: f32) -> (f32, Vec<String>) {
    let at = |size: f32| (size, faces.lines(name, Weight::Bold, size, width));
    let fits = |(size, lines): &(f32, Vec<String>)| {
        let mut widths = lines
            .iter()
            .map(|line| faces.width(line, Weight::Bold, *size));
        let most = if *size > 17.0 { 2 } else { 3 };
        lines.len() <= most && widths.all(|wide| wide <= width)
    };
    let least = NAME.last().copied().unwrap_or(13.0);
    NAME.into_iter()
        .map(at)
        .find(fits)
        .unwrap_or_else(|| at(least * 0.75))
}

fn text(x: f32, y: f32, size: f32, weight: Weight, lines: Vec<String>) -> Text {
    Text {
        x,
        y,
        size,
        weight,
        heading: false,
        lines,
    }
}
