//! How the service is, for who looks after the machine.

use super::Context;
use crate::{
    client::api::types::Remark,
    error::Result,
    output::col,
    text::{Text, text, when},
};

fn remark(remark: Remark) -> Text {
    match remark {
        Remark::MigrationsMissing => text!(
            "Databasen saknar ändringar: samverkan-service migrate",
            "The database lacks changes: samverkan-service migrate"
        ),
        Remark::NotHttps => text!(
            "Adressen är inte https; kalendrarnas adresser är hemliga",
            "The address is not https; addresses of calendars are secrets"
        ),
        Remark::MailToFolder => text!(
            "Brev skrivs till en mapp och når ingen: ange smtp_url",
            "Letters are written to a folder and reach nobody: set smtp_url"
        ),
        Remark::MailWaits => text!(
            "Brev har väntat i mer än tio minuter",
            "Letters have waited for more than ten minutes"
        ),
        Remark::WorkFails => text!(
            "Bakgrundsarbetet misslyckas; se tjänstens logg",
            "Background work fails; see the service's log"
        ),
    }
}

pub(crate) async fn run(context: &Context<'_>) -> Result {
    let found = context.api.get_operations().send().await?.into_inner();
    context.out.show(&found, |out| {
        let time = |at: Option<&String>| at.map(|at| when(at)).unwrap_or_default();
        let mail = &found.mail;
        out.facts(&[
            (col("Version", "Version"), found.version.clone()),
            (col("Databas", "Database"), found.engine.clone()),
            (
                col("Brev som väntar", "Letters waiting"),
                mail.waiting.to_string(),
            ),
            (col("Levererade", "Delivered"), mail.delivered.to_string()),
            (col("Misslyckade", "Failed"), mail.failed.to_string()),
            (
                col("Väntar sedan", "Due since"),
                time(mail.due_since.as_ref()),
            ),
            (
                col("Bakgrundsarbete gjort", "Background work done"),
                time(found.work_done_at.as_ref()),
            ),
            (
                col("Misslyckades", "Failed at"),
                time(found.work_failed_at.as_ref()),
            ),
        ])?;
        for one in &found.remarks {
            out.line(&format!("! {}", remark(*one).get(out.lang)))?;
        }
        Ok(())
    })
}
