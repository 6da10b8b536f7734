//! What a workbook says of where it comes from, so that who finds it in a folder knows what it is.

use super::{ExportKind, ExportRequest};
use crate::{
    app::App,
    store::catalogue::OfferingRow,
    usecase::{Caller, letters::moment},
};
use samverkan_domain::person::Language;

/// Name of the sheet.
pub(super) fn sheet(language: Language) -> &'static str {
    match language {
        Language::Sv => "Ursprung",
        Language::En => "Origin",
    }
}

/// What the list is called.
pub(super) fn title(kind: ExportKind, language: Language) -> &'static str {
    match (kind, language) {
        (ExportKind::People, Language::Sv) => "Deltagare",
        (ExportKind::People, Language::En) => "Participants",
        (ExportKind::Registration, Language::Sv) => "Registrering",
        (ExportKind::Registration, Language::En) => "Registration",
        (ExportKind::Attendance, Language::Sv) => "Närvaro",
        (ExportKind::Attendance, Language::En) => "Attendance",
        (_, Language::Sv) => "Upprop",
        (_, Language::En) => "Roll-call",
    }
}

/// Rows of the sheet.
pub(super) fn origin(
    app: &App,
    caller: &Caller,
    offering: &OfferingRow,
    request: &ExportRequest,
    rows: usize,
) -> Vec<(String, String)> {
    let language = request.language;
    let of = |sv: &str, en: &str| match language {
        Language::Sv => sv.to_owned(),
        Language::En => en.to_owned(),
    };
    let mut facts = vec![
        (
            of("Lista", "List"),
            title(request.kind, language).to_owned(),
        ),
        (of("Kurstillfälle", "Offering"), offering.code.clone()),
        (
            of("Uttagen", "Taken out"),
            moment(app.clock.now(), language),
        ),
        (of("Av", "By"), caller.actor()),
        (of("Ur", "From"), app.public_url.to_string()),
        (
            of("Version av tjänsten", "Version of the service"),
            env!("CARGO_PKG_VERSION").to_owned(),
        ),
        (of("Rader", "Rows"), rows.to_string()),
    ];
    if request.kind == ExportKind::People {
        let code = &offering.code;
        facts.push((
            of("Ändra", "Change"),
            of(
                "Vita kolumner kan ändras: namn, yrke, programkod, skolenhetskod och studieform. Grå kolumner är bara till för att läsa. Anmälan och Version säger vem raden gäller och vad som gällde när filen togs ut: låt dem stå.",
                "White columns may be changed: name, profession, programme, school unit and way of studying. Grey columns are there to be read. Anmälan and Version say whom the row is about and what was so when the file was taken out: leave them.",
            ),
        ));
        facts.push((
            of("Läs in", "Import"),
            of(
                &format!("samverkan import people FIL --offering {code} --dry-run visar vad som skulle ändras; utan --dry-run ändras det. Den som har ändrats i tjänsten sedan filen togs ut skrivs inte över utan att du säger det."),
                &format!("samverkan import people FILE --offering {code} --dry-run shows what would change; without --dry-run it does. Who has been changed in the service since is not written over unless you say so."),
            ),
        ));
    }
    facts
}
