//! Staff: invited, with a passkey, and let in by nothing less.

use super::{
    ANNA,
    authenticator::{Authenticator, asked},
    count,
    office::{Office, fields},
};
use harness::{Engine, browsing::Browsing, on_both_engines};
use hyper::{Method, StatusCode};
use samverkan_service::usecase::{Caller, Permission, Role, sign_in};

on_both_engines!(
    an_invitation_and_the_mailbox_give_the_first_passkey,
    a_passkey_must_be_used_as_it_is_meant,
    a_passkey_that_was_copied_is_noticed,
    staff_are_let_in_by_strong_sign_ins_only,
    staff_sign_ins_end_sooner,
    who_is_taken_off_the_staff_is_out_at_once,
    an_administrator_ends_a_persons_sign_ins,
);

async fn is_staffs(browser: &mut Browsing) -> bool {
    let page = browser.get("/personal").await;
    let sent = "/logga-in?stark=ja&till=%2Fpersonal";
    assert!(page.status == 200 || page.header("location") == sent);
    page.status == 200
}

async fn an_invitation_and_the_mailbox_give_the_first_passkey(engine: Engine) {
    let office = Office::open(engine).await;
    let (path, _) = office.invites(ANNA, Role::Administrator).await;
    // The invitation alone: sign in first.
    let mut hers = office.browser();
    let sent = hers.get(&path).await;
    assert!(
        sent.header("location")
            .starts_with("/logga-in?till=%2Fnycklar%2Finbjudan%2F")
    );
    // The mailbox alone: no passkey.
    hers.sign_in(&office.service, ANNA).await;
    assert!(!is_staffs(&mut hers).await);
    // Somebody else with the invitation.
    let mut bo = office.browser();
    bo.sign_in(&office.service, "bo@example.org").await;
    let mut his = Authenticator::new("http://bo", "localhost");
    his.origin.clone_from(&office.origin);
    assert_eq!(
        office.registers(&mut bo, &mut his, &path).await.status,
        StatusCode::CONFLICT
    );
    // Both; looking at the page uses nothing up.
    for _ in 0..5 {
        hers.get(&path).await;
        hers.send(Method::HEAD, &path, "").await;
    }
    let mut authenticator = Authenticator::new(&office.origin, "localhost");
    authenticator.flags = 0x01;
    let unverified = office.registers(&mut hers, &mut authenticator, &path).await;
    assert_eq!(unverified.status, StatusCode::CONFLICT, "no PIN, no finger");
    authenticator.flags = 0x05;
    authenticator.origin = "https://elak.example".to_owned();
    let elsewhere = office.registers(&mut hers, &mut authenticator, &path).await;
    assert_eq!(elsewhere.status, StatusCode::CONFLICT);
    authenticator.origin.clone_from(&office.origin);
    let done = office.registers(&mut hers, &mut authenticator, &path).await;
    assert_eq!(done.status, 303, "{}", done.text());
    // Used: a second passkey takes a strong sign-in.
    let again = office.registers(&mut hers, &mut authenticator, &path).await;
    assert_eq!(again.status, StatusCode::CONFLICT);
    assert!(!is_staffs(&mut hers).await);
    let signed_in = office.uses(&mut hers, &authenticator).await;
    assert_eq!(signed_in.status, 303, "{}", signed_in.text());
    assert!(is_staffs(&mut hers).await);
    let page = hers.get("/mina-inloggningar").await;
    assert!(page.text().contains("<dd>Nyckel</dd>"));
    // With a strong sign-in: a second one, and the first taken away.
    let page = hers.get("/nycklar").await;
    let begun = hers.submit(&page, "/nycklar/ny", &[]).await;
    assert!(
        !asked(&begun, "known").is_empty(),
        "not twice on one device"
    );
    let mut second = Authenticator::new("http://second", "localhost");
    second.origin.clone_from(&office.origin);
    let answer = second.makes(&begun);
    let done = hers.submit(&begun, "/nycklar", &fields(&answer)).await;
    assert_eq!(done.status, 303, "{}", done.text());
    let page = hers.get("/nycklar").await.text();
    let first = page.split("action=\"/nycklar/").nth(1).unwrap();
    let end = format!("/nycklar/{}/ta-bort", first.split('/').next().unwrap());
    let page = hers.get("/nycklar").await;
    assert_eq!(hers.submit(&page, &end, &[]).await.status, 303);
    let gone = office.uses(&mut office.browser(), &authenticator).await;
    assert_eq!(gone.status, StatusCode::CONFLICT);
    let good = office.uses(&mut office.browser(), &second).await;
    assert_eq!(good.status, 303);
    for (action, times) in [("person.passkey_added", 2), ("staff.invited", 1)] {
        let rows = format!("audit WHERE action = '{action}'");
        assert_eq!(count(&office.service, &rows).await, times);
    }
    // One that is too old.
    let (path, _) = office.invites("cia@example.org", Role::Auditor).await;
    office.service.advance(72 * 3600);
    let mut cia = office.browser();
    cia.sign_in(&office.service, "cia@example.org").await;
    let mut hers = Authenticator::new("http://cia", "localhost");
    hers.origin.clone_from(&office.origin);
    assert_eq!(
        office.registers(&mut cia, &mut hers, &path).await.status,
        StatusCode::CONFLICT
    );
}

