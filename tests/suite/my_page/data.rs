//! What is kept of somebody: seen, corrected, taken along; and never another's.

use super::{leads_to, says, signed_in};
use harness::{Engine, NOW, TestService, code_in, on_both_engines, text};
use hyper::StatusCode;
use serde_json::{Value, json};

on_both_engines!(
    what_is_wrong_is_corrected,
    the_school_where_one_works_is_found_by_its_name,
    everything_is_read_on_a_page,
    a_strangers_data_is_never_taken_along,
    messages_are_listed_with_what_became_of_them,
);

const HERE: &str = "/min-sida/uppgifter";

async fn what_is_wrong_is_corrected(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    service.all_applied(1).await;
    let mut hers = signed_in(&service, 1).await;
    let page = hers.get(HERE).await;
    says(&page, &["value=\"Förnamn1\"", "value=\"larare\" selected"]);
    let fields = [
        ("fornamn", "Åsa"),
        ("efternamn", "Öberg"),
        ("yrke", "kurator"),
        ("program", ""),
        ("deltar", "distans"),
        ("sprak_i_brev", "en"),
    ];
    let saved = hers.submit(&page, HERE, &fields).await;
    leads_to(&saved, "/min-sida/uppgifter?klart=sparat");
    let page = hers.get("/min-sida/uppgifter?klart=sparat").await;
    says(
        &page,
        &[
            "Dina uppgifter är sparade",
            "value=\"Åsa\"",
            "value=\"kurator\" selected",
            "value=\"distans\" checked",
            "value=\"en\" checked",
        ],
    );
    // What will not do is said beside the field, and nothing is lost or kept.
    let wrong = [("fornamn", "Eva"), ("yrke", "trollkarl")];
    let refused = hers.submit(&page, HERE, &wrong).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    let html = refused.text();
    assert!(html.contains("id=\"yrke-wrong\"") && html.contains("value=\"Eva\""));
    let page = hers.get(HERE).await;
    says(&page, &["value=\"Åsa\""]);
}

async fn the_school_where_one_works_is_found_by_its_name(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    service.all_applied(1).await;
    let file = "school_unit_code;name;municipality_code;municipality\n\
                12345678;Östra skolan;1880;Örebro\n";
    service.import("kind=workplaces", file).await;
    let mut hers = signed_in(&service, 1).await;
    let place = "/min-sida/uppgifter/arbetsplats";
    let page = hers.get(&format!("{place}?sok=ostra")).await;
    says(&page, &["Östra skolan, Örebro", "En träff."]);
    // The last has written a school and chosen none of those found: what was written is not lost.
    for wrong in ["", "99999999", "ingen"] {
        let fields = [("sok", "ostra"), ("arbetsplats", wrong)];
        let refused = hers.submit(&page, place, &fields).await;
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
        let html = refused.text();
        assert!(html.contains("id=\"workplace-wrong\"") && html.contains("Östra skolan, Örebro"));
    }
    let kept = hers
        .submit(&page, place, &[("arbetsplats", "12345678")])
        .await;
    leads_to(&kept, "/min-sida/uppgifter?klart=sparat");
    says(
        &hers.get(HERE).await,
        &["Östra skolan, Örebro", "value=\"Förnamn1\""],
    );
    // Saving the rest leaves it alone.
    let page = hers.get(HERE).await;
    hers.submit(&page, HERE, &[("yrke", "kurator")]).await;
    says(&hers.get(HERE).await, &["Östra skolan, Örebro"]);
    let page = hers.get(place).await;
    says(&page, &["value=\"12345678\" checked"]);
    hers.submit(&page, place, &[("arbetsplats", "ingen")]).await;
    says(&hers.get(HERE).await, &["Inget svar"]);
    says(&hers.get(place).await, &["Jag arbetar inte på en skola"]);
}

async fn everything_is_read_on_a_page(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 2, json!({})).await;
    service.all_applied(2).await;
    let mut hers = signed_in(&service, 1).await;
    let page = hers.get("/min-sida/uppgifter/allt").await;
    let own = [
        "<dt>Förnamn</dt><dd>Förnamn1</dd>",
        "person1@example.org",
        "antagen",
    ];
    says(&page, &own);
    // In words, as on other pages.
    says(&page, &["<dt>Yrke</dt><dd>Lärare</dd>"]);
    let html = page.text();
    for other in ["Förnamn2", "person2@"] {
        assert!(!html.contains(other), "{other}");
    }
    let mut nobody = harness::browsing::Browsing::new(&service.anyone);
    let sent = nobody.get("/min-sida/uppgifter/allt").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
}

async fn a_strangers_data_is_never_taken_along(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 2, json!({})).await;
    let people = service.all_applied(2).await;
    let (mut hers, mut his) = (signed_in(&service, 1).await, signed_in(&service, 2).await);
    let page = his.get("/min-sida/kalender").await;
    his.submit(&page, "/min-sida/kalender", &[("namn", "Hans hemliga")])
        .await;
    let (one, other) = (
        service.shown(&people[0]).await,
        service.shown(&people[1]).await,
    );
    let file = hers.get("/min-sida/uppgifter/hamta").await;
    assert_eq!(file.status, StatusCode::OK);
    assert_eq!(
        file.header("content-disposition"),
        "attachment; filename=\"samverkan-mina-uppgifter.json\""
    );
    let all: Value = serde_json::from_str(&file.text()).unwrap();
    assert_eq!(all["person"]["given_name"], "Förnamn1");
    assert_eq!(
        all["person"]["addresses"][0]["address"],
        "person1@example.org"
    );
    assert_eq!(all["applications"][0]["id"], json!(people[0]));
    assert_eq!(all["applications"][0]["state"], "admitted");
    assert!(!all["messages"].as_array().unwrap().is_empty(), "{all}");
    assert_eq!(all["sign_ins"].as_array().unwrap().len(), 1);
    let (own, strangers) = (text(&one, "person"), text(&other, "person"));
    assert!(file.text().contains(&own));
    for secret in [
        &*people[1],
        &strangers,
        "person2@",
        "Förnamn2",
        "Efternamn2",
        "Hans hemliga",
    ] {
        assert!(!file.text().contains(secret), "{secret}");
    }
    // The control: it is all in his own.
    let his = his.get("/min-sida/uppgifter/hamta").await.text();
    for own in [&*people[1], &strangers, "person2@", "Hans hemliga"] {
        assert!(his.contains(own), "{own}");
    }
    let mut nobody = harness::browsing::Browsing::new(&service.anyone);
    let sent = nobody.get("/min-sida/uppgifter/hamta").await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER);
}

async fn messages_are_listed_with_what_became_of_them(engine: Engine) {
    let service = TestService::with_channel(engine, NOW, 1, json!({})).await;
    service.all_applied(2).await;
    service.tick().await;
    let mut hers = signed_in(&service, 1).await;
    let page = hers.get("/min-sida/meddelanden").await;
    says(&page, &["Lämnat till din e-post måndag 23 november 2026"]);
    let mail = service.mail();
    // Codes to sign in with are written to an address, whoever has it.
    let to = |address: &str| {
        let theirs = mail.iter().filter(|kept| kept.to_address == address);
        theirs.filter(|kept| code_in(&kept.body).is_none()).count()
    };
    let listed = page.text().matches("class=\"what\"").count();
    assert_eq!(listed, to("person1@example.org"), "hers and nobody else's");
    assert!(to("person2@example.org") > 0);
    let wrong = hers.get("/min-sida/meddelanden?fran=x").await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
}
