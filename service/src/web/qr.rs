//! An address as a QR code: an SVG drawing within the page.

use qrcode::{Color, EcLevel, QrCode};
use samverkan_domain::text::escaped;

/// The margin that readers need (ISO/IEC 18004: four modules).
const QUIET: usize = 4;

/// The drawing, described by `title` to those who do not see it; `None` if the text is too long.
pub(super) fn svg(text: &str, title: &str) -> Option<String> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let (width, modules) = (code.width(), code.to_colors());
    let mut path = String::new();
    for (y, row) in modules.chunks(width).enumerate() {
        let mut x = 0;
        // One bar for neighbours: a seam between squares would be seen.
        for run in row.chunk_by(|a, b| a == b) {
            if run.first() == Some(&Color::Dark) {
                let (left, top, length) = (x + QUIET, y + QUIET, run.len());
                path.push_str(&format!("M{left} {top}h{length}v1h-{length}z"));
            }
            x += run.len();
        }
    }
    let side = width + 2 * QUIET;
    let title = escaped(title);
    // Dark on light whatever the colours of the page: readers ask for it.
    Some(format!(
        "<svg class=\"qr\" xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {side} {side}\" \
         role=\"img\" aria-label=\"{title}\" shape-rendering=\"crispEdges\"><title>{title}</title>\
         <path fill=\"#fff\" d=\"M0 0h{side}v{side}h-{side}z\"/><path fill=\"#000\" d=\"{path}\"/></svg>\n"
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_margin_and_its_words() {
        let drawn = svg("https://samverkan.example.se/calendar/abc", "Koden & sidan").unwrap();
        assert!(drawn.contains("<title>Koden &amp; sidan</title>"));
        // The first corner mark begins after the margin, seven modules wide.
        assert!(drawn.contains("d=\"M4 4h7v1h-7z"), "{drawn}");
        assert_eq!(svg(&"x".repeat(5_000), ""), None);
    }
}
