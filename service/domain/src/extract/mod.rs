//! An access export as a page to read and print: every value under its heading, whatever the service
//! has sent, so that nothing is left out because this program has not heard of it.

mod labels;
mod trail;
mod values;

use crate::{person::Language, text::escaped, vocabulary::word};
use jiff::Timestamp;
use labels::{label, place};
use serde_json::{Map, Value};
use std::fmt::Write as _;
use values::Kind;

/// Headings in the order in which people look for them; what is not among them follows.
const ORDER: &[&str] = &[
    "person",
    "applications",
    "cohorts",
    "sessions",
    "practical_needs",
    "merits",
    "own_calendar",
    "cohort_transfers",
    "erasure_requests",
    "calls_and_contacts",
    "leading",
    "messages",
    "feeds",
    "sign_ins",
    "linked_sign_ins",
    "working_here",
    "retention",
    "lists_taken_out",
    "trail",
];

/// Everything in an access export as sections of HTML, each with a heading of the second level; with
/// `information`, what article 15.1 says must be told.
pub fn sections(lang: Language, content: &Map<String, Value>) -> String {
    let mut body = String::new();
    let known = ORDER.iter().copied();
    let others = content.keys().map(String::as_str);
    let others =
        others.filter(|key| !ORDER.contains(key) && !matches!(*key, "information" | "made_at"));
    for key in known.chain(others) {
        if let Some(value) = content.get(key) {
            let title = escaped(&label(lang, key));
            let _ = writeln!(body, "<section>\n<h2>{title}</h2>");
            block(&mut body, lang, key, value);
            body += "</section>\n";
        }
    }
    information(&mut body, lang, content);
    body
}

/// What article 15.1 says must be told.
fn information(body: &mut String, lang: Language, content: &Map<String, Value>) {
    let Some(said) = content.get("information") else {
        return;
    };
    let title = lang.pick(
        "Om behandlingen och dina rättigheter",
        "About the processing and your rights",
    );
    let responsible = lang.pick("Personuppgiftsansvarig", "Controller");
    let who = escaped(said["responsible"].as_str().unwrap_or_default());
    let _ = writeln!(
        body,
        "<section>\n<h2>{title}</h2>\n<p>{responsible}: {who}</p>"
    );
    for one in said["articles"].as_array().into_iter().flatten() {
        let title = escaped(one["title"].as_str().unwrap_or_default());
        let article = escaped(one["article"].as_str().unwrap_or_default());
        let by = lang.pick("artikel", "article");
        let _ = writeln!(body, "<h3>{title} ({by} {article})</h3>");
        for paragraph in one["said"].as_array().into_iter().flatten() {
            let paragraph = escaped(paragraph.as_str().unwrap_or_default());
            let _ = writeln!(body, "<p>{paragraph}</p>");
        }
    }
    *body += "</section>\n";
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.iter().all(is_empty),
        Value::Object(fields) => fields.values().all(is_empty),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

fn is_flat(value: &Value) -> bool {
    match value {
        Value::Object(fields) => fields
            .values()
            .all(|one| scalar(Language::Sv, "", one).is_some()),
        _ => false,
    }
}

/// An instant as wall time in Stockholm, to the minute.
fn wall(instant: &str) -> Option<String> {
    let at: Timestamp = instant.parse().ok()?;
    let at = at.in_tz("Europe/Stockholm").ok()?;
    Some(at.strftime("%Y-%m-%d %H:%M").to_string())
}

/// A value that fits a line.
fn scalar(lang: Language, key: &str, value: &Value) -> Option<String> {
    match value {
        Value::Null => Some(String::new()),
        Value::Bool(yes) => {
            let said = lang.pick(["nej", "ja"], ["no", "yes"])[usize::from(*yes)];
            Some(said.to_owned())
        }
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) => Some(match values::kind(key) {
            Kind::Word => word(lang, values::said(lang, text)),
            Kind::Action => trail::said(lang, text),
            Kind::Time => values::time(lang, text),
            Kind::Period => values::period(lang, text),
            Kind::Text => wall(text).unwrap_or_else(|| text.clone()),
        }),
        Value::Array(items) => {
            let items = items.iter().map(|one| match one {
                Value::Object(_) | Value::Array(_) => None,
                one => scalar(lang, key, one),
            });
            Some(items.collect::<Option<Vec<_>>>()?.join(", "))
        }
        // Short ones of the trail: what was before and after.
        Value::Object(fields) if matches!(key, "before" | "after") => {
            let fields = fields.iter().map(|(name, one)| {
                let said = scalar(lang, name, one).unwrap_or_else(|| one.to_string());
                format!("{}: {said}", label(lang, name))
            });
            Some(fields.collect::<Vec<_>>().join("; "))
        }
        Value::Object(_) => None,
    }
}

