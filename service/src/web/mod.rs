//! Pages for people. Each works without a script and without the stylesheet; a page that asks
//! changes nothing until its form is sent, since mail programs follow links on their own.
//!
//! Reading order: [`answer`] is what the links in letters that ask lead to, `words` and `said` what
//! is asked and said there; [`receipt`] is the receipt of an application, `receipt_words` what it
//! says; [`page`] what all pages have in common.

pub mod answer;
pub mod page;
pub mod receipt;
mod receipt_words;
mod said;
mod words;
