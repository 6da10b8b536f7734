//! The account at the end: real numbers, the cohorts' mix as bars, and where to look next.

use super::{
    Demo,
    cohorts::Cohorts,
    enrolments::Enrolled,
    schedule::Schedule,
    steps::{Feeds, Imported, Mail},
};

/// One mark a person, one sign a family: to be told apart without colour.
const MARKS: [char; 5] = ['█', '▓', '▒', '░', '◆'];

pub(super) struct Account {
    pub imports: Vec<Imported>,
    pub enrolled: Enrolled,
    pub cohorts: Cohorts,
    pub schedule: Schedule,
    pub feeds: Feeds,
    pub mail: Mail,
}

impl Account {
    pub(super) fn print(&self, demo: &Demo, token: &str) {
        (demo.say)(&format!("\n{}", bars(demo, &self.cohorts)));
        (demo.say)(&self.summary(demo));
        (demo.say)(&self.addresses(demo, token));
    }

    fn summary(&self, demo: &Demo) -> String {
        let rows = |file: &str| {
            let import = self
                .imports
                .iter()
                .find(|import| import.file.starts_with(file));
            import.map_or(0, |import| import.rows)
        };
        let (admissions, nominations) = (rows("antagna"), rows("nominerade"));
        let merged: usize = self.imports.iter().map(|import| import.same_person).sum();
        let (enrolled, waiting) = (self.enrolled.admitted, self.enrolled.waiting);
        let (placed, cohorts) = (self.cohorts.people, self.cohorts.mix.len());
        let (sessions, feeds, letters) = (
            self.schedule.sessions,
            self.feeds.count,
            self.mail.delivered,
        );
        if demo.words.english {
            format!(
                "In short: {admissions} + {nominations} rows imported, {merged} of them the same human; \
                 {enrolled} enrolled themselves and {waiting} wait as reserves.\n\
                 {placed} people have a place and a cohort, {cohorts} cohorts in all; {sessions} sessions, \
                 {feeds} calendar feeds, {letters} letters."
            )
        } else {
            format!(
                "Kort sagt: {admissions} + {nominations} rader importerade, varav {merged} samma människa; \
                 {enrolled} anmälde sig själva och {waiting} väntar som reserver.\n\
                 {placed} personer har plats och grupp, {cohorts} grupper i allt; {sessions} tillfällen, \
                 {feeds} kalenderflöden, {letters} brev."
            )
        }
    }

    fn addresses(&self, demo: &Demo, token: &str) -> String {
        let base = demo.client.base();
        let words = demo.words;
        let row =
            |sv: &str, en: &str, address: &str| format!("  {:<22}{address}", words.pick(sv, en));
        [
            format!("\n{}", words.pick("Titta vidare:", "Where to look next:")),
            row("startsida", "front page", base),
            row(
                "anmäl dig själv",
                "apply yourself",
                &format!("{base}/kurser/{}", super::steps::NEXT_CODE),
            ),
            row(
                "API-dokumentation",
                "API documentation",
                &format!("{base}/api/docs"),
            ),
            row(
                "en persons kalender",
                "a person's calendar",
                &self.feeds.person,
            ),
            row(
                "en grupps kalender",
                "a cohort's calendar",
                &self.feeds.cohort,
            ),
            row("kurstillfällets", "the offering's", &self.feeds.offering),
            row(
                "mejl som skickats",
                "mail that was sent",
                &demo.mail.display().to_string(),
            ),
            row("administratörsnyckel", "administrator token", token),
            format!(
                "\n{}",
                words.pick("Prova som administratör:", "Try it as an administrator:")
            ),
            format!("  export SAMVERKAN_URL={base} SAMVERKAN_TOKEN={token}"),
            format!("  {} cohort list SA123A-V9001V27", cli()),
        ]
        .join("\n")
    }
}

/// How to run the administrators' command line: the binary beside this one, or through cargo.
fn cli() -> String {
    let beside = std::env::current_exe()
        .ok()
        .map(|exe| exe.with_file_name("samverkan"));
    match beside.filter(|path| path.exists()) {
        Some(path) => path.display().to_string(),
        None => "cargo run --release -p samverkan-cli --".to_owned(),
    }
}

/// A row a cohort, a mark a person.
fn bars(demo: &Demo, cohorts: &Cohorts) -> String {
    let legend = MARKS.iter().zip(demo.words.families());
    let legend: Vec<String> = legend
        .map(|(mark, family)| format!("{mark} {family}"))
        .collect();
    let mut lines = vec![format!("  {}", legend.join("   "))];
    for (code, counts) in &cohorts.mix {
        let total: usize = counts.iter().sum();
        let bar: String = MARKS
            .iter()
            .zip(counts)
            .flat_map(|(mark, count)| std::iter::repeat_n(*mark, *count))
            .collect();
        let counts: Vec<String> = counts.iter().map(ToString::to_string).collect();
        lines.push(format!(
            "  {code}  {bar:<10} {total} = {}",
            counts.join("+")
        ));
    }
    lines.join("\n") + "\n"
}
