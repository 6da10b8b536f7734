//! One application with its decisions, as facts and a table.

use super::{Context, or_empty};
use crate::{
    client::api::types,
    error::Result,
    output::{Printer, col},
    text::{Lang, tenths, when, word, yes_no},
};
use uuid::Uuid;

pub(super) fn show(out: &Printer, application: &types::Application) -> Result {
    out.show(application, |out| {
        let condition = application.condition.as_ref().map(|condition| {
            let due = application.condition_due_on.as_deref().unwrap_or("–");
            let met = yes_no(out.lang, application.condition_met);
            let of = out.lang.pick(["senast", "uppfyllt"], ["by", "met"]);
            format!("{condition} ({} {due}; {}: {met})", of[0], of[1])
        });
        out.facts(&[
            (col("Namn", "Name"), application.person_name.clone()),
            (col("Läge", "State"), word(out.lang, application.state)),
            (
                col("Kurstillfälle", "Offering"),
                application.offering_code.clone(),
            ),
            (col("Kanal", "Channel"), application.channel_code.clone()),
            (
                col("Urvalsgrupp", "Selection group"),
                or_empty(application.selection_group.as_ref()),
            ),
            (
                col("Meritvärde", "Merit"),
                application
                    .merit_tenths
                    .map(|merit| tenths(out.lang, merit))
                    .unwrap_or_default(),
            ),
            (
                col("Reservplats", "Reserve place"),
                or_empty(application.reserve_position.as_ref()),
            ),
            (col("Villkor", "Condition"), condition.unwrap_or_default()),
            (
                col("Yrke", "Profession"),
                or_empty(application.profession.as_ref()),
            ),
            (
                col("Program", "Programme"),
                or_empty(application.programme.as_ref()),
            ),
            (
                col("Arbetsplats", "Workplace"),
                or_empty(application.workplace.as_ref()),
            ),
            (
                col("Avtal", "Contract"),
                or_empty(application.contract.as_ref()),
            ),
            (
                col("Fakturareferens", "Invoice reference"),
                or_empty(application.invoice_reference.as_ref()),
            ),
            (col("Inkom", "Received"), when(&application.created_at)),
            (col("Ändrad", "Changed"), when(&application.changed_at)),
            (col("Person", "Person"), application.person.to_string()),
        ])?;
        if application.decisions.is_empty() {
            return Ok(());
        }
        out.raw("\n")?;
        let rows = application.decisions.iter().map(|decision| {
            vec![
                when(&decision.decided_at),
                word(out.lang, &decision.outcome),
                decision.decided_by.clone(),
                or_empty(reason(out.lang, decision)),
            ]
        });
        let columns = [
            col("Beslut", "Decided"),
            col("Utfall", "Outcome"),
            col("Av", "By"),
            col("Skäl", "Reason"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

/// The reason in the reader's language, where it is kept in both.
fn reason(lang: Lang, decision: &types::Decision) -> Option<&String> {
    let english = decision.reason_en.as_ref().filter(|_| lang == Lang::En);
    english.or(decision.reason.as_ref())
}

pub(super) async fn receipt(context: &Context<'_>, application: Uuid) -> Result {
    let call = context.api.get_receipt().application(application);
    let receipt = call.send().await?.into_inner();
    context.out.show(&receipt, |out| {
        let application = &receipt.application;
        out.facts(&[
            (col("Namn", "Name"), application.person_name.clone()),
            (
                col("Kurstillfälle", "Offering"),
                application.offering_code.clone(),
            ),
            (col("Läge", "State"), receipt.state_label.clone()),
            (
                col("Grupp", "Group"),
                or_empty(application.selection_group.as_ref()),
            ),
            (
                col("Reservnummer", "Reserve number"),
                or_empty(application.reserve_position.as_ref()),
            ),
            (
                col("Pseudonym", "Pseudonym"),
                or_empty(receipt.selection.as_ref().map(|drawn| &drawn.pseudonym)),
            ),
            (
                col("Protokoll", "Record"),
                or_empty(receipt.selection.as_ref().map(|drawn| &drawn.record)),
            ),
        ])?;
        let requirements = receipt.requirements.iter();
        let lines = receipt.reasons.iter().chain(&receipt.appeal);
        lines
            .cloned()
            .chain(requirements.map(|finding| finding.sentence.clone()))
            .try_for_each(|line| out.line(&line))
    })
}
