//! How many need what of rooms and material.

use super::Context;
use crate::{
    client::api::types,
    error::Result,
    output::{col, num},
    text::word,
};

pub(crate) async fn run(context: &Context<'_>, offering: &str) -> Result {
    let call = context.api.count_needs().offering(offering);
    let found = call.send().await?.into_inner();
    context.out.show(&found, |out| {
        let rows = |place: &str, needs: &[types::NeedCount]| {
            let needs = needs.iter();
            needs
                .map(|one| {
                    let people = one.people.to_string();
                    vec![place.to_owned(), word(out.lang, one.need), people]
                })
                .collect::<Vec<_>>()
        };
        let mut all = rows(out.lang.pick("alla", "all"), &found.needs);
        for cohort in &found.cohorts {
            let place = format!("{} {}", cohort.set_name, cohort.cohort);
            all.extend(rows(&place, &cohort.needs));
        }
        let columns = [
            col("Grupp", "Cohort"),
            col("Behov", "Need"),
            num("Personer", "People"),
        ];
        out.table(&columns, &all)
    })
}
