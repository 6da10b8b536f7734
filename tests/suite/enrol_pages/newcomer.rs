//! Somebody who has never been here, on a telephone: from the front page to a calendar that is
//! subscribed to, with what the pages themselves say. How long it takes a person is reckoned from what has
//! to be read, pressed and typed, by the keystroke-level model (Card, Moran and Newell 1983).

use super::OFFERING;
use harness::{
    Engine, TestService,
    browser::{Browser, Tab, View},
    on_both_engines, round, sql,
};

on_both_engines!(
    a_newcomer_gets_from_the_front_page_to_a_subscribed_calendar,
    a_student_who_cannot_always_come_gets_there_in_english,
);

/// When the course is, which tells it apart from the same one of another term.
const WHEN: &str = "18 januari – 6 juni 2027";
/// Pages that the first of them reads on the way, the front page among them.
const PAGES: usize = 9;
/// Taps of theirs on the way, that into a field and on a choice among them.
const TAPS: usize = 16;

/// Seconds of a tap (to point at something), of a decision before it, and of a letter typed.
const TAP: f64 = 1.1;
const DECISION: f64 = 1.35;
const LETTER: f64 = 0.28;
/// Words read in a second: slower than most do (238 a minute, Brysbaert 2019). Half of those before what is pressed
/// are read; people who use the web read less (at most 28 %, Nielsen 2008).
const WORDS: f64 = 200.0 / 60.0;
const READ: f64 = 0.5;
/// Seconds to wait for a page on a slow telephone net, and to go for the code to the mail and come back.
const PAGE: f64 = 0.5;
const MAIL: f64 = 15.0;
/// The school of who walks.
const SCHOOL: &str = "Demoskolan Kumla, Kumla";
/// From the front page to the calendar, in seconds.
const AIM: f64 = 120.0;

/// A tab that counts.
struct Walk<'a> {
    tab: Tab<'a>,
    pages: usize,
    taps: usize,
    letters: usize,
    words: u64,
}

impl Walk<'_> {
    /// What stands before what is pressed.
    #[expect(
        clippy::print_stderr,
        reason = "the figures, for whoever runs it alone"
    )]
    async fn reads(&mut self, role: &str, name: &str) {
        let words = self.tab.words(role, name).await;
        eprintln!("{words} words before {name}");
        self.words += words;
    }

    async fn follow(&mut self, name: &str) {
        self.reads("link", name).await;
        self.tab.follow(name).await;
        self.pages += 1;
        self.taps += 1;
    }

    async fn press(&mut self, name: &str) {
        self.reads("button", name).await;
        self.tab.press(name).await;
        self.pages += 1;
        self.taps += 1;
    }

    /// Presses what is in view already, whatever stands before it.
    async fn press_in_view(&mut self, name: &str) {
        assert!(self.tab.in_view("button", name).await, "{name}");
        self.tab.press(name).await;
        self.pages += 1;
        self.taps += 1;
    }

    async fn fill(&mut self, label: &str, text: &str) {
        self.tab.fill(label, text).await;
        self.taps += 1;
        self.letters += text.chars().count();
    }

    fn seconds(&self) -> f64 {
        let number = |n: usize| f64::from(u32::try_from(n).expect("few"));
        let words = f64::from(u32::try_from(self.words).expect("few"));
        number(self.taps) * (TAP + DECISION)
            + number(self.letters) * LETTER
            + words * READ / WORDS
            + number(self.pages) * PAGE
            + MAIL
    }

    async fn heading(&self, words: &str) {
        assert_eq!(self.tab.text("h1").await, words);
    }

    /// What is chosen in a list takes a tap to open it and one to choose.
    async fn select(&mut self, label: &str, option: &str) {
        self.tab.select(label, option).await;
        self.taps += 2;
    }

    async fn choose(&mut self, label: &str) {
        self.tab.choose(label).await;
        self.taps += 1;
    }

    /// The calendar's address is there and works; and it has not taken too long.
    #[expect(
        clippy::print_stderr,
        reason = "the figures, for whoever runs it alone"
    )]
    async fn arrived(&self, service: &TestService) {
        assert_eq!(self.tab.count("a[href^='webcal://']").await, 1);
        let calendar = self.tab.text("#address").await;
        let (_, path) = calendar.split_once("/calendar/").expect("an address");
        let calendar = service.anyone.get(&format!("/calendar/{path}")).await;
        let calendar = calendar.expect("an answer");
        assert_eq!(calendar.status, 200);
        assert!(calendar.text().starts_with("BEGIN:VCALENDAR"));
        let (taken, seconds) = (
            (self.pages, self.taps, self.letters, self.words),
            self.seconds(),
        );
        eprintln!("pages, taps, letters, words: {taken:?}; {seconds:.0} s");
        assert!(seconds < AIM, "{seconds:.0} s: {taken:?}");
    }
}