fn block(body: &mut String, lang: Language, key: &str, value: &Value) {
    if is_empty(value) {
        let nothing = lang.pick("Inget är sparat.", "Nothing is kept.");
        let _ = writeln!(body, "<p>{nothing}</p>");
        return;
    }
    match value {
        Value::Array(items) if key == "trail" || (items.len() > 1 && items.iter().all(is_flat)) => {
            table(body, lang, key, items);
        }
        Value::Array(items) if items.iter().any(Value::is_object) => {
            *body += "<ol>\n";
            for item in items {
                *body += "<li>";
                block(body, lang, key, item);
                *body += "</li>\n";
            }
            *body += "</ol>\n";
        }
        Value::Object(fields) => facts(body, lang, fields),
        value => {
            let said = escaped(&scalar(lang, key, value).unwrap_or_default());
            let _ = writeln!(body, "<p class=\"said\">{said}</p>");
        }
    }
}

fn facts(body: &mut String, lang: Language, fields: &Map<String, Value>) {
    *body += "<dl>\n";
    let mut fields: Vec<_> = fields.iter().collect();
    fields.retain(|(key, value)| !is_empty(value) || is_said_empty(key));
    fields.sort_by_key(|(key, _)| place(key));
    for (key, value) in fields {
        let name = escaped(&label(lang, key));
        let _ = write!(body, "<dt>{name}</dt><dd>");
        match scalar(lang, key, value) {
            Some(said) => {
                let none = lang.pick("inga tider", "no times");
                let said = escaped_lines(if said.is_empty() { none } else { &said });
                let _ = write!(body, "{said}");
            }
            None => block(body, lang, key, value),
        }
        *body += "</dd>\n";
    }
    *body += "</dl>\n";
}

/// Times that do not suit are an answer, also where there are none.
fn is_said_empty(key: &str) -> bool {
    matches!(key, "cannot" | "would_rather_not")
}

/// Text with its lines, where it has several.
fn escaped_lines(text: &str) -> String {
    let lines = text.lines().map(escaped);
    lines.collect::<Vec<_>>().join("<br>")
}

fn table(body: &mut String, lang: Language, key: &str, items: &[Value]) {
    let title = escaped(&label(lang, key));
    let mut columns: Vec<&String> = Vec::new();
    for item in items.iter().filter_map(Value::as_object) {
        for (name, value) in item {
            if !is_empty(value) && !columns.contains(&name) {
                columns.push(name);
            }
        }
    }
    columns.sort_by_key(|column| place(column));
    let _ = writeln!(
        body,
        "<section class=\"wide data\" aria-label=\"{title}\" tabindex=\"0\">\n<table>\n<thead><tr>"
    );
    for column in &columns {
        let _ = write!(
            body,
            "<th scope=\"col\">{}</th>",
            escaped(&label(lang, column))
        );
    }
    *body += "</tr></thead>\n<tbody>\n";
    for item in items {
        *body += "<tr>";
        for column in &columns {
            let value = &item[column.as_str()];
            let said = scalar(lang, column, value).unwrap_or_else(|| value.to_string());
            let _ = write!(body, "<td>{}</td>", escaped_lines(&said));
        }
        *body += "</tr>\n";
    }
    *body += "</tbody>\n</table>\n</section>\n";
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn shown(lang: Language, content: &Value) -> String {
        sections(lang, content.as_object().unwrap())
    }

    #[test]
    fn everything_is_shown_whatever_it_is_called() {
        let content = json!({
            "person": { "given_name": "Åsa", "family_name": "Åsa <Öberg>", "kept_since": "2027-01-21T09:15:00Z", "new_thing": ["a", "b"] },
            "applications": [{ "state": "withdrawn_early", "kept": { "presence": [], "availability": [{ "cannot": ["fri17"], "would_rather_not": [] }] } }],
            "from_the_future": [{ "x": 1 }, { "x": 2 }],
            "feeds": [],
            "trail": [{ "at": "2027-01-21T09:15:00Z", "what": "application.admitted", "by": "administrator",
                        "after": { "state": "admitted" } }],
        });
        let html = shown(Language::Sv, &content);
        for said in [
            "Åsa &lt;Öberg&gt;",
            "<dt>Förnamn</dt><dd>Åsa</dd>",
            "2027-01-21 10:15",
            "a, b",
            "fredag 17–20",
            "tidigt avbrott",
            "from the future",
            "Inget är sparat.",
            "kursadministratör",
            "Läge: antagen",
            "<dt>Helst inte</dt><dd>inga tider</dd>",
        ] {
            assert!(html.contains(said), "{said}: {html}");
        }
        assert!(!html.contains("<Öberg>") && !html.contains("application.admitted"));
        assert!(shown(Language::En, &content).contains("<dt>Given name</dt>"));
    }

    #[test]
    fn what_the_law_says_must_be_told_ends_the_page() {
        let content = json!({ "information": { "responsible": "Universitetet", "articles": [
            { "article": "15.1 f", "title": "Att klaga", "said": ["Hos IMY."] } ] } });
        let html = shown(Language::Sv, &content);
        assert!(html.contains("<h3>Att klaga (artikel 15.1 f)</h3>\n<p>Hos IMY.</p>"));
    }
}
