//! Completing a browser's sign-in by mailed code, or by the link in the same letter.

use super::{Browser, Entered, How, attempt, enter, identities, issuers::Waiting};
use crate::{
    app::App,
    error::Result,
    usecase::access::{Proof, prove},
};
use samverkan_domain::id::SignInId;

/// What a browser brings.
#[derive(Debug, Clone, Copy)]
pub struct Confirm<'a> {
    pub id: SignInId,
    pub proof: Proof<'a>,
    /// An identity that waits to be linked to who proves to be this person.
    pub identity: Option<&'a str>,
}

/// Signs in who reads mail to the address, and links the identity that waits for it, if any.
pub async fn confirm(app: &App, confirm: &Confirm<'_>, browser: &Browser<'_>) -> Result<Entered> {
    let (mut tx, person, is_new) = prove(app, confirm.id, &confirm.proof).await?;
    let mut how = How::CODE;
    if let Some(key) = confirm.identity {
        let kind = attempt::Kind::Identity;
        // Too late, or begun in another browser: then it is a sign-in like any other.
        let waiting: Option<Waiting> =
            attempt::take(app, &mut tx, kind, key, browser.cookie).await?;
        if let Some(vouched) = waiting
            && let Some(linked) = identities::link(app, &mut tx, person, &vouched).await?
        {
            how = linked;
        }
    }
    let cookie = enter(app, &mut tx, person, &how, browser).await?;
    app.commit(tx).await?;
    Ok(Entered {
        cookie,
        person,
        is_new,
    })
}
