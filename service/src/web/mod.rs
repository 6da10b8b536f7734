//! Pages for people. Each works without a script and without the stylesheet; a page that asks
//! changes nothing until its form is sent, since mail programs follow links on their own.
//!
//! Reading order: [`frame`] is what a page knows of its reader, [`page`] what stands around every
//! page, [`form`] what is sent back. `catalogue` and `offering` are the courses, `structured` the same
//! for programs; `about` is what must be said; [`error`] what is said when something is not there.
//! [`answer`] and [`receipt`] are what the links in letters lead to; [`subscribe`] and [`schedule`] are
//! calendars to get and to print. `enrol` is asking for a place, `my` what somebody signed in has
//! here; `board` is where staff make cohorts, `leading` where who leads
//! one finds it; `auditing` is the trail of all that has happened. [`sign_in`] is signing in, and the guard that a page's handler names among its arguments
//! ([`sign_in::who`]).
//!
//! A new page: a template in `templates/`, its words in `texts/`, a handler that takes [`frame::Frame`]
//! and ends in `frame.page(title)…show(&Template { … })`, a line in [`mount`], and its address in the
//! list of `tests/suite/browser.rs`.

mod about;
pub mod answer;
mod answer_words;
pub mod assets;
mod auditing;
mod board;
mod catalogue;
mod company;
mod dates;
mod doors;
mod employer;
mod enrol;
pub mod error;
pub mod form;
pub mod frame;
mod leading;
mod mailto;
mod meeting;
mod my;
mod needs;
mod notice;
mod offering;
mod overview;
pub mod page;
mod places;
mod qr;
pub mod receipt;
mod receipt_words;
mod reminders;
mod requirement_words;
pub mod schedule;
pub mod sign_in;
mod structured;
pub mod subscribe;
pub mod ways;
mod week;
mod workplace;

use poem::{Route, get};

/// The pages, on their addresses.
pub fn mount(route: Route) -> Route {
    let route = leading::mount(employer::mount(board::mount(my::mount(enrol::mount(
        sign_in::mount(route),
    )))));
    [
        &assets::STYLE,
        &assets::SCRIPT,
        &assets::PASSKEY,
        &assets::BOARD,
        &assets::ICON,
    ]
    .into_iter()
    .fold(route, |route, asset| route.at(asset.path, asset.endpoint()))
    .at("/", get(catalogue::front))
    .at(
        "/personal/tillfallen/:offering/oversikt",
        get(overview::show),
    )
    .at(auditing::AUDIT, get(auditing::show))
    .at(auditing::CHAIN, get(auditing::verify))
    .at("/kurser", get(catalogue::courses))
    .at("/kurser/:code", get(catalogue::course_or_offering))
    .at("/education-events", get(structured::events))
    .at("/education-events/:code", get(structured::event))
    .at("/tillganglighet", about::statement())
    .at("/om", get(about::about))
    .at(about::SECURITY, get(about::security))
    .at("/problems/:code", get(error::kind))
    .at("/svar/:token", answer::routes())
    .at("/kvitto/:token", get(receipt::show))
    .at("/paminnelser/:token", reminders::routes())
}
