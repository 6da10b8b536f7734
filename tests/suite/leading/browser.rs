//! The same in a real browser, and the roll called in every way a journey is walked.

use super::{Led, OFFERING};
use harness::{
    Engine,
    browser::{Browser, View},
    on_both_engines, on_sqlite,
};
use samverkan_service::usecase::Role;

on_both_engines!(the_roll_is_called,);

on_sqlite!(pages_of_who_leads_work_in_every_way);

async fn pages_of_who_leads_work_in_every_way(engine: Engine) {
    let led = Led::begin(engine).await;
    let hers = led.service.browser_of(91).await;
    let meeting = |session: String| format!("{}/mote/{session}", led.path(0));
    let pages = [
        ("led-cohorts", "/mina-grupper"),
        ("led-cohort", &led.path(0)),
        ("attendance-upprop", &format!("{}/upprop", led.path(0))),
        ("attendance", &meeting(led.session("Första träffen").await)),
        (
            "attendance-later",
            &meeting(led.session("Längre fram").await),
        ),
    ];
    let browser = Browser::start().await;
    browser.look_at_as(&led.service, &hers, &pages).await;
    let staff = led.service.staff_browser(Role::Administrator).await;
    let upprop = format!("/personal/tillfallen/{OFFERING}/upprop");
    let pages = [("staff-upprop", &*upprop)];
    browser.look_at_as(&led.service, &staff, &pages).await;
}

async fn the_roll_is_called(engine: Engine) {
    let led = Led::begin(engine).await;
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        let before = led.noted("upprop").await;
        let hers = led.service.browser_of(91).await;
        let tab = browser.open_as(view, &led.service, &hers).await;
        tab.go(&led.service, "/min-sida").await;
        tab.follow("Grupper du leder").await;
        tab.go(&led.service, &format!("{}/upprop", led.path(0)))
            .await;
        let names = tab.text("fieldset").await;
        let at = usize::try_from(before).unwrap();
        // The legend and the count stand before the names.
        let lines: Vec<&str> = names.lines().map(str::trim).collect();
        let names: Vec<&&str> = lines
            .iter()
            .filter(|line| !line.is_empty())
            .skip(2)
            .collect();
        tab.choose(names[at]).await;
        tab.press("Spara").await;
        assert_eq!(tab.text("[role=status]").await, "Sparat.");
        tab.check("attendance-saved").await;
        assert_eq!(led.noted("upprop").await, before + 1);
        tab.close().await;
    }
}
