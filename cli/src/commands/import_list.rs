//! Imports that were carried out, and saved mappings of columns.

use super::{Context, or_empty};
use crate::{
    client::given,
    error::Result,
    output::{col, num},
    page::{Paging, page},
    text::{when, word},
};

pub(super) async fn list(context: &Context<'_>, paging: &Paging) -> Result {
    let page = paging
        .fetch(async |limit, cursor| {
            Ok(page!(
                given!(context.api.list_imports().limit(limit), cursor: cursor)
                    .send()
                    .await?
            ))
        })
        .await?;
    context.out.show(&page, |out| {
        let rows = page.items.iter().map(|import| {
            vec![
                import.created_at.as_deref().map(when).unwrap_or_default(),
                word(out.lang, import.kind),
                or_empty(import.file_name.as_ref()),
                import.rows.to_string(),
                import.new.to_string(),
                import.changed.to_string(),
                import.undone_at.as_deref().map(when).unwrap_or_default(),
                or_empty(import.id.as_ref()),
            ]
        });
        let columns = [
            col("Inläst", "Imported"),
            col("Slag", "Kind"),
            col("Fil", "File"),
            num("Rader", "Rows"),
            num("Nya", "New"),
            num("Ändrade", "Changed"),
            col("Ångrad", "Taken back"),
            col("Id", "Id"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())?;
        page.remark(out);
        Ok(())
    })
}

pub(super) async fn mappings(context: &Context<'_>) -> Result {
    let mappings = context
        .api
        .list_import_mappings()
        .send()
        .await?
        .into_inner();
    context.out.show(&mappings, |out| {
        let rows = mappings.iter().map(|mapping| {
            let columns = mapping
                .columns
                .iter()
                .map(|(field, header)| format!("{field}={header}"));
            vec![
                mapping.name.clone(),
                word(out.lang, mapping.kind),
                columns.collect::<Vec<_>>().join(", "),
            ]
        });
        let columns = [
            col("Namn", "Name"),
            col("Slag", "Kind"),
            col("Kolumner", "Columns"),
        ];
        out.table(&columns, &rows.collect::<Vec<_>>())
    })
}
