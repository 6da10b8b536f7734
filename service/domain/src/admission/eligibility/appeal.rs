//! How to appeal a decision that somebody is not eligible.

use crate::person::Language;
use jiff::civil::Date;

/// The text that tells how to appeal to Överklagandenämnden för högskolan (ÖNH), through the
/// university, within three weeks of receiving the decision (`domain.md` §2.3 and §3.6;
/// högskoleförordningen 12 kap. 2 §, förvaltningslagen 33 and 44 §§).
///
/// For decisions about eligibility only: ranking and placing in groups cannot be appealed. The last
/// day is not computed, as it runs from the day on which the person received the decision.
///
/// **Needs legal review** by the university before it is used in a real decision.
pub fn appeal(language: Language, decided_on: Date) -> String {
    match language {
        Language::Sv => format!(
            "Så här överklagar du. Du kan överklaga beslutet av den {decided_on} till \
             Överklagandenämnden för högskolan (ÖNH). Skriv vilket beslut du överklagar, hur du \
             vill att det ska ändras och varför. Skicka överklagandet till universitetet, inte \
             till nämnden. Det måste ha kommit in till universitetet inom tre veckor från den dag \
             då du fick del av beslutet. Kommer det in i tid lämnar universitetet över det till \
             nämnden, om universitetet inte självt ändrar beslutet så som du vill."
        ),
        Language::En => format!(
            "How to appeal. You can appeal the decision of {decided_on} to the Higher Education \
             Appeals Board (Överklagandenämnden för högskolan, ÖNH). Write which decision you \
             appeal, how you want it to be changed and why. Send the appeal to the university, not \
             to the board. It must have reached the university within three weeks of the day on \
             which you received the decision. If it comes in time, the university hands it over to \
             the board, unless the university itself changes the decision as you wish."
        ),
    }
}
