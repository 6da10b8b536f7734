//! The demonstration's admission round, set up over HTTP from the very files that are shipped.

use crate::{Engine, TestService, ok, text};
use hyper::Method;
use samverkan_service::{demo::http::CallError, usecase::Role};
use serde_json::{Value, json};
use std::{fs, path::Path};

/// Code of the one offering.
pub const OFFERING: &str = "SA123A-V9001V27";

/// Declares each case once for every engine: `both_engines!(a_case, another_case);`.
#[macro_export]
macro_rules! both_engines {
    ($($case:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[tokio::test] async fn $case() { super::$case(harness::Engine::Sqlite).await; })*
        }
        mod on_postgres {
            $(#[tokio::test] async fn $case() { super::$case(harness::Engine::Postgres).await; })*
        }
    };
}

/// A file of the demonstration, as it is.
pub fn demo_file(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../service/demo/data");
    fs::read(folder.join(name)).expect("a file of the demonstration")
}

/// The query of an import into the offering.
pub fn into_offering(kind: &str) -> String {
    format!("kind={kind}&offering={OFFERING}&file_name=test.csv")
}

/// The offering with its channels and registers, and nobody in it.
pub async fn empty(engine: Engine) -> (TestService, String) {
    let service = TestService::start(engine).await;
    let offering = service.offering().await;
    for (kind, code, seats) in [
        ("imported", "ORU-DEMO1", 30),
        ("imported", "ORU-DEMO2", 14),
        ("employer", "UPPDRAG-DEMO-1880", 6),
        ("employer", "UPPDRAG-DEMO-1861", 2),
        ("employer", "UPPDRAG-DEMO-1883", 2),
        ("employer", "UPPDRAG-DEMO-1814", 4),
        ("employer", "UPPDRAG-DEMO-1881", 2),
    ] {
        service.channel(kind, code, seats).await;
    }
    // Under a name, as people see it.
    let open = json!({
        "code": "OPEN-DEMO", "kind": "open", "title_sv": "Öppna platser",
        "title_en": "Open places", "seats": 4,
    });
    let channels = format!("/api/v1/offerings/{OFFERING}/channels");
    ok(service.admin.post(&channels, &open).await);
    service
        .import("kind=programmes", demo_file("programmes.csv"))
        .await;
    service
        .import("kind=workplaces", demo_file("skolenheter-demo.csv"))
        .await;
    (service, offering)
}

/// The whole round: people admitted, staff nominated, meetings set. Gives the offering's id.
pub async fn full(engine: Engine) -> (TestService, String) {
    let (service, offering) = empty(engine).await;
    let file = demo_file("antagna-vt2027.csv");
    let report = service.import(&into_offering("admissions"), file).await;
    assert_eq!(report["sound"], true, "{report}");
    nominate(&service).await;
    let file = demo_file("moten-vt2027.csv");
    let report = service.import(&into_offering("sessions"), file).await;
    assert_eq!(report["sound"], true, "{report}");
    (service, offering)
}

/// Imports the nominations, answering that Vera Väisänen is who she looks like; gives the report.
pub async fn nominate(service: &TestService) -> Value {
    let file = demo_file("nominerade-uppdrag-vt2027.csv");
    let query = into_offering("nominations");
    let asked = service.import(&query, file.clone()).await;
    let question = &asked["questions"][0];
    let same = format!(
        "{query}&same_person={}={}",
        question["row"],
        text(question, "person")
    );
    let report = service.import(&same, file).await;
    assert_eq!(report["sound"], true, "{report}");
    report
}

impl TestService {
    /// Every item of a list, page by page, as the protected-identity officer sees it.
    pub async fn all(&self, path: &str) -> Vec<Value> {
        all(&self.officer, path).await
    }

    /// The person whose real name holds this.
    pub async fn person(&self, name: &str) -> Value {
        let people = self.all("/api/v1/people").await;
        let mut found = people
            .into_iter()
            .filter(|person| text(person, "name").contains(name));
        let person = found
            .next()
            .unwrap_or_else(|| panic!("nobody named {name}"));
        assert!(found.next().is_none(), "several named {name}");
        person
    }

    /// The application of a person.
    pub async fn application(&self, person: &str) -> Value {
        let path = format!("/api/v1/applications?person={person}");
        self.all(&path).await.remove(0)
    }

    /// Proposes a partition; gives whatever comes back.
    pub async fn propose_reply(&self, wanted: &Value) -> Result<crate::Reply, CallError> {
        let path = format!("/api/v1/offerings/{OFFERING}/cohort-plans");
        self.admin.post(&path, wanted).await
    }

