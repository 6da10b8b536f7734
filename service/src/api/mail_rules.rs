//! Rules that send reminders.

pub mod types;

use super::{
    Tags,
    body::Body,
    caller::{AppData, Auth, seen},
    problem::{ReadFailure, WriteFailure},
    respond::{Tagged, tagged},
};
use crate::usecase::reminders::{self, RuleView};
use poem_openapi::{
    OpenApi,
    param::{Header, Path, Query},
    payload::Json,
};
use types::{MailRule, MailRuleBody, MailRuleDryRun, NewMailRuleState};

fn answer(view: RuleView) -> Tagged<MailRule> {
    let revision = view.revision;
    tagged(view.into(), revision)
}

pub struct MailRulesApi;

#[OpenApi(tag = "Tags::Audit")]
impl MailRulesApi {
    /// An offering's rules for reminders
    #[oai(
        path = "/offerings/:offering/mail-rules",
        method = "get",
        operation_id = "list_mail_rules"
    )]
    async fn list_mail_rules(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
    ) -> Result<Json<Vec<MailRule>>, ReadFailure> {
        let rules = reminders::list(&app, auth.caller(), &offering).await?;
        Ok(Json(rules.into_iter().map(Into::into).collect()))
    }

    /// One rule
    #[oai(
        path = "/offerings/:offering/mail-rules/:mail_rule",
        method = "get",
        operation_id = "get_mail_rule"
    )]
    async fn get_mail_rule(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        mail_rule: Path<String>,
    ) -> Result<Tagged<MailRule>, ReadFailure> {
        let view = reminders::get(&app, auth.caller(), &offering, &mail_rule).await?;
        Ok(answer(view))
    }

    /// Make a rule, or change one; a removed one comes back
    ///
    /// It goes off from now on, and never twice for the same. Of a rule that is new, the revision is 0.
    #[oai(
        path = "/offerings/:offering/mail-rules/:mail_rule",
        method = "put",
        operation_id = "put_mail_rule"
    )]
    async fn put_mail_rule(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        mail_rule: Path<String>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<MailRuleBody>,
    ) -> Result<Tagged<MailRule>, WriteFailure> {
        let (wish, seen) = (body.into(), seen(if_match.as_deref()));
        let caller = auth.caller();
        let view = reminders::set(&app, caller, &offering, &mail_rule, &wish, seen).await?;
        Ok(answer(view))
    }

    /// Pause a rule, remove it, or set it going again
    #[oai(
        path = "/offerings/:offering/mail-rules/:mail_rule/state",
        method = "put",
        operation_id = "put_mail_rule_state"
    )]
    async fn put_mail_rule_state(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        mail_rule: Path<String>,
        #[oai(name = "If-Match")] if_match: Header<Option<String>>,
        Body(body): Body<NewMailRuleState>,
    ) -> Result<Tagged<MailRule>, WriteFailure> {
        let (state, past) = (body.state.into(), body.include_past);
        let (caller, seen) = (auth.caller(), seen(if_match.as_deref()));
        let view =
            reminders::set_state(&app, caller, &offering, &mail_rule, state, past, seen).await?;
        Ok(answer(view))
    }

    /// When a rule would go off, whom it would remind, and why not the others
    #[oai(
        path = "/offerings/:offering/mail-rules/:mail_rule/dry-run",
        method = "get",
        operation_id = "dry_run_mail_rule"
    )]
    async fn dry_run_mail_rule(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        mail_rule: Path<String>,
        /// Whose people to list; left out: the next.
        occurrence: Query<Option<String>>,
    ) -> Result<Json<MailRuleDryRun>, ReadFailure> {
        let (caller, occurrence) = (auth.caller(), occurrence.as_deref());
        let run = reminders::dry_run(&app, caller, &offering, &mail_rule, occurrence).await?;
        Ok(Json(run.into()))
    }

    /// The same of a rule that is not kept
    #[oai(
        path = "/offerings/:offering/mail-rule-dry-runs",
        method = "post",
        operation_id = "dry_run_new_mail_rule"
    )]
    async fn dry_run_new_mail_rule(
        &self,
        app: AppData<'_>,
        auth: Auth,
        offering: Path<String>,
        /// Whose people to list; left out: the next.
        occurrence: Query<Option<String>>,
        Body(body): Body<MailRuleBody>,
    ) -> Result<Json<MailRuleDryRun>, WriteFailure> {
        let (wish, caller) = (body.into(), auth.caller());
        let occurrence = occurrence.as_deref();
        let run = reminders::dry_run_of(&app, caller, &offering, &wish, occurrence).await?;
        Ok(Json(run.into()))
    }
}
