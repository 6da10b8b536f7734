//! How values of an access export are said.

use crate::person::Language;

/// How a value is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// As it stands.
    Text,
    /// A word of a closed set.
    Word,
    /// What was done, of the trail.
    Action,
    /// A weekly time: mon10.
    Time,
    /// For how long: P10Y.
    Period,
}

pub(super) fn kind(key: &str) -> Kind {
    match key {
        "what" => Kind::Action,
        "keep_for" => Kind::Period,
        "cannot" | "would_rather_not" => Kind::Time,
        "state" | "kind" | "outcome" | "by" | "language" | "modality" | "profession_family"
        | "eligibility" | "security_marking" | "practical_needs" | "role" | "ground"
        | "standing" | "decided_by" | "category" | "counted_from" => Kind::Word,
        _ => Kind::Text,
    }
}

/// Words that mean something else here than in other answers; the rest are said as everywhere.
pub(super) fn said(lang: Language, word: &str) -> &str {
    let (sv, en) = match word {
        "yourself" => ("du själv", "yourself"),
        "participant" => ("en annan deltagare", "another participant"),
        "administrator" => ("kursadministratör", "course administrator"),
        "officer" => (
            "handläggare för skyddade uppgifter",
            "officer for protected identities",
        ),
        "auditor" => ("granskare", "auditor"),
        "archivist" => ("arkivarie", "archivist"),
        "eligible" => ("behörig", "eligible"),
        "conditional" => ("behörig på villkor", "eligible on a condition"),
        "not_eligible" => ("inte behörig", "not eligible"),
        "staff" => ("personal", "staff"),
        "service" => ("tjänsten", "the service"),
        "by_letter" => (
            "någon som fick frågan i ett brev",
            "somebody asked by letter",
        ),
        "none" => ("nej", "no"),
        "needs" => ("praktiska behov", "practical needs"),
        "availability" => ("tider som passar", "times that suit"),
        "calendars" => ("egna kalendrar", "own calendars"),
        "wishes" => ("önskemål om sällskap", "wishes of company"),
        "transfers" => ("önskemål om att byta grupp", "wishes for another cohort"),
        "consents" => ("samtycken till att visa namn", "consents to show names"),
        "attendance" => ("närvaro", "attendance"),
        "letters" => ("brevens text", "letters' text"),
        "imports" => ("rapporter från inlästa filer", "reports of imported files"),
        "erasures" => ("begäran om radering", "requests for erasure"),
        "plans" => ("förslag till gruppindelning", "plans for cohorts"),
        "admission" => ("antagningsregistret", "the register of admissions"),
        "offering_ends" => ("kurstillfällets sista dag", "the offering's last day"),
        "last_offering_ends" => (
            "sista dagen på ditt sista kurstillfälle",
            "the last day of your last offering",
        ),
        "sent" => ("när brevet skickades", "when the letter was sent"),
        "read_in" => ("när filen lästes in", "when the file was read in"),
        "decided" => ("när begäran avgjordes", "when the request was decided"),
        "last_entry" => ("sista uppgiften om dig", "the last entry about you"),
        other => (other, other),
    };
    lang.pick(sv, en)
}

/// A period as people say it: P1Y6M is 1 år, 6 månader.
pub(super) fn period(lang: Language, iso: &str) -> String {
    let mut said = Vec::new();
    let mut number = String::new();
    for c in iso.trim_start_matches('P').chars() {
        let (one, several) = match c {
            'Y' => (lang.pick("år", "year"), lang.pick("år", "years")),
            'M' => (lang.pick("månad", "month"), lang.pick("månader", "months")),
            'W' => (lang.pick("vecka", "week"), lang.pick("veckor", "weeks")),
            'D' => (lang.pick("dag", "day"), lang.pick("dagar", "days")),
            digit => {
                number.push(digit);
                continue;
            }
        };
        let unit = if number == "1" { one } else { several };
        said.push(format!("{number} {unit}"));
        number.clear();
    }
    said.join(", ")
}

/// A weekly time as people say it: mon10 is måndag 10–12.
pub(super) fn time(lang: Language, word: &str) -> String {
    let (day, hour) = word.split_at_checked(3).unwrap_or((word, ""));
    let day = match day {
        "mon" => lang.pick("måndag", "Monday"),
        "tue" => lang.pick("tisdag", "Tuesday"),
        "wed" => lang.pick("onsdag", "Wednesday"),
        "thu" => lang.pick("torsdag", "Thursday"),
        "fri" => lang.pick("fredag", "Friday"),
        _ => return word.to_owned(),
    };
    let hours = match hour {
        "08" => "8–10",
        "10" => "10–12",
        "13" => "13–15",
        "15" => "15–17",
        "17" => "17–20",
        other => other,
    };
    format!("{day} {hours}")
}
