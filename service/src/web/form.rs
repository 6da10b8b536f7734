//! Forms as browsers send them.

use crate::app::App;
use poem::{FromRequest, Request, RequestBody, Result, http::header};
use std::borrow::Cow;

/// The field of every form that shows that the page came from us. Who signs people in gives it
/// (`frame.visitor.csrf`) and checks it.
pub const CSRF: &str = "csrf";

/// The fields of a form. A body that is none has no fields.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    /// Whether the form was sent from a page of ours.
    pub ours: bool,
}

impl Form {
    pub fn parse(body: &[u8]) -> Self {
        // Lone surrogates and the like become U+FFFD; NUL cannot be stored.
        let pairs = url::form_urlencoded::parse(body);
        let owned = pairs.map(|(name, value)| (name.into_owned(), value.replace('\0', "")));
        Self {
            fields: owned.collect(),
            ours: true,
        }
    }

    /// The first value of a field, without space around it; empty if there is none.
    pub fn value(&self, name: &str) -> &str {
        let mut values = self.values(name);
        values.next().unwrap_or_default()
    }

    /// All values of a field that may stand several times.
    pub fn values<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        let name = name.to_owned();
        let named = self.fields.iter().filter(move |(field, _)| *field == name);
        named.map(|(_, value)| value.trim())
    }

    /// A text of several lines as it is kept: lines end in LF.
    pub fn text(&self, name: &str) -> Cow<'_, str> {
        let value = self.value(name);
        if value.contains('\r') {
            value.replace("\r\n", "\n").replace('\r', "\n").into()
        } else {
            value.into()
        }
    }
}

impl<'a> FromRequest<'a> for Form {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let public_url = request.data::<App>().map_or("", |app| &app.public_url);
        let bytes = body.take()?.into_bytes().await?;
        Ok(Self {
            ours: from_us(request, public_url),
            ..Self::parse(&bytes)
        })
    }
}

/// Whether a page of ours sent the request (ASVS 3.5.1): browsers say so in `Sec-Fetch-Site`, older
/// ones in `Origin`. Who says neither is no browser, and has no cookies of somebody's to misuse.
fn from_us(request: &Request, public_url: &str) -> bool {
    if let Some(site) = request.header("sec-fetch-site") {
        return ["same-origin", "none"].contains(&site);
    }
    let Some(origin) = request.header(header::ORIGIN) else {
        return true;
    };
    // Without TLS browsers say nothing of the site, and nothing of the origin either to pages that
    // ask not to be named; a service without TLS is somebody's own trial.
    if origin == "null" {
        return public_url.starts_with("http://");
    }
    let host = request.header(header::HOST).unwrap_or_default();
    origin == public_url
        || origin
            .split_once("://")
            .is_some_and(|(_, named)| named == host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_read_and_nothing_else() {
        let form = Form::parse(b"answer=yes&namn=%20%C3%85sa+%26+Bo%00&rad=a%0D%0Ab&x=1&x=2");
        assert_eq!(form.value("answer"), "yes");
        assert_eq!(form.value("namn"), "Åsa & Bo");
        assert_eq!(form.text("rad"), "a\nb");
        assert_eq!(form.values("x").collect::<Vec<_>>(), ["1", "2"]);
        for other in [&b""[..], b"answer=", b"\xff", b"{\"answer\":\"yes\"}"] {
            assert_eq!(Form::parse(other).value("answer"), "");
        }
    }

    #[test]
    fn a_form_of_another_site_is_known() {
        let sent = |headers: &[(&'static str, &str)]| {
            let mut request = Request::builder().header("host", "127.0.0.1:80");
            for (name, value) in headers {
                request = request.header(*name, *value);
            }
            from_us(&request.finish(), "https://samverkan.example.se")
        };
        assert!(sent(&[("sec-fetch-site", "same-origin")]));
        assert!(sent(&[("origin", "https://samverkan.example.se")]));
        assert!(sent(&[("origin", "http://127.0.0.1:80")]));
        assert!(sent(&[]), "no browser");
        assert!(!sent(&[("sec-fetch-site", "cross-site")]));
        assert!(!sent(&[("sec-fetch-site", "same-site")]));
        assert!(!sent(&[("origin", "https://elak.example")]));
        assert!(!sent(&[("origin", "null")]));
    }
}
