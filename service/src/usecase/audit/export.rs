//! The trail, or some of it, as files for a register of public documents (diarium).
//!
//! The trail is gone through whole and checked on the way, so what is handed over is known to be what was written. Files
//! protect by themselves: who is protected stands under an alias, whoever takes them out.

mod names;

use super::{BATCH, Caller, Permission};
use crate::{
    app::App,
    error::{Error, Result},
    store::{Tx, audit::AuditRow},
    texts::Texts,
    usecase::{catalogue::find_offering, letters::moment, people::of_action},
};
use jiff::Timestamp;
use names::Names;
use samverkan_domain::{
    export::{File, List, workbook},
    fact::Fact,
    person::Language,
    text::hex,
    trail::{self, Extract, FORMAT, Head, Row, Selection},
};
use serde_json::json;
use std::collections::HashSet;
use uuid::Uuid;

/// Rows in one file.
const MOST: usize = 50_000;

/// What is handed over.
#[derive(Debug, Clone)]
pub struct Wanted {
    pub since: Option<Timestamp>,
    pub until: Option<Timestamp>,
    /// Code or id.
    pub offering: Option<String>,
    /// Beginnings of actions; none: all.
    pub actions: Vec<String>,
    /// A list to be read, beside the file that can be checked.
    pub list: Option<Form>,
    pub language: Language,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    Csv,
    Workbook,
}

pub struct Exported {
    pub files: Vec<File>,
    pub rows: usize,
    pub head: Head,
    /// Of the file that can be checked; the trail keeps it too.
    pub digest: String,
}

/// Makes the files, and notes that they were made.
pub async fn export(app: &App, caller: &Caller, wanted: &Wanted) -> Result<Exported> {
    caller.require(Permission::ReadAudit)?;
    let mut tx = app.read().await?;
    let (offering, subjects) = match &wanted.offering {
        Some(code) => {
            let offering = find_offering(&mut tx, code).await?;
            let subjects = tx.subjects_of(offering.id).await?.into_iter();
            (
                Some(offering.code),
                Some(subjects.map(|(id,)| id).collect::<HashSet<Uuid>>()),
            )
        }
        None => (None, None),
    };
    let selection = Selection {
        since: wanted.since.map(|at| at.to_string()),
        until: wanted.until.map(|at| at.to_string()),
        offering,
        actions: wanted.actions.clone(),
    };
    let takes = |row: &AuditRow| {
        wanted.since.is_none_or(|since| row.at.0 >= since)
            && wanted.until.is_none_or(|until| row.at.0 < until)
            && subjects
                .as_ref()
                .is_none_or(|subjects| subjects.contains(&row.subject_id))
            && selection.takes(&row.action)
    };
    let (head, rows) = gather(&mut tx, takes).await?;
    let extract = Extract {
        format: FORMAT.to_owned(),
        from: app.public_url.to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: app.clock.now().to_string(),
        made_by: caller.actor(),
        selection,
        head,
        rows,
    };
    let text = serde_json::to_string_pretty(&extract).map_err(Error::internal)?;
    let digest = trail::digest(text.as_bytes());
    let mut files = vec![File::text("logg.json".to_owned(), text)];
    if let Some(form) = wanted.list {
        files.push(list(app, caller, &mut tx, &extract, form, wanted.language).await?);
    }
    drop(tx);
    let mut tx = app.write(caller).await?;
    let id = app.seeds.id(tx.now());
    tx.record(Fact::new("audit.exported", "audit", id).after(json!({
        "rows": extract.rows.len(), "head": extract.head, "selection": extract.selection, "sha256": digest,
    })));
    app.commit(tx).await?;
    Ok(Exported {
        files,
        rows: extract.rows.len(),
        head: extract.head,
        digest,
    })
}

/// The rows that are asked for, out of a trail that is whole.
async fn gather(tx: &mut Tx, takes: impl Fn(&AuditRow) -> bool) -> Result<(Head, Vec<Row>)> {
    let (head_seq, head_hash) = tx.audit_head().await?;
    let (mut last, mut hash, mut taken) = (0, Vec::new(), Vec::new());
    loop {
        let rows = tx.audit_from(last, BATCH).await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.seq != last + 1 || row.compute_hash(&hash) != row.hash {
                return Err(not_whole());
            }
            last = row.seq;
            let previous = std::mem::replace(&mut hash, row.hash.clone());
            if takes(&row) {
                if taken.len() >= MOST {
                    return Err(Error::refused(
                        "too-much-at-once",
                        "Det blir fler än 50 000 rader. Välj en kortare tid, ett kurstillfälle eller vissa händelser.",
                        "That is more than 50,000 rows. Choose a shorter time, one offering, or certain actions.",
                    ));
                }
                taken.push(shown(row, &previous));
            }
        }
    }
    if last != head_seq || hash != head_hash {
        return Err(not_whole());
    }
    let hash = hex(&head_hash);
    Ok((
        Head {
            seq: head_seq,
            hash,
        },
        taken,
    ))
}

