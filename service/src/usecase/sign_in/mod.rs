//! Being signed in on the web site: by mailed code, through an issuer, with a passkey.
//!
//! A sign-in is opaque to the browser that has it: 256 random bits in a cookie, of which the hash is
//! kept. It is new at every sign-in, ends when unused for a while and after a while in any case, and
//! can be ended from anywhere. What lets staff in is decided anew at every request, in [`find`].

mod attempt;
mod code;
mod issuers;
mod passkeys;
mod staff;

pub use code::{Confirm, confirm};
pub use issuers::{Back, identities, link_to, return_from, unlink, visit};
pub use passkeys::{
    Challenge, PasskeyAnswer, PasskeyView, answer, ask, begin, end_passkey, passkeys, register,
};
pub use staff::{Invited, StaffView, end_staff, invite, invite_offline, staff};

use super::{Caller, Permission, Role, Through};
use crate::{
    app::App,
    error::{Error, Result},
    secrets::{new_feed_token, sha256},
    store::{Tx, web_sign_in::WebSignInRow},
};
use jiff::{SignedDuration, Timestamp};
use samverkan_domain::{
    fact::Fact,
    id::{PersonId, TokenId, WebSignInId},
    limits, text,
};
use serde_json::json;
use std::{
    collections::HashMap,
    sync::{Mutex, PoisonError},
};

/// How often the last use of a sign-in is written down.
const TOUCH_SECONDS: i64 = 60;
/// Longest name of a browser (characters).
const AGENT_CHARS: usize = 60;

/// Sign-ins that have been used since it was last written down.
#[derive(Default)]
pub struct SignIns(Mutex<HashMap<WebSignInId, Timestamp>>);

/// How somebody signed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    Code,
    Issuer,
    Passkey,
}

impl Method {
    fn word(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Issuer => "issuer",
            Self::Passkey => "passkey",
        }
    }

    fn of(row: &WebSignInRow) -> Self {
        match &*row.method {
            "passkey" => Self::Passkey,
            "issuer" => Self::Issuer,
            _ => Self::Code,
        }
    }
}

/// What is kept of how somebody signed in.
#[derive(Debug, Clone)]
struct How {
    method: Method,
    issuer: Option<String>,
    acr: Option<String>,
    strong: bool,
}

impl How {
    const CODE: Self = Self {
        method: Method::Code,
        issuer: None,
        acr: None,
        strong: false,
    };
    const PASSKEY: Self = Self {
        method: Method::Passkey,
        issuer: None,
        acr: None,
        strong: true,
    };
}

/// The browser that signs in.
#[derive(Debug, Clone, Copy)]
pub struct Browser<'a> {
    /// What its cookie before the sign-in holds.
    pub cookie: &'a str,
    /// Program and system, for the list of sign-ins.
    pub agent: &'a str,
    /// The cookie of a sign-in that it has already: that one ends.
    pub signed_in: Option<&'a str>,
}

/// Somebody has signed in. The only time that the cookie's text is seen.
#[derive(Debug, Clone)]
pub struct Entered {
    pub cookie: String,
    pub person: PersonId,
    /// Whether the person is new and has yet to say a name.
    pub is_new: bool,
}

/// Somebody who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signed {
    pub id: WebSignInId,
    pub person: PersonId,
    pub method: Method,
    /// Whether it is as good as a passkey.
    pub strong: bool,
    /// The role that the person has on the staff, if this sign-in is strong; never otherwise.
    pub role: Option<Role>,
}

impl Signed {
    /// The caller on the person's own behalf.
    pub fn caller(&self) -> Caller {
        Caller::Participant {
            person: self.person,
            token: TokenId(self.id.0),
        }
    }

    /// The caller on the staff's behalf, if this sign-in permits it.
    pub fn staff_caller(&self, permission: Permission) -> Result<Caller> {
        let caller = Caller::Staff {
            role: self.role.ok_or(Error::Forbidden)?,
            token: TokenId(self.id.0),
            name: String::new(),
            through: Through::Site(self.person),
        };
        caller.require(permission)?;
        Ok(caller)
    }
}

/// A sign-in as its owner sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInView {
    pub id: WebSignInId,
    pub method: Method,
    pub issuer: Option<String>,
    pub agent: String,
    pub created_at: Timestamp,
    pub last_used_at: Timestamp,
    /// When it ends unless it is used before.
    pub ends_at: Timestamp,
}

