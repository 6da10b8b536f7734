//! The three-week control: those registered then, not seen since, and not asked.

use super::{change, waits};
use harness::{
    Engine, ok, on_both_engines,
    round::{self, OFFERING},
};
use serde_json::{Value, json};

on_both_engines!(the_control_waits_until_somebody_is_seen);

async fn the_control_waits_until_somebody_is_seen(engine: Engine) {
    let (mut service, _) = round::full(engine).await;
    service.clock_to("2027-01-11T08:00:00Z");
    service.sign_staff_in_again().await;
    let list = ok(service
        .admin
        .get(&format!("/api/v1/offerings/{OFFERING}/rollcall"))
        .await);
    let here: Vec<Value> = list["entries"].as_array().unwrap()[..6]
        .iter()
        .map(|one| one["application"].clone())
        .collect();
    service.clock_to("2027-01-18T08:00:00Z");
    service.sign_staff_in_again().await;
    let present = json!({ "kind": "upprop", "present": here });
    let path = format!("/api/v1/offerings/{OFFERING}");
    ok(service
        .admin
        .post(&format!("{path}/presence"), &present)
        .await);
    ok(service
        .admin
        .send(
            hyper::Method::POST,
            &format!("{path}/register-present"),
            &[],
            "",
        )
        .await);
    change(&service, "DELETE FROM presence").await;
    assert_eq!(waits(&service, "follow_up").await, 0);
    service.clock_to("2027-02-08T08:00:00Z");
    service.sign_staff_in_again().await;
    let silent = waits(&service, "follow_up").await;
    assert!(silent > 0);
    let active = json!({ "kind": "activity", "present": here });
    ok(service
        .admin
        .post(&format!("{path}/presence"), &active)
        .await);
    assert_eq!(waits(&service, "follow_up").await, 0);
}
