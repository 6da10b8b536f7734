//! Signing in through an issuer. Nobody is found by an address that an issuer names: an identity
//! that is new here is linked to a person only by who is signed in as that person, or reads a code
//! mailed to the person.

use super::{Browser, Entered, Signed, attempt, enter, identities::link};
use crate::{
    app::App,
    error::{Error, Result},
    issuer::{Issuer, NotVouched, Visit, Vouched},
    secrets::new_feed_token,
    usecase::Caller,
};
use samverkan_domain::id::{IdentityId, PersonId};
use serde::{Deserialize, Serialize};

/// Kept while a person is at an issuer.
#[derive(Serialize, Deserialize)]
struct Visiting {
    issuer: String,
    nonce: String,
    verifier: String,
    /// Who is signed in and wants the identity linked.
    link_to: Option<PersonId>,
    /// Where the person was going.
    then: String,
}

/// An identity that an issuer vouches for, and that waits to be linked.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Waiting {
    pub(super) issuer: String,
    pub(super) subject: String,
    pub(super) acr: Option<String>,
    pub(super) strong: bool,
}

/// Back from an issuer.
#[derive(Debug, Clone)]
pub enum Back {
    Entered {
        entered: Entered,
        then: String,
    },
    /// Linked to the person who was signed in.
    Linked,
    /// Nobody here has this identity: who is it?
    Unknown {
        /// What links it, with a mailed code.
        key: String,
        /// An address to suggest.
        email: Option<String>,
        then: String,
    },
}

fn refused(sv: &str, en: &str) -> Error {
    Error::refused("issuer-refused", sv, en)
}

fn not_found() -> Error {
    Error::NotFound { what: "issuer" }
}

/// Where to send a person who wants to sign in through an issuer.
pub async fn visit(
    app: &App,
    key: &str,
    browser: &Browser<'_>,
    then: &str,
    staff: bool,
) -> Result<String> {
    begin(app, key, browser, None, then, staff).await
}

/// Where to send somebody who is signed in and wants an identity linked.
pub async fn link_to(
    app: &App,
    key: &str,
    browser: &Browser<'_>,
    signed: &Signed,
    then: &str,
) -> Result<String> {
    begin(app, key, browser, Some(signed.person), then, false).await
}

async fn begin(
    app: &App,
    key: &str,
    browser: &Browser<'_>,
    link_to: Option<PersonId>,
    then: &str,
    staff: bool,
) -> Result<String> {
    let issuer = app.issuers.get(key).ok_or_else(not_found)?;
    let [state, nonce, verifier] = [(); 3].map(|()| new_feed_token(&app.seeds));
    let visit = Visit {
        state: &state,
        nonce: &nonce,
        verifier: &verifier,
    };
    // No transaction is open while the issuer is spoken to.
    let address = issuer.address(&visit, staff, app.clock.now()).await;
    let address = address.map_err(|error| unreachable(issuer, &error))?;
    let visiting = Visiting {
        issuer: key.to_owned(),
        nonce,
        verifier,
        link_to,
        then: then.to_owned(),
    };
    let mut tx = app.write(&Caller::Anonymous).await?;
    let kind = attempt::Kind::Issuer;
    attempt::keep(app, &mut tx, kind, &state, browser.cookie, &visiting).await?;
    app.commit(tx).await?;
    Ok(address)
}

fn note(issuer: &Issuer, error: &NotVouched) {
    metrics::counter!("sign_ins_refused_total").increment(1);
    tracing::warn!(issuer = issuer.key(), %error, "an issuer did not vouch");
}

fn unreachable(issuer: &Issuer, error: &NotVouched) -> Error {
    note(issuer, error);
    refused(
        "Det går inte att nå inloggningen just nu. Försök igen om en stund, eller logga in med en kod till din e-post.",
        "The sign-in cannot be reached just now. Try again in a while, or sign in with a code to your e-mail.",
    )
}

