//! Coming in: access tokens, and sign-in by a code sent by mail.

mod authenticate;

pub use authenticate::{Tokens, authenticate, write_use};

use super::{
    Caller, Permission, Role, letters,
    once::{Claim, Once},
    validate::Faults,
};
use crate::{
    app::App,
    error::{Error, Result},
    mail::Letter,
    secrets::{equal, new_feed_token, new_token, sha256},
    store::{
        StoreError,
        access::{SignInRow, TokenRow},
        as_word,
        codec::Inconsistent,
        person::PersonData,
    },
};
use jiff::{SignedDuration, Timestamp, ToSpan};
use samverkan_domain::{
    fact::Fact,
    id::{PersonId, SignInId, TokenId},
    limits,
    person::{Language, SecurityMarking},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// Sign-ins one address may ask for in the window below.
const SIGN_INS_PER_WINDOW: i64 = 10;
const SIGN_IN_WINDOW_MINUTES: i64 = 10;
fn caller_of(row: &TokenRow) -> Result<Caller> {
    let token = TokenId(row.id);
    let inconsistent = |what: String| {
        let row = row.id.to_string();
        Error::from(StoreError::from(Inconsistent {
            table: "token",
            row,
            what,
        }))
    };
    let role: Role = serde_json::from_value(json!(row.role))
        .map_err(|_| inconsistent(format!("unknown role {:?}", row.role)))?;
    match (role, row.person_id) {
        (Role::Participant, Some(person)) => Ok(Caller::Participant {
            person: PersonId(person),
            token,
        }),
        (Role::Participant, None) => Err(inconsistent("a participant without a person".to_owned())),
        (role, _) => Ok(Caller::Staff {
            role,
            token,
            name: row.name.clone(),
        }),
    }
}

/// A token as it is listed: without the token itself.
#[derive(Debug, Clone)]
pub struct TokenView {
    pub id: TokenId,
    pub name: String,
    pub role: Role,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    pub revoked_at: Option<Timestamp>,
}

/// A new token. The only time its text is seen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewToken {
    pub id: TokenId,
    pub token: String,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone, Serialize)]
pub struct TokenRequest {
    pub name: String,
    pub role: Role,
    pub days: i64,
}

/// Makes a token for staff.
pub async fn create_token(
    app: &App,
    caller: &Caller,
    request: &TokenRequest,
    once: Option<&Once>,
) -> Result<NewToken> {
    caller.require(Permission::ManageTokens)?;
    if request.role == Role::Officer {
        // Only an officer can make another, or the administrator could promote herself.
        caller.require(Permission::SeeProtected)?;
    }
    let mut tx = app.write(caller).await?;
    if let Claim::Done(answer) = Once::claim(once, app, &mut tx).await? {
        return Ok(answer);
    }
    let new = insert_staff_token(app, &mut tx, request).await?;
    Once::keep(once, app, &mut tx, &new).await?;
    app.commit(tx).await?;
    Ok(new)
}

/// Makes a token from the service's own command line, which needs no token: whoever can run it
/// can read the database anyway.
pub async fn create_token_offline(app: &App, request: &TokenRequest) -> Result<NewToken> {
    let mut tx = app.write_as_service().await?;
    let new = insert_staff_token(app, &mut tx, request).await?;
    app.commit(tx).await?;
    Ok(new)
}

async fn insert_staff_token(
    app: &App,
    tx: &mut crate::store::Tx,
    request: &TokenRequest,
) -> Result<NewToken> {
    let mut faults = Faults::default();
    let name = faults.line("/name", &request.name, limits::LINE_CHARS);
    faults.range("/days", request.days, 1, limits::TOKEN_DAYS);
    if request.role == Role::Participant {
        faults.add(
            "/role",
            "not-for-staff",
            "Deltagare loggar in med kod; de får inga nycklar här.",
            "Participants sign in with a code; no tokens for them here.",
        );
    }
    faults.finish()?;
    let hours = SignedDuration::from_hours(request.days * 24);
    let new = insert_token(app, tx, &name, request.role, None, hours).await?;
    tx.record(Fact::new("token.created", "token", new.id.0).after(json!({
        "name": name, "role": request.role, "expires_at": new.expires_at,
    })));
    Ok(new)
}

