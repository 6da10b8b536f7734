//! People who enrol themselves: signing in by mailed code, the profile, the wish for a place.

use super::{
    Demo, DemoError, Result,
    http::Client,
    keep_token, kept_token,
    mailbox::code_in,
    steps::{Catalogue, OFFERING, here, items},
    wait_for,
};
use hyper::Method;
use serde::Deserialize;
use serde_json::json;
use std::path::Path;

/// Somebody who enrols.
#[derive(Deserialize)]
pub(super) struct Human {
    given_name: String,
    family_name: String,
    email: String,
    /// Title, as the person would say it.
    profession: String,
}

/// What became of those who enrolled themselves.
#[derive(Default)]
pub(super) struct Enrolled {
    pub admitted: usize,
    pub reserves: usize,
    /// Everybody who waits on a reserve list of the offering, imported or enrolled here.
    pub waiting: usize,
    /// The first admitted one's calendar.
    pub feed: Option<String>,
}

/// Everybody on the list signs in by mailed code, fills in the profile and asks for a place.
pub(super) async fn self_enrolments(demo: &Demo, catalogue: &Catalogue) -> Result<Enrolled> {
    let professions = demo.client.read("/api/v1/professions").await?;
    let mut enrolled = Enrolled::default();
    for human in &catalogue.self_enrolled {
        let me = sign_in(demo, &human.email).await?;
        let profession = items(&professions).find(|p| p["title_sv"] == human.profession.as_str());
        let profession = profession.map(|p| p["code"].clone()).ok_or_else(|| {
            DemoError::Step(format!("no profession is called {}", human.profession))
        })?;
        let profile = json!({
            "given_name": human.given_name, "family_name": human.family_name,
            "profession": profession,
        });
        me.write(Method::PATCH, "/api/v1/me", &[], &profile).await?;
        let path = format!("{OFFERING}/applications");
        let once = [("idempotency-key", "demo-apply")];
        let ask = json!({ "channel": "OPEN-DEMO" });
        let receipt = me.write(Method::POST, &path, &once, &ask).await?;
        if receipt["state"] == "admitted" {
            enrolled.admitted += 1;
            if enrolled.feed.is_none() {
                enrolled.feed = Some(personal_feed(&me, demo).await?);
            }
        } else {
            enrolled.reserves += 1;
        }
    }
    let path = "/api/v1/applications?offering=SA123A-V9001V27&state=reserve&limit=200";
    let waiting = demo.admin.read(path).await?;
    enrolled.waiting = items(&waiting["items"]).count();
    (demo.say)(&demo.words.enrolled(&enrolled));
    Ok(enrolled)
}

async fn personal_feed(me: &Client, demo: &Demo) -> Result<String> {
    let once = [("idempotency-key", "demo-feed")];
    let wanted = json!({ "kind": "person", "name": "Mina kursdagar", "language": "sv" });
    let made = me
        .write(Method::POST, "/api/v1/feeds", &once, &wanted)
        .await?;
    Ok(here(demo, &made))
}

/// Signs in as a person would: asks for a code, reads the mail, types the code. Who is signed in
/// since an earlier run stays so.
async fn sign_in(demo: &Demo, email: &str) -> Result<Client> {
    if let Some(token) = kept_token(&demo.client, &demo.folder, email).await {
        return Ok(demo.client.with_token(token));
    }
    let before = letters_to(&demo.mail, email);
    let asked = json!({ "email": email, "language": "sv" });
    let started = demo
        .client
        .write(Method::POST, "/api/v1/sign-ins", &[], &asked)
        .await?;
    let code = wait_for("the mail with the sign-in code", async || {
        let letters = letters_to(&demo.mail, email);
        let mut new = letters.iter().filter(|letter| !before.contains(letter));
        Ok(new.find_map(|letter| code_in(letter)))
    })
    .await?;
    let answer = json!({ "secret": started["secret"], "code": code });
    let id = started["id"].as_str().unwrap_or_default();
    let path = format!("/api/v1/sign-ins/{id}/confirm");
    let signed_in = demo.client.write(Method::POST, &path, &[], &answer).await?;
    let token = signed_in["token"].as_str().unwrap_or_default();
    keep_token(&demo.folder, email, token)?;
    Ok(demo.client.with_token(token))
}

/// The letters in the folder that are addressed to `email`.
fn letters_to(folder: &Path, email: &str) -> Vec<String> {
    let files = std::fs::read_dir(folder).into_iter().flatten().flatten();
    files
        .filter(|file| file.path().extension().is_some_and(|e| e == "eml"))
        .filter_map(|file| std::fs::read_to_string(file.path()).ok())
        .filter(|letter| {
            let head = letter.split("\r\n\r\n").next().unwrap_or_default();
            head.contains(email)
        })
        .collect()
}
