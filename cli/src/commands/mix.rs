//! The profession mix of cohorts, drawn as bars.

use crate::{
    client::api::types::{Family, FamilyShare},
    error::Result,
    output::{Column, Printer, bar, col, num},
};

const FAMILIES: [(Family, Column); 5] = [
    (Family::Teaching, col("Undervisning", "Teaching")),
    (
        Family::SpecialEducation,
        col("Specialpedagogik", "Special education"),
    ),
    (Family::SocialWork, col("Socialt arbete", "Social work")),
    (Family::Health, col("Hälsa", "Health")),
    (Family::Guidance, col("Ledning och vägledning", "Guidance")),
];

/// A cohort to draw.
pub(crate) struct Mixed<'a> {
    pub(crate) code: &'a str,
    /// Number of people.
    pub(crate) size: i64,
    /// Soft points, where it is a plan's.
    pub(crate) points: Option<i64>,
    /// How many of each family.
    pub(crate) mix: &'a [FamilyShare],
}

fn count(mix: &[FamilyShare], family: Family) -> i64 {
    mix.iter()
        .find(|share| share.family == family)
        .map_or(0, |share| share.count)
}

/// One line a cohort, one column a family that anybody is of.
pub(crate) fn table(out: &Printer, cohorts: &[Mixed<'_>]) -> Result {
    let present = |family| cohorts.iter().any(|cohort| count(cohort.mix, family) > 0);
    let families: Vec<_> = FAMILIES
        .into_iter()
        .filter(|(family, _)| present(*family))
        .collect();
    let longest = cohorts
        .iter()
        .flat_map(|cohort| cohort.mix.iter().map(|share| share.count))
        .max();
    let longest = longest.unwrap_or(0);
    let scored = cohorts.iter().any(|cohort| cohort.points.is_some());
    let mut columns = vec![col("Grupp", "Cohort"), num("Antal", "People")];
    columns.extend(scored.then_some(num("Poäng", "Score")));
    columns.extend(families.iter().map(|(_, column)| *column));
    let rows = cohorts.iter().map(|cohort| {
        let bars = families.iter().map(|(family, _)| {
            let count = count(cohort.mix, *family);
            if count == 0 {
                "·".to_owned()
            } else {
                format!("{} {count}", bar(count, longest))
            }
        });
        [cohort.code.to_owned(), cohort.size.to_string()]
            .into_iter()
            .chain(cohort.points.map(|points| points.to_string()))
            .chain(bars)
            .collect()
    });
    out.table(&columns, &rows.collect::<Vec<_>>())
}

/// Who leads which cohort, if anybody leads any.
pub(crate) fn facilitators<'a>(
    out: &Printer,
    cohorts: impl Iterator<Item = (&'a str, Vec<String>)>,
) -> Result {
    let rows: Vec<_> = cohorts
        .map(|(code, names)| vec![code.to_owned(), names.join(", ")])
        .collect();
    if rows.iter().all(|row| row[1].is_empty()) {
        return Ok(());
    }
    out.raw("\n")?;
    let columns = [col("Grupp", "Cohort"), col("Handledare", "Facilitators")];
    out.table(&columns, &rows)
}
