//! Who a browser is, and what its holder may.
//!
//! An argument of the handler is the check: [`SignedIn`] is somebody, [`Staff`] somebody who works
//! with the service and has signed in strongly enough for it, [`Posted`] a form that a page of ours
//! made for this very browser. The pages' cookies mean nothing to the API, which knows tokens only.

use super::{SIGN_IN, cookies, see};
use crate::{
    app::App,
    error::Error,
    secrets::{equal, new_feed_token},
    usecase::{
        Caller, Permission,
        sign_in::{self, Signed},
    },
    web::{
        form::{CSRF, Form},
        frame::{self, Frame, Visitor},
    },
};
use poem::{
    Endpoint, FromRequest, Request, RequestBody, Response, Result,
    http::{Method, header},
};
use std::{marker::PhantomData, ops::Deref};

/// What is known of the browser. [`Known`] puts it among the request's data.
#[derive(Debug, Clone, Default)]
pub struct Who {
    signed: Option<Signed>,
    /// What the cookie of the sign-in holds, good or not.
    sign_in: Option<String>,
    /// What the browser is known by before.
    browser: String,
    csrf: String,
}

/// Looks up, before every page, who asks; and gives a browser that may be about to sign in
/// something to be known by.
pub struct Known<E> {
    pub inner: E,
    pub app: App,
}

/// Pages on which a browser begins something before anybody is signed in.
fn begins(path: &str) -> bool {
    path == SIGN_IN || path.starts_with("/logga-in/") || path.starts_with("/nycklar/inbjudan/")
}

/// What has no pages: programs, calendars, files.
fn has_no_pages(path: &str) -> bool {
    [
        "/api/",
        "/calendar/",
        "/assets/",
        "/healthz",
        "/readyz",
        "/metrics",
    ]
    .iter()
    .any(|begin| path.starts_with(begin))
}

impl<E: Endpoint<Output = Response>> Endpoint for Known<E> {
    type Output = Response;

    async fn call(&self, mut request: Request) -> Result<Response> {
        let (app, path) = (&self.app, request.uri().path());
        if has_no_pages(path) {
            return self.inner.call(request).await;
        }
        let begins = begins(path);
        let sign_in = cookies::signed_in(app, request.headers());
        let known = cookies::browser(app, request.headers());
        if sign_in.is_none() && !begins {
            return self.inner.call(request).await;
        }
        let signed = match &sign_in {
            Some(cookie) => sign_in::find(app, cookie).await.unwrap_or_else(|error| {
                error.note();
                None
            }),
            None => None,
        };
        let is_new = known.is_none() && begins;
        let browser = known.unwrap_or_else(|| new_feed_token(&app.seeds));
        // A form belongs to the sign-in, and goes with it.
        let form_of = match (&signed, &sign_in) {
            (Some(_), Some(cookie)) => cookie,
            _ => &browser,
        };
        let csrf = app.secrets.form_token(form_of);
        let person = match &signed {
            Some(signed) => Some(shown(app, signed).await?),
            None => None,
        };
        request.set_data(Visitor {
            person,
            csrf: Some(csrf.clone()),
            flash: None,
        });
        let kept = browser.clone();
        request.set_data(Who {
            signed,
            sign_in,
            browser,
            csrf,
        });
        let mut response = self.inner.call(request).await?;
        let entered = response.headers().contains_key(header::SET_COOKIE)
            && response
                .headers()
                .get_all(header::SET_COOKIE)
                .iter()
                .any(|cookie| cookie.to_str().is_ok_and(|text| text.contains("inloggad=")));
        if is_new && !entered {
            cookies::know(app, &mut response, &kept);
        }
        Ok(response)
    }
}

async fn shown(app: &App, signed: &Signed) -> Result<frame::SignedIn> {
    let name = sign_in::name(app, signed).await;
    Ok(frame::SignedIn {
        name: name.unwrap_or_default(),
        staff: signed.role.is_some(),
    })
}

fn who(request: &Request) -> Who {
    request.data::<Who>().cloned().unwrap_or_default()
}

/// The browser, and perhaps somebody signed in with it.
#[derive(Debug, Clone)]
pub struct Browser {
    who: Who,
    agent: String,
}

impl Browser {
    pub fn signed(&self) -> Option<&Signed> {
        self.who.signed.as_ref()
    }

    /// As use cases want it.
    pub fn as_browser(&self) -> sign_in::Browser<'_> {
        sign_in::Browser {
            cookie: &self.who.browser,
            agent: &self.agent,
            signed_in: self.who.sign_in.as_deref(),
        }
    }

    pub(super) fn cookie(&self) -> &str {
        &self.who.browser
    }
}

impl<'a> FromRequest<'a> for Browser {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let agent = request.header(header::USER_AGENT).unwrap_or_default();
        Ok(Self {
            who: who(request),
            agent: known_as(agent),
        })
    }
}

