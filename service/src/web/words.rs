//! What the answer pages ask, in Swedish and English.

use super::page::pick;
use crate::usecase::{
    answers::{Question, QuestionKind},
    letters::{day, moment},
};
use samverkan_domain::person::Language;

/// A question in words.
pub(super) struct Asked {
    pub(super) title: &'static str,
    /// What has happened, and what yes, no and silence mean.
    pub(super) said: Vec<String>,
    pub(super) legend: String,
    pub(super) yes: &'static str,
    pub(super) no: &'static str,
}

pub(super) fn course(language: Language, question: &Question) -> &str {
    pick(language, &question.course_sv, &question.course_en)
}

pub(super) fn question(language: Language, question: &Question) -> Asked {
    let name = course(language, question);
    match question.kind {
        QuestionKind::Call => call(language, name, question.together),
        QuestionKind::Admission => admission(language, name),
        QuestionKind::Interest => interest(language, name),
        QuestionKind::Approval => approval(language, name, question),
    }
}

fn call(language: Language, name: &str, together: bool) -> Asked {
    let mut said = vec![
        pick(
            language,
            format!("En plats på {name} har blivit ledig, och det är din tur."),
            format!("A place on {name} has come free, and it is your turn."),
        ),
        pick(
            language,
            "Om du svarar nej, eller inte svarar i tid, går platsen till nästa reserv. Du är då inte längre reserv, och det går inte att ångra.",
            "If you answer no, or do not answer in time, the place goes to the next reserve. You are then no longer a reserve, and this cannot be undone.",
        )
        .to_owned(),
    ];
    if together {
        let more = pick(
            language,
            "Du kallas tillsammans med dem du sökte med. Ni får platserna när alla har svarat ja. Svarar någon nej, eller inte alls, är de andra kvar på reservlistan med sina nummer.",
            "You are called together with those you applied with. You get the places when all of you have said yes. If one says no, or nothing, the others stay on the reserve list with their numbers.",
        );
        said.push(more.to_owned());
    }
    Asked {
        title: pick(language, "En plats är ledig", "A place is free"),
        said,
        ..wanted(language)
    }
}

fn wanted(language: Language) -> Asked {
    Asked {
        title: "",
        said: Vec::new(),
        legend: pick(language, "Vill du ha platsen?", "Do you want the place?").to_owned(),
        yes: pick(language, "Ja, jag vill ha platsen", "Yes, I want the place"),
        no: pick(
            language,
            "Nej, jag vill inte ha platsen",
            "No, I do not want the place",
        ),
    }
}

fn admission(language: Language, name: &str) -> Asked {
    let said = pick(
        language,
        format!("Du är antagen till {name}. Svara om du vill ha platsen."),
        format!("You are admitted to {name}. Say whether you want the place."),
    );
    let means = pick(
        language,
        "Om du svarar nej, eller inte svarar i tid, förlorar du platsen. Den kan gå till någon annan, så det går inte att ångra.",
        "If you answer no, or do not answer in time, you lose the place. It may go to somebody else, so this cannot be undone.",
    );
    Asked {
        title: pick(language, "Du är antagen", "You are admitted"),
        said: vec![said, means.to_owned()],
        ..wanted(language)
    }
}

fn interest(language: Language, name: &str) -> Asked {
    let said = pick(
        language,
        format!("Du är reserv till {name}."),
        format!("You are a reserve for {name}."),
    );
    let means = pick(
        language,
        "Om du svarar ja behåller du ditt reservnummer. Om du svarar nej tas du bort från reservlistan, och det går inte att ångra. Om du inte svarar alls behåller du också ditt nummer.",
        "If you answer yes, you keep your reserve number. If you answer no, you are taken off the reserve list, and this cannot be undone. If you do not answer at all, you keep your number too.",
    );
    let legend = pick(
        language,
        "Vill du vara kvar på reservlistan?",
        "Do you want to stay on the reserve list?",
    );
    Asked {
        title: pick(
            language,
            "Vill du fortfarande ha en plats?",
            "Do you still want a place?",
        ),
        said: vec![said, means.to_owned()],
        legend: legend.to_owned(),
        yes: pick(language, "Ja, jag vill vara kvar", "Yes, I want to stay"),
        no: pick(
            language,
            "Nej, ta bort mig från listan",
            "No, take me off the list",
        ),
    }
}

fn approval(language: Language, name: &str, question: &Question) -> Asked {
    let nomination = question.nomination.as_ref();
    let who = nomination.map_or("", |nomination| nomination.employee.as_str());
    let role = if nomination.is_some_and(|nomination| nomination.as_deputy) {
        pick(
            language,
            "Du får frågan som chefens ersättare. Det svar som kommer först gäller, chefens eller ditt.",
            "You are asked as the head's deputy. The first answer counts, the head's or yours.",
        )
    } else {
        pick(
            language,
            "Du får frågan som chef.",
            "You are asked as the head.",
        )
    };
    let said = pick(
        language,
        format!("{who} är anmäld till {name}, som arbetsgivaren betalar. {role}"),
        format!("{who} is nominated for {name}, which the employer pays for. {role}"),
    );
    let means = pick(
        language,
        "Om du svarar nej, eller om ingen svarar i tid, avslutas anmälan och platsen kan gå till någon annan. Medarbetaren får besked.",
        "If you answer no, or if nobody answers in time, the nomination ends and the place may go to somebody else. The employee is told.",
    );
    Asked {
        title: pick(language, "Godkänn en anmälan", "Approve a nomination"),
        said: vec![said, means.to_owned()],
        legend: pick(
            language,
            format!("Godkänner du anmälan av {who}?"),
            format!("Do you approve the nomination of {who}?"),
        ),
        yes: pick(
            language,
            "Ja, jag godkänner anmälan",
            "Yes, I approve the nomination",
        ),
        no: pick(
            language,
            "Nej, jag godkänner den inte",
            "No, I do not approve it",
        ),
    }
}

/// Names and values; empty values are not shown.
pub(super) fn facts(
    language: Language,
    question: &Question,
    open: bool,
) -> Vec<(&'static str, String)> {
    let name = course(language, question);
    let (from, to) = (question.starts_on, question.ends_on);
    let mut facts = vec![
        (
            pick(language, "Kurs", "Course"),
            format!("{name} ({})", question.offering_code),
        ),
        (
            pick(language, "Kursen pågår", "The course runs"),
            format!("{} – {}", day(from, language), day(to, language)),
        ),
    ];
    if open {
        let before = moment(question.answer_by, language);
        facts.push((pick(language, "Svara före", "Answer before"), before));
    }
    let waits = [QuestionKind::Call, QuestionKind::Interest].contains(&question.kind);
    if let Some(position) = question.position.filter(|_| waits) {
        let position = match &question.group {
            Some(group) => format!("{position} ({group})"),
            None => position.to_string(),
        };
        facts.push((pick(language, "Reservnummer", "Reserve number"), position));
    }
    if let Some(nomination) = &question.nomination {
        let employee = nomination.employee.clone();
        let employer = nomination.employer.clone();
        let contract = nomination.contract.clone();
        facts.push((pick(language, "Medarbetare", "Employee"), employee));
        facts.push((pick(language, "Arbetsgivare", "Employer"), employer));
        facts.push((pick(language, "Avtal", "Contract"), contract));
    }
    facts
}
