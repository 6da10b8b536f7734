//! A form that makes the usual calendar subscription at once, on a page about something else.

use super::{csrf, feeds};
use crate::{
    app::App,
    error::Result,
    secrets::new_feed_token,
    web::{form::CSRF, frame::Frame, sign_in::who::SignedIn},
};

/// What the form carries (`my_feed_quick.html`).
pub(in crate::web) struct Quick {
    pub(in crate::web) action: &'static str,
    pub(in crate::web) csrf_field: &'static str,
    pub(in crate::web) csrf: String,
    pub(in crate::web) key: String,
}

/// For those who have no subscription yet.
pub(in crate::web) async fn quick(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
) -> Result<Option<Quick>> {
    let none = feeds::living(app, signed).await?.is_empty();
    Ok(none.then(|| Quick {
        action: feeds::HERE,
        csrf_field: CSRF,
        csrf: csrf(frame).to_owned(),
        key: new_feed_token(&app.seeds),
    }))
}
