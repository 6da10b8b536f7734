//! The steps around enrolment and cohorts: catalogue, imports, feeds, mail.

use super::{
    Demo, DemoError, Result,
    cohorts::Cohorts,
    enrolments::{Enrolled, Human},
    wait_for,
};
use hyper::{Method, StatusCode};
use serde::Deserialize;
use serde_json::{Value, json};

pub(super) const OFFERING: &str = "/api/v1/offerings/SA123A-V9001V27";

/// The offering of the next term.
pub(super) const NEXT_CODE: &str = "SA123A-V9003H27";
const NEXT_OFFERING: &str = "/api/v1/offerings/SA123A-V9003H27";

const CATALOGUE: &str = include_str!("../../demo/catalogue.json");
const PROGRAMMES: &[u8] = include_bytes!("../../demo/data/programmes.csv");
const WORKPLACES: &[u8] = include_bytes!("../../demo/data/skolenheter-demo.csv");
const ADMISSIONS: &[u8] = include_bytes!("../../demo/data/antagna-vt2027.csv");
const NOMINATIONS: &[u8] = include_bytes!("../../demo/data/nominerade-uppdrag-vt2027.csv");
const SESSIONS: &[u8] = include_bytes!("../../demo/data/moten-vt2027.csv");
const NEXT_SESSIONS: &[u8] = include_bytes!("../../demo/data/moten-ht2027.csv");

/// The demonstration's catalogue, as it is posted.
#[derive(Deserialize)]
pub(super) struct Catalogue {
    package: Value,
    course: Value,
    offering: Value,
    channels: Vec<Value>,
    next_offering: Value,
    next_channels: Vec<Value>,
    pub self_enrolled: Vec<Human>,
}

/// An import as the account tells of it.
pub(super) struct Imported {
    pub file: &'static str,
    pub rows: i64,
    pub new: i64,
    pub encoding: String,
    /// Rows that were about somebody already here.
    pub same_person: usize,
}

pub(super) struct Feeds {
    pub person: String,
    pub cohort: String,
    pub offering: String,
    pub events: usize,
    /// Live feeds.
    pub count: usize,
}

/// Letters to people; codes for signing in are not counted.
pub(super) struct Mail {
    pub delivered: usize,
    pub failed: usize,
}

/// Makes what is missing of package, course, offering and channels.
pub(super) async fn catalogue(demo: &Demo) -> Result<Catalogue> {
    let catalogue: Catalogue = serde_json::from_str(CATALOGUE)
        .map_err(|error| DemoError::Step(format!("catalogue.json: {error}")))?;
    let packages = demo.client.read("/api/v1/packages").await?;
    if !has_code(&packages, &catalogue.package["code"]) {
        create(demo, "/api/v1/packages", &catalogue.package).await?;
    }
    let courses = demo.client.read("/api/v1/courses").await?;
    if !has_code(&courses, &catalogue.course["code"]) {
        create(demo, "/api/v1/courses", &catalogue.course).await?;
    }
    offering(demo, OFFERING, &catalogue.offering, &catalogue.channels).await?;
    (demo.say)(&demo.words.catalogue(catalogue.channels.len()));
    Ok(catalogue)
}

/// Makes what is missing of an offering and its channels.
async fn offering(demo: &Demo, path: &str, wanted: &Value, channels: &[Value]) -> Result<()> {
    if demo.client.get(path).await?.status == StatusCode::NOT_FOUND {
        create(demo, "/api/v1/offerings", wanted).await?;
    }
    for channel in channels {
        let offering = demo.client.read(path).await?;
        if !has_code(&offering["channels"], &channel["code"]) {
            create(demo, &format!("{path}/channels"), channel).await?;
        }
    }
    Ok(())
}

/// Makes the offering of the next term, which has seats left: to be tried as who applies.
pub(super) async fn next_term(demo: &Demo, catalogue: &Catalogue) -> Result<()> {
    let (wanted, channels) = (&catalogue.next_offering, &catalogue.next_channels);
    offering(demo, NEXT_OFFERING, wanted, channels).await?;
    let sessions = demo
        .client
        .read(&format!("{NEXT_OFFERING}/sessions"))
        .await?;
    if items(&sessions).next().is_none() {
        import_into(
            demo,
            "sessions",
            NEXT_CODE,
            "moten-ht2027.csv",
            NEXT_SESSIONS,
        )
        .await?;
    }
    let seats = channels
        .iter()
        .filter_map(|channel| channel["seats"].as_i64());
    (demo.say)(&demo.words.next_term(seats.sum()));
    Ok(())
}

fn has_code(list: &Value, code: &Value) -> bool {
    list.as_array()
        .is_some_and(|items| items.iter().any(|item| item["code"] == *code))
}

async fn create(demo: &Demo, path: &str, body: &Value) -> Result<()> {
    demo.admin.write(Method::POST, path, &[], body).await?;
    Ok(())
}

