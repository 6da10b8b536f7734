//! Long lists: a page at a time, or all of it.

use crate::{error::Result, output::Printer, text::text};
use schemars::JsonSchema;
use serde::Serialize;

/// Rows a page may have at most.
const LARGEST: i64 = 200;

/// Which part of a long list.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Paging {
    /// Rows to show, at most 200
    #[arg(long, value_name = "ROWS", default_value_t = 50, value_parser = clap::value_parser!(i64).range(1..=LARGEST))]
    limit: i64,
    /// Go on where the page before ended
    #[arg(long)]
    cursor: Option<String>,
    /// Everything, however long
    #[arg(long, conflicts_with_all = ["limit", "cursor"])]
    all: bool,
}

/// One page, as the API writes it.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Page")]
pub(crate) struct Page<T> {
    pub(crate) items: Vec<T>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) next: Option<String>,
}

/// A generated page as [`Page`].
macro_rules! page {
    ($answer:expr) => {{
        let page = $answer.into_inner();
        $crate::page::Page {
            items: page.items,
            next: page.next,
        }
    }};
}
pub(crate) use page;

impl Paging {
    pub(crate) fn everything() -> Self {
        Self {
            limit: LARGEST,
            cursor: None,
            all: true,
        }
    }

    /// Fetches the page asked for, or all pages one after the other.
    pub(crate) async fn fetch<T>(
        &self,
        one: impl AsyncFn(i64, Option<String>) -> Result<Page<T>>,
    ) -> Result<Page<T>> {
        if !self.all {
            return one(self.limit, self.cursor.clone()).await;
        }
        let mut whole = Page {
            items: Vec::new(),
            next: None,
        };
        loop {
            let page = one(LARGEST, whole.next.take()).await?;
            whole.items.extend(page.items);
            match page.next {
                Some(next) => whole.next = Some(next),
                None => return Ok(whole),
            }
        }
    }
}

impl<T> Page<T> {
    /// Says how to get at the rest.
    pub(crate) fn remark(&self, out: &Printer) {
        if let Some(next) = &self.next {
            out.note(&text!(
                "Det finns fler: --cursor {next} ger nästa sida, --all ger allt",
                "There are more: --cursor {next} gives the next page, --all gives everything"
            ));
        }
    }
}