async fn a_passkey_must_be_used_as_it_is_meant(engine: Engine) {
    let office = Office::open(engine).await;
    let (_, mut authenticator) = office.anna(Role::Administrator).await;
    let mut browser = office.browser();
    let refused = async |authenticator: &Authenticator| {
        let mut browser = office.browser();
        let done = office.uses(&mut browser, authenticator).await;
        assert_eq!(done.status, StatusCode::CONFLICT);
        assert!(!browser.is_signed_in().await);
    };
    authenticator.origin = "https://elak.example".to_owned();
    refused(&authenticator).await;
    authenticator.origin.clone_from(&office.origin);
    authenticator.service = "elak.example".to_owned();
    refused(&authenticator).await;
    authenticator.service = "localhost".to_owned();
    for flags in [0x00, 0x01, 0x04] {
        authenticator.flags = flags;
        refused(&authenticator).await;
    }
    authenticator.flags = 0x05;
    let user = std::mem::take(&mut authenticator.user);
    refused(&authenticator).await;
    authenticator.user = user;
    let stranger = Authenticator::new("http://x", "localhost");
    refused(&stranger).await;
    // Another's key under her passkey's id.
    let mut forged = Authenticator::new(&office.origin, "localhost");
    forged.user.clone_from(&authenticator.user);
    refused(&forged).await;
    // A challenge that was not asked, or asked of another browser.
    let page = office.challenge(&mut browser).await;
    let own = "A".repeat(43);
    let mut made_up = authenticator.answers_to(&own);
    made_up.push(("fraga", own));
    let done = browser
        .submit(&page, "/logga-in/nyckel/svar", &fields(&made_up))
        .await;
    assert_eq!(done.status, StatusCode::CONFLICT);
    let mut other = office.browser();
    let others_page = office.challenge(&mut other).await;
    let mut answer = authenticator.answers(&page);
    answer.push(("fraga", asked(&page, "challenge")));
    let done = other
        .submit(&others_page, "/logga-in/nyckel/svar", &fields(&answer))
        .await;
    assert_eq!(done.status, StatusCode::CONFLICT);
    // Too late, and then in time; and the same answer again.
    office.service.advance(600);
    let answer = authenticator.answers(&page);
    let late = browser
        .submit(&page, "/logga-in/nyckel/svar", &fields(&answer))
        .await;
    assert_eq!(late.status, StatusCode::CONFLICT);
    let page = office.challenge(&mut browser).await;
    let kept = browser.cookies.clone();
    let answer = authenticator.answers(&page);
    let done = browser
        .submit(&page, "/logga-in/nyckel/svar", &fields(&answer))
        .await;
    assert_eq!(done.status, 303, "{}", done.text());
    assert!(browser.is_signed_in().await);
    browser.cookies = kept;
    let again = browser
        .submit(&page, "/logga-in/nyckel/svar", &fields(&answer))
        .await;
    assert_eq!(again.status, StatusCode::CONFLICT);
}

