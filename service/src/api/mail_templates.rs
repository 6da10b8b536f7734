//! Words of letters, by offering and language.

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Tagged, tagged},
    types::{Instant, Language},
};
use crate::usecase::wordings::{self, Draft, Key, Wording};
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::{
    id::PersonId,
    template::{Need, Shape},
};
use serde::Deserialize;
use uuid::Uuid;

/// The words of a letter in one language (brevmall).
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct MailTemplate {
    /// Which letter; a reminder's words may have a name, after a hyphen.
    pub template: String,
    pub language: Language,
    /// When it is sent, in that language.
    pub occasion: String,
    pub subject: String,
    pub body: String,
    /// The built-in words, as they would be written.
    pub built_in: bool,
    /// 0: nothing has ever been saved.
    pub revision: i64,
    pub saved_by: Option<String>,
    pub saved_at: Option<Instant>,
    /// What can stand in it.
    pub placeholders: Vec<MailPlaceholder>,
}

/// Something that a letter is filled with.
#[derive(Debug, Object)]
pub struct MailPlaceholder {
    /// In Swedish and in English; either is understood in both.
    pub sv: String,
    pub en: String,
    /// What it says, in the language of the template.
    pub means: String,
    /// The letter has to say it (or the standard text, or what holds it).
    pub required: bool,
    /// Not every such letter has it; a paragraph in which it is missing is left out.
    pub sometimes: bool,
    pub in_subject: bool,
    pub in_body: bool,
    /// Whole paragraphs: stands by itself.
    pub block: bool,
}

/// Words for a letter.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MailTemplateBody {
    /// One line.
    pub subject: String,
    /// What stands between the greeting and whom to turn to.
    pub body: String,
}

/// Whose data to preview with, and perhaps words that are not kept yet.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewMailPreview {
    pub person: Uuid,
    #[serde(default)]
    pub subject: Option<String>,
    #[serde(default)]
    pub body: Option<String>,
}

/// A letter as it would be read; it is not sent.
#[derive(Debug, Object)]
pub struct MailPreview {
    pub subject: String,
    pub body: String,
    pub language: Language,
    /// What the person's data do not have and is invented here; links always are.
    pub invented: Vec<String>,
}

impl From<Wording> for MailTemplate {
    fn from(wording: Wording) -> Self {
        let language = wording.language;
        let placeholders = wording.fields().into_iter().map(|field| {
            use samverkan_domain::person::Language::{En, Sv};
            let one = field.placeholder;
            MailPlaceholder {
                sv: one.name(Sv).to_owned(),
                en: one.name(En).to_owned(),
                means: one.means(language).to_owned(),
                required: field.need.is_some_and(Need::is_required),
                sometimes: field.need.is_some_and(|need| !need.is_always_there()),
                in_subject: field.in_subject,
                in_body: field.need.is_some(),
                block: one.shape() == Shape::Block,
            }
        });
        let placeholders = placeholders.collect();
        let (saved_by, saved_at) = wording.saved.unzip();
        Self {
            template: wording.key.word(),
            occasion: wording.key.kind.occasion(language).to_owned(),
            language: language.into(),
            subject: wording.subject,
            body: wording.body,
            built_in: wording.built_in,
            revision: wording.revision,
            saved_by,
            saved_at: saved_at.map(Into::into),
            placeholders,
        }
    }
}

fn answer(wording: Wording) -> Tagged<MailTemplate> {
    let revision = wording.revision;
    tagged(wording.into(), revision)
}

fn key(template: &str) -> Result<Key, crate::error::Error> {
    wordings::key(template)
}

pub struct MailTemplatesApi;