fn not_whole() -> Error {
    Error::refused(
        "trail-not-whole",
        "Loggen är inte hel, och lämnas inte ut som om den vore det. Se vad som fattas med samverkan audit verify.",
        "The trail is not whole, and is not handed over as if it were. See what is wrong with samverkan audit verify.",
    )
}

fn shown(row: AuditRow, previous: &[u8]) -> Row {
    Row {
        seq: row.seq,
        at_micros: row.at.0.as_microsecond(),
        at: row.at.0.to_string(),
        actor: row.actor,
        action: row.action,
        subject_kind: row.subject_kind,
        subject: row.subject_id,
        before: row.before,
        after: row.after,
        reason: row.reason,
        previous: hex(previous),
        hash: hex(&row.hash),
    }
}

/// The rows in words. Who stands in it is named only to who may read people, and the protected never.
async fn list(
    app: &App,
    caller: &Caller,
    tx: &mut Tx,
    extract: &Extract,
    form: Form,
    language: Language,
) -> Result<File> {
    let t = Texts::of_language(language);
    let of = |sv: &'static str, en: &'static str| match language {
        Language::Sv => sv,
        Language::En => en,
    };
    let header = [
        of("Nr", "No"),
        of("När", "When"),
        of("Händelse", "What"),
        of("Kod", "Action"),
        of("Av", "By"),
        of("Om", "About"),
        of("Kurstillfälle", "Offering"),
        of("Skäl", "Reason"),
        of("Före", "Before"),
        of("Efter", "After"),
        "SHA-256",
    ];
    let mut rows = vec![header.map(str::to_owned).to_vec()];
    let mut names = Names::load(tx, caller).await?;
    for row in &extract.rows {
        let about = names.about(tx, &row.subject_kind, row.subject).await?;
        rows.push(vec![
            row.seq.to_string(),
            row.at
                .parse()
                .map_or_else(|_| row.at.clone(), |at| moment(at, language)),
            of_action(t, &row.action).unwrap_or(&row.action).to_owned(),
            row.action.clone(),
            names.actor(tx, &row.actor).await?,
            about.name,
            about.offering,
            row.reason.clone().unwrap_or_default(),
            row.before.clone().unwrap_or_default(),
            row.after.clone().unwrap_or_default(),
            row.hash.clone(),
        ]);
    }
    let list = List { name: "logg", rows };
    if form == Form::Csv {
        return Ok(File::text("logg.csv".to_owned(), list.csv()));
    }
    let selection = serde_json::to_string(&extract.selection).map_err(Error::internal)?;
    let facts = [
        (
            of("Uttagen", "Taken out"),
            moment(app.clock.now(), language),
        ),
        (of("Av", "By"), extract.made_by.clone()),
        (of("Ur", "From"), extract.from.clone()),
        (
            of("Version av tjänsten", "Version of the service"),
            extract.version.clone(),
        ),
        (of("Urval", "Selection"), selection),
        (of("Rader", "Rows"), extract.rows.len().to_string()),
        (
            of("Sista raden i loggen", "Last row of the trail"),
            extract.head.seq.to_string(),
        ),
        (of("Dess SHA-256", "Its SHA-256"), extract.head.hash.clone()),
        (
            of("Kontrollera", "Check"),
            "samverkan audit check logg.json".to_owned(),
        ),
    ];
    let facts = facts.map(|(name, value)| (name.to_owned(), value));
    let bytes = workbook::write(&workbook::Contents {
        sheet: of("Logg", "Trail"),
        rows: &list.rows,
        fixed: &[],
        choices: &[],
        origin: (of("Ursprung", "Origin"), &facts),
        made_at: app.clock.now().as_second(),
    });
    Ok(File::workbook(
        "logg.xlsx".to_owned(),
        bytes.map_err(Error::internal)?,
    ))
}
