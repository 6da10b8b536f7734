//! Answering: signed in, or by the link in a letter. (The pages behind the same links are in
//! `web`.)

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, caller_or_anonymous, seen},
    problem::{ReadFailure, WriteFailure},
    types::{AnswerOutcome, AnswerStanding, ApplicationState, Day, Instant, QuestionKind},
};
use crate::{
    error::Error,
    usecase::answers::{self, Answered},
};
use poem::Request;
use poem_openapi::{
    Object, OpenApi,
    param::{Header, Path},
    payload::Json,
};
use samverkan_domain::id::ApplicationId;
use serde::Deserialize;
use uuid::Uuid;

/// Yes or no.
#[derive(Debug, Object, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Answer {
    pub accept: bool,
}

/// What the answer led to.
#[derive(Debug, Object)]
pub struct AnswerReceipt {
    pub application: Uuid,
    pub state: ApplicationState,
    pub outcome: AnswerOutcome,
}

/// What a link asks.
#[derive(Debug, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct LinkQuestion {
    pub kind: QuestionKind,
    pub standing: AnswerStanding,
    pub course_sv: String,
    pub course_en: String,
    pub offering_code: String,
    pub starts_on: Day,
    pub ends_on: Day,
    /// The first instant that is too late.
    pub answer_by: Instant,
    pub group: Option<String>,
    /// Reserve number.
    pub position: Option<i64>,
    /// Called together with others, who must say yes too.
    pub together: bool,
    /// Who is nominated: name, or alias.
    pub employee: Option<String>,
    pub employer: Option<String>,
    pub contract: Option<String>,
}

impl TryFrom<Answered> for AnswerReceipt {
    type Error = Error;

    fn try_from(answered: Answered) -> Result<Self, Error> {
        Ok(Self {
            application: answered.application.id,
            state: answered.application.state()?.into(),
            outcome: answered.outcome.into(),
        })
    }
}

impl From<answers::Question> for LinkQuestion {
    fn from(question: answers::Question) -> Self {
        let (employee, employer, contract) = match question.nomination {
            Some(n) => (Some(n.employee), Some(n.employer), Some(n.contract)),
            None => (None, None, None),
        };
        Self {
            kind: question.kind.into(),
            standing: question.standing.into(),
            course_sv: question.course_sv,
            course_en: question.course_en,
            offering_code: question.offering_code,
            starts_on: question.starts_on.into(),
            ends_on: question.ends_on.into(),
            answer_by: question.answer_by.into(),
            group: question.group,
            position: question.position,
            together: question.together,
            employee,
            employer,
            contract,
        }
    }
}

pub struct AnswersApi;

#[OpenApi(tag = "Tags::Applications")]
impl AnswersApi {
    /// Answer a call, an admission that asks for an answer, or "still interested?"
    ///
    /// A participant answers for herself and needs no If-Match. An administrator answers on the
    /// person's word.
    #[oai(
        path = "/applications/:application/answer",
        method = "post",
        operation_id = "answer"
    )]
    async fn answer(
        &self,
        app: AppData<'_>,
        auth: Auth,
        application: Path<Uuid>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<Answer>,
    ) -> Result<Json<AnswerReceipt>, WriteFailure> {
        let (id, seen) = (ApplicationId(application.0), seen(if_match.as_deref()));
        let answered = answers::answer(&app, auth.caller(), id, seen, body.accept).await?;
        Ok(Json(answered.try_into()?))
    }

    /// What the link in a letter asks
    ///
    /// Changes nothing. The link is the only key.
    #[oai(path = "/answers/:link", method = "get", operation_id = "get_question")]
    async fn get_question(
        &self,
        app: AppData<'_>,
        link: Path<String>,
    ) -> Result<Json<LinkQuestion>, ReadFailure> {
        Ok(Json(answers::question(&app, &link).await?.into()))
    }

    /// Answer by the link in a letter
    ///
    /// Works once. One who is signed in as somebody else is refused.
    #[oai(
        path = "/answers/:link",
        method = "post",
        operation_id = "answer_by_link"
    )]
    async fn answer_by_link(
        &self,
        app: AppData<'_>,
        request: &Request,
        link: Path<String>,
        Body(body): Body<Answer>,
    ) -> Result<Json<AnswerReceipt>, WriteFailure> {
        let caller = caller_or_anonymous(&app, request).await?;
        let (_, answered) = answers::answer_by_link(&app, &caller, &link, body.accept).await?;
        Ok(Json(answered.try_into()?))
    }
}
