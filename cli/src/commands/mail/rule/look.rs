//! Rules as they are read, and what they would do.

use crate::{
    client::api::types,
    commands::{Context, or_empty},
    error::Result,
    output::{Printer, col, num},
    text::{text, when, word},
};

/// "3 days before: the course begins, at 09:00".
fn moment(out: &Printer, rule: &types::MailRule) -> String {
    let moment = match rule.moment {
        // Not the word for what takes up somebody's time.
        types::MailMoment::Session => out.lang.pick("varje möte", "every meeting").to_owned(),
        moment => word(out.lang, moment),
    };
    let (days, at) = (rule.days.abs(), &rule.at);
    let said = match rule.days {
        0 => text!(
            "samma dag som {moment}, {at}",
            "on the day that {moment}, {at}"
        ),
        ..0 => text!(
            "{days} dagar före: {moment}, {at}",
            "{days} days before: {moment}, {at}"
        ),
        _ => text!(
            "{days} dagar efter: {moment}, {at}",
            "{days} days after: {moment}, {at}"
        ),
    };
    said.get(out.lang).to_owned()
}

fn audience(out: &Printer, rule: &types::MailRule) -> String {
    match &rule.cohort_set {
        Some(set) => format!("{} {set}", word(out.lang, rule.audience)),
        None => word(out.lang, rule.audience),
    }
}

pub(super) async fn list(context: &Context<'_>, offering: &str) -> Result {
    let call = context.api.list_mail_rules().offering(offering);
    let rules = call.send().await?.into_inner();
    context.out.show(&rules, |out| {
        let rows = rules.iter().map(|rule| {
            vec![
                rule.name.clone(),
                word(out.lang, rule.state),
                moment(out, rule),
                audience(out, rule),
                rule.template.clone(),
                rule.fired.len().to_string(),
            ]
        });
        let columns = [
            col("Regel", "Rule"),
            col("Läge", "State"),
            col("När", "When"),
            col("Till", "To"),
            col("Brev", "Letter"),
            num("Gånger", "Times"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

pub(super) fn facts(out: &Printer, rule: &types::MailRule) -> Result {
    out.show(rule, |out| {
        out.facts(&[
            (col("Regel", "Rule"), rule.name.clone()),
            (col("Läge", "State"), word(out.lang, rule.state)),
            (col("När", "When"), moment(out, rule)),
            (col("Till", "To"), audience(out, rule)),
            (col("Brev", "Letter"), rule.template.clone()),
            (col("Ändrad", "Changed"), when(&rule.changed_at)),
            (col("Av", "By"), rule.changed_by.clone()),
        ])?;
        if rule.fired.is_empty() {
            return Ok(());
        }
        let rows = rule.fired.iter().map(|one| {
            vec![
                when(&one.at),
                one.people.to_string(),
                one.occurrence.clone(),
            ]
        });
        let columns = [
            col("Skickad", "Sent"),
            num("Personer", "People"),
            col("Gäller", "About"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}

pub(super) fn dry_run(out: &Printer, run: &types::MailRuleDryRun) -> Result {
    out.show(run, |out| {
        let rows = run.occurrences.iter().map(|one| {
            vec![
                when(&one.fires_at),
                word(out.lang, one.standing),
                one.people.to_string(),
                when(&one.moment),
                or_empty(one.about.as_ref()),
                one.occurrence.clone(),
            ]
        });
        let columns = [
            col("Skickas", "Goes"),
            col("Läge", "State"),
            num("Personer", "People"),
            col("Tidpunkt", "Moment"),
            col("Möte", "Meeting"),
            col("Gäller", "About"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        out.line("")?;
        let rows = run.people.iter().map(|one| {
            let why = one.left_out.map(|why| word(out.lang, why));
            let yes = out.lang.pick("ja", "yes");
            vec![
                one.name.clone(),
                why.as_ref()
                    .map_or(yes, |_| out.lang.pick("nej", "no"))
                    .to_owned(),
                why.unwrap_or_default(),
                when(&one.fires_at),
                one.person.to_string(),
            ]
        });
        let columns = [
            col("Person", "Person"),
            col("Påminns", "Reminded"),
            col("Varför inte", "Why not"),
            col("Skickas", "Goes"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        out.note(&text!("Inget är skickat", "Nothing is sent"));
        Ok(())
    })
}
