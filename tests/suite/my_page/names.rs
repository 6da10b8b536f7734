//! Whose names are seen in a cohort: where it is mutual, and never a protected person's.

use super::{
    leads_to, says,
    transfer::{browser, divided},
};
use harness::{
    Engine, TestService,
    browsing::{Browsing, csrf},
    ok, on_both_engines, text,
};
use hyper::{Method, StatusCode};
use serde_json::{Value, json};

on_both_engines!(
    names_are_seen_where_it_is_mutual,
    a_protected_persons_name_is_seen_by_nobody,
    others_choices_are_theirs,
);

const HERE: &str = "/min-sida/schema";
/// A heading that is there when any name is.
const SEEN: &str = "Du ser namnen på";

/// Somebody of a cohort, signed in.
struct Member {
    id: String,
    name: String,
    browser: Browsing,
    path: String,
}

impl Member {
    async fn page(&mut self) -> String {
        let page = self.browser.get(HERE).await;
        assert_eq!(page.status, StatusCode::OK);
        page.text()
    }

    async fn chooses(&mut self, words: &str) {
        let page = self.browser.get(HERE).await;
        let done = self.browser.submit(&page, &self.path, &[]).await;
        leads_to(&done, &format!("{HERE}?klart={words}"));
    }

    async fn sees(&mut self, other: &str) -> bool {
        self.page().await.contains(other)
    }
}

/// Three of one cohort, none of them protected.
async fn three(service: &TestService) -> Vec<Member> {
    let cohort = service.cohorts().await.remove(2);
    let path = format!("/min-sida/grupp/{}/namn", text(&cohort, "id"));
    let mut members = Vec::new();
    for member in cohort["members"].as_array().unwrap() {
        let id = text(member, "person");
        let shown = format!("/api/v1/people/{id}");
        let person: Value = ok(service.officer.get(&shown).await);
        if person["security_marking"] != "none" || person.get("email").is_none() {
            continue;
        }
        members.push(Member {
            id,
            name: text(&person, "name"),
            browser: browser(service, &text(&person, "email")).await,
            path: path.clone(),
        });
        if members.len() == 3 {
            return members;
        }
    }
    panic!("too few in {cohort}");
}

async fn names_are_seen_where_it_is_mutual(engine: Engine) {
    let service = divided(engine).await;
    let mut three = three(&service).await;
    let names: Vec<String> = three.iter().map(|one| one.name.clone()).collect();
    // Off until said otherwise; one alone sees nothing.
    for one in &mut three {
        let page = one.page().await;
        assert!(page.contains("Ditt namn visas inte") && !page.contains(SEEN));
    }
    three[0].chooses("namn").await;
    let page = three[0].page().await;
    assert!(page.contains("Ingen annan i gruppen visar sitt namn än"));
    assert!(!three[1].sees(&names[0]).await && !three[0].sees(&names[1]).await);
    // Both: each sees the other, and who has said nothing is out of it both ways.
    three[1].chooses("namn").await;
    assert!(three[0].sees(&names[1]).await && three[1].sees(&names[0]).await);
    assert!(!three[0].sees(&names[2]).await);
    let page = three[2].page().await;
    assert!(!page.contains(&names[0]) && !page.contains(&names[1]));
    let page = three[0].browser.get(HERE).await;
    says(&page, &[SEEN, "Visa inte mitt namn"]);
    // Taken back, it is gone at once.
    three[1].chooses("inget-namn").await;
    assert!(!three[0].sees(&names[1]).await && !three[1].sees(&names[0]).await);
    let path = format!("/api/v1/audit?subject={}", three[1].id);
    let rows = service.all(&path).await;
    let count = |action: &str| rows.iter().filter(|row| row["action"] == action).count();
    assert_eq!(count("name_consent.given"), 1);
    assert_eq!(count("name_consent.taken_back"), 1);
}

async fn mark(service: &TestService, person: &str, marking: &str) {
    let path = format!("/api/v1/people/{person}");
    let headers = [("if-match", "*")];
    let body = json!({ "security_marking": marking });
    ok(service
        .officer
        .send_json(Method::PATCH, &path, &headers, &body)
        .await);
}

async fn a_protected_persons_name_is_seen_by_nobody(engine: Engine) {
    let service = divided(engine).await;
    let mut three = three(&service).await;
    let names: Vec<String> = three.iter().map(|one| one.name.clone()).collect();
    three[0].chooses("namn").await;
    three[1].chooses("namn").await;
    assert!(three[0].sees(&names[1]).await, "the control");
    let page = three[1].browser.get(HERE).await;
    mark(&service, &three[1].id, "confidential").await;
    assert!(!three[0].sees(&names[1]).await && !three[1].sees(&names[0]).await);
    // There is nothing to choose, and an old page chooses nothing.
    let html = three[1].page().await;
    assert!(!html.contains("/namn\""), "{html}");
    let path = three[1].path.clone();
    let body = format!("csrf={}&visa=ja", csrf(&page));
    let sent = three[1].browser.send(Method::POST, &path, &body).await;
    assert_eq!(sent.status, StatusCode::CONFLICT);
    // What was agreed to before does not come back by itself.
    mark(&service, &three[1].id, "none").await;
    assert!(!three[0].sees(&names[1]).await);
    three[1].chooses("namn").await;
    assert!(three[0].sees(&names[1]).await);
    // A marking that is written behind the service's back hides all the same.
    let marked = format!(
        "UPDATE person SET security_marking = 'protected_registration' WHERE family_name = '{}'",
        names[1].rsplit(' ').next().unwrap()
    );
    service.run_sql(&marked).await;
    assert!(!three[0].sees(&names[1]).await && !three[1].sees(&names[0]).await);
}

async fn others_choices_are_theirs(engine: Engine) {
    let service = divided(engine).await;
    let mut three = three(&service).await;
    let mut stranger = super::signed_in(&service, 1).await;
    let page = stranger.get("/min-sida/uppgifter").await;
    let body = format!("csrf={}&visa=ja", csrf(&page));
    let hers = three[0].path.clone();
    for path in [hers, "/min-sida/grupp/x/namn".to_owned()] {
        let sent = stranger.send(Method::POST, &path, &body).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND);
        let sent = three[0].browser.send(Method::POST, &path, &body).await;
        assert_eq!(sent.status, StatusCode::FORBIDDEN, "another's form");
    }
    assert!(three[0].page().await.contains("Ditt namn visas inte"));
}
