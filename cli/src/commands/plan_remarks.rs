//! What did not turn out as wished in the cohorts of a plan.

use crate::{
    client::api::types,
    error::Result,
    output::Printer,
    text::{Lang, text},
};

/// Cohorts named before a remark that is the same for all of them.
const MOST_CODES: usize = 8;

/// What is the same in several cohorts is said once.
pub(super) fn write(out: &Printer, cohorts: &[&types::PlannedCohort]) -> Result {
    let said = gathered(out.lang, cohorts);
    if !said.is_empty() {
        out.raw("\n")?;
    }
    said.iter().try_for_each(|remark| out.line(remark))
}

/// The remarks in the cohorts' order, each with those it is about.
pub(crate) fn gathered(lang: Lang, cohorts: &[&types::PlannedCohort]) -> Vec<String> {
    let mut said: Vec<(&str, Vec<&str>)> = Vec::new();
    for cohort in cohorts {
        for problem in &cohort.problems {
            match said.iter_mut().find(|(words, _)| words == problem) {
                Some((_, codes)) => codes.push(&cohort.code),
                None => said.push((problem, vec![&cohort.code])),
            }
        }
    }
    let line = |(words, codes): &(&str, Vec<&str>)| {
        let more = codes.len().saturating_sub(MOST_CODES);
        let mut named = codes[..codes.len() - more].join(", ");
        if more > 0 {
            named.push_str(text!(" och {more} till", " and {more} more").get(lang));
        }
        format!("{named}: {words}")
    };
    said.iter().map(line).collect()
}