    /// Proposes a partition in which protected people may be in the first two cohorts.
    pub async fn propose(&self, seed: u64) -> Value {
        let wanted = json!({ "seed": seed, "protected_ok": ["G01", "G02"] });
        ok(self.propose_reply(&wanted).await)
    }

    /// Does something to a plan, or to anything else with a revision, as it was last seen.
    pub async fn act(
        &self,
        path: &str,
        seen: &Value,
        body: &Value,
    ) -> Result<crate::Reply, CallError> {
        let tag = format!("\"{}\"", seen["revision"]);
        let headers = [("if-match", &*tag)];
        self.admin
            .send_json(Method::POST, path, &headers, body)
            .await
    }

    /// Puts a plan into force.
    pub async fn commit(&self, plan: &Value) -> Value {
        let path = format!("/api/v1/cohort-plans/{}/commit", text(plan, "id"));
        ok(self.act(&path, plan, &json!({})).await)
    }

    /// The cohorts in force, as the officer sees them.
    pub async fn cohorts(&self) -> Vec<Value> {
        let path = format!("/api/v1/offerings/{OFFERING}/cohorts");
        let cohorts = self.officer.read(&path).await.expect("cohorts");
        cohorts.as_array().expect("a list").clone()
    }

    /// The sessions of the offering, as staff see them.
    pub async fn sessions(&self) -> Vec<Value> {
        let path = format!("/api/v1/offerings/{OFFERING}/sessions");
        let sessions = self.admin.read(&path).await.expect("sessions");
        sessions.as_array().expect("a list").clone()
    }

    /// Changes a session; gives it as it is now.
    pub async fn reschedule(&self, session: &Value, change: &Value) -> Value {
        let path = format!("/api/v1/sessions/{}", text(session, "id"));
        let tag = format!("\"{}\"", session["revision"]);
        let headers = [("if-match", &*tag)];
        let reply = self
            .admin
            .send_json(Method::PATCH, &path, &headers, change)
            .await;
        ok(reply)["session"].clone()
    }

    /// Cancels a session; gives it as it is now.
    pub async fn cancel(&self, session: &Value, reason: &str) -> Value {
        let path = format!("/api/v1/sessions/{}/cancel", text(session, "id"));
        ok(self.act(&path, session, &json!({ "reason": reason })).await)
    }

    /// Tells people now what waits to be told about the offering, and delivers all mail.
    pub async fn tell(&self) {
        let path = format!("/api/v1/offerings/{OFFERING}/notices/send");
        ok(self.admin.post(&path, &json!({})).await);
        self.tick().await;
    }

    /// Notices about the offering, newest first.
    pub async fn notices(&self, state: &str) -> Vec<Value> {
        let path = format!("/api/v1/notices?offering={OFFERING}&state={state}");
        all(&self.admin, &path).await
    }

    /// Schedules a session.
    pub async fn schedule(&self, new: &Value) -> Value {
        let path = format!("/api/v1/offerings/{OFFERING}/sessions");
        ok(self.admin.post(&path, new).await)
    }

    /// New tokens, for tests that go further than the old ones last.
    pub async fn sign_staff_in_again(&mut self) {
        self.admin = self.staff(Role::Administrator).await;
        self.officer = self.staff(Role::Officer).await;
    }

    /// Lets a person leave; gives the state.
    pub async fn withdraw(&self, person: &str) -> String {
        let application = self.application(person).await;
        let path = format!("/api/v1/applications/{}/withdraw", text(&application, "id"));
        let tag = format!("\"{}\"", application["revision"]);
        let reply = self
            .officer
            .send_json(
                Method::POST,
                &path,
                &[("if-match", &tag)],
                &json!({ "reason": "test" }),
            )
            .await;
        text(&ok(reply), "state")
    }
}

/// Every item of a list, page by page.
pub async fn all(client: &crate::Client, path: &str) -> Vec<Value> {
    let join = if path.contains('?') { '&' } else { '?' };
    let first = format!("{path}{join}limit=200");
    let mut next = Some(first.clone());
    let mut items = Vec::new();
    while let Some(path) = next {
        let page = client.read(&path).await.expect("a page");
        items.extend(page["items"].as_array().expect("items").iter().cloned());
        next = page["next"]
            .as_str()
            .map(|cursor| format!("{first}&cursor={cursor}"));
    }
    items
}
