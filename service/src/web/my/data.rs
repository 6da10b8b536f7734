//! What is kept of me: to see, to correct, to take along.

use super::{below, csrf, done, flash, refused};
use crate::{
    app::App,
    error::{Error, FieldError, Result},
    texts::Texts,
    usecase::{
        contact,
        people::{self, Edit, PersonChange, PersonView},
        registers,
    },
    web::{
        form::{CSRF, Form},
        frame::Frame,
        notice::{Facts, filled},
        sign_in::{
            MINE,
            who::{Posted, SignedIn},
        },
    },
};
use askama::Template;
use poem::{Request, Response, handler, web::Data};
use samverkan_domain::{
    person::{Language, Modality},
    text::fold_name,
};

pub(super) const HERE: &str = "/min-sida/uppgifter";

/// One of several.
struct Choice {
    value: String,
    words: String,
    chosen: bool,
}

/// The form, with what is kept or what was sent.
#[derive(Template)]
#[template(path = "my_data.html")]
struct Page<'a> {
    t: Texts,
    csrf: &'a str,
    csrf_field: &'static str,
    facts: Facts,
    given: String,
    given_wrong: String,
    family: String,
    family_wrong: String,
    languages: Vec<Choice>,
    modalities: Vec<Choice>,
    workplace: String,
    professions: Vec<Choice>,
    profession_wrong: String,
    programmes: Vec<Choice>,
    programme_wrong: String,
    contact: &'a str,
    sign_ins: &'static str,
}

/// What stands in the fields.
struct Fields {
    given: String,
    family: String,
    language: String,
    modality: String,
    profession: String,
    programme: String,
}

impl Fields {
    fn kept(person: &PersonView) -> Self {
        let or_empty = |value: &Option<String>| value.clone().unwrap_or_default();
        Self {
            given: or_empty(&person.given_name),
            family: or_empty(&person.family_name),
            language: language_word(person.language).to_owned(),
            modality: person.modality.map_or("", modality_word).to_owned(),
            profession: or_empty(&person.profession),
            programme: or_empty(&person.programme),
        }
    }

    fn sent(form: &Form) -> Self {
        let value = |name: &str| form.value(name).to_owned();
        Self {
            given: value("fornamn"),
            family: value("efternamn"),
            language: value("sprak_i_brev"),
            modality: value("deltar"),
            profession: value("yrke"),
            programme: value("program"),
        }
    }

    fn change(&self) -> PersonChange {
        let mut modalities = [Modality::Campus, Modality::Distance].into_iter();
        let mut languages = [Language::Sv, Language::En].into_iter();
        PersonChange {
            given_name: Some(self.given.clone()),
            family_name: Some(self.family.clone()),
            language: languages.rfind(|language| language_word(*language) == self.language),
            modality: Edit::to(
                modalities.rfind(|modality| modality_word(*modality) == self.modality),
            ),
            profession: Some(self.profession.clone()),
            programme: Some(self.programme.clone()),
            ..PersonChange::default()
        }
    }
}

fn language_word(language: Language) -> &'static str {
    match language {
        Language::Sv => "sv",
        Language::En => "en",
    }
}

fn modality_word(modality: Modality) -> &'static str {
    match modality {
        Modality::Campus => "campus",
        Modality::Distance => "distans",
    }
}

fn choices<'a>(all: impl IntoIterator<Item = (&'a str, &'a str)>, chosen: &str) -> Vec<Choice> {
    let all = all.into_iter();
    all.map(|(value, words)| Choice {
        chosen: value == chosen,
        value: value.to_owned(),
        words: words.to_owned(),
    })
    .collect()
}

async fn page(
    app: &App,
    frame: &Frame,
    signed: &SignedIn,
    sent: Option<(Fields, &[FieldError])>,
) -> Result<Response> {
    let t = frame.t;
    let me = people::me(app, &signed.caller()).await?;
    let (fields, faults) = match sent {
        Some((fields, faults)) => (fields, faults),
        None => (Fields::kept(&me), &[][..]),
    };
    let wrong = |pointer: &str| -> String {
        let mut found = faults.iter().filter(|fault| fault.pointer == pointer);
        let text = found
            .next()
            .map(|fault| fault.text.in_language(frame.language()));
        text.unwrap_or_default().to_owned()
    };
    let mut professions = registers::professions(app).await?;
    professions.sort_by_cached_key(|one| fold_name(t.of(&one.title_sv, &one.title_en)));
    let mut programmes = registers::programmes(app).await?;
    programmes.sort_by_cached_key(|one| fold_name(&one.title));
    let workplace = me.workplace.as_deref().unwrap_or_default();
    let workplace = registers::workplace(app, workplace).await?;
    let nothing = [("", t.my_data_not_said())];
    let named = professions.iter();
    let named = named.map(|one| (&*one.code, t.of(&*one.title_sv, &*one.title_en)));
    let studied = programmes.iter().map(|one| (&*one.code, &*one.title));
    let body = Page {
        t,
        csrf: csrf(frame),
        csrf_field: CSRF,
        facts: filled(vec![
            (t.my_data_address(), me.email.clone().unwrap_or_default()),
            (
                t.my_data_identity(),
                me.identity.clone().unwrap_or_default(),
            ),
        ]),
        workplace: workplace.map_or_else(
            || t.enrol_review_not_given().to_owned(),
            |one| format!("{}, {}", one.title, one.municipality),
        ),
        given_wrong: wrong("/given_name"),
        family_wrong: wrong("/family_name"),
        profession_wrong: wrong("/profession"),
        programme_wrong: wrong("/programme"),
        languages: choices(
            [("sv", t.my_data_swedish()), ("en", t.my_data_english())],
            &fields.language,
        ),
        modalities: choices(
            [
                ("campus", t.my_data_campus()),
                ("distans", t.my_data_distance()),
                ("", t.enrol_meeting_either()),
            ],
            &fields.modality,
        ),
        professions: choices(nothing.into_iter().chain(named), &fields.profession),
        programmes: choices(nothing.into_iter().chain(studied), &fields.programme),
        given: fields.given,
        family: fields.family,
        contact: contact::address(app),
        sign_ins: MINE,
    };
    let page = below(frame, t.my_data_title()).lead(t.my_data_lead());
    let page = if faults.is_empty() {
        page
    } else {
        page.faulty()
    };
    Ok(page.show(&body))
}

#[handler]
pub(super) async fn show(
    app: Data<&App>,
    mut frame: Frame,
    signed: SignedIn,
    request: &Request,
) -> Response {
    let t = frame.t;
    frame.visitor.flash = flash(request, |what| match what {
        "sparat" => Some(t.my_data_saved()),
        "adress" => Some(t.address_done()),
        _ => None,
    });
    let page = page(&app, &frame, &signed, None).await;
    page.unwrap_or_else(|error| refused(&frame, error))
}

#[handler]
pub(super) async fn keep(
    app: Data<&App>,
    frame: Frame,
    signed: SignedIn,
    form: Posted,
) -> Response {
    let fields = Fields::sent(&form);
    match people::update_me(&app, &signed.caller(), fields.change()).await {
        Ok(_) => done(HERE, "sparat"),
        Err(Error::Invalid(faults)) => {
            let page = page(&app, &frame, &signed, Some((fields, &faults))).await;
            page.unwrap_or_else(|error| refused(&frame, error))
        }
        Err(error) => refused(&frame, error),
    }
}
