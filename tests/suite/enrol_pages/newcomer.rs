//! Somebody who has never been here, on a telephone: from the front page to a calendar that is
//! subscribed to, with what the pages themselves say. Two minutes are enough for so few pages and taps;
//! the time itself depends on the hand, and is not judged here.

use super::OFFERING;
use harness::{
    Engine, TestService,
    browser::{Browser, Tab, View},
    on_both_engines, round, sql,
};

on_both_engines!(a_newcomer_gets_from_the_front_page_to_a_subscribed_calendar,);

/// Pages to read on the way, the first among them.
const PAGES: usize = 13;
/// Taps on the way, that into a field and on a choice among them.
const TAPS: usize = 20;
/// Letters of what is typed, but for the address and the code, which telephones fill in.
const LETTERS: usize = 9;

/// A tab that counts.
struct Walk<'a> {
    tab: Tab<'a>,
    pages: usize,
    taps: usize,
    letters: usize,
}

impl Walk<'_> {
    async fn follow(&mut self, name: &str) {
        self.tab.follow(name).await;
        self.pages += 1;
        self.taps += 1;
    }

    async fn press(&mut self, name: &str) {
        self.tab.press(name).await;
        self.pages += 1;
        self.taps += 1;
    }

    async fn fill(&mut self, label: &str, text: &str, filled_in: bool) {
        self.tab.fill(label, text).await;
        self.taps += 1;
        if !filled_in {
            self.letters += text.chars().count();
        }
    }

    async fn heading(&self, words: &str) {
        assert_eq!(self.tab.text("h1").await, words);
    }
}

async fn walk(service: &TestService, tab: Tab<'_>, address: &str) {
    let mut walk = Walk {
        tab,
        pages: 1,
        taps: 0,
        letters: 0,
    };
    walk.tab.go(service, "/").await;
    walk.follow("Samverkan för att främja skolnärvaro").await;
    walk.follow("Anmäl dig").await;
    walk.fill("E-postadress", address, true).await;
    walk.press("Skicka koden").await;
    service.tick().await;
    walk.fill("Kod", &service.last_code(address), true).await;
    walk.press("Logga in").await;
    walk.follow("Börja").await;
    walk.fill("Förnamn", "Mira", false).await;
    walk.fill("Efternamn", "Åberg", false).await;
    walk.press("Fortsätt").await;
    walk.tab.select("Yrke", "Kurator").await;
    walk.press("Fortsätt").await;
    walk.tab.choose("Jag arbetar inte nu").await;
    walk.press("Fortsätt").await;
    walk.taps += 3; // The list of professions, its line, and the choice.
    walk.heading("När kan du träffas?").await;
    walk.press("Alla tider passar mig").await;
    walk.tab.check("enrol-meeting-skip").await;
    walk.press("Hoppa över resten").await;
    walk.heading("Granska och skicka").await;
    walk.press("Skicka anmälan").await;
    walk.heading("Kvitto på din anmälan").await;
    walk.tab.check("enrol-receipt-calendar").await;
    walk.press("Lägg schemat i min kalender").await;
    walk.heading("Din kalender är klar").await;
    assert_eq!(walk.tab.count("a[href^='webcal://']").await, 1);
    let calendar = walk.tab.text("#address").await;
    let (_, path) = calendar.split_once("/calendar/").expect("an address");
    let calendar = service.anyone.get(&format!("/calendar/{path}")).await;
    let calendar = calendar.expect("an answer");
    assert_eq!(calendar.status, 200);
    assert!(calendar.text().starts_with("BEGIN:VCALENDAR"));
    let taken = (walk.pages, walk.taps, walk.letters);
    assert!(
        taken.0 <= PAGES && taken.1 <= TAPS && taken.2 <= LETTERS,
        "{taken:?} of {:?}",
        (PAGES, TAPS, LETTERS)
    );
    // Afterwards everything is found again, and is not offered anew.
    walk.tab.follow("Kalendern i telefonen").await;
    assert_eq!(walk.tab.text("h3").await, "Mitt schema");
    walk.tab.follow("Min sida").await;
    walk.heading("Min sida").await;
    assert_eq!(walk.tab.count("form.quick").await, 0);
    assert!(walk.tab.text(".cards").await.contains(OFFERING));
}

async fn a_newcomer_gets_from_the_front_page_to_a_subscribed_calendar(engine: Engine) {
    let browser = Browser::start().await;
    for &view in View::journeys(engine) {
        // There are few seats: everybody has their own service.
        let (service, _) = round::empty(engine).await;
        let tab = browser.open(view).await;
        walk(&service, tab, "mira@example.org").await;
        let feeds = "SELECT COUNT(*) FROM feed";
        assert_eq!(sql::number(&service.app.database, feeds).await, 1);
    }
}