/// Takes a person back from an issuer: `answer` is the code, or the error that the issuer names.
/// `signed` is who is signed in in the browser now.
pub async fn return_from(
    app: &App,
    state: &str,
    answer: std::result::Result<&str, &str>,
    iss: Option<&str>,
    browser: &Browser<'_>,
    signed: Option<&Signed>,
) -> Result<Back> {
    let mut tx = app.write(&Caller::Anonymous).await?;
    let kind = attempt::Kind::Issuer;
    let visiting = attempt::take(app, &mut tx, kind, state, browser.cookie).await?;
    app.commit(tx).await?;
    let Some(visiting): Option<Visiting> = visiting else {
        tracing::info!("an answer of an issuer that nobody waits for");
        return Err(refused(
            "Inloggningen är redan använd, har tagit för lång tid eller började i en annan webbläsare. Börja om.",
            "The sign-in has been used already, took too long or began in another browser. Start again.",
        ));
    };
    let issuer = app.issuers.get(&visiting.issuer).ok_or_else(not_found)?;
    let code = answer.map_err(|error| {
        // Issuers write what they like here; it is for the log, within bounds.
        let error: String = error.chars().take(80).collect();
        tracing::info!(issuer = issuer.key(), ?error, "an issuer says no");
        if error == "access_denied" {
            return refused(
                "Inloggningen avbröts. Du kan försöka igen eller välja ett annat sätt.",
                "The sign-in was cancelled. You can try again or choose another way.",
            );
        }
        refused(
            "Inloggningen gick inte igenom hos den du valde. Försök igen eller välj ett annat sätt.",
            "The sign-in did not go through where you chose. Try again or choose another way.",
        )
    })?;
    let visit = Visit {
        state,
        nonce: &visiting.nonce,
        verifier: &visiting.verifier,
    };
    let vouched = issuer.vouched(&visit, code, iss, app.clock.now()).await;
    let vouched = vouched.map_err(|error| match error {
        NotVouched::Unreachable(_) => unreachable(issuer, &error),
        error => {
            note(issuer, &error);
            refused(
                "Svaret från inloggningen stämmer inte, och vi loggade inte in dig. Börja om.",
                "The answer from the sign-in is not right, and we did not sign you in. Start again.",
            )
        }
    })?;
    take_in(app, vouched, &visiting, browser, signed).await
}

/// What comes of an identity that is vouched for.
async fn take_in(
    app: &App,
    vouched: Vouched,
    visiting: &Visiting,
    browser: &Browser<'_>,
    signed: Option<&Signed>,
) -> Result<Back> {
    let email = vouched.email;
    let waiting = Waiting {
        issuer: vouched.issuer,
        subject: vouched.subject,
        acr: vouched.acr,
        strong: vouched.strong,
    };
    let caller = signed.map_or(Caller::Anonymous, Signed::caller);
    let mut tx = app.write(&caller).await?;
    if let Some(person) = visiting.link_to {
        // Still the one who asked for it?
        if signed.is_none_or(|signed| signed.person != person) {
            return Err(refused(
                "Du är inte inloggad längre. Logga in och koppla igen.",
                "You are no longer signed in. Sign in and link again.",
            ));
        }
        if link(app, &mut tx, person, &waiting).await?.is_none() {
            return Err(refused(
                "Inloggningen är redan kopplad till någon annan här, eller så har du för många. Skriv till oss om det är fel.",
                "That sign-in is linked to somebody else here already, or you have too many. Write to us if this is wrong.",
            ));
        }
        app.commit(tx).await?;
        return Ok(Back::Linked);
    }
    let known = tx.identity(&waiting.issuer, &waiting.subject).await?;
    let then = visiting.then.clone();
    let Some(known) = known else {
        let key = new_feed_token(&app.seeds);
        let kind = attempt::Kind::Identity;
        attempt::keep(app, &mut tx, kind, &key, browser.cookie, &waiting).await?;
        app.commit(tx).await?;
        return Ok(Back::Unknown { key, email, then });
    };
    tx.use_identity(IdentityId(known.id)).await?;
    let person = PersonId(known.person_id);
    let cookie = enter(app, &mut tx, person, &waiting.how(), browser).await?;
    app.commit(tx).await?;
    let is_new = false;
    let entered = Entered {
        cookie,
        person,
        is_new,
    };
    Ok(Back::Entered { entered, then })
}
