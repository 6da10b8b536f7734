//! The weeks in which a programme's students are on practicum.

use super::find_programme;
use crate::{
    app::App,
    error::{Error, Result},
    store::busy::PracticumRow,
    usecase::{Caller, Permission, registers::register_subject},
};
use jiff::civil::Date;
use samverkan_domain::{
    fact::Fact,
    person::Language,
    series::{weeks_between, weeks_of},
    term::{TermCalendar, TermCode, Week},
};
use serde_json::json;

pub(in crate::usecase) fn week(row: &PracticumRow) -> Result<Week> {
    let monday: Date = row.week.parse().map_err(Error::internal)?;
    Ok(Week::of(monday))
}

/// Notes the practicum weeks of a programme in a term, in place of those noted before; an empty
/// list takes them away. Weeks are written as `10-14, 16`.
pub async fn set_practicum(
    app: &App,
    caller: &Caller,
    programme: &str,
    term: TermCode,
    weeks: &str,
) -> Result<Vec<Week>> {
    caller.require(Permission::EditSchedule)?;
    let calendar = TermCalendar::published();
    let term = calendar.find(term).ok_or_else(|| {
        Error::invalid(
            "/term",
            "unknown-term",
            "Terminen är okänd.",
            "The term is unknown.",
        )
    })?;
    let weeks = weeks_of(weeks, term.first, term.last).map_err(|no| {
        Error::invalid(
            "/weeks",
            "no-week",
            no.sentence(Language::Sv),
            no.sentence(Language::En),
        )
    })?;
    let mut tx = app.write(caller).await?;
    find_programme(&mut tx, programme).await?;
    let all = weeks_between(term.first, term.last);
    if let (Some(first), Some(last)) = (all.first(), all.last()) {
        let monday = |week: &Week| week.monday().to_string();
        tx.forget_practicum(programme, &monday(first), &monday(last))
            .await?;
    }
    for week in &weeks {
        let row = PracticumRow {
            programme: programme.to_owned(),
            week: week.monday().to_string(),
            noted_by: caller.actor(),
            noted_at: tx.now().into(),
        };
        tx.insert_practicum(&row).await?;
    }
    let mondays: Vec<String> = weeks.iter().map(|week| week.monday().to_string()).collect();
    tx.record(
        Fact::new(
            "practicum.noted",
            "register",
            register_subject("programme", programme),
        )
        .after(json!({ "code": programme, "term": term.code, "weeks": mondays })),
    );
    app.commit(tx).await?;
    Ok(weeks)
}