/// Imports the five files: a dry run first, then for real, answering what has to be answered.
pub(super) async fn imports(demo: &Demo) -> Result<Vec<Imported>> {
    let files = [
        ("programmes", "programmes.csv", PROGRAMMES),
        ("workplaces", "skolenheter-demo.csv", WORKPLACES),
        ("admissions", "antagna-vt2027.csv", ADMISSIONS),
        ("nominations", "nominerade-uppdrag-vt2027.csv", NOMINATIONS),
        ("sessions", "moten-vt2027.csv", SESSIONS),
    ];
    let done_before = demo.admin.read("/api/v1/imports?limit=200").await?;
    let mut imports = Vec::new();
    for (kind, name, file) in files {
        let before = items(&done_before["items"]).find(|import| import["file_name"] == name);
        let done = match before {
            Some(import) => import.clone(),
            None => import_once(demo, kind, name, file).await?,
        };
        let imported = Imported {
            file: name,
            rows: done["rows"].as_i64().unwrap_or_default(),
            new: done["new"].as_i64().unwrap_or_default(),
            encoding: done["encoding"].as_str().unwrap_or_default().to_owned(),
            same_person: items(&done["same_person_rows"]).count(),
        };
        (demo.say)(&demo.words.imported(&imported));
        imports.push(imported);
    }
    Ok(imports)
}

/// Imports one file: dry run, answers, real run.
async fn import_once(demo: &Demo, kind: &str, name: &str, file: &[u8]) -> Result<Value> {
    import_into(demo, kind, "SA123A-V9001V27", name, file).await
}

/// The same into another offering.
pub(super) async fn import_into(
    demo: &Demo,
    kind: &str,
    offering: &str,
    name: &str,
    file: &[u8],
) -> Result<Value> {
    let query = format!("kind={kind}&offering={offering}&file_name={name}");
    let dry = import(demo, &format!("{query}&dry_run=true"), file).await?;
    // Somebody has to say whether a row is a person already here. The demonstration's
    // administrator knows that it is.
    let answers: Vec<String> = items(&dry["questions"])
        .map(|q| format!("{}={}", q["row"], q["person"].as_str().unwrap_or_default()))
        .collect();
    let answered = format!("{query}&same_person={}", answers.join(","));
    let done = import(demo, &answered, file).await?;
    if done["sound"] == true {
        Ok(done)
    } else {
        Err(DemoError::Step(format!(
            "{name} was not imported: {}",
            done["findings"]
        )))
    }
}

async fn import(demo: &Demo, query: &str, file: &[u8]) -> Result<Value> {
    let path = format!("/api/v1/imports?{query}");
    let kind = [("content-type", "application/octet-stream")];
    let reply = demo
        .admin
        .send(Method::POST, &path, &kind, file.to_vec())
        .await?;
    let value = reply.json(&path)?;
    if reply.status.is_success() {
        Ok(value)
    } else {
        Err(DemoError::Step(value.to_string()))
    }
}

pub(super) fn items(list: &Value) -> impl Iterator<Item = &Value> {
    list.as_array().into_iter().flatten()
}

/// A feed of the offering and one of a cohort, and what calendar programs get from them.
pub(super) async fn feeds(demo: &Demo, cohorts: &Cohorts, enrolled: &Enrolled) -> Result<Feeds> {
    let offering = demo.client.read(OFFERING).await?;
    let offering = staff_feed(demo, "offering", &offering["id"], "SA123A VT2027").await?;
    let name = format!("SA123A {}", cohorts.first_code);
    let cohort = staff_feed(demo, "cohort", &json!(cohorts.first_id), &name).await?;
    let person = enrolled.feed.clone().unwrap_or_default();
    let mut events = 0;
    for url in [&offering, &cohort, &person] {
        let reply = demo.client.get(url).await?;
        if reply.status != StatusCode::OK {
            return Err(DemoError::Step(format!("a feed answered {}", reply.status)));
        }
        events += reply.text().matches("BEGIN:VEVENT").count();
    }
    let listed = demo.admin.read("/api/v1/feeds?limit=200").await?;
    let count = items(&listed["items"])
        .filter(|feed| feed.get("revoked_at").is_none())
        .count();
    Ok(Feeds {
        person,
        cohort,
        offering,
        events,
        count,
    })
}

async fn staff_feed(demo: &Demo, kind: &str, subject: &Value, name: &str) -> Result<String> {
    let key = format!("demo-feed-{kind}");
    let wanted = json!({ "kind": kind, "subject": subject, "name": name, "language": "sv" });
    let once = [("idempotency-key", key.as_str())];
    let made = demo
        .admin
        .write(Method::POST, "/api/v1/feeds", &once, &wanted)
        .await?;
    Ok(here(demo, &made))
}

/// A feed's address at the port of today: one made in a run that was cut off names that run's.
pub(super) fn here(demo: &Demo, made: &Value) -> String {
    let url = made["url"].as_str().unwrap_or_default();
    let path = url.find("/calendar/").map_or("", |start| &url[start..]);
    format!("{}{path}", demo.client.base())
}

/// Waits until no letter is left to deliver, and counts them.
pub(super) async fn mail(demo: &Demo) -> Result<Mail> {
    let mail = delivered(demo).await?;
    (demo.say)(&demo.words.mail(&mail));
    Ok(mail)
}

pub(super) async fn delivered(demo: &Demo) -> Result<Mail> {
    wait_for("the delivery of all mail", async || {
        let (mut delivered, mut failed) = (0, 0);
        let mut path = "/api/v1/messages?limit=200".to_owned();
        loop {
            let page = demo.admin.read(&path).await?;
            for message in items(&page["items"]) {
                // Codes for signing in belong to nobody, and come anew with every run.
                if message.get("person").is_none() {
                    continue;
                }
                match message["state"].as_str() {
                    Some("delivered") => delivered += 1,
                    Some("failed") => failed += 1,
                    _ => return Ok(None),
                }
            }
            match page["next"].as_str() {
                Some(next) => path = format!("/api/v1/messages?limit=200&cursor={next}"),
                None => return Ok(Some(Mail { delivered, failed })),
            }
        }
    })
    .await
}
