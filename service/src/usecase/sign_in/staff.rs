//! People who work with the service. A role alone lets nobody in: it takes a passkey, or an issuer's
//! acr that the settings accept. The first passkey takes an invitation, which its maker hands over
//! by another way than mail: mailbox and invitation together are two factors.

use super::open::end_all;
use crate::{
    app::App,
    error::{Error, Result},
    secrets::{new_feed_token, sha256},
    store::{StoreError, Tx, as_word, codec::Inconsistent, person::PersonData, staff::StaffRow},
    usecase::{Caller, Permission, Role, validate::Faults},
};
use jiff::{SignedDuration, Timestamp};
use samverkan_domain::{fact::Fact, id::PersonId, limits, person::SecurityMarking};
use serde_json::json;

/// Somebody on the staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffView {
    pub person: PersonId,
    pub role: Role,
    pub created_at: Timestamp,
    pub passkeys: usize,
    pub invited_until: Option<Timestamp>,
}

/// An invitation: the only time its address is seen.
#[derive(Debug, Clone)]
pub struct Invited {
    pub person: PersonId,
    pub address: String,
    pub until: Timestamp,
}

pub(super) fn role_of(row: &StaffRow) -> Result<Role> {
    serde_json::from_value(json!(row.role)).map_err(|_| {
        Error::from(StoreError::from(Inconsistent {
            table: "staff",
            row: row.person_id.to_string(),
            what: format!("unknown role {:?}", row.role),
        }))
    })
}

pub(super) fn invitation_refused() -> Error {
    Error::refused(
        "invitation-refused",
        "Inbjudan är använd, för gammal eller till någon annan. Be om en ny.",
        "The invitation is used, too old or for somebody else. Ask for a new one.",
    )
}

/// Makes the person with an address staff, and invites the person to make a first passkey. Done
/// again it gives a new invitation, in place of the one before.
pub async fn invite(app: &App, caller: &Caller, email: &str, role: Role) -> Result<Invited> {
    caller.require(Permission::ManageTokens)?;
    if role == Role::Officer {
        // Only an officer can make another, or the administrator could promote herself.
        caller.require(Permission::SeeProtected)?;
    }
    let tx = app.write(caller).await?;
    invite_in(app, tx, email, role).await
}

/// The same from the service's own command line.
pub async fn invite_offline(app: &App, email: &str, role: Role) -> Result<Invited> {
    let tx = app.write_as_service().await?;
    invite_in(app, tx, email, role).await
}

async fn invite_in(app: &App, mut tx: Tx, email: &str, role: Role) -> Result<Invited> {
    let mut faults = Faults::default();
    let address_key = faults.email("/email", email);
    if role == Role::Participant {
        faults.add(
            "/role",
            "not-for-staff",
            "Deltagare bjuds inte in; de loggar in med kod.",
            "Participants are not invited; they sign in with a code.",
        );
    }
    if role != Role::Participant && !role.on_site() {
        faults.add(
            "/role",
            "token-only",
            "Rollen finns bara som nyckel: samverkan token create.",
            "The role is to be had with a token only: samverkan token create.",
        );
    }
    faults.finish()?;
    let person = match tx.person_by_email(&address_key).await? {
        Some(person) => person,
        None => new_person(app, &mut tx, &address_key, email.trim()).await?,
    };
    let token = new_feed_token(&app.seeds);
    let until = tx.now() + SignedDuration::from_hours(limits::INVITATION_HOURS);
    let hash = sha256(token.as_bytes());
    tx.put_staff(person, &as_word(role), &hash, until).await?;
    let what = json!({ "role": role, "invited_until": until });
    tx.record(Fact::new("staff.invited", "person", person.0).after(what));
    app.commit(tx).await?;
    Ok(Invited {
        person,
        address: format!("{}/nycklar/inbjudan/{token}", app.public_url),
        until,
    })
}

/// The address is not proved by being named: it is when a code mailed to it is typed.
async fn new_person(app: &App, tx: &mut Tx, key: &str, address: &str) -> Result<PersonId> {
    let person = PersonId(app.seeds.id(tx.now()));
    let data = PersonData {
        id: person,
        given_name: String::new(),
        family_name: String::new(),
        security_marking: SecurityMarking::None,
        language: "sv".to_owned(),
        modality: None,
        profession: None,
        programme: None,
        workplace: None,
    };
    tx.insert_person(&data, None).await?;
    tx.insert_email(person, key, address, None).await?;
    tx.record(Fact::new("person.created", "person", person.0));
    Ok(person)
}

/// Who works with the service.
pub async fn staff(app: &App, caller: &Caller) -> Result<Vec<StaffView>> {
    caller.require(Permission::ManageTokens)?;
    let mut read = app.read().await?;
    let mut views = Vec::new();
    for row in read.staff().await? {
        let person = PersonId(row.person_id);
        views.push(StaffView {
            person,
            role: role_of(&row)?,
            created_at: row.created_at.0,
            passkeys: read.passkeys(person).await?.len(),
            invited_until: row.invited_until.map(|at| at.0),
        });
    }
    Ok(views)
}

/// Takes somebody off the staff, and signs the person out everywhere.
pub async fn end_staff(app: &App, caller: &Caller, person: PersonId) -> Result<()> {
    caller.require(Permission::ManageTokens)?;
    let mut tx = app.write(caller).await?;
    let Some(row) = tx.staff_role(person).await? else {
        return Err(Error::NotFound { what: "staff" });
    };
    if role_of(&row)? == Role::Officer {
        caller.require(Permission::SeeProtected)?;
    }
    tx.end_staff(person).await?;
    tx.record(Fact::new("staff.ended", "person", person.0));
    end_all(&mut tx, person, None, "staff").await?;
    app.commit(tx).await
}
