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

/// A cohort: code, number of people, and how many of each family.
pub(crate) type Mixed<'a> = (&'a str, i64, &'a [FamilyShare]);

fn count(mix: &[FamilyShare], family: Family) -> i64 {
    mix.iter()
        .find(|share| share.family == family)
        .map_or(0, |share| share.count)
}

/// One line a cohort, one column a family that anybody is of.
pub(crate) fn table(out: &Printer, cohorts: &[Mixed<'_>]) -> Result {
    let present = |family| cohorts.iter().any(|(_, _, mix)| count(mix, family) > 0);
    let families: Vec<_> = FAMILIES
        .into_iter()
        .filter(|(family, _)| present(*family))
        .collect();
    let longest = cohorts
        .iter()
        .flat_map(|(_, _, mix)| mix.iter().map(|share| share.count))
        .max();
    let longest = longest.unwrap_or(0);
    let mut columns = vec![col("Grupp", "Cohort"), num("Antal", "People")];
    columns.extend(families.iter().map(|(_, column)| *column));
    let rows = cohorts.iter().map(|(code, size, mix)| {
        let bars = families.iter().map(|(family, _)| {
            let count = count(mix, *family);
            if count == 0 {
                "·".to_owned()
            } else {
                format!("{} {count}", bar(count, longest))
            }
        });
        [(*code).to_owned(), size.to_string()]
            .into_iter()
            .chain(bars)
            .collect()
    });
    out.table(&columns, &rows.collect::<Vec<_>>())
}
