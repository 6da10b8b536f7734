//! What has happened, in words.

use super::{Doer, Happened, What};
use crate::texts::Texts;
use samverkan_domain::application::ApplicationState;
use serde_json::Value;

impl Happened {
    /// In the reader's words; an action that has none yet says its own name.
    pub fn says(&self, t: Texts) -> String {
        match &self.what {
            What::Action { action, after, .. } => {
                let words = of_action(t, action).unwrap_or(action);
                match after.as_ref().and_then(state) {
                    Some(state) => format!("{words}: {}", state.label(t.language())),
                    None => words.to_owned(),
                }
            }
            What::Letter { subject, state } => match *state {
                "delivered" => t.history_letter(subject),
                "failed" | "bounced" => t.history_letter_failed(subject),
                _ => t.history_letter_waiting(subject),
            },
        }
    }

    /// Who did it.
    pub fn by(&self, t: Texts) -> String {
        match &self.by {
            Doer::Oneself => t.history_by_oneself().to_owned(),
            Doer::Staff(name) => name.clone(),
            Doer::Another => t.history_by_another().to_owned(),
            Doer::Service => t.history_by_service().to_owned(),
        }
    }
}

/// Where an application stood afterwards.
fn state(after: &Value) -> Option<ApplicationState> {
    ApplicationState::parse(after.get("state")?.as_str()?)
}

pub(in crate::usecase) fn of_action(t: Texts, action: &str) -> Option<&'static str> {
    Some(match action {
        "application.received" => t.history_application_received(),
        "application.imported" => t.history_application_imported(),
        "application.selected" => t.history_application_selected(),
        "application.admitted" => t.history_application_admitted(),
        "application.accepted" => t.history_application_accepted(),
        "application.declined" => t.history_application_declined(),
        "application.answered" => t.history_application_answered(),
        "application.called" => t.history_application_called(),
        "application.call_cancelled" => t.history_application_call_cancelled(),
        "application.reminded" => t.history_application_reminded(),
        "application.contacted" => t.history_application_contacted(),
        "application.interest_confirmed" => t.history_application_interest_confirmed(),
        "application.changed" => t.history_application_changed(),
        "application.registered" => t.history_application_registered(),
        "application.withdrawn" => t.history_application_withdrawn(),
        "application.struck" => t.history_application_struck(),
        "application.followed_up" => t.history_application_followed_up(),
        "application.returned" => t.history_application_returned(),
        "application.left_cohorts" => t.history_application_left_cohorts(),
        "application.substituted" => t.history_application_substituted(),
        "application.superseded" => t.history_application_superseded(),
        "nomination.approval_asked" => t.history_nomination_approval_asked(),
        "nomination.approved" => t.history_nomination_approved(),
        "nomination.refused" => t.history_nomination_refused(),
        "nomination.reminded" => t.history_nomination_reminded(),
        "nomination.renewed" => t.history_nomination_renewed(),
        "cohort_transfer.asked" => t.history_cohort_transfer_asked(),
        "company_wish.stated" => t.history_company_wish_stated(),
        "company_wish.decided" => t.history_company_wish_decided(),
        "practical_needs.stated" => t.history_practical_needs_stated(),
        "availability.noted" => t.history_availability_noted(),
        "availability.forgotten" => t.history_availability_forgotten(),
        "calendar.read" => t.history_calendar_read(),
        "calendar.forgotten" => t.history_calendar_forgotten(),
        "feed.created" => t.history_feed_created(),
        "feed.rotated" => t.history_feed_rotated(),
        "feed.revoked" => t.history_feed_revoked(),
        "package.left" => t.history_package_left(),
        "person.created" => t.history_person_created(),
        "person.added" => t.history_person_added(),
        "person.changed" => t.history_person_changed(),
        "person.kept_apart" => t.history_person_kept_apart(),
        "person.compared_again" => t.history_person_compared_again(),
        "person.merged" => t.history_person_merged(),
        "person.unmerged" => t.history_person_unmerged(),
        "person.address_changed" => t.history_person_address_changed(),
        "person.protected" => t.history_person_protected(),
        "person.extracted" => t.history_person_extracted(),
        "person.identity_linked" => t.history_person_identity_linked(),
        "person.identity_unlinked" => t.history_person_identity_unlinked(),
        "person.passkey_added" => t.history_person_passkey_added(),
        "person.passkey_ended" => t.history_person_passkey_ended(),
        "person.signed_in" => t.history_person_signed_in(),
        "person.signed_out" => t.history_person_signed_out(),
        "erasure.asked" => t.history_erasure_asked(),
        "token.created" => t.history_token_created(),
        "token.revoked" => t.history_token_revoked(),
        "staff.invited" => t.history_staff_invited(),
        "staff.ended" => t.history_staff_ended(),
        "application.taken_back" => t.history_application_taken_back(),
        "person.taken_back" => t.history_person_taken_back(),
        "person.reminders" => t.history_person_reminders(),
        "application.completed" => t.history_application_completed(),
        "application.deferred" => t.history_application_deferred(),
        "application.deferral_refused" => t.history_application_deferral_refused(),
        "application.not_started" => t.history_application_not_started(),
        "application.refused" => t.history_application_refused(),
        "cohort_transfer.approved" => t.history_cohort_transfer_approved(),
        "cohort_transfer.refused" => t.history_cohort_transfer_refused(),
        "cohort_transfer.withdrawn" => t.history_cohort_transfer_withdrawn(),
        "erasure.decided" => t.history_erasure_decided(),
        "erasure.withdrawn" => t.history_erasure_withdrawn(),
        _ => return None,
    })
}