async fn insert_token(
    app: &App,
    tx: &mut crate::store::Tx,
    name: &str,
    role: Role,
    person: Option<PersonId>,
    life: SignedDuration,
) -> Result<NewToken> {
    let token = new_token(&app.seeds);
    let now = tx.now();
    let id = TokenId(app.seeds.id(now));
    let expires_at = now + life;
    let row = TokenRow {
        id: id.0,
        name: name.to_owned(),
        role: as_word(role),
        person_id: person.map(|person| person.0),
        token_hash: sha256(token.as_bytes()).to_vec(),
        created_at: now.into(),
        expires_at: expires_at.into(),
        last_used_at: None,
        revoked_at: None,
    };
    tx.insert_token(&row).await?;
    Ok(NewToken {
        id,
        token,
        expires_at,
    })
}

/// Staff tokens for who manages them; a participant's own sign-ins.
pub async fn tokens(app: &App, caller: &Caller) -> Result<Vec<TokenView>> {
    let person = match caller {
        Caller::Participant { person, .. } => Some(person.0),
        _ => {
            caller.require(Permission::ManageTokens)?;
            None
        }
    };
    let rows = app.read().await?.tokens(person).await?;
    rows.into_iter().map(|row| view(&row)).collect()
}

fn view(row: &TokenRow) -> Result<TokenView> {
    let role = match caller_of(row)? {
        Caller::Staff { role, .. } => role,
        _ => Role::Participant,
    };
    Ok(TokenView {
        id: TokenId(row.id),
        name: row.name.clone(),
        role,
        created_at: row.created_at.0,
        expires_at: row.expires_at.0,
        last_used_at: row.last_used_at.map(|at| at.0),
        revoked_at: row.revoked_at.map(|at| at.0),
    })
}

/// Ends a token at once. A participant can end the participant's own.
pub async fn revoke_token(app: &App, caller: &Caller, id: TokenId) -> Result<()> {
    let own = tokens(app, caller)
        .await?
        .iter()
        .any(|token| token.id == id);
    if !own {
        return Err(Error::NotFound { what: "token" });
    }
    let mut tx = app.write(caller).await?;
    if tx.revoke_token(id).await? {
        tx.record(Fact::new("token.revoked", "token", id.0));
    }
    app.commit(tx).await
}

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
    let (secret, code) = (new_feed_token(&app.seeds), app.seeds.code());
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
    let minutes = limits::SIGN_IN_CODE_MINUTES;
    let letter = Letter::SignInCode { code, minutes };
    letters::enqueue_to_address(app, &mut tx, address.trim(), language, &letter).await?;
    app.commit(tx).await?;
    Ok(SignInStarted {
        id,
        secret,
        expires_at,
    })
}

/// Codes have 40 bits; bound to the sign-in they cannot be looked up in a table of hashes.
fn code_hash(id: SignInId, code: &str) -> Vec<u8> {
    let typed: String = code
        .to_uppercase()
        .chars()
        .filter(char::is_ascii_alphanumeric)
        .collect();
    sha256(format!("{id}:{typed}").as_bytes()).to_vec()
}

/// Signed in: a token for the person with the address, who is made if the address is new.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub token: NewToken,
    pub person: PersonId,
    /// Whether the person is new and has yet to say a name.
    pub is_new: bool,
}

/// Completes a sign-in. Used, expired, exhausted and wrong are told apart by nobody.
pub async fn confirm_sign_in(
    app: &App,
    id: SignInId,
    secret: &str,
    code: &str,
) -> Result<SignedIn> {
    let refused = || {
        Error::refused(
            "sign-in-refused",
            "Koden stämmer inte, är förbrukad eller för gammal. Be om en ny kod.",
            "The code is wrong, used or too old. Ask for a new code.",
        )
    };
    let mut tx = app.write(&Caller::Anonymous).await?;
    let Some(row) = tx.try_sign_in(id).await? else {
        return Err(refused());
    };
    let right = equal(&row.secret_hash, &sha256(secret.as_bytes()))
        && equal(&row.code_hash, &code_hash(id, code));
    if !right {
        // The attempt counts: commit it.
        app.commit(tx).await?;
        return Err(refused());
    }
    tx.use_sign_in(id).await?;
    let (person, is_new) = match tx.person_by_email(&row.address_key).await? {
        Some(person) => {
            tx.verify_email(&row.address_key).await?;
            (person, false)
        }
        None => (new_person(app, &mut tx, &row).await?, true),
    };
    let life = SignedDuration::from_hours(limits::PARTICIPANT_TOKEN_HOURS);
    let token = insert_token(
        app,
        &mut tx,
        "sign-in",
        Role::Participant,
        Some(person),
        life,
    )
    .await?;
    tx.record(Fact::new("person.signed_in", "person", person.0));
    app.commit(tx).await?;
    Ok(SignedIn {
        token,
        person,
        is_new,
    })
}

async fn new_person(app: &App, tx: &mut crate::store::Tx, row: &SignInRow) -> Result<PersonId> {
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
