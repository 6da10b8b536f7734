//! What a page knows of the request: the reader's language, who is signed in, what came along.

use crate::{app::App, texts::Texts};
use poem::{
    FromRequest, Request, RequestBody, Result,
    http::{HeaderMap, header},
};
use samverkan_domain::person::Language;

/// Chosen language, in the address and in the cookie.
const LANGUAGE: &str = "sprak";

/// Who reads. Whoever knows puts it among the request's data (`request.set_data`); a request without
/// it is nobody's.
#[derive(Debug, Clone, Default)]
pub struct Visitor {
    /// Who is signed in.
    pub person: Option<SignedIn>,
    /// For the field [`super::form::CSRF`] of every form; checked by whoever gave it.
    pub csrf: Option<String>,
    /// Said once, above the heading.
    pub flash: Option<Flash>,
}

/// Somebody signed in, as the head of the page shows them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    pub name: String,
    /// Sees the staff's pages too.
    pub staff: bool,
}

/// What has just been done, said on the next page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flash {
    pub text: String,
    pub kind: FlashKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FlashKind {
    /// It is done.
    Done,
    /// It was not.
    Fault,
}

impl FlashKind {
    /// How urgently it is read out.
    pub fn role(self) -> &'static str {
        match self {
            Self::Done => "status",
            Self::Fault => "alert",
        }
    }

    pub fn class(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Fault => "fault",
        }
    }
}

/// What a handler needs to show a page: an argument of its own, taken from the request.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The words, in the reader's language.
    pub t: Texts,
    pub visitor: Visitor,
    /// Where people reach the service, without a slash at the end.
    pub public_url: String,
    /// The page's path.
    pub path: String,
    /// Its query without the language.
    query: String,
    /// The language was chosen in the address: remember it.
    pub(super) chosen: bool,
}

impl Frame {
    pub fn of(public_url: &str, request: &Request) -> Self {
        let uri = request.uri();
        let query = uri.query().unwrap_or_default();
        let asked = query.split('&').find_map(|pair| value(pair, LANGUAGE));
        let asked = asked.and_then(known);
        let language = asked
            .or_else(|| {
                cookie(request.headers(), &cookie_name(public_url, LANGUAGE)).and_then(known)
            })
            .unwrap_or_else(|| preferred(request.header(header::ACCEPT_LANGUAGE)));
        let kept = query
            .split('&')
            .filter(|pair| value(pair, LANGUAGE).is_none());
        let kept: Vec<&str> = kept.filter(|pair| !pair.is_empty()).collect();
        Self {
            t: Texts::of_language(language),
            visitor: request.data::<Visitor>().cloned().unwrap_or_default(),
            public_url: public_url.to_owned(),
            path: uri.path().to_owned(),
            query: kept.join("&"),
            chosen: asked.is_some(),
        }
    }

    pub fn language(&self) -> Language {
        self.t.language()
    }

    /// This very page in a language.
    pub fn here_in(&self, language: &str) -> String {
        match &*self.query {
            "" => format!("?{LANGUAGE}={language}"),
            query => format!("?{query}&{LANGUAGE}={language}"),
        }
    }

    /// The page's whole address in a language, for search engines.
    pub fn whole_in(&self, language: &str) -> String {
        format!("{}{}{}", self.public_url, self.path, self.here_in(language))
    }

    /// The header that remembers the language, if it was chosen here.
    pub(super) fn remembers(&self) -> Option<String> {
        let year = 365 * 24 * 60 * 60;
        self.chosen
            .then(|| set_cookie(&self.public_url, LANGUAGE, self.t.code(), Some(year)))
    }
}

impl<'a> FromRequest<'a> for Frame {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let public_url = request.data::<App>().map_or("", |app| &app.public_url);
        Ok(Self::of(public_url, request))
    }
}

/// The value of `name=value`.
fn value<'a>(pair: &'a str, name: &str) -> Option<&'a str> {
    pair.strip_prefix(name)?.strip_prefix('=')
}

fn known(code: &str) -> Option<Language> {
    match code {
        "sv" => Some(Language::Sv),
        "en" => Some(Language::En),
        _ => None,
    }
}

