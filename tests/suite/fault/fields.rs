//! Every text of every request that the contract knows, filled with hostile texts one at a time; then everything that is
//! served is read: F12 for all that [`super::injection`] does not look at by hand.

use super::{
    injection::{hostile, is_inert, letters_are_whole},
    rounds,
};
use crate::permissions::World;
use harness::{
    Engine, both_engines,
    browsing::Browsing,
    calendar::{check, fetch, make_feed},
    contract::{Contract, Operation},
    ok,
    round::OFFERING,
    text,
};
use samverkan_service::usecase::Role;
use serde_json::Value;
use std::collections::BTreeSet;

both_engines!(no_field_of_any_request_lets_a_hostile_text_live);

/// Texts tried in a field within a plain run; the next field goes on where the last one ended.
const TEXTS: usize = 8;
/// Kinds of requests that must have taken some hostile text: less, and nothing was tried.
const LEAST_TAKEN: usize = 20;

/// Where a body holds texts.
fn texts(body: &Value, at: &str, found: &mut Vec<String>) {
    match body {
        Value::String(_) => found.push(at.to_owned()),
        Value::Object(fields) => {
            for (name, value) in fields {
                texts(value, &format!("{at}/{name}"), found);
            }
        }
        Value::Array(items) => {
            for (index, value) in items.iter().enumerate() {
                texts(value, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// Bodies of an operation to begin with: the least that is taken, and that with what else the contract's example says.
fn bodies(contract: &Contract, world: &World, operation: &Operation) -> Vec<Value> {
    let least = world.bodies.get(&*operation.id).cloned();
    let schema = &operation.content["requestBody"]["content"]["application/json"]["schema"];
    let name = schema["$ref"]
        .as_str()
        .and_then(|name| name.rsplit('/').next());
    let described = name.map(|name| &contract.0["components"]["schemas"][name]);
    let example = described.map_or(Value::Null, |schema| schema["example"].clone());
    let whole = match (&least, example) {
        (Some(Value::Object(least)), Value::Object(mut whole)) => {
            whole.extend(least.clone());
            Value::Object(whole)
        }
        (_, example) => example,
    };
    let whole = Some(whole).filter(|body| !body.is_null());
    least.into_iter().chain(whole).collect()
}

/// Nothing that ends a line, moves a cursor or goes unseen stands in an answer.
pub(super) fn is_plain(reply: &harness::Reply) -> bool {
    let of_ours = |sign: char| sign.is_control() && !['\n', '\r', '\t'].contains(&sign);
    !reply.text().contains(of_ours)
}

async fn no_field_of_any_request_lets_a_hostile_text_live(engine: Engine) {
    let (contract, world) = (Contract::default(), World::build(engine).await);
    let hostile = hostile();
    let (mut turn, mut sent, mut taken) = (0, 0, BTreeSet::new());
    for operation in contract.operations() {
        let Some(client) = world.allowed(&operation) else {
            continue;
        };
        for body in bodies(&contract, &world, &operation) {
            let mut fields = Vec::new();
            texts(&body, "", &mut fields);
            for field in fields {
                for _ in 0..(TEXTS * rounds()).min(hostile.len()) {
                    let evil = &hostile[turn % hostile.len()];
                    turn += 1;
                    let mut changed = body.clone();
                    if let Some(value) = changed.pointer_mut(&field) {
                        *value = evil.as_str().into();
                    }
                    let reply = world.call_with(client, &operation, Some(&changed)).await;
                    let what = format!("{} {field} {evil:?}: {}", operation.id, reply.text());
                    assert!(!reply.status.is_server_error(), "{what}");
                    assert!(is_plain(&reply), "{what}");
                    if reply.status.is_success() {
                        taken.insert(operation.id.clone());
                    } else {
                        assert!(reply.text().contains("\"title\""), "{what}");
                    }
                    sent += 1;
                }
            }
        }
    }
    assert!(turn >= hostile.len() && sent > 1_000, "{sent} requests");
    assert!(taken.len() >= LEAST_TAKEN, "{taken:?}");
    everything_is_inert(&contract, &world).await;
}

/// Answers of the API, pages, calendars and letters.
pub(super) async fn everything_is_inert(contract: &Contract, world: &World) {
    let service = &world.service;
    for operation in contract.operations() {
        if operation.method != hyper::Method::GET {
            continue;
        }
        let Some(client) = world.allowed(&operation) else {
            continue;
        };
        let reply = world.call_with(client, &operation, None).await;
        let faults = contract.faults(&operation, &reply);
        assert!(
            faults.is_empty() && is_plain(&reply),
            "{faults:?} {}",
            reply.text()
        );
    }
    let mut staff = service.staff_browser(Role::Administrator).await;
    let mut person = service.browser_of(1).await;
    let mut nobody = Browsing::new(&service.anyone);
    let about = format!("/personal/tillfallen/{OFFERING}");
    for path in ["/oversikt", "/upprop", "/grupper"] {
        page_is_inert(&mut staff, &format!("{about}{path}")).await;
    }
    for path in [
        "/min-sida",
        "/min-sida/uppgifter",
        "/min-sida/uppgifter/allt",
        "/min-sida/meddelanden",
    ] {
        page_is_inert(&mut person, path).await;
    }
    for path in ["/", "/kurser", "/kurser/SA123A", "/education-events"] {
        page_is_inert(&mut nobody, path).await;
    }
    calendars_are_whole(world).await;
    while service.tick().await.delivered > 0 {}
    letters_are_whole(service);
}

async fn page_is_inert(browser: &mut Browsing, path: &str) {
    let page = browser.get(path).await;
    assert_eq!(page.status, 200, "{path}");
    assert!(
        is_inert(&page.text()) && is_plain(&page),
        "{path}: {}",
        page.text()
    );
}

async fn calendars_are_whole(world: &World) {
    let (service, offering) = (&world.service, &world.parameters["offering"]);
    let path = format!("/api/v1/offerings/{offering}");
    let id = text(&ok(service.admin.get(&path).await), "id");
    let (_, path) = make_feed(&service.admin, "offering", &id).await;
    let feed = fetch(&service.anyone, &path).await;
    check(&feed.body).unwrap_or_else(|fault| panic!("{fault}"));
}
