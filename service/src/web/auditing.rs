//! The audit trail, for those who examine or keep it: what has happened, searched, and whether the trail
//! is whole. Reads only. It is where the staff's link leads an auditor, who has nothing else.

use super::{
    error as error_page,
    frame::Frame,
    page::{Page, Place},
    sign_in::who::{ManageTokens, ReadAudit, Right, Staff},
    ways,
};
use crate::{
    app::App,
    clock::stockholm,
    error::Result,
    texts::Texts,
    usecase::{
        audit::{self, AuditFilter, AuditRow, Fault},
        letters::moment,
    },
};
use askama::Template;
use jiff::{Timestamp, civil::Date};
use poem::{Request, Response, handler, http::StatusCode, web::Data};
use std::collections::BTreeMap;
use uuid::Uuid;

pub(super) const AUDIT: &str = "/personal/granskning";
pub(super) const CHAIN: &str = "/personal/granskning/kedja";

/// Rows on a page.
const ROWS: i64 = 50;
/// Most characters of a field of the search.
const FIELD: usize = 100;

/// A row of the trail.
struct Row {
    seq: i64,
    when: String,
    actor: String,
    actor_address: String,
    action: String,
    kind: String,
    subject: String,
    subject_address: String,
    /// Fields before and after, and why.
    details: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "auditing.html")]
struct Trail {
    t: Texts,
    here: &'static str,
    chain: &'static str,
    rows: Vec<Row>,
    facts: Vec<(&'static str, String)>,
    /// Beginnings of actions that are often looked for.
    usual: Vec<(&'static str, &'static str)>,
    action: String,
    actor: String,
    subject: String,
    since: String,
    fault_subject: bool,
    fault_since: bool,
    is_searched: bool,
    older: Option<String>,
}

#[derive(Template)]
#[template(path = "auditing_chain.html")]
struct Chain {
    t: Texts,
    sound: bool,
    said: String,
    facts: Vec<(&'static str, String)>,
}

/// What is looked for, as written.
#[derive(Default)]
struct Asked(BTreeMap<String, String>);

impl Asked {
    fn of(request: &Request) -> Self {
        let query = request.original_uri().query().unwrap_or_default();
        let pairs = url::form_urlencoded::parse(query.as_bytes());
        let short = |text: &str| text.trim().chars().take(FIELD).collect::<String>();
        let pairs = pairs.map(|(name, value)| (name.into_owned(), short(&value)));
        Self(pairs.filter(|(_, value)| !value.is_empty()).collect())
    }

    fn value(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| &**value)
    }

    fn text(&self, name: &str) -> String {
        self.value(name).unwrap_or_default().to_owned()
    }

    /// The same search from further back.
    fn from(&self, seq: i64) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for name in ["handelse", "vem", "vad", "fran"] {
            if let Some(value) = self.value(name) {
                query.append_pair(name, value);
            }
        }
        query.append_pair("fore", &seq.to_string());
        format!("{AUDIT}?{}", query.finish())
    }
}

/// The first instant of a day in Stockholm.
fn begins(day: &str) -> Option<Timestamp> {
    let day: Date = day.parse().ok()?;
    let begins = day.at(0, 0, 0, 0).to_zoned_datetime(stockholm()).ok()?;
    Some(begins.timestamp())
}

fn search(name: &str, value: &str) -> String {
    let value: String = url::form_urlencoded::byte_serialize(value.as_bytes()).collect();
    format!("{AUDIT}?{name}={value}")
}

fn row(t: Texts, row: AuditRow) -> Row {
    let details = [
        (t.audit_before(), row.before),
        (t.audit_after(), row.after),
        (t.audit_reason(), row.reason),
    ];
    let details = details.into_iter();
    Row {
        seq: row.seq,
        when: moment(row.at.0, t.language()),
        actor_address: search("vem", &row.actor),
        actor: row.actor,
        action: row.action,
        kind: row.subject_kind,
        subject_address: search("vad", &row.subject_id.to_string()),
        subject: row.subject_id.to_string(),
        details: details
            .filter_map(|(name, text)| Some((name, text?)))
            .collect(),
    }
}

fn facts(t: Texts, extent: &audit::Extent) -> Vec<(&'static str, String)> {
    let when = |at: Option<Timestamp>| at.map(|at| moment(at, t.language()));
    let mut facts = vec![(t.audit_rows(), extent.rows.to_string())];
    let times = [
        (t.audit_first(), when(extent.first)),
        (t.audit_last(), when(extent.last)),
    ];
    facts.extend(times.into_iter().filter_map(|(name, at)| Some((name, at?))));
    facts
}