/// The language that the browser likes best of ours (RFC 9110 §12.5.4); Swedish if it says nothing
/// of either, and for Norwegians and Danes.
fn preferred(accept: Option<&str>) -> Language {
    let mut best = (Language::Sv, 0.0);
    for range in accept.unwrap_or_default().split(',') {
        let mut parts = range.split(';');
        let tag = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.trim().strip_prefix("q=")?.parse().ok());
        let weight: f32 = weight.unwrap_or(1.0);
        let language = match tag.split('-').next() {
            Some("en") => Language::En,
            Some("sv" | "nb" | "nn" | "no" | "da") => Language::Sv,
            _ => continue,
        };
        if weight > best.1 {
            best = (language, weight);
        }
    }
    best.0
}

/// A cookie's name as browsers see it. Over TLS it carries the promise that only this host set it
/// (ASVS 3.3.1, 3.3.3).
pub fn cookie_name(public_url: &str, name: &str) -> String {
    if public_url.starts_with("https://") {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

/// The header that sets a cookie: for this host, not for scripts, not for other sites' requests.
/// Without an age it ends with the browser.
pub fn set_cookie(public_url: &str, name: &str, value: &str, seconds: Option<u32>) -> String {
    let mut text = format!(
        "{}={value}; Path=/; HttpOnly; SameSite=Lax",
        cookie_name(public_url, name)
    );
    if public_url.starts_with("https://") {
        text += "; Secure";
    }
    if let Some(seconds) = seconds {
        text += &format!("; Max-Age={seconds}");
    }
    text
}

/// The cookie that came along under this name (see [`cookie_name`]).
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(header::COOKIE).into_iter();
    all.filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .find_map(|pair| value(pair.trim(), name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(uri: &str, accept: &str, cookie: &str) -> Frame {
        let request = Request::builder()
            .uri_str(uri)
            .header(header::ACCEPT_LANGUAGE, accept)
            .header(header::COOKIE, cookie)
            .finish();
        Frame::of("https://samverkan.example.se", &request)
    }

    #[test]
    fn the_address_wins_over_the_cookie_and_that_over_the_browser() {
        for (uri, cookie, accept, language) in [
            ("/svar/x", "", "en-GB", Language::En),
            ("/svar/x?sprak=sv", "__Host-sprak=en", "en", Language::Sv),
            ("/svar/x?a=b&sprak=en", "", "", Language::En),
            ("/svar/x?sprak=fi", "", "sv", Language::Sv),
            ("/svar/x", "a=b; __Host-sprak=en", "sv", Language::En),
            ("/svar/x", "sprak=en", "sv", Language::Sv),
            ("/svar/x", "__Host-sprak=x", "en", Language::En),
        ] {
            assert_eq!(
                frame(uri, accept, cookie).language(),
                language,
                "{uri} {cookie}"
            );
        }
    }

    #[test]
    fn the_browser_says_what_it_likes_best() {
        for (accept, language) in [
            ("", Language::Sv),
            ("fi, de", Language::Sv),
            ("en-GB,sv;q=0.5", Language::En),
            ("sv-SE,sv;q=0.9,en;q=0.8", Language::Sv),
            ("de, en;q=0.7, sv;q=0.3", Language::En),
            ("nb, en;q=0.9", Language::Sv),
            ("en;q=0, sv;q=0.1", Language::Sv),
            ("en;q=x", Language::En),
        ] {
            assert_eq!(preferred(Some(accept)), language, "{accept}");
        }
    }

    #[test]
    fn a_change_of_language_keeps_the_rest_of_the_address() {
        let here = frame("/kurser/SA123A?sprak=en&visa=alla", "", "");
        assert_eq!(here.here_in("sv"), "?visa=alla&sprak=sv");
        assert_eq!(
            here.whole_in("en"),
            "https://samverkan.example.se/kurser/SA123A?visa=alla&sprak=en"
        );
        assert_eq!(
            here.remembers().unwrap(),
            "__Host-sprak=en; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=31536000"
        );
        assert_eq!(frame("/", "en", "").remembers(), None);
    }
}
