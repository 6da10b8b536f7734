//! Only some rows of a file: those that somebody has chosen, or those without errors.

use super::{ImportRequest, ImportResult, attempt};
use crate::{
    app::App,
    clock::day,
    error::{Error, Result},
    usecase::Caller,
};
use jiff::civil::Date;
use samverkan_domain::{
    export::File,
    import::{
        Mapping,
        report::{Finding, ImportReport, RowStatus},
        rest,
    },
};
use std::collections::{BTreeMap, BTreeSet};

/// The report of the rows that are chosen, and how many others there are.
pub(super) fn of(
    mut report: ImportReport,
    chosen: Option<&BTreeSet<u32>>,
) -> Result<(ImportReport, usize)> {
    let Some(chosen) = chosen else {
        return Ok((report, 0));
    };
    let there: BTreeSet<u32> = report.rows.each().map(|(row, _)| row).collect();
    // A file that cannot be read has no rows at all: that is what is to be said then.
    if let Some(missing) = chosen.difference(&there).next()
        && !there.is_empty()
    {
        return Err(Error::invalid(
            "?rows",
            "no-such-row",
            format!("Filen har ingen rad {missing}. Rubrikerna är rad 1."),
            format!("The file has no row {missing}. The header is row 1."),
        ));
    }
    let others = there.difference(chosen).count();
    report.rows = report.rows.only(|row| chosen.contains(&row));
    let meant = |finding: &Finding| finding.row.is_none_or(|row| chosen.contains(&row));
    report.findings.retain(meant);
    let errors = report.findings.iter().filter(|one| one.is_error()).count();
    report.totals.error_findings = errors;
    report.totals.warning_findings = report.findings.len() - errors;
    // Of those that were not kept nobody knows which rows they are about.
    report.findings_left_out = 0;
    report.count_rows();
    Ok((report, others))
}

/// Imports the rows without errors. What a row does may make another one wrong, so it is tried until all that is left is
/// right; each time all of it or nothing.
pub(super) async fn only_valid(
    app: &App,
    caller: &Caller,
    request: &ImportRequest,
    file: &[u8],
) -> Result<ImportResult> {
    let mut chosen = request.rows.clone();
    let mut left_out = BTreeSet::new();
    let (mut found, mut questions): (Vec<Finding>, Vec<_>) = (Vec::new(), Vec::new());
    loop {
        let mut result = attempt(app, caller, request, file, chosen.as_ref(), &left_out).await?;
        let rows = &result.report.rows;
        let wrong = rows
            .each()
            .filter(|(_, status)| *status == RowStatus::Error);
        let wrong: BTreeSet<u32> = wrong.map(|(row, _)| row).collect();
        let right = result.report.totals.rows - wrong.len();
        let of_rows = |finding: &Finding| finding.row.is_some_and(|row| wrong.contains(&row));
        let of_file = |finding: &Finding| finding.is_error() && !of_rows(finding);
        if wrong.is_empty() || right == 0 || result.report.findings.iter().any(of_file) {
            if result.sound {
                result.rest = rest_of(request, day(app.clock.now()), file, &found);
            }
            let count = |errors: bool| found.iter().filter(|one| one.is_error() == errors).count();
            result.report.totals.error_findings += count(true);
            result.report.totals.warning_findings += count(false);
            result.report.findings.extend(found);
            result.report.findings.sort_by_key(|finding| finding.row);
            result.questions.extend(questions);
            return Ok(result);
        }
        let findings = result.report.findings.iter();
        found.extend(findings.filter(|one| of_rows(one)).cloned());
        questions.extend(
            result
                .questions
                .into_iter()
                .filter(|question| wrong.contains(&question.row)),
        );
        let remain = rows.each().map(|(row, _)| row);
        chosen = Some(remain.filter(|row| !wrong.contains(row)).collect());
        left_out.extend(wrong);
    }
}

/// The rows that were left out, to be mended and imported again.
fn rest_of(request: &ImportRequest, today: Date, file: &[u8], found: &[Finding]) -> Option<File> {
    let reasons: BTreeMap<u32, Vec<String>> = rest::reasons(found, request.language);
    if reasons.is_empty() {
        return None;
    }
    let text = rest::rest(file, &Mapping::built_in(request.kind), today, &reasons)?;
    let name = samverkan_domain::text::plain_line(&request.file_name);
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    let stem = if stem.is_empty() { "import" } else { stem };
    Some(File::text(format!("{stem}-kvar.csv"), text))
}
