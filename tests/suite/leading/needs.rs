//! What the people of a cohort need, on the page of who leads it: how many need what, never who. Who is
//! protected is counted like everybody; of other cohorts nothing is said.

use super::{Led, says};
use harness::{Engine, Reply, ok, on_both_engines, text};
use hyper::Method;
use serde_json::{Value, json};

on_both_engines!(needs_of_a_cohort_are_counted_and_nobody_is_named,);

/// The people of a cohort who sign in: id and address.
async fn reachable(led: &Led, cohort: usize) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for member in led.cohorts[cohort]["members"].as_array().unwrap() {
        let id = text(member, "person");
        let path = format!("/api/v1/people/{id}");
        let person = ok(led.service.officer.get(&path).await);
        let open = person["security_marking"] == "none";
        if let Some(email) = person["email"].as_str().filter(|_| open) {
            found.push((id, email.to_owned()));
        }
    }
    found
}

async fn states(led: &Led, email: &str, needs: Value) {
    let (client, _) = led.service.sign_in(email).await;
    let body = json!({ "needs": needs });
    let said = client.send_json(Method::PUT, "/api/v1/me/needs", &[], &body);
    assert_eq!(said.await.unwrap().status, 204);
}

/// The lines about needs.
fn counted(page: &Reply) -> Vec<String> {
    let html = page.text();
    let section = html.split("<section aria-labelledby=\"needs\">").nth(1);
    let section = section.unwrap_or_default().split("</section>").next();
    let lines = section.unwrap_or_default().split("<li>").skip(1);
    lines
        .map(|line| line.split("</li>").next().unwrap_or_default().to_owned())
        .collect()
}

async fn needs_of_a_cohort_are_counted_and_nobody_is_named(engine: Engine) {
    let led = Led::begin(engine).await;
    let mut hers = led.service.browser_of(91).await;
    assert_eq!(counted(&hers.get(&led.path(0)).await), Vec::<String>::new());
    let own = reachable(&led, 0).await;
    let others = reachable(&led, 1).await;
    states(&led, &own[0].1, json!(["hearing_loop"])).await;
    states(&led, &own[1].1, json!(["hearing_loop", "large_print"])).await;
    states(&led, &others[0].1, json!(["place_to_rest"])).await;
    let before = hers.get(&led.path(0)).await;
    let wanted = ["Hörslinga: 2", "Material med stor text: 1"];
    assert_eq!(counted(&before), wanted);
    says(&before, &["Fråga inte vem eller varför"]);
    // One of them is protected: counted as before, and shown by an alias.
    let person = format!("/api/v1/people/{}", own[1].0);
    let name = text(&ok(led.service.officer.get(&person).await), "name");
    assert!(before.text().contains(&harness::office::written(&name)));
    let marking = json!({ "security_marking": "protected_registration" });
    let headers = [("if-match", "*")];
    let marked = led
        .service
        .officer
        .send_json(Method::PATCH, &person, &headers, &marking);
    ok(marked.await);
    let after = hers.get(&led.path(0)).await;
    assert_eq!(counted(&after), wanted);
    assert!(!after.text().contains(&harness::office::written(&name)));
    // The other cohort's leader sees that cohort's, and nothing else.
    let mut his = led.service.browser_of(92).await;
    let page = his.get(&led.path(1)).await;
    assert_eq!(counted(&page), ["Någonstans att vila: 1"]);
    // Who has left is not counted.
    led.service.withdraw(&own[0].0).await;
    let page = hers.get(&led.path(0)).await;
    assert_eq!(
        counted(&page),
        ["Hörslinga: 1", "Material med stor text: 1"]
    );
}
