//! Pages for people. Each works without a script and without the stylesheet; a page that asks
//! changes nothing until its form is sent, since mail programs follow links on their own.
//!
//! Reading order: [`answer`] is what the links in letters that ask lead to, `words` and `said` what
//! is asked and said there; [`receipt`] is the receipt of an application, `receipt_words` what it
//! says; [`subscribe`] how to get a calendar into one's own, [`schedule`] the calendar to print; [`page`]
//! what all pages have in common.

pub mod answer;
pub mod page;
mod qr;
pub mod receipt;
mod receipt_words;
mod said;
pub mod schedule;
pub mod subscribe;
mod subscribe_words;
mod words;
