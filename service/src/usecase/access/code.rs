//! Signing in by a code sent by mail: asked for by programs, and by browsers, whose letter also has
//! a link.
//!
//! What was asked for is bound to who asked: a program keeps a secret, a browser its cookie. The link
//! alone opens nothing: it is followed by mail scanners, and by the person on another device. There
//! the code has to be typed as well.

use super::insert_token;
use crate::{
    app::App,
    error::{Error, Result},
    mail::Letter,
    secrets::{equal, new_feed_token, sha256},
    store::{Tx, access::SignInRow, as_word, person::PersonData},
    usecase::{Caller, Role, access::NewToken, letters, validate::Faults},
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use samverkan_domain::{
    fact::Fact,
    id::{PersonId, SignInId},
    limits,
    person::{Language, SecurityMarking},
};
use serde_json::json;
use uuid::Uuid;

/// Sign-ins one address may ask for in the window below.
const SIGN_INS_PER_WINDOW: i64 = 10;
const SIGN_IN_WINDOW_MINUTES: i64 = 10;
/// What a link is signed for.
const LINK: &[u8] = b"sign-in:";

/// An asked-for sign-in. The secret stays with the client that asked; with the mailed code it
/// opens the door.
#[derive(Debug, Clone)]
pub struct SignInStarted {
    pub id: SignInId,
    pub secret: String,
    pub expires_at: Timestamp,
}

/// Sends a code to an address. The answer is the same whether or not anybody has that address.
pub async fn start_sign_in(app: &App, address: &str, language: Language) -> Result<SignInStarted> {
    let secret = new_feed_token(&app.seeds);
    let (id, expires_at) = start(app, address, language, &secret, None).await?;
    Ok(SignInStarted {
        id,
        secret,
        expires_at,
    })
}

/// The same for a browser: what its cookie holds is the secret, and the letter has a link too, with
/// `onwards` as its query: where the person was going.
pub async fn start_web_sign_in(
    app: &App,
    address: &str,
    language: Language,
    browser: &str,
    onwards: &str,
) -> Result<SignInId> {
    Ok(start(app, address, language, browser, Some(onwards))
        .await?
        .0)
}

async fn start(
    app: &App,
    address: &str,
    language: Language,
    secret: &str,
    link: Option<&str>,
) -> Result<(SignInId, Timestamp)> {
    let mut faults = Faults::default();
    let address_key = faults.email("/email", address);
    faults.finish()?;
    let mut tx = app.write(&Caller::Anonymous).await?;
    let now = tx.now();
    let since = now - SIGN_IN_WINDOW_MINUTES.minutes();
    if tx.sign_ins_since(&address_key, since).await? >= SIGN_INS_PER_WINDOW {
        let retry_after_seconds = u32::try_from(SIGN_IN_WINDOW_MINUTES * 60).unwrap_or(600);
        return Err(Error::TooMany {
            retry_after_seconds,
        });
    }
    let id = SignInId(app.seeds.id(now));
    let code = app.seeds.code();
    let expires_at = now + limits::SIGN_IN_CODE_MINUTES.minutes();
    tx.insert_sign_in(&SignInRow {
        id: id.0,
        address_key,
        address: address.trim().to_owned(),
        language: as_word(language),
        secret_hash: sha256(secret.as_bytes()).to_vec(),
        code_hash: code_hash(id, &code),
        attempts_left: limits::SIGN_IN_CODE_ATTEMPTS,
        created_at: now.into(),
        expires_at: expires_at.into(),
        used_at: None,
    })
    .await?;
    let letter = Letter::SignInCode {
        code,
        minutes: limits::SIGN_IN_CODE_MINUTES,
        sign_in_link: link.map(|onwards| {
            let token = link_token(app, id);
            format!("{}/logga-in/lank/{token}{onwards}", app.public_url)
        }),
    };
    letters::enqueue_to_address(app, &mut tx, address.trim(), language, &letter).await?;
    app.commit(tx).await?;
    Ok((id, expires_at))
}

/// Codes have 40 bits; bound to the sign-in they cannot be looked up in a table of hashes.
pub(in crate::usecase) fn code_hash(id: impl std::fmt::Display, code: &str) -> Vec<u8> {
    let typed: String = code
        .to_uppercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    sha256(format!("{id}:{typed}").as_bytes()).to_vec()
}

/// What the link in a letter ends in: signed, and stored nowhere.
fn link_token(app: &App, id: SignInId) -> String {
    app.secrets.signed(&[LINK, id.0.as_bytes()].concat())
}

/// Which sign-in a link is about, if it is one of ours.
pub fn link_of(app: &App, token: &str) -> Option<SignInId> {
    let message = app.secrets.verified(token)?;
    let id = message.strip_prefix(LINK)?;
    Uuid::from_slice(id).ok().map(SignInId)
}

/// For which address the browser with this cookie asked for a sign-in, if it did. Reads, and counts
/// nothing.
pub async fn asked_by(app: &App, id: SignInId, browser: &str) -> Result<Option<String>> {
    let asker = app.read().await?.sign_in_asker(id).await?;
    let own = asker.filter(|(hash, _)| equal(hash, &sha256(browser.as_bytes())));
    Ok(own.map(|(_, address)| address))
}

/// What somebody brings to complete a sign-in. A link has been told to be ours by [`link_of`].
#[derive(Debug, Clone, Copy)]
pub enum Proof<'a> {
    /// The code, where it was asked for.
    Code { secret: &'a str, code: &'a str },
    /// The link, opened where it was asked for.
    Link { secret: &'a str },
    /// The link opened somewhere else, and the code of the same letter typed there.
    LinkAndCode { code: &'a str },
}

impl Proof<'_> {
    fn holds(&self, row: &SignInRow) -> bool {
        let asked = |secret: &str| equal(&row.secret_hash, &sha256(secret.as_bytes()));
        let typed = |code| equal(&row.code_hash, &code_hash(SignInId(row.id), code));
        match self {
            Self::Code { secret, code } => asked(secret) & typed(code),
            Self::Link { secret } => asked(secret),
            Self::LinkAndCode { code } => typed(code),
        }
    }
}

/// Used, expired, exhausted and wrong are told apart by nobody.
fn refused() -> Error {
    Error::refused(
        "sign-in-refused",
        "Koden stämmer inte, eller så gäller den inte längre. Se efter i mejlet, eller be om en ny.",
        "The code is wrong, or no longer valid. Look at the message again, or ask for a new one.",
    )
}

/// The person who has proved to read mail to an address, made if the address is new; and whether.
/// Gives the transaction back: what proves it is used in the one where it has its effect.
pub(in crate::usecase) async fn prove(
    app: &App,
    id: SignInId,
    proof: &Proof<'_>,
) -> Result<(Tx, PersonId, bool)> {
    let mut tx = app.write(&Caller::Anonymous).await?;
    let Some(row) = tx.try_sign_in(id).await? else {
        return Err(refused());
    };
    if !proof.holds(&row) {
        // The attempt counts: commit it.
        app.commit(tx).await?;
        metrics::counter!("sign_ins_refused_total").increment(1);
        tracing::info!(sign_in = %id, attempts_left = row.attempts_left, "a sign-in was refused");
        return Err(refused());
    }
    tx.use_sign_in(id).await?;
    let (person, is_new) = match tx.person_by_email(&row.address_key).await? {
        Some(person) => {
            tx.verify_email(&row.address_key).await?;
            tx.address_works(&row.address_key).await?;
            (person, false)
        }
        None => (new_person(app, &mut tx, &row).await?, true),
    };
    Ok((tx, person, is_new))
}

/// Signed in: a token for the person with the address, who is made if the address is new.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub token: NewToken,
    pub person: PersonId,
    /// Whether the person is new and has yet to say a name.
    pub is_new: bool,
}

