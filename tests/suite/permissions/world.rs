//! A service with one of everything, and how each operation is called there.

use super::{answers::who_answer_for_programmes, table::TABLE};
use harness::{Client, Engine, Reply, TestService, contract::Operation, ok, text};
use samverkan_service::usecase::Role;
use serde_json::{Value, json};
use std::collections::BTreeMap;

const EMPTY_CALENDAR: &str = "BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n";

/// A service with one of everything, and what stands for the `{parameters}` of its addresses.
pub(crate) struct World {
    pub(crate) service: TestService,
    other: Client,
    owner: Client,
    auditor: Client,
    archivist: Client,
    technician: Client,
    /// Who answers for another programme, and for the one that is asked about.
    programmes: [Client; 2],
    pub(crate) parameters: BTreeMap<&'static str, String>,
    /// Bodies that are right in shape, by operation.
    pub(crate) bodies: BTreeMap<&'static str, Value>,
}

impl World {
    pub(crate) async fn build(engine: Engine) -> Self {
        let service = TestService::start(engine).await;
        let offering = service.offering().await;
        let channel = service.channel("open", "OPEN", 9).await;
        let (owner, anna) = service.participant(1, "larare").await;
        let (other, bo) = service.participant(2, "kurator").await;
        let apply = json!({ "channel": "OPEN" });
        let path = "/api/v1/offerings/SA123A-V9001V27";
        let receipt = ok(owner.post(&format!("{path}/applications"), &apply).await);
        ok(other.post(&format!("{path}/applications"), &apply).await);
        let feed = json!({ "kind": "person", "name": "Min", "language": "sv" });
        let feed_made = ok(owner.post("/api/v1/feeds", &feed).await);
        let session = json!({
            "title": "Träff", "starts": "2027-01-21T10:15", "ends": "2027-01-21T12:00",
            "mode": "online", "compulsory": true, "preliminary": false,
        });
        let sessions = format!("{path}/sessions");
        let session_made = ok(service.admin.post(&sessions, &session).await);
        let session_id = session_made["session"]["id"]
            .as_str()
            .or(session_made["id"].as_str());
        let rule = json!({ "keep_for": "P1Y", "decision": "d" });
        let merge = json!({ "other": bo, "reason": "r", "dry_run": true });
        let package = json!({
            "code": "P0", "title_sv": "P", "title_en": "P", "source": "s", "demo": true,
        });
        ok(service.admin.post("/api/v1/packages", &package).await);
        let plan = json!({ "protected_ok": [], "locks": [] });
        let plan_made = ok(service
            .admin
            .post(&format!("{path}/cohort-plans"), &plan)
            .await);
        let file = "school_unit_code;name;municipality_code;municipality\n12345678;Östra skolan;0180;Stockholm\n";
        let import = service.import("kind=workplaces", file).await;
        let missing = "01a207a2-3280-7010-9283-40f9eb9faa1c".to_owned();
        let parameters = BTreeMap::from([
            ("application", text(&receipt, "application")),
            ("call", missing.clone()),
            ("channel", channel),
            ("code", "SA123A".to_owned()),
            ("cohort", "G01".to_owned()),
            ("erasure", missing.clone()),
            ("feed", text(&feed_made, "id")),
            (
                "import",
                import["id"].as_str().unwrap_or(&missing).to_owned(),
            ),
            ("link", missing.clone()),
            ("name", "mapping".to_owned()),
            ("number", "1".to_owned()),
            ("notice", missing.clone()),
            ("offering", offering),
            ("person", anna.clone()),
            ("other", text(&plan_made, "id")),
            ("plan", text(&plan_made, "id")),
            ("programme", "LKP1Y".to_owned()),
            ("rule", missing.clone()),
            ("search", missing.clone()),
            ("progress", missing.clone()),
            ("selection", missing.clone()),
            ("session", session_id.expect("a session").to_owned()),
            ("sign_in", missing.clone()),
            ("transfer", missing.clone()),
            ("wish", missing.clone()),
            ("weeding", missing.clone()),
            ("hold", missing.clone()),
            ("category", "needs".to_owned()),
            ("message", missing.clone()),
            ("template", "admitted".to_owned()),
            ("mail_rule", "start".to_owned()),
            ("language", "sv".to_owned()),
            ("token", missing),
        ]);
        let course = json!({
            "code": "AB100B", "title_sv": "T", "title_en": "T", "credits_tenths": 75,
            "level": "G1N", "main_field": "F", "source": "s", "demo": true,
        });
        let new_offering = json!({
            "course": "SA123A", "code": "SA123A-V9002V27", "term": "VT2027", "demo_note": "",
            "starts_on": "2027-01-18", "ends_on": "2027-06-06", "pace_percent": 50,
            "teaching": "distance", "language": "sv", "cohort_size": 7,
        });
        let mail_rule = json!({
            "moment": "course_start", "days": -3, "at": "09:00", "audience": "taking_part",
        });
        let rule_path = format!("{path}/mail-rules/start");
        let any = [("if-match", "*")];
        ok(service
            .admin
            .send_json(hyper::Method::PUT, &rule_path, &any, &mail_rule)
            .await);
        let bodies = BTreeMap::from([
            ("admit", json!({})),
            ("answer", json!({ "accept": true })),
            ("renominate", json!({})),
            ("answer_by_link", json!({ "accept": true })),
            ("cancel_call", json!({})),
            ("call_reserves", json!({ "count": 1 })),
            (
                "add_contact",
                json!({ "way": "phone", "outcome": "reached" }),
            ),
            ("register", json!({ "condition_met": false })),
            ("withdraw", json!({ "passed_result": false })),
            ("take_step", json!({ "step": "complete" })),
            ("substitute", json!({ "person": bo })),
            (
                "return_to_course",
                json!({ "offering": "SA123A-V9001V27", "channel": "OPEN" }),
            ),
            ("leave_package", json!({ "package": "P0" })),
            ("leave_my_package", json!({ "package": "P0" })),
            ("note_presence", json!({ "kind": "upprop" })),
            ("create_export", json!({ "kind": "rollcall" })),
            ("extract_person", json!({})),
            ("put_retention_rule", rule),
            (
                "create_retention_hold",
                json!({ "offering": "SA123A-V9001V27", "reason": "r", "reference": "d" }),
            ),
            ("send_follow_up", json!({ "applications": [] })),
            (
                "create_contract",
                json!({ "code": "K", "employer": "K", "seats": 1 }),
            ),
            ("edit_contract", json!({ "employer": "K", "seats": 1 })),
            ("keep_people_apart", json!({ "reason": "r" })),
            ("export_audit", json!({})),
            ("merge_people", merge),
            ("unmerge_people", json!({ "reason": "r" })),
            ("undo_import", json!({ "dry_run": true })),
            ("take_out_invoice_bases", json!({ "contract": "N" })),
            ("edit_channel", json!({ "seats": 9 })),
            (
                "move_in_cohort_plan",
                json!({ "person": bo, "cohort": "1" }),
            ),
            ("get_cohort_frontier", json!({ "most_moves": 1 })),
            ("swap_in_cohort_plan", json!({ "person": bo, "with": anna })),
            (
                "lock_in_cohort_plan",
                json!({ "people": [anna], "locked": true }),
            ),
            ("what_if_cohort_plan", json!({ "drop": [bo] })),
            ("put_availability", json!({ "cannot": ["mon08"] })),
            (
                "put_practicum",
                json!({ "term": "VT2027", "weeks": "10-14" }),
            ),
            (
                "put_timetable_address",
                json!({ "url": "https://192.0.2.1/x" }),
            ),
            (
                "create_session_series",
                json!({
                    "title": "S", "weekday": "monday", "starts": "10:15", "ends": "12:00",
                    "weeks": "5", "mode": "online",
                }),
            ),
            (
                "copy_sessions",
                json!({ "from": "SA123A-V9001V27", "shift_weeks": 1 }),
            ),
            ("find_time", json!({})),
            ("put_facilitator", json!({ "most": 1 })),
            ("propose_facilitators", json!({})),
            ("commit_facilitators", json!({})),
            ("create_course", course),
            (
                "create_feed",
                json!({ "kind": "person", "name": "F", "language": "en" }),
            ),
            (
                "put_import_mapping",
                json!({ "kind": "sessions", "columns": {} }),
            ),
            ("edit_me", json!({ "language": "en" })),
            ("put_my_merits", json!({ "credits_tenths": 300 })),
            ("verify_merits", json!({ "credits_tenths": 300 })),
            (
                "ask_cohort_transfer",
                json!({ "cohort": "01a207a2-3280-7010-9283-40f9eb9faa1c", "reason": "r" }),
            ),
            (
                "put_my_company_wishes",
                json!({ "with": ["b@example.org"] }),
            ),
            ("put_my_needs", json!({ "needs": ["step_free"] })),
            ("ask_erasure", json!({ "what": "allt" })),
            (
                "decide_erasure_request",
                json!({ "outcome": "granted", "ground": "unlawful", "reason": "r" }),
            ),
            ("approve_cohort_transfer", json!({ "cohort": "G02" })),
            ("refuse_cohort_transfer", json!({ "reason": "fullt" })),
            ("publish_selection", json!({})),
            ("create_offering", new_offering),
            ("edit_offering", json!({ "cohort_size": 7 })),
            ("apply", apply),
            (
                "create_channel",
                json!({ "code": "C", "kind": "open", "title_sv": "C", "title_en": "C", "seats": 1 }),
            ),
            ("propose_cohort_plan", plan),
            (
                "create_cohort_rule",
                json!({ "kind": "apart", "person": anna, "other": bo, "reason": "test" }),
            ),
            ("create_session", session),
            (
                "create_package",
                json!({ "code": "P", "title_sv": "P", "title_en": "P", "source": "s", "demo": true }),
            ),
            ("edit_person", json!({ "language": "sv" })),
            (
                "put_profession",
                json!({ "title_sv": "Ny", "title_en": "New", "family": "health" }),
            ),
            ("reschedule_session", json!({ "place": "Sal 1" })),
            ("cancel_session", json!({ "reason": "sjukdom" })),
            ("discard_notice", json!({ "reason": "fel" })),
            (
                "put_mail_template",
                json!({ "subject": "x", "body": "{standardtext}" }),
            ),
            ("note_bounce", json!({ "text": "x" })),
            ("put_mail_rule", mail_rule.clone()),
            ("dry_run_new_mail_rule", mail_rule.clone()),
            ("put_mail_rule_state", json!({ "state": "active" })),
            ("preview_mail_template", json!({ "person": anna })),
            (
                "start_sign_in",
                json!({ "email": "a@example.org", "language": "sv" }),
            ),
            ("confirm_sign_in", json!({ "secret": "s", "code": "c" })),
            (
                "create_token",
                json!({ "name": "t", "role": "auditor", "days": 1 }),
            ),
        ]);
        let auditor = service.staff(Role::Auditor).await;
        let archivist = service.staff(Role::Archivist).await;
        let technician = service.staff(Role::Technician).await;
        let programmes = who_answer_for_programmes(&service).await;
        Self {
            service,
            other,
            owner,
            auditor,
            archivist,
            technician,
            programmes,
            parameters,
            bodies,
        }
    }

