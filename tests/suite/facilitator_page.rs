//! The page about facilitators, run.

use super::page::{self, Story};
use harness::{
    Engine, TestService, ok,
    round::{self, OFFERING},
};
use hyper::Method;
use serde_json::json;
use std::{collections::BTreeMap, path::PathBuf};

struct Facilitators {
    service: TestService,
    folder: PathBuf,
    /// What the page calls people.
    people: BTreeMap<&'static str, String>,
}

impl Drop for Facilitators {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}

impl Story for Facilitators {
    async fn happens(&self, what: &str) {
        panic!("nobody knows how {what:?} happens");
    }

    async fn run(&self, line: &str) -> String {
        let words = crate::docs::split(line).into_iter().skip(1);
        let meant = |word: String| self.people.get(&*word).cloned().unwrap_or(word);
        let words: Vec<_> = words.map(meant).collect();
        page::command(&self.service, &self.folder, line, &words).await
    }
}

/// Somebody with a name of their own who takes no part.
async fn person(service: &TestService, n: usize, given_name: &str, profession: &str) -> String {
    let (client, person) = service.participant(n, profession).await;
    let name = json!({ "given_name": given_name, "family_name": "Handledarsson" });
    ok(client
        .send_json(Method::PATCH, "/api/v1/me", &[], &name)
        .await);
    person
}

#[tokio::test]
async fn facilitators_are_assigned_as_the_page_shows() {
    let (service, _) = round::full(Engine::Sqlite).await;
    let wanted = json!({ "protected_ok": ["G01", "G02"], "meets": ["tue13", "wed10", "thu13"], "iterations": 100_000 });
    let path = format!("/api/v1/offerings/{OFFERING}/cohort-plans");
    let plan = ok(service.admin.post(&path, &wanted).await);
    service.commit(&plan).await;
    let people = BTreeMap::from([
        ("$EVA", person(&service, 91, "Eva", "larare").await),
        ("$SARA", person(&service, 92, "Sara", "skolskoterska").await),
        ("$NILS", person(&service, 93, "Nils", "kurator").await),
        ("$MONA", person(&service, 94, "Mona", "larare").await),
    ]);
    let folder = page::folder(&service);
    let story = Facilitators {
        service,
        folder,
        people,
    };
    page::is_as_shown("docs/handledare.md", 9, &story).await;
}
