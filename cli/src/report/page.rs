//! The one HTML file.

use super::{Chart, Report, style::PAGE_STYLE, svg::escaped};
use std::fmt::Write as _;

/// The report as a page that needs nothing else.
pub(crate) fn page(report: &Report) -> String {
    let lang = report.lang.tag();
    let heading = report.say("Gruppindelning", "Cohorts");
    let title = escaped(&format!(
        "{heading}: {}, {}",
        report.set_name, report.offering
    ));
    let mut body = format!("<h1>{title}</h1>\n");
    facts(&mut body, &report.facts);
    for chart in report.charts() {
        section(&mut body, &chart);
    }
    problems(&mut body, report);
    document(lang, &title, &body)
}

/// Names and values; values that are empty are left out.
pub(super) fn facts(body: &mut String, facts: &[(String, String)]) {
    *body += "<dl>\n";
    for (name, value) in facts.iter().filter(|(_, value)| !value.is_empty()) {
        let (name, value) = (escaped(name), escaped(value));
        let _ = writeln!(body, "<dt>{name}</dt><dd>{value}</dd>");
    }
    *body += "</dl>\n";
}

/// A whole page; title and body are HTML already.
pub(crate) fn document(lang: &str, title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{PAGE_STYLE}</style>\n</head>\n<body>\n<main>\n{body}</main>\n</body>\n</html>\n"
    )
}

pub(super) fn section(body: &mut String, chart: &Chart) {
    let title = escaped(&chart.title);
    let _ = writeln!(body, "<section>\n<h2>{title}</h2>");
    let _ = writeln!(body, "<figure>{}</figure>", chart.svg);
    let _ = writeln!(
        body,
        "<section class=\"wide\" aria-label=\"{title}\" tabindex=\"0\">\n<table>\n<caption>{title}</caption>\n<thead><tr>"
    );
    for header in &chart.header {
        let _ = write!(body, "<th scope=\"col\">{}</th>", escaped(header));
    }
    *body += "</tr></thead>\n<tbody>\n";
    for row in &chart.rows {
        *body += "<tr>";
        for (at, cell) in row.iter().enumerate() {
            let cell = escaped(cell);
            let _ = match at {
                0 => write!(body, "<th scope=\"row\">{cell}</th>"),
                _ => write!(body, "<td>{cell}</td>"),
            };
        }
        *body += "</tr>\n";
    }
    *body += "</tbody>\n</table>\n</section>\n</section>\n";
}

fn problems(body: &mut String, report: &Report) {
    let some: Vec<_> = report
        .cohorts
        .iter()
        .filter(|c| !c.problems.is_empty())
        .collect();
    if some.is_empty() {
        return;
    }
    let title = report.say("Det som inte blev som önskat", "What is not as wished");
    let _ = writeln!(body, "<section>\n<h2>{title}</h2>\n<ul>");
    for cohort in some {
        let said = escaped(&cohort.problems.join(" "));
        let _ = writeln!(
            body,
            "<li><strong>{}</strong>: {said}</li>",
            escaped(&cohort.code)
        );
    }
    *body += "</ul>\n</section>\n";
}
