//! Intyg om deltagande: what somebody on a commissioned place shows the employer. It says who took part in what and
//! how often; results are certified by the university, out of the register of studies.

use super::{
    Line, Meta, Page, Paper, PaperError, Piece, Text, Weight,
    ink::{Type, WIDTH, render},
    mm,
};
use crate::person::Language;
use jiff::civil::Date;

/// One certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub name: String,
    /// Whose contract the place is under, where that is noted.
    pub employer: Option<String>,
    pub contract: String,
    /// Meetings somebody was seen at, of those that have been held.
    pub attended: usize,
    pub held: usize,
}

/// What they are about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Course<'a> {
    pub title: &'a str,
    /// Of the offering.
    pub code: &'a str,
    /// Högskolepoäng in tenths.
    pub credits_tenths: i64,
    pub starts_on: Date,
    pub ends_on: Date,
}

const LEFT: f32 = 25.0;

/// Certificates, one on a page.
///
/// # Errors
/// The document cannot be made.
pub fn certificates(
    course: &Course<'_>,
    people: &[Certificate],
    language: Language,
    made_on: Date,
) -> Result<Paper, PaperError> {
    let faces = Type::load()?;
    let title = match language {
        Language::Sv => format!("Intyg, {}", course.title),
        Language::En => format!("Certificates, {}", course.title),
    };
    let mut unknown_letters = 0;
    let pages: Vec<Page> = people
        .iter()
        .map(|one| {
            let (name, unknown) = faces.known(&one.name);
            unknown_letters += usize::from(unknown);
            Page {
                pieces: pieces(&faces, course, one, &name, language),
                title: name,
            }
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

fn pieces(
    faces: &Type,
    course: &Course<'_>,
    one: &Certificate,
    name: &str,
    language: Language,
) -> Vec<Piece> {
    let width = WIDTH - 2.0 * mm(LEFT);
    let mut pieces = Vec::new();
    let mut y = mm(50.0);
    let mut write = |text: &str, size: f32, weight: Weight, heading: bool, gap: f32| {
        let (text, _) = faces.known(text);
        let text = Text {
            x: mm(LEFT),
            y,
            size,
            weight,
            heading,
            lines: faces.lines(&text, weight, size, width),
        };
        y += text.lines.iter().map(|_| text.step()).sum::<f32>();
        pieces.push(Piece::Text(text));
        y += mm(gap);
    };
    let of = |sv: &'static str, en: &'static str| match language {
        Language::Sv => sv,
        Language::En => en,
    };
    let head = of("Intyg om deltagande", "Certificate of participation");
    write(head, 28.0, Weight::Bold, true, 14.0);
    write(name, 20.0, Weight::Bold, false, 4.0);
    write(
        &took_part(course, one, language),
        12.0,
        Weight::Regular,
        false,
        4.0,
    );
    write(&attended(one, language), 12.0, Weight::Regular, false, 4.0);
    write(
        of(
            "Intyget gäller deltagande. Resultat intygas av lärosätet ur studieregistret.",
            "The certificate is about participation. Results are certified by the university, out of the register of studies.",
        ),
        10.0,
        Weight::Regular,
        false,
        0.0,
    );
    for (at, label) in [
        (205.0, of("Ort och datum", "Place and date")),
        (230.0, of("Underskrift", "Signature")),
        (255.0, of("Namn och befattning", "Name and position")),
    ] {
        pieces.push(Piece::Line(Line {
            from: (mm(LEFT), mm(at)),
            to: (mm(LEFT + 90.0), mm(at)),
        }));
        pieces.push(Piece::Text(Text {
            x: mm(LEFT),
            y: mm(at + 5.0),
            size: 9.0,
            weight: Weight::Regular,
            heading: false,
            lines: vec![label.to_owned()],
        }));
    }
    pieces
}

fn took_part(course: &Course<'_>, one: &Certificate, language: Language) -> String {
    let Course {
        title,
        code,
        credits_tenths,
        starts_on,
        ends_on,
    } = course;
    let Certificate {
        employer, contract, ..
    } = one;
    let employer = employer.as_deref();
    let (whole, tenth) = (credits_tenths / 10, credits_tenths % 10);
    match language {
        Language::Sv => format!(
            "har deltagit i kursen {title} ({code}), {whole},{tenth} högskolepoäng, som gavs {starts_on} till {ends_on} \
             som uppdragsutbildning{} (avtal {contract}).",
            employer
                .map(|name| format!(" för {name}"))
                .unwrap_or_default()
        ),
        Language::En => format!(
            "has taken part in the course {title} ({code}), {whole}.{tenth} credits, given from {starts_on} to {ends_on} \
             as commissioned education{} (contract {contract}).",
            employer
                .map(|name| format!(" for {name}"))
                .unwrap_or_default()
        ),
    }
}

fn attended(one: &Certificate, language: Language) -> String {
    let Certificate { attended, held, .. } = one;
    match language {
        Language::Sv => format!("Närvarande vid {attended} av {held} möten."),
        Language::En => format!("Present at {attended} of {held} meetings."),
    }
}
