//! Writing other words, and going back to the built-in ones.

use super::{Key, Wording, current, problem::sound};
use crate::{
    app::App,
    error::{Error, Result},
    store::{as_word, mail_template::MailTemplateRow},
    usecase::{Caller, Permission, Seen, catalogue::find_offering},
};
use samverkan_domain::{fact::Fact, person::Language};
use serde_json::json;

/// Keeps words for an offering's letter.
pub async fn save(
    app: &App,
    caller: &Caller,
    offering: &str,
    key: Key,
    language: Language,
    words: (&str, &str),
    seen: Seen,
) -> Result<Wording> {
    let (subject, body) = words;
    let body = body.replace("\r\n", "\n");
    let subject = subject.trim().to_owned();
    let new = (subject, body.trim().to_owned());
    change(app, caller, offering, key, language, Some(new), seen).await
}

/// Goes back to the built-in words. What was written stays among the versions.
pub async fn reset(
    app: &App,
    caller: &Caller,
    offering: &str,
    key: Key,
    language: Language,
    seen: Seen,
) -> Result<Wording> {
    change(app, caller, offering, key, language, None, seen).await
}

async fn change(
    app: &App,
    caller: &Caller,
    offering: &str,
    key: Key,
    language: Language,
    new: Option<(String, String)>,
    seen: Seen,
) -> Result<Wording> {
    caller.require(Permission::EditMail)?;
    let mut tx = app.write(caller).await?;
    let offering = find_offering(&mut tx, offering).await?;
    let before = current(&mut tx, &offering, key.clone(), language).await?;
    seen.require(before.revision)?;
    if let Some((subject, body)) = &new {
        sound(key.kind, subject, body)?;
    }
    let same = match &new {
        Some(words) => !before.built_in && *words == (before.subject.clone(), before.body.clone()),
        None => before.built_in,
    };
    if same {
        // Nothing to write: a repeat is no version.
        tx.rollback().await?;
        return Ok(before);
    }
    let (subject, body) = new.unzip();
    let row = MailTemplateRow {
        offering_id: offering.id,
        kind: key.kind.word().to_owned(),
        variant: key.variant.clone(),
        language: as_word(language),
        revision: before.revision + 1,
        saved_by: tx.actor().to_owned(),
        saved_at: tx.now().into(),
        subject,
        body,
    };
    if !tx.insert_mail_template(&row).await? {
        return Err(Error::Stale {
            current: row.revision,
        });
    }
    let action = match row.body {
        Some(_) => "mail_template.saved",
        None => "mail_template.reset",
    };
    // The words themselves stand among the versions.
    tx.record(Fact::new(action, "offering", offering.id).after(json!({
        "template": key.word(), "language": language, "revision": row.revision,
    })));
    app.commit(tx).await?;
    Ok(Wording::of(key, language, Some(&row)))
}
