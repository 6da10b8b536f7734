//! The page about a whole admission round, run: every command in its order, against a service
//! whose clock the page moves, and every line of output compared.

use super::page::{self, Story};
use harness::{Engine, TestService, ok, text};
use hyper::Method;
use serde_json::{Value, json};
use std::path::PathBuf;

const PAGE: &str = "docs/en-antagningsomgang.md";
const APPLICANTS: &[(&str, &str, &str, i64)] = &[
    ("Anna", "Berg", "larare", 2_400),
    ("Bo", "Ceder", "kurator", 1_800),
    ("Cecilia", "Dahl", "larare", 600),
    ("David", "Ek", "kurator", 450),
    ("Elsa", "Fors", "larare", 150),
];

struct Round {
    service: TestService,
    folder: PathBuf,
}

impl Round {
    async fn begin() -> Self {
        let service = TestService::start(Engine::Sqlite).await;
        service.offering().await;
        let (client, _) = service.sign_in("frida@example.org").await;
        let profile = json!({
            "given_name": "Frida", "family_name": "Gran", "profession": "kurator",
        });
        ok(client
            .send_json(Method::PATCH, "/api/v1/me", &[], &profile)
            .await);
        let folder = page::folder(&service);
        Self { service, folder }
    }

    async fn applies(
        &self,
        n: usize,
        (given, family, profession, credits): &(&str, &str, &str, i64),
    ) {
        let email = format!("applicant{n}@example.org");
        let (client, _) = self.service.sign_in(&email).await;
        let profile = json!({
            "given_name": given, "family_name": family, "profession": profession,
        });
        let merits = json!({ "credits_tenths": credits, "employer": "Örebro kommun" });
        for (method, path, body) in [
            (Method::PATCH, "/api/v1/me", profile),
            (Method::PUT, "/api/v1/me/merits", merits),
        ] {
            ok(client.send_json(method, path, &[], &body).await);
        }
        let path = "/api/v1/offerings/SA123A-V9001V27/applications";
        ok(client.post(path, &json!({ "channel": "URVAL-VT27" })).await);
    }

    async fn first(&self, path: &str) -> String {
        let list: Value = ok(self.service.admin.get(path).await);
        let items = list.get("items").unwrap_or(&list);
        text(&items[0], "id")
    }

    /// What a word of the page stands for now.
    async fn meant(&self, word: &str) -> String {
        let of = |state: &str| format!("/api/v1/applications?channel=URVAL-VT27&state={state}");
        match word {
            "$FRIDA" => text(&self.service.person("Frida").await, "id"),
            "$FRIDAS" => {
                let frida = text(&self.service.person("Frida").await, "id");
                text(&self.service.application(&frida).await, "id")
            }
            "$URVAL" => self.first("/api/v1/channels/URVAL-VT27/selections").await,
            "$RESERV" => self.first(&of("reserve")).await,
            "$KALLAD" => self.first(&of("called")).await,
            "$PLAN" => {
                self.first("/api/v1/offerings/SA123A-V9001V27/cohort-plans")
                    .await
            }
            other => other.to_owned(),
        }
    }
}

impl Story for Round {
    async fn happens(&self, what: &str) {
        match what {
            "anmälningar" => {
                for (n, applicant) in APPLICANTS.iter().enumerate() {
                    self.applies(n, applicant).await;
                }
            }
            "anmälan stänger" => self.service.advance(2 * 3_600),
            other => panic!("nobody knows how {other:?} happens"),
        }
    }

    async fn run(&self, line: &str) -> String {
        let mut words = Vec::new();
        for word in crate::docs::split(line).into_iter().skip(1) {
            words.push(self.meant(&word).await);
        }
        page::command(&self.service, &self.folder, line, &words).await
    }
}

impl Drop for Round {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

#[tokio::test]
async fn a_whole_round_is_as_the_page_shows() {
    page::is_as_shown(PAGE, 15, &Round::begin().await).await;
}
