//! What all pages have in common: the frame around them, and their headers.
//!
//! A handler takes [`Frame`], makes the page's own template and shows it:
//! `frame.page(title).lead(…).show(&Body { … })`. The heading is the title's.

use super::{
    assets,
    frame::{Flash, Frame},
    ways,
};
use askama::Template;
use poem::{
    Response,
    http::{HeaderValue, StatusCode, header},
};
use serde_json::Value;

/// Our own files, and forms that come back to us; no script or style within a page.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; \
    form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'";
/// What pages whose script fetches add to it.
const FETCHES: &str = "; connect-src 'self'";

/// Where in the site a page is, for the head of the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Place {
    Courses,
    MyPage,
    SignIn,
    Staff,
    #[default]
    Elsewhere,
}

/// A page on its way: what stands around its own content.
pub struct Page<'a> {
    frame: &'a Frame,
    title: String,
    status: StatusCode,
    above: String,
    lead: String,
    description: String,
    place: Place,
    up: Option<(String, String)>,
    data: Option<Value>,
    indexed: bool,
    faulty: bool,
    scripted: bool,
    fetching: bool,
    wide: bool,
}

impl Frame {
    /// A page with this title, which is also its heading.
    pub fn page(&self, title: impl Into<String>) -> Page<'_> {
        Page {
            frame: self,
            title: title.into(),
            status: StatusCode::OK,
            above: String::new(),
            lead: String::new(),
            description: String::new(),
            place: Place::default(),
            up: None,
            data: None,
            indexed: false,
            faulty: false,
            scripted: false,
            fetching: false,
            wide: false,
        }
    }
}

impl Page<'_> {
    pub fn status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    /// A few words above the heading, such as a code.
    pub fn above(self, above: impl Into<String>) -> Self {
        Self {
            above: above.into(),
            ..self
        }
    }

    /// A sentence or two under the heading.
    pub fn lead(self, lead: impl Into<String>) -> Self {
        Self {
            lead: lead.into(),
            ..self
        }
    }

    /// For search engines, which then may show the page. Only for what is everybody's.
    pub fn indexed(self, description: impl Into<String>) -> Self {
        Self {
            indexed: true,
            description: description.into(),
            ..self
        }
    }

    pub fn at(self, place: Place) -> Self {
        Self { place, ..self }
    }

    /// A link above the heading to where the page belongs.
    pub fn up(self, address: impl Into<String>, words: impl Into<String>) -> Self {
        Self {
            up: Some((address.into(), words.into())),
            ..self
        }
    }

    /// schema.org's words for what the page is about.
    pub fn data(self, data: Value) -> Self {
        Self {
            data: Some(data),
            ..self
        }
    }

    /// A form came back with faults: the title says so first.
    pub fn faulty(self) -> Self {
        Self {
            faulty: true,
            status: StatusCode::UNPROCESSABLE_ENTITY,
            ..self
        }
    }

    /// With the site's script, for pages that are more comfortable with it.
    pub fn scripted(self) -> Self {
        Self {
            scripted: true,
            ..self
        }
    }

    /// Its script asks the service for more pages of the same.
    pub fn fetching(self) -> Self {
        Self {
            fetching: true,
            ..self
        }
    }

    /// For tables and boards: wider than text should be.
    pub fn wide(self) -> Self {
        Self { wide: true, ..self }
    }

    /// The answer, with the content under the heading.
    pub fn show(self, content: &impl Template) -> Response {
        let frame = self.frame;
        let whole = Whole {
            frame,
            page: &self,
            flash: frame.visitor.flash.as_ref(),
            style: assets::STYLE.address(),
            script: assets::SCRIPT.address(),
            icon: assets::ICON.address(),
            content,
        };
        let html = match whole.render() {
            Ok(html) => html,
            Err(error) => {
                tracing::error!(%error, "a page cannot be written");
                return StatusCode::INTERNAL_SERVER_ERROR.into();
            }
        };
        let mut response = Response::builder()
            .status(self.status)
            .content_type("text/html; charset=utf-8")
            .header(header::CONTENT_LANGUAGE, frame.t.code())
            .header(header::VARY, "Accept-Language, Cookie")
            .header(header::CONTENT_SECURITY_POLICY, self.policy())
            .header("cross-origin-opener-policy", "same-origin")
            .header("cross-origin-resource-policy", "same-origin")
            .body(html);
        let cookie = frame.remembers();
        if let Some(cookie) = cookie.and_then(|text| HeaderValue::from_str(&text).ok()) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }

    fn policy(&self) -> String {
        let fetches = if self.fetching { FETCHES } else { "" };
        format!("{POLICY}{fetches}")
    }

    /// JSON within HTML: nothing in it can end the element.
    fn data_block(&self) -> Option<String> {
        let json = serde_json::to_string(self.data.as_ref()?).ok()?;
        Some(json.replace('<', "\\u003c"))
    }
}

#[derive(Template)]
#[template(path = "page.html")]
struct Whole<'a, C: Template> {
    frame: &'a Frame,
    page: &'a Page<'a>,
    flash: Option<&'a Flash>,
    style: &'a str,
    script: &'a str,
    icon: &'a str,
    content: &'a C,
}

#[cfg(test)]
mod tests {
    use super::*;
    use poem::Request;
    use serde_json::json;

    #[derive(Template)]
    #[template(source = "<p>{{ said }}</p>", ext = "html")]
    struct Body {
        said: &'static str,
    }

    #[tokio::test]
    async fn nothing_in_a_page_becomes_markup() {
        let request = Request::builder().uri_str("/x?a=%22%3E%3Cb%3E").finish();
        let frame = Frame::of("http://x", &request);
        let page = frame
            .page("<b>T</b>")
            .data(json!({ "name": "</script><b>" }));
        let body = page.show(&Body { said: "<b>" }).into_body();
        let html = body.into_string().await.unwrap();
        assert!(!html.contains("<b>"), "{html}");
        assert!(html.contains("\\u003c/script>\\u003cb>"), "{html}");
    }
}