#[OpenApi(tag = "Tags::Audit")]
impl MailTemplatesApi {
    /// All letters of an offering whose words can be changed, in both languages
    #[oai(
        path = "/offerings/:offering/mail-templates",
        method = "get",
        operation_id = "list_mail_templates"
    )]
    async fn list_mail_templates(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<Vec<MailTemplate>>, ReadFailure> {
        let all = wordings::list(&app, auth.caller(), &offering).await?;
        Ok(Json(all.into_iter().map(Into::into).collect()))
    }

    /// The words of a letter, the built-in ones unless others have been written
    #[oai(
        path = "/offerings/:offering/mail-templates/:template/:language",
        method = "get",
        operation_id = "get_mail_template"
    )]
    async fn get_mail_template(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        template: Path<String>,
        language: Path<Language>,
    ) -> Result<Tagged<MailTemplate>, ReadFailure> {
        let (caller, key) = (auth.caller(), key(&template)?);
        let wording = wordings::get(&app, caller, &offering, key, language.0.into()).await?;
        Ok(answer(wording))
    }

    /// Write other words; letters that are sent from now on have them
    #[oai(
        path = "/offerings/:offering/mail-templates/:template/:language",
        method = "put",
        operation_id = "put_mail_template"
    )]
    #[expect(clippy::too_many_arguments, reason = "one argument a parameter")]
    async fn put_mail_template(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        template: Path<String>,
        language: Path<Language>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<MailTemplateBody>,
    ) -> Result<Tagged<MailTemplate>, WriteFailure> {
        let (key, seen) = (key(&template)?, seen(if_match.as_deref()));
        let words = (&*body.subject, &*body.body);
        let (caller, language) = (auth.caller(), language.0.into());
        let wording = wordings::save(&app, caller, &offering, key, language, words, seen).await?;
        Ok(answer(wording))
    }

    /// Go back to the built-in words; what was written stays among the versions
    #[oai(
        path = "/offerings/:offering/mail-templates/:template/:language/reset",
        method = "post",
        operation_id = "reset_mail_template"
    )]
    async fn reset_mail_template(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        template: Path<String>,
        language: Path<Language>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
    ) -> Result<Tagged<MailTemplate>, WriteFailure> {
        let (key, seen) = (key(&template)?, seen(if_match.as_deref()));
        let (caller, language) = (auth.caller(), language.0.into());
        let wording = wordings::reset(&app, caller, &offering, key, language, seen).await?;
        Ok(answer(wording))
    }

    /// All that the words of a letter have been, the latest first
    #[oai(
        path = "/offerings/:offering/mail-templates/:template/:language/versions",
        method = "get",
        operation_id = "list_mail_template_versions"
    )]
    async fn list_mail_template_versions(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        template: Path<String>,
        language: Path<Language>,
    ) -> Result<Json<Vec<MailTemplate>>, ReadFailure> {
        let (caller, key) = (auth.caller(), key(&template)?);
        let all = wordings::versions(&app, caller, &offering, key, language.0.into()).await?;
        Ok(Json(all.into_iter().map(Into::into).collect()))
    }

    /// A letter with a person's own data, as it would be read; it is not sent
    #[oai(
        path = "/offerings/:offering/mail-templates/:template/:language/preview",
        method = "post",
        operation_id = "preview_mail_template"
    )]
    async fn preview_mail_template(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        template: Path<String>,
        language: Path<Language>,
        Body(body): Body<NewMailPreview>,
    ) -> Result<Json<MailPreview>, WriteFailure> {
        let key = key(&template)?;
        let draft = match (body.subject, body.body) {
            (None, None) => None,
            (subject, text) => {
                let language = language.0.into();
                let now = wordings::get(&app, auth.caller(), &offering, key.clone(), language);
                let now = now.await?;
                Some(Draft {
                    subject: subject.unwrap_or(now.subject),
                    body: text.unwrap_or(now.body),
                })
            }
        };
        let (person, language) = (PersonId(body.person), Some(language.0.into()));
        let caller = auth.caller();
        let shown = wordings::preview(&app, caller, &offering, key, person, language, draft);
        let shown = shown.await?;
        Ok(Json(MailPreview {
            subject: shown.subject,
            body: shown.body,
            language: shown.language.into(),
            invented: shown.invented,
        }))
    }
}
