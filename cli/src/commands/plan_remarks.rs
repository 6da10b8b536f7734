//! What did not turn out as wished in the cohorts of a plan.

use crate::{client::api::types, error::Result, output::Printer, text::text};

/// Cohorts named before a remark that is the same for all of them.
const MOST_CODES: usize = 8;

/// What is the same in several cohorts is said once.
pub(super) fn write(out: &Printer, cohorts: &[&types::PlannedCohort]) -> Result {
    let mut said: Vec<(&str, Vec<&str>)> = Vec::new();
    for cohort in cohorts {
        for problem in &cohort.problems {
            match said.iter_mut().find(|(words, _)| words == problem) {
                Some((_, codes)) => codes.push(&cohort.code),
                None => said.push((problem, vec![&cohort.code])),
            }
        }
    }
    if !said.is_empty() {
        out.raw("\n")?;
    }
    for (words, codes) in said {
        let more = codes.len().saturating_sub(MOST_CODES);
        let mut named = codes[..codes.len() - more].join(", ");
        if more > 0 {
            named.push_str(text!(" och {more} till", " and {more} more").get(out.lang));
        }
        out.line(&format!("{named}: {words}"))?;
    }
    Ok(())
}
