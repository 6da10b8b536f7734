//! What all pages have in common: frame, language, headers, stylesheet.

use crate::api::edge;
use poem::{
    Request, Response, handler,
    http::{StatusCode, header},
};
use samverkan_domain::person::Language;

/// Where the stylesheet is.
pub const STYLE_PATH: &str = "/assets/samverkan.css";
/// Nothing but our own stylesheet and forms that come back to us.
const POLICY: &str = "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; \
    frame-ancestors 'none'";
const STYLE: &str = include_str!("style.css");

/// The language of a page: the one chosen on it (`?sprak=en`), else the browser's.
pub fn language(request: &Request) -> Language {
    let query = request.uri().query().unwrap_or_default();
    match query
        .split('&')
        .find_map(|pair| pair.strip_prefix("sprak="))
    {
        Some("en") => Language::En,
        Some("sv") => Language::Sv,
        _ => edge::language(request),
    }
}

/// The one of two that is in this language.
pub fn pick<T>(language: Language, sv: T, en: T) -> T {
    match language {
        Language::Sv => sv,
        Language::En => en,
    }
}

/// Text as HTML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

pub fn paragraph(text: &str) -> String {
    format!("<p>{}</p>\n", escaped(text))
}

/// A heading with one line a text; nothing without any.
pub fn section(title: &str, lines: &[String]) -> String {
    if lines.is_empty() {
        return String::new();
    }
    let items: String = lines.iter().map(|line| item(line)).collect();
    format!("<h2>{}</h2>\n<ul>\n{items}</ul>\n", escaped(title))
}

/// Names and values; empty values are not shown.
pub fn definitions(rows: Vec<(&str, String)>) -> String {
    let rows = rows.iter().filter(|(_, value)| !value.is_empty());
    let rows: String = rows.map(|(name, value)| definition(name, value)).collect();
    format!("<dl>\n{rows}</dl>\n")
}

fn item(text: &str) -> String {
    format!("<li>{}</li>\n", escaped(text))
}

fn definition(name: &str, value: &str) -> String {
    format!("<dt>{}</dt><dd>{}</dd>\n", escaped(name), escaped(value))
}

/// A whole page. `main` is HTML and follows the heading.
pub fn page(language: Language, status: StatusCode, title: &str, main: &str) -> Response {
    let title = escaped(title);
    let (lang, other, other_name) = pick(
        language,
        ("sv", "en", "This page in English"),
        ("en", "sv", "Den här sidan på svenska"),
    );
    let choose = pick(language, "Språk", "Language");
    let html = format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"robots\" content=\"noindex\">\n\
         <title>{title} – Samverkan</title>\n\
         <link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n</head>\n<body>\n\
         <main>\n<h1>{title}</h1>\n{main}\n</main>\n\
         <nav aria-label=\"{choose}\"><a href=\"?sprak={other}\" lang=\"{other}\" \
         hreflang=\"{other}\">{other_name}</a></nav>\n</body>\n</html>\n"
    );
    Response::builder()
        .status(status)
        .content_type("text/html; charset=utf-8")
        .header(header::CONTENT_LANGUAGE, lang)
        .header(header::CONTENT_SECURITY_POLICY, POLICY)
        .body(html)
}

/// The stylesheet.
#[handler]
pub(crate) fn style() -> Response {
    Response::builder()
        .content_type("text/css; charset=utf-8")
        .header(header::CACHE_CONTROL, "public, max-age=3600")
        .body(STYLE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_become_markup() {
        assert_eq!(
            escaped("<a href=\"x\">'&'</a>"),
            "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39;&lt;/a&gt;"
        );
    }

    #[test]
    fn the_language_chosen_wins() {
        let request = |uri: &str, accept: &str| {
            let request = Request::builder().uri_str(uri);
            let request = request.header(header::ACCEPT_LANGUAGE, accept).finish();
            language(&request)
        };
        assert_eq!(request("/svar/x", "en-GB"), Language::En);
        assert_eq!(request("/svar/x?sprak=sv", "en"), Language::Sv);
        assert_eq!(request("/svar/x?a=b&sprak=en", ""), Language::En);
        assert_eq!(request("/svar/x?sprak=fi", "sv"), Language::Sv);
    }
}
