//! Being signed in on the web site: by mailed code, through an issuer, with a passkey.
//!
//! A sign-in is opaque to the browser that has it: 256 random bits in a cookie, of which the hash is
//! kept. It is new at every sign-in, ends when unused for a while and after a while in any case, and
//! can be ended from anywhere. What lets staff in is decided anew at every request, in [`find`].

mod attempt;
mod code;
mod identities;
mod issuers;
mod keys;
mod open;
mod passkeys;
mod staff;
mod used;

pub use code::{Confirm, confirm};
pub use identities::{IdentityView, identities, unlink};
pub use issuers::{Back, link_to, return_from, visit};
pub use keys::{PasskeyView, end_passkey, passkeys};
pub use open::{SignInView, end, end_others, sign_ins};
pub use passkeys::{Challenge, PasskeyAnswer, answer, ask, begin, register};
pub use staff::{Invited, StaffView, end_staff, invite, invite_offline, staff};
pub use used::{SignIns, write_use};

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

/// Longest name of a browser (characters).
const AGENT_CHARS: usize = 60;

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
    /// What the cookie holds that it is known by: of the sign-in it has, or of before.
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
    let used = used::last(app, &row);
    if now >= ends_at(&row, role, used) {
        return Ok(None);
    }
    let id = WebSignInId(row.id);
    used::note(app, id, used, now);
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
