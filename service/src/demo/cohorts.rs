//! The demonstration's cohorts: a plan is proposed, shown and put into force.

use super::{Demo, DemoError, Result, steps::OFFERING};
use hyper::Method;
use serde_json::{Value, json};

/// The cohorts in force, as the account draws them.
pub(super) struct Cohorts {
    pub people: usize,
    pub soft_points: i64,
    pub broken_rules: i64,
    /// Code, and members per family in a fixed order.
    pub mix: Vec<(String, Vec<usize>)>,
    pub first_id: String,
    pub first_code: String,
}

/// The families in the order they are drawn.
pub(super) const FAMILIES: [&str; 5] = [
    "teaching",
    "special_education",
    "social_work",
    "health",
    "guidance",
];

/// Divides everybody who has a place, unless that has been done.
pub(super) async fn divide(demo: &Demo) -> Result<Cohorts> {
    let plans = demo.admin.read(&format!("{OFFERING}/cohort-plans")).await?;
    let committed = plans
        .as_array()
        .into_iter()
        .flatten()
        .find(|p| p["state"] == "committed");
    let plan = match committed {
        Some(plan) => plan.clone(),
        None => propose_and_commit(demo).await?,
    };
    let cohorts = in_force(demo, &plan).await?;
    (demo.say)(&demo.words.divided(&cohorts));
    Ok(cohorts)
}

async fn propose_and_commit(demo: &Demo) -> Result<Value> {
    // Two cohorts have facilitators whom the protected-identity officer has approved.
    let wanted = json!({ "start": "new", "seed": 1, "protected_ok": ["G01", "G02"] });
    let path = format!("{OFFERING}/cohort-plans");
    let plan = demo.admin.write(Method::POST, &path, &[], &wanted).await?;
    let path = format!(
        "/api/v1/cohort-plans/{}",
        plan["id"].as_str().unwrap_or_default()
    );
    let etag = demo.admin.get(&path).await?.etag().to_owned();
    let path = format!("{path}/commit");
    Ok(demo
        .admin
        .write(Method::POST, &path, &[("if-match", &etag)], &Value::Null)
        .await?)
}

async fn in_force(demo: &Demo, plan: &Value) -> Result<Cohorts> {
    let list = demo.admin.read(&format!("{OFFERING}/cohorts")).await?;
    let list = list.as_array().cloned().unwrap_or_default();
    let text = |cohort: &Value, field: &str| cohort[field].as_str().unwrap_or_default().to_owned();
    let count = |cohort: &Value, family: &str| {
        let members = cohort["members"].as_array().into_iter().flatten();
        members.filter(|member| member["family"] == family).count()
    };
    let mix = list
        .iter()
        .map(|cohort| {
            (
                text(cohort, "code"),
                FAMILIES.map(|f| count(cohort, f)).to_vec(),
            )
        })
        .collect();
    let members = |cohort: &Value| cohort["members"].as_array().map_or(0, Vec::len);
    let first = list
        .first()
        .ok_or_else(|| DemoError::Step("no cohorts".to_owned()))?;
    Ok(Cohorts {
        people: list.iter().map(members).sum(),
        soft_points: plan["score"]["soft"].as_i64().unwrap_or_default(),
        broken_rules: plan["score"]["hard"].as_i64().unwrap_or_default(),
        mix,
        first_id: text(first, "id"),
        first_code: text(first, "code"),
    })
}
