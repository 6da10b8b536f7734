//! Under which headings the documentation of the API has its operations.

/// Groups of operations.
#[derive(poem_openapi::Tags)]
pub enum Tags {
    /// What is offered. Public.
    Catalogue,
    /// Professions, programmes, workplaces. Public; administrators keep them.
    Registers,
    /// Signing in, and tokens.
    Access,
    /// People: one's own data, and everybody's for administrators.
    People,
    /// Asking for places, admitting, registering, leaving.
    Applications,
    /// Who gets the places of a channel, and why.
    Selections,
    /// Files from elsewhere.
    Imports,
    /// Mixed-profession cohorts.
    Cohorts,
    /// Meetings.
    Sessions,
    /// Calendar subscriptions.
    Feeds,
    /// For how long what is kept, and weeding it.
    Retention,
    /// What has happened, and what has been mailed.
    Audit,
    /// How the service is.
    Operations,
}
