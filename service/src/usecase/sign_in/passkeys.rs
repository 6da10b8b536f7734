//! Passkeys of staff: two factors in one, and bound to our address, so that no copy of our page can
//! ask for them.

use super::{Browser, Entered, How, Signed, attempt, enter};
use crate::{
    app::App,
    error::{Error, Result},
    secrets::{base64url, from_base64url, sha256, signed_by},
    store::staff::PasskeyRow,
    usecase::{Caller, validate::Faults},
};
use samverkan_domain::{
    fact::Fact,
    id::{PasskeyId, PersonId},
    limits,
    webauthn::{self, Algorithm, Asked, Known, Refusal},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

/// A challenge, and what the page's script needs beside it.
#[derive(Debug, Clone)]
pub struct Challenge {
    /// base64url.
    pub challenge: String,
    /// The host that passkeys are made for.
    pub service: String,
    /// Those that the person has already, in base64url: no second one on the same device.
    pub known: Vec<String>,
    /// How the person is known to the authenticator (base64url); it never holds a name of ours.
    pub user: String,
}

/// Kept until the answer comes.
#[derive(Serialize, Deserialize)]
struct Making {
    person: PersonId,
    /// Hash of the invitation that permits it, if it is not a strong sign-in.
    invitation: Option<String>,
}

fn refused() -> Error {
    Error::refused(
        "passkey-refused",
        "Nyckeln godtogs inte. Försök igen, eller logga in på ett annat sätt.",
        "The passkey was not accepted. Try again, or sign in in another way.",
    )
}

fn note(why: &dyn std::fmt::Debug) -> Error {
    metrics::counter!("sign_ins_refused_total").increment(1);
    tracing::info!(?why, "a passkey was refused");
    refused()
}

/// Asks for a passkey, whoever's.
pub async fn ask(app: &App, browser: &Browser<'_>) -> Result<Challenge> {
    let challenge = base64url(&app.seeds.bytes::<32>());
    let mut tx = app.write(&Caller::Anonymous).await?;
    let kind = attempt::Kind::Passkey;
    attempt::keep(app, &mut tx, kind, &challenge, browser.cookie, &()).await?;
    app.commit(tx).await?;
    Ok(Challenge {
        challenge,
        service: app.host().to_owned(),
        known: Vec::new(),
        user: String::new(),
    })
}

/// What a browser answers to a challenge, in base64url.
#[derive(Debug, Clone, Copy)]
pub struct PasskeyAnswer<'a> {
    pub challenge: &'a str,
    pub credential: &'a str,
    pub client_data: &'a str,
    /// Authenticator data; at registration the attestation object.
    pub data: &'a str,
    pub signature: &'a str,
    pub user: &'a str,
}

fn octets(text: &str) -> Result<Vec<u8>> {
    from_base64url(text).ok_or_else(|| note(&Refusal::Malformed))
}

/// Signs in whose passkey has answered the challenge.
pub async fn answer(
    app: &App,
    answer: &PasskeyAnswer<'_>,
    browser: &Browser<'_>,
) -> Result<Entered> {
    let challenge = octets(answer.challenge)?;
    let client_data = octets(answer.client_data)?;
    let data = octets(answer.data)?;
    let signature = octets(answer.signature)?;
    let credential = octets(answer.credential)?;
    let user = octets(answer.user)?;
    let mut tx = app.write(&Caller::Anonymous).await?;
    let kind = attempt::Kind::Passkey;
    let asked: Option<()> =
        attempt::take(app, &mut tx, kind, answer.challenge, browser.cookie).await?;
    let row = tx.passkey_by_credential(&credential).await?;
    let (Some(()), Some(row)) = (asked, row) else {
        app.commit(tx).await?;
        return Err(note(&"nothing asked, or an unknown passkey"));
    };
    if let Err(why) = verify(
        app,
        &row,
        &challenge,
        &client_data,
        &data,
        &signature,
        &user,
    ) {
        // The challenge is used all the same.
        app.commit(tx).await?;
        return Err(note(&why));
    }
    let sign_count = count(&data);
    tx.use_passkey(PasskeyId(row.id), sign_count).await?;
    let person = PersonId(row.person_id);
    let cookie = enter(app, &mut tx, person, &How::PASSKEY, browser).await?;
    app.commit(tx).await?;
    Ok(Entered {
        cookie,
        person,
        is_new: false,
    })
}

fn count(data: &[u8]) -> i64 {
    let octets = data.get(33..37).and_then(|octets| octets.try_into().ok());
    octets.map_or(0, |octets| i64::from(u32::from_be_bytes(octets)))
}

