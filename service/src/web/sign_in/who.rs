//! Who a browser is, and what its holder may.
//!
//! An argument of the handler is the check: [`SignedIn`] is somebody, [`Staff`] somebody who works
//! with the service and has signed in strongly enough for it, [`Posted`] a form that a page of ours
//! made for this very browser. The pages' cookies mean nothing to the API, which knows tokens only.

use super::{SIGN_IN, agent::known_as, see};
use crate::{
    api::redact::redacted,
    error::Error,
    secrets::equal,
    usecase::{
        Caller, Permission,
        sign_in::{self, Signed},
    },
    web::{
        form::{CSRF, Form},
        frame::Frame,
    },
};
use poem::{
    FromRequest, Request, RequestBody, Result,
    http::{Method, header},
};
use std::{marker::PhantomData, ops::Deref};

/// What is known of the browser. [`super::known::Known`] puts it among the request's data.
#[derive(Debug, Clone, Default)]
pub struct Who {
    pub(super) signed: Option<Signed>,
    /// What the cookie of the sign-in holds, good or not.
    pub(super) sign_in: Option<String>,
    /// What the browser is known by: the sign-in's cookie, or that of before.
    pub(super) browser: String,
    pub(super) csrf: String,
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
            path = redacted(request.original_uri().path()),
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
