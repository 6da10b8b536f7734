//! Coming in: access tokens, and sign-in by a code sent by mail.

mod authenticate;
mod code;

pub use authenticate::{Tokens, authenticate, write_use};
pub use code::{
    Proof, SignInStarted, SignedIn, asked_by, confirm_sign_in, link_of, start_sign_in,
    start_web_sign_in,
};
pub(in crate::usecase) use code::{code_hash, prove};

use super::{
    Caller, Permission, Role, Through,
    once::{Claim, Once},
    validate::Faults,
};
use crate::{
    app::App,
    error::{Error, Result},
    secrets::{new_token, sha256},
    store::{StoreError, access::TokenRow, as_word, codec::Inconsistent},
};
use jiff::{SignedDuration, Timestamp};
use samverkan_domain::{
    fact::Fact,
    id::{PersonId, TokenId},
    limits,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::BTreeSet;

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
        (Role::ProgrammeResponsible, _) => {
            let codes = programmes_of(row);
            if codes.is_empty() {
                return Err(inconsistent("answers for no programme".to_owned()));
            }
            let codes = codes.into();
            Ok(Caller::Programmes { token, codes })
        }
        (role, _) => Ok(Caller::Staff {
            role,
            token,
            name: row.name.clone(),
            through: Through::Token,
        }),
    }
}

fn programmes_of(row: &TokenRow) -> Vec<String> {
    let codes = row.programmes.as_deref().unwrap_or_default();
    codes.split_whitespace().map(str::to_owned).collect()
}

/// A token as it is listed: without the token itself.
#[derive(Debug, Clone)]
pub struct TokenView {
    pub id: TokenId,
    pub name: String,
    pub role: Role,
    /// The programmes it is for, if it is for some only.
    pub programmes: Vec<String>,
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
    /// Codes of programmes; only who answers for some has any.
    pub programmes: Vec<String>,
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
    let programmes = scope(tx, request, &mut faults).await?;
    faults.finish()?;
    let hours = SignedDuration::from_hours(request.days * 24);
    let new = insert_token(app, tx, &name, request.role, (None, programmes), hours).await?;
    tx.record(Fact::new("token.created", "token", new.id.0).after(json!({
        "name": name, "role": request.role, "programmes": request.programmes,
        "expires_at": new.expires_at,
    })));
    Ok(new)
}

/// The programmes of a token, as they are kept: known ones, and only for who answers for some.
async fn scope(
    tx: &mut crate::store::Tx,
    request: &TokenRequest,
    faults: &mut Faults,
) -> Result<Option<String>> {
    let wanted: BTreeSet<&str> = request.programmes.iter().map(|code| code.trim()).collect();
    let scoped = request.role == Role::ProgrammeResponsible;
    if scoped == wanted.is_empty() {
        faults.add(
            "/programmes",
            "programmes-and-role",
            "Programansvariga har minst ett program; andra roller har inga.",
            "Who answers for programmes has at least one; other roles have none.",
        );
    }
    let known = tx.programmes().await?;
    let known: BTreeSet<&str> = known.iter().map(|row| row.code.as_str()).collect();
    if !wanted.is_subset(&known) {
        faults.add(
            "/programmes",
            "unknown-programme",
            "Programmet finns inte.",
            "There is no such programme.",
        );
    }
    let kept: Vec<&str> = wanted.into_iter().collect();
    Ok(scoped.then(|| kept.join(" ")))
}

async fn insert_token(
    app: &App,
    tx: &mut crate::store::Tx,
    name: &str,
    role: Role,
    (person, programmes): (Option<PersonId>, Option<String>),
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
        programmes,
    };
    tx.insert_token(&row).await?;
    Ok(NewToken {
        id,
        token,
        expires_at,
    })
}

/// Staff tokens for who manages them; a participant's own sign-ins; any other's own token.
pub async fn tokens(app: &App, caller: &Caller) -> Result<Vec<TokenView>> {
    let (person, only) = match caller {
        Caller::Anonymous => return Err(Error::Unauthenticated),
        Caller::Participant { person, .. } => (Some(person.0), None),
        _ if caller.may(Permission::ManageTokens) => (None, None),
        Caller::Programmes { token, .. } | Caller::Staff { token, .. } => (None, Some(token.0)),
    };
    let rows = app.read().await?.tokens(person).await?.into_iter();
    let shown = rows.filter(|row| only.is_none_or(|own| row.id == own));
    shown.map(|row| view(&row)).collect()
}

fn view(row: &TokenRow) -> Result<TokenView> {
    let role = match caller_of(row)? {
        Caller::Staff { role, .. } => role,
        Caller::Programmes { .. } => Role::ProgrammeResponsible,
        _ => Role::Participant,
    };
    Ok(TokenView {
        id: TokenId(row.id),
        name: row.name.clone(),
        role,
        programmes: programmes_of(row),
        created_at: row.created_at.0,
        expires_at: row.expires_at.0,
        last_used_at: row.last_used_at.map(|at| at.0),
        revoked_at: row.revoked_at.map(|at| at.0),
    })
}

/// Ends a token at once. Everybody can end their own.
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