/// Completes a program's sign-in.
pub async fn confirm_sign_in(
    app: &App,
    id: SignInId,
    secret: &str,
    code: &str,
) -> Result<SignedIn> {
    let (mut tx, person, is_new) = prove(app, id, &Proof::Code { secret, code }).await?;
    let life = SignedDuration::from_hours(limits::PARTICIPANT_TOKEN_HOURS);
    let role = Role::Participant;
    let token = insert_token(app, &mut tx, "sign-in", role, (Some(person), None), life).await?;
    tx.record(
        Fact::new("person.signed_in", "person", person.0)
            .after(json!({ "method": "code", "token": token.id })),
    );
    app.commit(tx).await?;
    Ok(SignedIn {
        token,
        person,
        is_new,
    })
}

async fn new_person(app: &App, tx: &mut Tx, row: &SignInRow) -> Result<PersonId> {
    let person = PersonId(app.seeds.id(tx.now()));
    let data = PersonData {
        id: person,
        given_name: String::new(),
        family_name: String::new(),
        security_marking: SecurityMarking::None,
        language: row.language.clone(),
        modality: None,
        profession: None,
        programme: None,
        workplace: None,
    };
    tx.insert_person(&data, None).await?;
    let verified_at = tx.now();
    tx.insert_email(person, &row.address_key, &row.address, Some(verified_at))
        .await?;
    tx.record(Fact::new("person.created", "person", person.0));
    Ok(person)
}