/// Who has this cookie, now. Anything that is not a sign-in, or no longer one, is nobody.
pub async fn find(app: &App, cookie: &str) -> Result<Option<Signed>> {
    if cookie.len() != 43 {
        return Ok(None);
    }
    let now = app.clock.now();
    let mut read = app.read().await?;
    let Some(row) = read.web_sign_in(&sha256(cookie.as_bytes())).await? else {
        return Ok(None);
    };
    let person = PersonId(row.person_id);
    let role = role(&mut read, &row).await?;
    let used = used(app, &row);
    if now >= ends_at(&row, role, used) {
        return Ok(None);
    }
    let id = WebSignInId(row.id);
    if now.as_second().saturating_sub(used.as_second()) >= TOUCH_SECONDS {
        let mut noted = app
            .sign_ins
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        noted.insert(id, now);
    }
    Ok(Some(Signed {
        id,
        person,
        method: Method::of(&row),
        strong: row.strong,
        role,
    }))
}

/// The staff's role that a sign-in gives: none unless it is strong.
async fn role(tx: &mut Tx, row: &WebSignInRow) -> Result<Option<Role>> {
    if !row.strong {
        return Ok(None);
    }
    let staff = tx.staff_role(PersonId(row.person_id)).await?;
    staff.map(|staff| staff::role_of(&staff)).transpose()
}

/// When a sign-in was last used, as far as is known here.
fn used(app: &App, row: &WebSignInRow) -> Timestamp {
    let noted = app
        .sign_ins
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    let here = noted.get(&WebSignInId(row.id)).copied();
    here.map_or(row.last_used_at.0, |here| here.max(row.last_used_at.0))
}

/// When a sign-in ends: staff's sooner than others'.
fn ends_at(row: &WebSignInRow, role: Option<Role>, used: Timestamp) -> Timestamp {
    let (idle, whole) = match role {
        Some(_) => (limits::STAFF_IDLE_MINUTES, limits::STAFF_SIGN_IN_HOURS),
        None => (limits::IDLE_MINUTES, limits::WEB_SIGN_IN_HOURS),
    };
    let idle = used + SignedDuration::from_mins(idle);
    let whole = row.created_at.0 + SignedDuration::from_hours(whole);
    idle.min(whole).min(row.expires_at.0)
}

/// Signs a person in: a new sign-in, whatever the browser had before.
async fn enter(
    app: &App,
    tx: &mut Tx,
    person: PersonId,
    how: &How,
    browser: &Browser<'_>,
) -> Result<String> {
    let now = tx.now();
    if let Some(before) = browser.signed_in
        && let Some(row) = tx.web_sign_in(&sha256(before.as_bytes())).await?
    {
        end_row(tx, &row, "replaced").await?;
    }
    let cookie = new_feed_token(&app.seeds);
    let id = WebSignInId(app.seeds.id(now));
    let mut agent = text::plain_line(browser.agent);
    if let Some((at, _)) = agent.char_indices().nth(AGENT_CHARS) {
        agent.truncate(at);
    }
    tx.insert_web_sign_in(&WebSignInRow {
        id: id.0,
        secret_hash: sha256(cookie.as_bytes()).to_vec(),
        person_id: person.0,
        method: how.method.word().to_owned(),
        issuer: how.issuer.clone(),
        acr: how.acr.clone(),
        strong: how.strong,
        agent,
        created_at: now.into(),
        last_used_at: now.into(),
        expires_at: (now + SignedDuration::from_hours(limits::WEB_SIGN_IN_HOURS)).into(),
        ended_at: None,
        ended_by: None,
    })
    .await?;
    tx.record(
        Fact::new("person.signed_in", "person", person.0).after(json!({
            "method": how.method.word(), "sign_in": id, "issuer": how.issuer, "acr": how.acr,
        })),
    );
    // Who signs in again and again without signing out has few sign-ins all the same.
    for row in tx
        .web_sign_ins(person)
        .await?
        .iter()
        .skip(limits::WEB_SIGN_INS)
    {
        end_row(tx, row, "too many").await?;
    }
    metrics::counter!("sign_ins_total", "method" => how.method.word()).increment(1);
    Ok(cookie)
}