fn begin(tab: Tab<'_>) -> Walk<'_> {
    Walk {
        tab,
        pages: 1,
        taps: 0,
        letters: 0,
        words: 0,
    }
}

async fn walk(service: &TestService, tab: Tab<'_>, address: &str) {
    let mut walk = begin(tab);
    walk.tab.go(service, "/").await;
    let card = "Anmäl dig till Samverkan för att främja skolnärvaro, ";
    walk.follow(&format!("{card}{WHEN}")).await;
    walk.fill("E-postadress", address).await;
    walk.press("Skicka koden").await;
    service.tick().await;
    walk.fill("Kod", &service.last_code(address)).await;
    walk.press("Logga in").await;
    walk.fill("Förnamn", "Mira").await;
    walk.fill("Efternamn", "Åberg").await;
    walk.select("Yrke", "Kurator").await;
    walk.press("Fortsätt").await;
    walk.fill("Sök skola", "kumla").await;
    if !walk.tab.has_script() {
        walk.tab.press("Sök").await;
    }
    walk.choose(SCHOOL).await;
    walk.press("Fortsätt").await;
    walk.heading("När kan du träffas?").await;
    walk.press("Alla tider passar mig, fortsätt").await;
    walk.heading("Granska och skicka").await;
    walk.press("Skicka anmälan").await;
    walk.heading("Kvitto på din anmälan").await;
    walk.tab.check("enrol-receipt-calendar").await;
    walk.press("Lägg schemat i min kalender").await;
    walk.heading("Din kalender är klar").await;
    walk.arrived(service).await;
    let taken = (walk.pages, walk.taps);
    assert!(walk.pages <= PAGES && walk.taps <= TAPS, "{taken:?}");
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

/// Presses English first, studies and does not work, and cannot come on Monday mornings.
async fn a_student_who_cannot_always_come_gets_there_in_english(engine: Engine) {
    let (service, _) = round::empty(engine).await;
    let browser = Browser::start().await;
    let mut walk = begin(browser.open(View::PHONE).await);
    let address = "john@example.org";
    walk.tab.go(&service, "/").await;
    walk.follow("English").await;
    walk.follow("Apply for Collaboration to Promote School Attendance, 18 January – 6 June 2027")
        .await;
    walk.fill("E-mail address", address).await;
    walk.press("Send the code").await;
    service.tick().await;
    walk.fill("Code", &service.last_code(address)).await;
    walk.press("Sign in").await;
    walk.fill("Given name", "John").await;
    walk.fill("Family name", "Berg").await;
    let programme = "Socionomprogrammet (SOC9Y)";
    walk.select("Programme, if you study", programme).await;
    walk.press("Continue").await;
    walk.heading("When can you meet?").await;
    assert_eq!(walk.tab.count(".all-times:visible").await, 1);
    walk.choose("Monday 8–10: Cannot").await;
    // What would say that every time will do is gone, and going on is in view.
    assert_eq!(walk.tab.count(".all-times:visible").await, 0);
    walk.reads("radio", "Monday 10–12: Cannot").await;
    walk.choose("Monday 10–12: Cannot").await;
    walk.press_in_view("Continue").await;
    walk.heading("Review and send").await;
    let answers = walk.tab.text(".answers").await;
    assert!(answers.contains("Cannot: Monday 8–10"), "{answers}");
    walk.press("Send the application").await;
    walk.heading("Receipt of your application").await;
    walk.press("Add the schedule to my calendar").await;
    walk.heading("Your calendar is ready").await;
    walk.arrived(&service).await;
}
