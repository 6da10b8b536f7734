//! A letter as one person would read it: with that person's own data, and never sent.

use super::{Key, Wordings, current, first_name, problem::sound};
use crate::{
    app::App,
    error::{Error, Result},
    mail::{
        Letter,
        letter::{self, Meeting, Slot},
    },
    store::{Tx, application::ApplicationRow, catalogue::OfferingRow, person::PersonRow},
    usecase::{Caller, Permission, catalogue::find_offering, letters, people},
};
use samverkan_domain::{
    id::{CohortId, PersonId},
    person::Language,
};
use serde_json::{Map, Value, json};

/// Words that are tried, before they are kept.
#[derive(Debug, Clone)]
pub struct Draft {
    pub subject: String,
    pub body: String,
}

/// A letter as it would be read.
#[derive(Debug, Clone)]
pub struct Preview {
    pub subject: String,
    pub body: String,
    pub language: Language,
    /// What the person's data do not have and is invented here, by the letter's own names.
    pub invented: Vec<String>,
}

/// The letter to a person, in the words in force or in those of a draft; in the person's own language
/// unless another is asked for.
pub async fn preview(
    app: &App,
    caller: &Caller,
    offering: &str,
    key: Key,
    person: PersonId,
    language: Option<Language>,
    draft: Option<Draft>,
) -> Result<Preview> {
    caller.require(Permission::ReadMail)?;
    let mut tx = app.read().await?;
    let offering = find_offering(&mut tx, offering).await?;
    let row = tx.person(person).await?;
    let mut row = row.ok_or(Error::NotFound { what: "person" })?;
    if !people::sees(caller, &row) {
        return Err(Error::refused(
            "person-not-shown",
            "Personens uppgifter visas inte här. Välj någon annan att förhandsgranska med.",
            "This person's data are not shown here. Choose somebody else to preview with.",
        ));
    }
    let application = tx.active_application(person, offering.offering()).await?;
    let leads = tx.leaders(offering.offering()).await?;
    let leads = leads.iter().any(|leader| leader.person_id == person.0);
    if application.is_none() && !leads {
        return Err(Error::refused(
            "not-on-offering",
            "Personen varken går eller leder kurstillfället.",
            "The person neither takes part in the offering nor leads there.",
        ));
    }
    let language = language.unwrap_or_else(|| letters::language_of(&row));
    row.language = crate::store::as_word(language);
    let known = known(&mut tx, &offering, &row, application.as_ref()).await?;
    let (letter, invented) = real(&key, &known)?;
    let letter = match draft {
        Some(draft) => {
            sound(key.kind, &draft.subject, &draft.body)?;
            letter.worded(draft.subject, draft.body, first_name(&row))
        }
        None => {
            let wording = current(&mut tx, &offering, key.clone(), language).await?;
            if wording.built_in {
                let all = Wordings::of(&mut tx, &offering.code).await?;
                all.word(letter, &row)
            } else {
                letter.worded(wording.subject, wording.body, first_name(&row))
            }
        }
    };
    let settings = app.mailer.settings();
    Ok(Preview {
        subject: letter.subject(language),
        body: letter.body(language, settings, &row.shown_name()),
        language,
        invented,
    })
}

/// What is known of a person on an offering, by the names that letters have for it. Links let in
/// whoever has them: they are invented.
async fn known(
    tx: &mut Tx,
    offering: &OfferingRow,
    person: &PersonRow,
    application: Option<&ApplicationRow>,
) -> Result<Map<String, Value>> {
    let dates = offering.dates()?;
    let sv = person.language != "en";
    let title = if sv {
        &offering.title_sv
    } else {
        &offering.title_en
    };
    let mut known = Map::new();
    let mut put = |name: &str, value: Value| {
        if !value.is_null() {
            known.insert(name.to_owned(), value);
        }
    };
    put("course", json!(title));
    put("offering_code", json!(offering.code));
    put("starts_on", json!(dates.starts_on));
    put("ends_on", json!(dates.ends_on));
    if let Some(row) = application {
        put("reference", json!(row.id.to_string()));
        put("received_at", json!(row.created_at.0));
        put("answer_by", json!(row.answer_by.map(|by| by.0)));
        put("group", json!(row.selection_group));
        put("position", json!(row.reserve_position));
        put("condition", json!(row.condition_text));
        let channel = tx.channel(&row.channel_id.to_string()).await?;
        if let Some(channel) = channel {
            let title = if sv {
                channel.title_sv
            } else {
                channel.title_en
            };
            put("channel", json!(title));
            put("closes_at", json!(channel.closes_at.map(|at| at.0)));
        }
    }
    let mut cohort = None;
    for member in tx.memberships(person.person()).await? {
        let id = CohortId(member.cohort_id);
        if tx.offering_of_cohort(id).await? == Some(offering.offering()) {
            cohort = tx.cohort(id).await?;
        }
    }
    put(
        "cohort_code",
        json!(cohort.as_ref().map(|cohort| &cohort.code)),
    );
    let meeting = tx.sessions(offering.offering()).await?;
    let meeting = meeting.into_iter().find(|session| {
        let theirs = session.cohort_id.is_none()
            || session.cohort_id == cohort.as_ref().map(|cohort| cohort.id);
        theirs && session.state == "published"
    });
    let meeting = meeting.map(|session| Meeting {
        title: session.title,
        slot: Slot {
            starts_at: session.starts_at.0,
            ends_at: session.ends_at.0,
        },
    });
    if person.is_protected() {
        // As in the letter itself.
        put("mix", json!([]));
    }
    put("meeting", json!(meeting));
    put("first_session", json!(meeting));
    Ok(known)
}

/// A letter of the kind with what is known in it; and the names of what is not.
fn real(key: &Key, known: &Map<String, Value>) -> Result<(Letter, Vec<String>)> {
    let mut letter = serde_json::to_value(letter::sample(key.kind)).map_err(Error::internal)?;
    let mut invented = Vec::new();
    replace(&mut letter, known, &mut invented);
    let letter = serde_json::from_value(letter).map_err(Error::internal)?;
    Ok((letter, invented))
}

fn replace(letter: &mut Value, known: &Map<String, Value>, invented: &mut Vec<String>) {
    let Value::Object(fields) = letter else {
        return;
    };
    for (name, value) in fields {
        match known.get(name) {
            Some(real) if fits(value, real) => *value = real.clone(),
            _ if value.is_object() => replace(value, known, invented),
            // What kind of letter it is.
            _ if ["kind", "state", "moment", "outcome", "stage"].contains(&&**name) => {}
            _ if is_empty(value) || value.is_boolean() => {}
            _ => invented.push(name.clone()),
        }
    }
}

/// The same shape of value: the three-week control has a day where other letters have an instant.
fn fits(value: &Value, real: &Value) -> bool {
    match (value, real) {
        (Value::String(value), Value::String(real)) => {
            let is_day = |text: &str| text.len() == 10 && text.as_bytes()[4] == b'-';
            let is_instant = |text: &str| text.ends_with('Z') && text.contains('T');
            is_day(value) == is_day(real) && is_instant(value) == is_instant(real)
        }
        _ => std::mem::discriminant(value) == std::mem::discriminant(real),
    }
}

fn is_empty(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}
