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
    pub(in crate::web) lead: &'static str,
    pub(in crate::web) action: &'static str,
    pub(in crate::web) csrf_field: &'static str,
    pub(in crate::web) csrf: String,
    pub(in crate::web) key: String,
}

/// For those who have no subscription yet. Who `waits` for a place has nothing in it so far.
pub(in crate::web) async fn quick(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    waits: bool,
) -> Result<Option<Quick>> {
    let t = frame.t;
    let none = feeds::living(app, signed).await?.is_empty();
    Ok(none.then(|| Quick {
        lead: if waits {
            t.my_feed_quick_waits()
        } else {
            t.my_feeds_lead()
        },
        action: feeds::HERE,
        csrf_field: CSRF,
        csrf: csrf(frame).to_owned(),
        key: new_feed_token(&app.seeds),
    }))
}