fn verify(
    app: &App,
    row: &PasskeyRow,
    challenge: &[u8],
    client_data: &[u8],
    data: &[u8],
    signature: &[u8],
    user: &[u8],
) -> std::result::Result<(), Refusal> {
    let known = Known {
        sign_count: u32::try_from(row.sign_count).unwrap_or(u32::MAX),
    };
    let (origin, service) = (app.origin(), sha256(app.host().as_bytes()));
    let asked = Asked {
        challenge,
        origin: &origin,
        service: &service,
    };
    webauthn::answered(&asked, known, client_data, data)?;
    // The authenticator says whose it is; it must be the one we know it as.
    if user != row.person_id.as_bytes() {
        return Err(Refusal::OtherService);
    }
    let algorithm = Algorithm::from_word(&row.algorithm).ok_or(Refusal::OtherAlgorithm)?;
    let said = [data, &sha256(client_data)].concat();
    if !signed_by(algorithm, &row.public_key, &said, signature) {
        return Err(Refusal::Malformed);
    }
    Ok(())
}

/// Asks for a new passkey: of somebody who has signed in with one, or with as much; or whom an
/// invitation permits the first.
pub async fn begin(
    app: &App,
    signed: &Signed,
    invitation: Option<&str>,
    browser: &Browser<'_>,
) -> Result<Challenge> {
    if signed.role.is_none() && invitation.is_none() {
        return Err(Error::Forbidden);
    }
    let mut tx = app.write(&signed.caller()).await?;
    let passkeys = tx.passkeys(signed.person).await?;
    if passkeys.len() >= limits::PASSKEYS {
        return Err(Error::refused(
            "too-many-passkeys",
            "Du har så många nycklar som går. Ta bort en först.",
            "You have as many passkeys as possible. Remove one first.",
        ));
    }
    let challenge = base64url(&app.seeds.bytes::<32>());
    let making = Making {
        person: signed.person,
        invitation: invitation.map(|token| base64url(&sha256(token.as_bytes()))),
    };
    let kind = attempt::Kind::NewPasskey;
    attempt::keep(app, &mut tx, kind, &challenge, browser.cookie, &making).await?;
    app.commit(tx).await?;
    Ok(Challenge {
        challenge,
        service: app.host().to_owned(),
        known: passkeys
            .iter()
            .map(|row| base64url(&row.credential))
            .collect(),
        user: base64url(signed.person.0.as_bytes()),
    })
}

/// Keeps a new passkey.
pub async fn register(
    app: &App,
    signed: &Signed,
    answer: &PasskeyAnswer<'_>,
    name: &str,
    browser: &Browser<'_>,
) -> Result<()> {
    let mut faults = Faults::default();
    let name = faults.line("/name", name, limits::NAME_CHARS);
    faults.finish()?;
    let challenge = octets(answer.challenge)?;
    let client_data = octets(answer.client_data)?;
    let attestation = octets(answer.data)?;
    let mut tx = app.write(&signed.caller()).await?;
    let kind = attempt::Kind::NewPasskey;
    let making = attempt::take(app, &mut tx, kind, answer.challenge, browser.cookie).await?;
    let making = making.filter(|making: &Making| making.person == signed.person);
    let Some(making) = making else {
        app.commit(tx).await?;
        return Err(note(&"nothing asked"));
    };
    let (origin, service) = (app.origin(), sha256(app.host().as_bytes()));
    let asked = Asked {
        challenge: &challenge,
        origin: &origin,
        service: &service,
    };
    let new = match webauthn::registered(&asked, &client_data, &attestation) {
        Ok(new) => new,
        Err(why) => {
            app.commit(tx).await?;
            return Err(note(&why));
        }
    };
    // What permits it must still do so: the invitation is used up here.
    if let Some(hash) = &making.invitation {
        let hash = from_base64url(hash).unwrap_or_default();
        if !tx.use_invitation(signed.person, &hash).await? {
            return Err(super::staff::invitation_refused());
        }
    } else if signed.role.is_none() {
        return Err(Error::Forbidden);
    }
    let now = tx.now();
    let id = PasskeyId(app.seeds.id(now));
    tx.insert_passkey(&PasskeyRow {
        id: id.0,
        person_id: signed.person.0,
        credential: new.credential,
        algorithm: new.algorithm.word().to_owned(),
        public_key: new.public_key,
        sign_count: i64::from(new.sign_count),
        name,
        created_at: now.into(),
        last_used_at: None,
    })
    .await?;
    let fact = Fact::new("person.passkey_added", "person", signed.person.0);
    tx.record(fact.after(json!({ "passkey": id, "algorithm": new.algorithm.word() })));
    app.commit(tx).await
}