    /// Callers in the order of the table.
    pub(super) fn callers(&self) -> [&Client; 10] {
        let service = &self.service;
        [
            &service.anyone,
            &self.other,
            &self.owner,
            &self.auditor,
            &self.archivist,
            &service.admin,
            &service.officer,
            &self.technician,
            &self.programmes[0],
            &self.programmes[1],
        ]
    }

    /// Who does most of what an operation lets through.
    pub(crate) fn allowed(&self, operation: &Operation) -> Option<&Client> {
        let mut lines = TABLE.lines().filter_map(|line| line.trim().split_once(' '));
        let (_, signs) = lines.find(|(id, _)| *id == operation.id)?;
        let signs: Vec<char> = signs.trim().chars().collect();
        let may = [5, 6, 2, 3, 4, 7, 8, 9, 0]
            .into_iter()
            .find(|&caller| signs[caller] == '+');
        may.map(|caller| self.callers()[caller])
    }

    pub(super) async fn call(&self, client: &Client, operation: &Operation) -> Reply {
        let body = self.bodies.get(&*operation.id);
        self.call_with(client, operation, body).await
    }

    pub(crate) async fn call_with(
        &self,
        client: &Client,
        operation: &Operation,
        body: Option<&Value>,
    ) -> Reply {
        let mut path = operation.path.clone();
        for (name, value) in &self.parameters {
            path = path.replace(&format!("{{{name}}}"), value);
        }
        if operation.id == "put_profession" {
            path = "/api/v1/professions/ny".to_owned();
        }
        if operation.id.starts_with("list_programme_") {
            path = path.replace("LKP1Y", "LAG9Y");
        }
        match &*operation.id {
            "recommend_overbooking" => path += "?room=9",
            "get_notice_letter" => path += &format!("?person={}", self.parameters["person"]),
            _ => {}
        }
        let file = match &*operation.id {
            "import_file" => Some(("?kind=programmes&dry_run=true", "Kod\n")),
            "read_availability" => Some(("?dry_run=true", "Person;Kan inte\nx;mon08\n")),
            "import_timetable" | "put_my_calendar" => Some(("", EMPTY_CALENDAR)),
            _ => None,
        };
        if let Some((query, content)) = file {
            let kind = [("content-type", "application/octet-stream")];
            let path = format!("{path}{query}");
            return client
                .send(operation.method.clone(), &path, &kind, content)
                .await
                .expect("an answer");
        }
        let headers = [("if-match", "*")];
        match body {
            Some(body) => {
                client
                    .send_json(operation.method.clone(), &path, &headers, body)
                    .await
            }
            None => {
                client
                    .send(operation.method.clone(), &path, &headers, "")
                    .await
            }
        }
        .expect("an answer")
    }
}
