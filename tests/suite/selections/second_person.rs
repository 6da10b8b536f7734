//! Where the settings ask for it, a draft is reviewed by somebody else than who made it.

use super::{act, application, apply, channel, close, draft};
use harness::{Engine, instance::Instance, ok, on_both_engines, problem, text};
use samverkan_service::usecase::Role;
use serde_json::json;

on_both_engines!(a_second_person_reviews_where_the_settings_ask_for_it,);

async fn a_second_person_reviews_where_the_settings_ask_for_it(engine: Engine) {
    let mut service = channel(engine, 1, json!({ "selection": { "method": "lottery" } })).await;
    let (client, _) = service.participant(1, "larare").await;
    let applied = apply(&client).await;
    close(&service);
    // One is enough, until the settings say two.
    let alone = text(&draft(&service).await, "id");
    ok(act(&service, &alone, "review").await);
    let mut app = service.app.clone();
    app.two_people.selection = true;
    let strict = Instance::serve(app).await;
    service.admin = strict.staff(Role::Administrator).await;
    let (status, code, _) = problem(act(&service, &alone, "publish").await);
    assert_eq!((status, &*code), (409, "second-person"));
    ok(act(&service, &alone, "discard").await);
    // Neither who made the draft nor another key of the same name and role.
    let drafted = text(&draft(&service).await, "id");
    let made_it = service.admin.clone();
    for administrator in [made_it.clone(), strict.staff(Role::Administrator).await] {
        service.admin = administrator;
        let (status, code, _) = problem(act(&service, &drafted, "review").await);
        assert_eq!((status, &*code), (409, "second-person"));
    }
    // Somebody else may; then whoever made it publishes it.
    service.admin = strict.staff(Role::Officer).await;
    ok(act(&service, &drafted, "review").await);
    service.admin = made_it;
    assert_eq!(application(&service, &applied).await["state"], "submitted");
    ok(act(&service, &drafted, "publish").await);
    assert_eq!(application(&service, &applied).await["state"], "admitted");
}