/// A page of the trail's, with the way back for those who have one.
fn framed<'a, R: Right>(frame: &'a Frame, staff: &Staff<R>, title: &str) -> Page<'a> {
    let page = frame.page(title).at(Place::Staff);
    if staff.caller.may(ManageTokens::PERMISSION) {
        page.up(ways::STAFF, frame.t.staff_title())
    } else {
        page
    }
}

async fn page(
    app: &App,
    frame: &Frame,
    staff: &Staff<ReadAudit>,
    asked: &Asked,
) -> Result<Response> {
    let t = frame.t;
    let subject: Option<Option<Uuid>> = asked.value("vad").map(|text| text.parse().ok());
    let since = asked.value("fran").map(begins);
    let (fault_subject, fault_since) = (subject == Some(None), since == Some(None));
    let filter = AuditFilter {
        subject: subject.flatten(),
        actor: asked.value("vem").map(str::to_owned),
        action: asked.value("handelse").map(str::to_owned),
        since: since.flatten(),
        before: asked.value("fore").and_then(|seq| seq.parse().ok()),
    };
    // What is not understood finds nothing, rather than everything.
    let (items, next) = if fault_subject || fault_since {
        (Vec::new(), None)
    } else {
        let found = audit::list(app, &staff.caller, &filter, ROWS).await?;
        (found.items, found.next)
    };
    let oldest = items.last().map(|row| row.seq);
    let extent = audit::extent(app, &staff.caller).await?;
    let body = Trail {
        t,
        here: AUDIT,
        chain: CHAIN,
        facts: facts(t, &extent),
        usual: vec![
            ("application.", t.audit_usual_applications()),
            ("selection.", t.audit_usual_selections()),
            ("cohort", t.audit_usual_cohorts()),
            ("person.", t.audit_usual_people()),
            ("erasure.", t.audit_usual_erasures()),
            ("staff.", t.audit_usual_staff()),
            ("token.", t.audit_usual_tokens()),
        ],
        rows: items.into_iter().map(|found| row(t, found)).collect(),
        action: asked.text("handelse"),
        actor: asked.text("vem"),
        subject: asked.text("vad"),
        since: asked.text("fran"),
        fault_subject,
        fault_since,
        is_searched: ["handelse", "vem", "vad", "fran"]
            .iter()
            .any(|name| asked.value(name).is_some()),
        older: next.and(oldest).map(|seq| asked.from(seq)),
    };
    let page = framed(frame, staff, t.audit_title()).lead(t.audit_lead());
    let page = if fault_subject || fault_since {
        page.faulty()
    } else {
        page
    };
    Ok(page.wide().show(&body))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    frame: Frame,
    staff: Staff<ReadAudit>,
    request: &Request,
) -> Response {
    let page = page(&app, &frame, &staff, &Asked::of(request)).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}

async fn verified(app: &App, frame: &Frame, staff: &Staff<ReadAudit>) -> Result<Response> {
    let t = frame.t;
    let extent = audit::extent(app, &staff.caller).await?;
    let found = audit::verify(app, &staff.caller).await?;
    let said = match &found.fault {
        None => t.audit_sound(found.rows.to_string()),
        Some(Fault::Missing { seq }) => t.audit_missing(seq.to_string()),
        Some(Fault::Changed { seq }) => t.audit_changed(seq.to_string()),
        Some(Fault::Truncated { last, expected }) => {
            t.audit_truncated(expected.to_string(), last.to_string())
        }
    };
    let mut facts = facts(t, &extent);
    facts.push((t.audit_checked(), moment(app.clock.now(), frame.language())));
    facts.push((t.audit_hash(), extent.hash));
    let sound = found.fault.is_none();
    let body = Chain {
        t,
        sound,
        said,
        facts,
    };
    let page = frame.page(t.audit_chain_title()).at(Place::Staff);
    let page = page.up(AUDIT, t.audit_title()).lead(t.audit_chain_lead());
    Ok(page.status(StatusCode::OK).show(&body))
}

/// Recomputes the chain, then and there.
#[handler]
pub(super) async fn verify(app: Data<&App>, frame: Frame, staff: Staff<ReadAudit>) -> Response {
    let page = verified(&app, &frame, &staff).await;
    page.unwrap_or_else(|error| error_page::page(&frame, error))
}