async fn a_passkey_that_was_copied_is_noticed(engine: Engine) {
    let office = Office::open(engine).await;
    let (_, mut authenticator) = office.anna(Role::Administrator).await;
    let mut uses = async |count: u32| {
        authenticator.count = count;
        let mut browser = office.browser();
        office
            .uses(&mut browser, &authenticator)
            .await
            .status
            .as_u16()
    };
    assert_eq!(uses(0).await, 303, "it does not count");
    assert_eq!(uses(5).await, 303);
    assert_eq!(uses(5).await, 409);
    assert_eq!(uses(4).await, 409);
    assert_eq!(uses(6).await, 303);
}

/// What the extractor for staff's pages asks: the table of permissions, for who came in strongly.
async fn may(office: &Office, browser: &Browsing, permission: Permission) -> bool {
    let app = &office.instance.app;
    let signed = sign_in::find(app, &browser.cookies["inloggad"])
        .await
        .unwrap();
    signed.is_some_and(|signed| signed.staff_caller(permission).is_ok())
}

async fn staff_are_let_in_by_strong_sign_ins_only(engine: Engine) {
    let office = Office::open(engine).await;
    let (weak, authenticator) = office.anna(Role::Administrator).await;
    assert!(
        !may(&office, &weak, Permission::ReadPeople).await,
        "a mailed code is not enough"
    );
    let mut strong = office.browser();
    office.uses(&mut strong, &authenticator).await;
    assert!(may(&office, &strong, Permission::ReadPeople).await);
    assert!(
        !may(&office, &strong, Permission::SeeProtected).await,
        "an administrator"
    );
    let app = &office.instance.app;
    let signed = sign_in::find(app, &strong.cookies["inloggad"])
        .await
        .unwrap()
        .unwrap();
    let caller = signed.staff_caller(Permission::ReadPeople).unwrap();
    assert_eq!(
        caller.actor(),
        format!("staff:{}", signed.person),
        "who it was is known"
    );
    assert_eq!(signed.caller().participant().unwrap(), signed.person);
    // On the page as well, in a form of ours: whom she invites, and ends.
    let page = strong.get("/personal").await;
    assert!(page.text().contains(ANNA), "{}", page.text());
    let fields = [("adress", "cia@example.org"), ("roll", "auditor")];
    let invited = strong.submit(&page, "/personal", &fields).await;
    assert!(
        invited.text().contains("/nycklar/inbjudan/"),
        "{}",
        invited.text()
    );
    let fields = [("adress", "dan@example.org"), ("roll", "officer")];
    let refused = strong.submit(&page, "/personal", &fields).await;
    assert_eq!(refused.status, StatusCode::FORBIDDEN);
    let mut weakly = office.browser();
    weakly.cookies = weak.cookies.clone();
    let own = weakly.get("/mina-inloggningar").await;
    let body = format!(
        "csrf={}&adress=x%40example.org",
        harness::browsing::csrf(&own)
    );
    let sent = weakly.send(Method::POST, "/personal", &body).await;
    assert_eq!(sent.header("location"), "/logga-in?stark=ja");
    assert_eq!(count(&office.service, "staff").await, 2);
    // In her own name she may what every participant may, and no more.
    assert!(!signed.caller().may(Permission::ReadPeople));
    // Only an officer invites an officer; a participant invites nobody.
    let invites = async |caller: &Caller, role| {
        sign_in::invite(app, caller, "x@example.org", role)
            .await
            .is_ok()
    };
    assert!(invites(&caller, Role::Auditor).await);
    assert!(!invites(&caller, Role::Officer).await);
    assert!(!invites(&caller, Role::Participant).await);
    assert!(!invites(&signed.caller(), Role::Auditor).await);
    assert!(!invites(&Caller::Anonymous, Role::Auditor).await);
}

