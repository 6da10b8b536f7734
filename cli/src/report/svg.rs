//! Drawing: elements as text, numbers of pixels as integers.

use super::style::{PATTERNS, SVG_STYLE};
use std::fmt::Write as _;

pub(crate) use samverkan_domain::text::escaped;

/// A drawing of so many pixels.
pub(super) struct Drawing {
    /// Before every id, so that several drawings fit one page.
    name: String,
    width: i64,
    height: i64,
    body: String,
}

/// Where the text of a label stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Drawing {
    pub(super) fn new(name: &str, width: i64, height: i64) -> Self {
        Self {
            name: name.to_owned(),
            width,
            height,
            body: String::new(),
        }
    }

    pub(super) fn text(&mut self, x: i64, y: i64, anchor: Anchor, class: &str, text: &str) {
        let anchor = match anchor {
            Anchor::Start => "start",
            Anchor::Middle => "middle",
            Anchor::End => "end",
        };
        let text = escaped(text);
        let _ = writeln!(
            self.body,
            r#"<text x="{x}" y="{y}" text-anchor="{anchor}" class="{class}">{text}</text>"#
        );
    }

    /// A box in the pattern of the family with this number.
    pub(super) fn family(&mut self, at: (i64, i64), size: (i64, i64), family: usize) {
        let ((x, y), (width, height), name) = (at, size, &self.name);
        let _ = writeln!(
            self.body,
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" class="f{family}"/>
<rect x="{x}" y="{y}" width="{width}" height="{height}" fill="url(#{name}-p{family})" class="edge"/>"#
        );
    }

    pub(super) fn rect(&mut self, at: (i64, i64), size: (i64, i64), class: &str) {
        let ((x, y), (width, height)) = (at, size);
        let _ = writeln!(
            self.body,
            r#"<rect x="{x}" y="{y}" width="{width}" height="{height}" class="{class}"/>"#
        );
    }

    pub(super) fn line(&mut self, from: (i64, i64), to: (i64, i64), class: &str) {
        let ((x1, y1), (x2, y2)) = (from, to);
        let _ = writeln!(
            self.body,
            r#"<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" class="{class}"/>"#
        );
    }

    pub(super) fn dot(&mut self, at: (i64, i64)) {
        let (x, y) = at;
        let _ = writeln!(
            self.body,
            r#"<circle cx="{x}" cy="{y}" r="5" class="dot"/>"#
        );
    }

    /// The whole, with what it is called and what it says for who does not see it.
    pub(super) fn finish(self, title: &str, description: &str) -> String {
        let Self {
            name,
            width,
            height,
            body,
        } = self;
        let (title, description) = (escaped(title), escaped(description));
        let mut patterns = String::new();
        for (family, pattern) in PATTERNS.iter().enumerate() {
            let _ = writeln!(
                patterns,
                r#"<pattern id="{name}-p{family}" width="8" height="8" patternUnits="userSpaceOnUse">{pattern}</pattern>"#
            );
        }
        format!(
            r#"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" role="img" aria-labelledby="{name}-title {name}-desc">
<title id="{name}-title">{title}</title>
<desc id="{name}-desc">{description}</desc>
<style>{SVG_STYLE}</style>
<defs>
{patterns}</defs>
<rect width="{width}" height="{height}" class="paper"/>
{body}</svg>
"#
        )
    }
}
