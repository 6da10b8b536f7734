//! Who asks, looked up before every page.

use super::{SIGN_IN, cookies, who::Who};
use crate::{
    app::App,
    secrets::new_feed_token,
    usecase::sign_in::{self, Signed},
    web::frame::{self, Visitor},
};
use poem::{Endpoint, Request, Response, Result, http::header};

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
        // What is begun, and a form, belongs to the sign-in if there is one, and goes with it.
        let is_new = signed.is_none() && known.is_none() && begins;
        let browser = match (&signed, &sign_in, known) {
            (Some(_), Some(cookie), _) => cookie.clone(),
            (_, _, Some(known)) => known,
            _ => new_feed_token(&app.seeds),
        };
        let csrf = app.secrets.form_token(&browser);
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
