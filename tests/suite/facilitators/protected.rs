//! Facilitators with protected personal data.

use super::{TIMES, commit, facilitator, led, path, proposed};
use crate::plans::{propose, twenty};
use harness::{Engine, both_engines, ok, problem, text};
use hyper::Method;
use serde_json::json;
use std::collections::BTreeSet;

both_engines!(protected_facilitators_are_explained_to_nobody);

async fn protected_facilitators_are_explained_to_nobody(engine: Engine) {
    let service = twenty(engine).await;
    let plan = propose(&service, json!({ "meets": TIMES, "protected_ok": ["G01"] })).await;
    service.commit(&plan).await;
    let (_, person) = facilitator(&service, 31, "larare", json!({ "most": 4 })).await;
    let ask = path("facilitator-assignment");
    // Control: while she is not protected, she leads all four.
    assert_eq!(led(&proposed(&service, &json!({})).await).len(), 4);
    let marking = json!({ "security_marking": "protected_registration" });
    let shown = ok(service
        .officer
        .get(&format!("/api/v1/people/{person}"))
        .await);
    let tag = format!("\"{}\"", shown["revision"]);
    let address = format!("/api/v1/people/{person}");
    ok(service
        .officer
        .send_json(Method::PATCH, &address, &[("if-match", &tag)], &marking)
        .await);
    let (_, code, answer) = problem(service.admin.post(&ask, &json!({})).await);
    assert_eq!(code, "no-assignment");
    let said = text(&answer, "detail");
    assert!(
        !said.contains("31") && !said.contains("kan inte leda"),
        "{said}"
    );
    // Another leads the rest; she leads where it is allowed, by alias.
    facilitator(&service, 32, "kurator", json!({ "most": 3 })).await;
    let found = proposed(&service, &json!({})).await;
    assert_eq!(led(&found)["G01"], BTreeSet::from([person.clone()]));
    commit(&service, &json!({})).await;
    for path in ["cohorts", "facilitators"] {
        let seen = service
            .admin
            .read(&super::path(path))
            .await
            .expect("an answer");
        assert!(!seen.to_string().contains("Efternamn31"), "{path}");
        let seen = service
            .officer
            .read(&super::path(path))
            .await
            .expect("an answer");
        assert!(seen.to_string().contains("Efternamn31"), "{path}: control");
    }
}