async fn end_row(tx: &mut Tx, row: &WebSignInRow, by: &str) -> Result<bool> {
    let (person, id) = (PersonId(row.person_id), WebSignInId(row.id));
    let ended = tx.end_web_sign_in(person, id, by).await?;
    if ended {
        let fact = Fact::new("person.signed_out", "person", person.0);
        tx.record(fact.after(json!({ "sign_in": id, "by": by })));
    }
    Ok(ended)
}

/// What to call somebody who is signed in, to the person's own face.
pub async fn name(app: &App, signed: &Signed) -> Result<String> {
    let row = app.read().await?.person(signed.person).await?;
    let row = row.ok_or(Error::NotFound { what: "person" })?;
    let name = row.full_name();
    Ok(if name.trim().is_empty() {
        row.address.unwrap_or_default()
    } else {
        name
    })
}

/// A person's sign-ins that are open, the last used first.
pub async fn sign_ins(app: &App, caller: &Caller, person: PersonId) -> Result<Vec<SignInView>> {
    own_or_staffs(app, caller, person).await?;
    let now = app.clock.now();
    let mut read = app.read().await?;
    let mut views = Vec::new();
    for row in read.web_sign_ins(person).await? {
        let used = used(app, &row);
        let ends_at = ends_at(&row, role(&mut read, &row).await?, used);
        if now < ends_at {
            views.push(SignInView {
                id: WebSignInId(row.id),
                method: Method::of(&row),
                issuer: row.issuer,
                agent: row.agent,
                created_at: row.created_at.0,
                last_used_at: used,
                ends_at,
            });
        }
    }
    Ok(views)
}

/// Ends one of a person's sign-ins, at once and everywhere.
pub async fn end(app: &App, caller: &Caller, person: PersonId, id: WebSignInId) -> Result<()> {
    own_or_staffs(app, caller, person).await?;
    let mut tx = app.write(caller).await?;
    let rows = tx.web_sign_ins(person).await?;
    let row = rows.iter().find(|row| row.id == id.0);
    let row = row.ok_or(Error::NotFound { what: "sign-in" })?;
    end_row(&mut tx, row, by(caller)).await?;
    app.commit(tx).await
}

/// Ends all of a person's sign-ins but one.
pub async fn end_others(
    app: &App,
    caller: &Caller,
    person: PersonId,
    keep: Option<WebSignInId>,
) -> Result<()> {
    own_or_staffs(app, caller, person).await?;
    let mut tx = app.write(caller).await?;
    end_all(&mut tx, person, keep, by(caller)).await?;
    app.commit(tx).await
}

async fn end_all(tx: &mut Tx, person: PersonId, keep: Option<WebSignInId>, by: &str) -> Result<()> {
    for row in tx.web_sign_ins(person).await? {
        if keep != Some(WebSignInId(row.id)) {
            end_row(tx, &row, by).await?;
        }
    }
    Ok(())
}

fn by(caller: &Caller) -> &'static str {
    if caller.is_staff() { "staff" } else { "person" }
}

/// One's own; or anybody's, for who manages ways of coming in and may see the person.
async fn own_or_staffs(app: &App, caller: &Caller, person: PersonId) -> Result<()> {
    if caller.participant().is_ok_and(|own| own == person) {
        return Ok(());
    }
    if matches!(caller, Caller::Participant { .. }) {
        return Err(Error::NotFound { what: "person" });
    }
    caller.require(Permission::ManageTokens)?;
    let row = app.read().await?.person(person).await?;
    row.map(|_| ()).ok_or(Error::NotFound { what: "person" })
}

/// Writes down which sign-ins have been used since last time.
pub async fn write_use(app: &App) -> Result<()> {
    let used: Vec<(WebSignInId, Timestamp)> = {
        let noted = app
            .sign_ins
            .0
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        noted.iter().map(|(id, at)| (*id, *at)).collect()
    };
    if used.is_empty() {
        return Ok(());
    }
    let mut used = used;
    // In order, so that two instances never wait for each other.
    used.sort_unstable();
    let mut tx = app.write_as_service().await?;
    for (id, at) in &used {
        tx.touch_web_sign_in(*id, *at).await?;
    }
    tx.commit().await?;
    // Only now: until it is written, this is where it is known.
    let mut noted = app
        .sign_ins
        .0
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    for (id, at) in used {
        if noted.get(&id) == Some(&at) {
            noted.remove(&id);
        }
    }
    Ok(())
}