async fn staff_sign_ins_end_sooner(engine: Engine) {
    let office = Office::open(engine).await;
    let (_, authenticator) = office.anna(Role::Administrator).await;
    let mut hers = office.browser();
    office.uses(&mut hers, &authenticator).await;
    office.service.advance(30 * 60 - 1);
    assert!(hers.is_signed_in().await);
    office.service.advance(30 * 60);
    assert!(!hers.is_signed_in().await, "unused for half an hour");
    office.uses(&mut hers, &authenticator).await;
    let mut quarters = 0;
    while hers.is_signed_in().await {
        office.service.advance(15 * 60);
        quarters += 1;
    }
    assert_eq!(quarters, 12 * 4, "twelve hours in any case");
}

async fn who_is_taken_off_the_staff_is_out_at_once(engine: Engine) {
    let office = Office::open(engine).await;
    let (mut weak, authenticator) = office.anna(Role::Administrator).await;
    let mut strong = office.browser();
    office.uses(&mut strong, &authenticator).await;
    let app = &office.instance.app;
    let signed = sign_in::find(app, &strong.cookies["inloggad"])
        .await
        .unwrap()
        .unwrap();
    let caller = signed.staff_caller(Permission::ManageTokens).unwrap();
    let listed = sign_in::staff(app, &caller).await.unwrap();
    assert_eq!((listed.len(), listed[0].passkeys), (1, 1));
    assert!(sign_in::staff(app, &signed.caller()).await.is_err());
    sign_in::end_staff(app, &caller, signed.person)
        .await
        .unwrap();
    assert!(!weak.is_signed_in().await && !strong.is_signed_in().await);
    // The passkey still says who she is; it opens nothing of the staff's.
    office.uses(&mut strong, &authenticator).await;
    assert!(strong.is_signed_in().await);
    assert!(!may(&office, &strong, Permission::ReadPeople).await);
    assert!(
        sign_in::end_staff(app, &caller, signed.person)
            .await
            .is_err()
    );
}

async fn an_administrator_ends_a_persons_sign_ins(engine: Engine) {
    let office = Office::open(engine).await;
    let (_, authenticator) = office.anna(Role::Administrator).await;
    let mut hers = office.browser();
    office.uses(&mut hers, &authenticator).await;
    let mut bo = office.browser();
    bo.sign_in(&office.service, "bo@example.org").await;
    let app = &office.instance.app;
    let find = async |browser: &Browsing| {
        sign_in::find(app, &browser.cookies["inloggad"])
            .await
            .unwrap()
            .unwrap()
    };
    let (anna, his) = (find(&hers).await, find(&bo).await);
    let caller = anna.staff_caller(Permission::ManageTokens).unwrap();
    let listed = sign_in::sign_ins(app, &caller, his.person).await.unwrap();
    assert_eq!(listed.len(), 1);
    // Not he hers.
    assert!(
        sign_in::sign_ins(app, &his.caller(), anna.person)
            .await
            .is_err()
    );
    assert!(
        sign_in::end(app, &his.caller(), anna.person, anna.id)
            .await
            .is_err()
    );
    sign_in::end(app, &caller, his.person, his.id)
        .await
        .unwrap();
    assert!(!bo.is_signed_in().await && hers.is_signed_in().await);
    let rows = "audit WHERE action = 'person.signed_out' AND actor LIKE 'staff:%'";
    assert_eq!(count(&office.service, rows).await, 1);
}
