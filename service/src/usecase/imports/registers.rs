//! Rows of registers: programmes and school units.

use super::Run;
use crate::{
    error::Result,
    store::{Tx, as_word, registry},
    usecase::registers::register_subject,
};
use samverkan_domain::{
    fact::Fact,
    import::{programmes::ProgrammeRow, report::RowStatus, undo::Thing, workplaces::WorkplaceRow},
};
use serde::Serialize;
use serde_json::json;
use uuid::Uuid;

pub(super) async fn programme(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    row: &ProgrammeRow,
) -> Result<RowStatus> {
    let before = tx.programme(&row.code).await?;
    let after = registry::ProgrammeRow {
        code: row.code.clone(),
        title: row.name.clone(),
        family: as_word(row.family),
        verified: row.code_is_verified,
        revision: before.as_ref().map_or(1, |before| before.revision),
    };
    let status = status(before.as_ref(), &after);
    if status != RowStatus::Unchanged {
        tx.put_programme(&after).await?;
        let subject = register_subject("programme", &row.code);
        note(
            run,
            number,
            Thing::Programme,
            subject,
            &row.code,
            before.as_ref(),
        )?;
        tx.record(
            Fact::new("programme.saved", "register", subject)
                .after(json!({ "code": row.code, "family": after.family })),
        );
    }
    Ok(status)
}

pub(super) async fn workplace(
    run: &mut Run<'_>,
    tx: &mut Tx,
    number: u32,
    row: &WorkplaceRow,
) -> Result<RowStatus> {
    let code = &row.school_unit_code;
    let before = tx.workplace(code).await?;
    let after = registry::WorkplaceRow {
        school_unit_code: code.clone(),
        title: row.name.clone(),
        municipality_code: row.municipality_code.clone(),
        municipality: row.municipality.clone(),
        revision: before.as_ref().map_or(1, |before| before.revision),
    };
    let status = status(before.as_ref(), &after);
    if status != RowStatus::Unchanged {
        tx.put_workplace(&after).await?;
        let subject = register_subject("workplace", code);
        note(
            run,
            number,
            Thing::Workplace,
            subject,
            code,
            before.as_ref(),
        )?;
        tx.record(Fact::new("workplace.saved", "register", subject).after(json!({ "code": code })));
    }
    Ok(status)
}

fn note(
    run: &mut Run<'_>,
    number: u32,
    thing: Thing,
    subject: Uuid,
    code: &str,
    before: Option<&impl Serialize>,
) -> Result<()> {
    let journal = &mut run.journal;
    match before {
        Some(before) => journal.changed(number, thing, subject, Some(code), before),
        None => {
            journal.made(number, thing, subject, Some(code));
            Ok(())
        }
    }
}

fn status<R: PartialEq>(before: Option<&R>, after: &R) -> RowStatus {
    match before {
        None => RowStatus::New,
        Some(before) if before == after => RowStatus::Unchanged,
        Some(_) => RowStatus::Changed,
    }
}