/// Somebody signed in; nobody else reaches the handler.
#[derive(Debug, Clone)]
pub struct SignedIn(pub Signed);

impl Deref for SignedIn {
    type Target = Signed;

    fn deref(&self) -> &Signed {
        &self.0
    }
}

/// To the page to sign in on, and back here afterwards. `more` is what else it is told.
fn sign_in_first(request: &Request, more: &str) -> poem::Error {
    let here = request.original_uri().path_and_query();
    let here = here.map_or("/", |here| here.as_str());
    let mut query = more.to_owned();
    if request.method() == Method::GET && super::place_of_ours(here).is_some() {
        let then: String = url::form_urlencoded::byte_serialize(here.as_bytes()).collect();
        let and = if query.is_empty() { "" } else { "&" };
        query.push_str(&format!("{and}till={then}"));
    }
    let mark = if query.is_empty() { "" } else { "?" };
    let place = format!("{SIGN_IN}{mark}{query}");
    poem::Error::from_response(see(&place))
}

impl<'a> FromRequest<'a> for SignedIn {
    async fn from_request(request: &'a Request, _: &mut RequestBody) -> Result<Self> {
        let signed = who(request).signed;
        signed.map(Self).ok_or_else(|| sign_in_first(request, ""))
    }
}

/// A permission as a type, so that a handler's argument can name it.
pub trait Right: Send + Sync {
    const PERMISSION: Permission;
}

macro_rules! rights {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl Right for $name {
            const PERMISSION: Permission = Permission::$name;
        }
    )*};
}

rights!(
    EditCatalogue,
    ReadPeople,
    EditPeople,
    EditCohorts,
    EditSchedule,
    ManageTokens,
    ReadAudit
);

/// Somebody on the staff who may do this, signed in with a passkey or as surely. Others are sent to
/// sign in more surely, which does not say whether it would help them.
#[derive(Debug, Clone)]
pub struct Staff<R: Right> {
    pub signed: Signed,
    pub caller: Caller,
    right: PhantomData<R>,
}

impl<'a, R: Right> FromRequest<'a> for Staff<R> {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let SignedIn(signed) = SignedIn::from_request(request, body).await?;
        if !signed.strong {
            return Err(sign_in_first(request, super::STRONG));
        }
        match signed.staff_caller(R::PERMISSION) {
            Ok(caller) => Ok(Self {
                signed,
                caller,
                right: PhantomData,
            }),
            Err(error) => {
                let frame = Frame::from_request(request, body).await?;
                Err(poem::Error::from_response(super::refused(&frame, &error)))
            }
        }
    }
}

/// A form that a page of ours made for this very browser. Every page that changes anything takes
/// its form as this (ASVS 3.5.1): the browser says that it comes from us, and it carries what only a
/// page made for who has the cookie can carry.
#[derive(Debug, Clone)]
pub struct Posted(pub Form);

impl Deref for Posted {
    type Target = Form;

    fn deref(&self) -> &Form {
        &self.0
    }
}

impl<'a> FromRequest<'a> for Posted {
    async fn from_request(request: &'a Request, body: &mut RequestBody) -> Result<Self> {
        let form = Form::from_request(request, body).await?;
        let who = who(request);
        let ours = form.ours
            && !who.csrf.is_empty()
            && equal(who.csrf.as_bytes(), form.value(CSRF).as_bytes());
        if ours {
            return Ok(Self(form));
        }
        metrics::counter!("forms_refused_total").increment(1);
        tracing::info!(
            path = request.original_uri().path(),
            "a form that is not ours"
        );
        let frame = Frame::from_request(request, body).await?;
        let t = frame.t;
        let error = Error::refused("form-refused", t.sign_in_form_old(), t.sign_in_form_old());
        let mut response = super::refused(&frame, &error);
        response.set_status(poem::http::StatusCode::FORBIDDEN);
        Err(poem::Error::from_response(response))
    }
}

/// Program and system as people know them, from what browsers say of themselves. Nothing finer is
/// kept.
fn known_as(agent: &str) -> String {
    let first = |known: &[(&str, &'static str)]| {
        let found = known.iter().find(|(sign, _)| agent.contains(sign));
        found.map(|(_, name)| *name)
    };
    let program = first(&[
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ]);
    let system = first(&[
        ("iPhone", "Iphone"),
        ("iPad", "Ipad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("CrOS", "Chrome OS"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]);
    let parts: Vec<&str> = program.into_iter().chain(system).collect();
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn browsers_are_known_by_program_and_system() {
        for (agent, known) in [
            (
                "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
                "Firefox, Linux",
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36 Edg/140.0",
                "Edge, Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile Safari/604.1",
                "Safari, Iphone",
            ),
            ("curl/8", ""),
        ] {
            assert_eq!(known_as(agent), known);
        }
    }
}
