//! From pieces on pages to a document: PDF/UA-1, so that those who listen to it get the same as those who look.

use super::{Line, Meta, Page, Piece, Text, Weight};
use crate::person::Language;
use krilla::{
    Document, SerializeSettings,
    color::rgb,
    configure::{Accessibility, ConfigurationBuilder, PdfVersion},
    destination::XyzDestination,
    geom::{PathBuilder, Point},
    metadata::{DateTime, Metadata},
    num::NormalizedF32,
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag, Tag, TagGroup, TagTree},
    text::{Font, TextDirection},
};
use rustybuzz::{Face, UnicodeBuffer};
use std::num::NonZeroU16;

/// A4, in points (1/72 inch).
pub(super) const WIDTH: f32 = 595.28;
pub(super) const HEIGHT: f32 = 841.89;

/// A cut of Lato (SIL Open Font License 1.1) with Latin, Greek and Cyrillic letters; see fonts/README.md.
const REGULAR: &[u8] = include_bytes!("fonts/SamverkanSans-Regular.ttf");
const BOLD: &[u8] = include_bytes!("fonts/SamverkanSans-Bold.ttf");

/// What a character is replaced with that the typeface lacks.
const UNKNOWN: char = '?';

/// The document could not be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the document cannot be made: {0}")]
pub struct PaperError(String);

impl PaperError {
    /// For what went wrong outside of the document.
    pub fn new(why: impl std::fmt::Debug) -> Self {
        Self(format!("{why:?}"))
    }
}

/// The typeface, for measuring and drawing.
pub(super) struct Type {
    faces: [Face<'static>; 2],
    fonts: [Font; 2],
}

impl Type {
    pub(super) fn load() -> Result<Self, PaperError> {
        let face = |bytes| Face::from_slice(bytes, 0).ok_or_else(|| PaperError::new("face"));
        let font = |bytes: &'static [u8]| {
            Font::new(bytes.into(), 0).ok_or_else(|| PaperError::new("font"))
        };
        Ok(Self {
            faces: [face(REGULAR)?, face(BOLD)?],
            fonts: [font(REGULAR)?, font(BOLD)?],
        })
    }

    fn face(&self, weight: Weight) -> &Face<'static> {
        &self.faces[usize::from(weight == Weight::Bold)]
    }

    /// The text with what the typeface lacks replaced, and whether anything was.
    pub(super) fn known(&self, text: &str) -> (String, bool) {
        let lacks = |c: char| self.faces.iter().any(|face| face.glyph_index(c).is_none());
        let known = text.chars().map(|c| if lacks(c) { UNKNOWN } else { c });
        (known.collect(), text.chars().any(lacks))
    }

    /// How wide the text is at this size, in points.
    #[expect(
        clippy::cast_precision_loss,
        reason = "widths of letters are small numbers"
    )]
    pub(super) fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        let face = self.face(weight);
        let mut buffer = UnicodeBuffer::new();
        buffer.push_str(text);
        let shaped = rustybuzz::shape(face, &[], buffer);
        let units: i32 = shaped.glyph_positions().iter().map(|at| at.x_advance).sum();
        units as f32 * size / face.units_per_em() as f32
    }

    /// The text in lines no wider than this. A word that is wider stands alone.
    pub(super) fn lines(&self, text: &str, weight: Weight, size: f32, width: f32) -> Vec<String> {
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            let longer = lines.last().map(|line| format!("{line} {word}"));
            match (longer, lines.last_mut()) {
                (Some(longer), Some(line)) if self.width(&longer, weight, size) <= width => {
                    *line = longer;
                }
                _ => lines.push(word.to_owned()),
            }
        }
        lines
    }
}

/// Makes the document. The same pages give the same octets.
pub(super) fn render(faces: &Type, meta: &Meta<'_>, pages: &[Page]) -> Result<Vec<u8>, PaperError> {
    let configuration = ConfigurationBuilder::new()
        .with_version(PdfVersion::Pdf17)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(PaperError::new)?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    document.set_metadata(metadata(meta));
    let mut tree = TagTree::new().with_lang(Some(language(meta).to_owned()));
    let mut outline = Outline::new();
    let settings =
        PageSettings::from_wh(WIDTH, HEIGHT).ok_or_else(|| PaperError::new("size of the page"))?;
    for (at, page) in pages.iter().enumerate() {
        let place = XyzDestination::new(at, Point::from_xy(0.0, 0.0));
        outline.push_child(OutlineNode::new(page.title.clone(), place));
        let mut sheet = document.start_page_with(settings.clone());
        let mut surface = sheet.surface();
        for piece in &page.pieces {
            draw(&mut surface, &mut tree, faces, piece)?;
        }
        surface.finish();
        sheet.finish();
    }
    document.set_tag_tree(tree);
    document.set_outline(outline);
    document.finish().map_err(PaperError::new)
}

fn language(meta: &Meta<'_>) -> &'static str {
    match meta.language {
        Language::Sv => "sv",
        Language::En => "en",
    }
}

fn metadata(meta: &Meta<'_>) -> Metadata {
    let date = meta.made_on;
    let part = |number: i8| u8::try_from(number).unwrap_or(1);
    let made = DateTime::new(u16::try_from(date.year()).unwrap_or_default())
        .month(part(date.month()))
        .day(part(date.day()));
    Metadata::new()
        .title(meta.title.to_owned())
        .language(language(meta).to_owned())
        .creator("Samverkan".to_owned())
        .creation_date(made)
}

fn draw(
    surface: &mut Surface<'_>,
    tree: &mut TagTree,
    faces: &Type,
    piece: &Piece,
) -> Result<(), PaperError> {
    match piece {
        Piece::Text(text) => {
            write(surface, tree, faces, text);
            Ok(())
        }
        Piece::Line(line) => rule(surface, line),
    }
}

fn write(surface: &mut Surface<'_>, tree: &mut TagTree, faces: &Type, text: &Text) {
    surface.set_stroke(None);
    surface.set_fill(Some(Fill {
        paint: rgb::Color::new(20, 20, 20).into(),
        opacity: NormalizedF32::ONE,
        ..Fill::default()
    }));
    let mut group = if text.heading {
        TagGroup::new(Tag::Hn(NonZeroU16::MIN, Some(text.lines.join(" "))))
    } else {
        TagGroup::new(Tag::P)
    };
    let mut y = text.y;
    let direction = TextDirection::LeftToRight;
    for (at, line) in text.lines.iter().enumerate() {
        // Who listens, and who searches, has a space between lines.
        let last = at + 1 == text.lines.len();
        let line = if last {
            line.clone()
        } else {
            format!("{line} ")
        };
        let id = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        let font = faces.fonts[usize::from(text.weight == Weight::Bold)].clone();
        let start = Point::from_xy(text.x, y);
        surface.draw_text(start, font, text.size, &line, false, direction);
        surface.end_tagged();
        group.push(id);
        y += text.step();
    }
    tree.push(group);
}

/// Lines are there for the eye and the scissors only.
fn rule(surface: &mut Surface<'_>, line: &Line) -> Result<(), PaperError> {
    let mut path = PathBuilder::new();
    path.move_to(line.from.0, line.from.1);
    path.line_to(line.to.0, line.to.1);
    let path = path.finish();
    let path = path.ok_or_else(|| PaperError::new("a line without length"))?;
    let kind = Artifact::with_kind(ArtifactType::Layout);
    surface.start_tagged(ContentTag::Artifact(kind));
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: rgb::Color::new(150, 150, 150).into(),
        width: 0.5,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
    surface.end_tagged();
    Ok(())
}
