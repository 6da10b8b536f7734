//! What the page about subscribing says, in Swedish and English.

use super::page::pick;
use samverkan_domain::person::Language;

/// How one calendar program subscribes, and how often it asks again.
pub(super) struct Program {
    pub(super) name: &'static str,
    pub(super) sv: &'static [&'static str],
    pub(super) en: &'static [&'static str],
    pub(super) delay: (&'static str, &'static str),
}

/// The programs that most people have.
pub(super) const PROGRAMS: [Program; 5] = [
    Program {
        name: "Google Kalender / Google Calendar",
        sv: &[
            "Öppna calendar.google.com på en dator. I telefonens app går det inte.",
            "Tryck på plustecknet vid Andra kalendrar och välj Från webbadress.",
            "Klistra in adressen här ovanför och välj Lägg till kalender.",
            "Kalendern syns sedan i telefonen också, om den är ikryssad i appens inställningar.",
        ],
        en: &[
            "Open calendar.google.com on a computer. It cannot be done in the telephone's app.",
            "Press the plus sign at Other calendars and choose From URL.",
            "Paste the address above and choose Add calendar.",
            "The calendar then shows on your telephone too, if it is ticked in the app's settings.",
        ],
        delay: (
            "Google hämtar nytt ungefär var åttonde till tjugofjärde timme. Det går inte att ändra. Brådskande ändringar får du med e-post.",
            "Google fetches anew about every eight to twenty-four hours. That cannot be changed. Urgent changes reach you by e-mail.",
        ),
    },
    Program {
        name: "Apple Kalender / Apple Calendar",
        sv: &[
            "Tryck på knappen här ovanför på din Iphone, Ipad eller Mac och välj Prenumerera.",
            "Händer inget på Iphone? Öppna Inställningar, Appar, Kalender, Kalenderkonton, Lägg till konto, Annat och Lägg till prenumererad kalender. Klistra in adressen.",
            "Händer inget på Mac? Öppna Kalender, välj Arkiv och Ny kalenderprenumeration, och klistra in adressen.",
        ],
        en: &[
            "Press the button above on your iPhone, iPad or Mac and choose Subscribe.",
            "Does nothing happen on iPhone? Open Settings, Apps, Calendar, Calendar Accounts, Add Account, Other and Add Subscribed Calendar. Paste the address.",
            "Does nothing happen on Mac? Open Calendar, choose File and New Calendar Subscription, and paste the address.",
        ],
        delay: (
            "Hur ofta Apple hämtar nytt väljer du själv. Välj varje timme.",
            "You choose how often Apple fetches anew. Choose every hour.",
        ),
    },
    Program {
        name: "Outlook",
        sv: &[
            "Öppna kalendern i Outlook på webben eller i den nya appen för dator.",
            "Välj Lägg till kalender och Prenumerera från webben.",
            "Klistra in adressen, ge kalendern ett namn och välj Importera.",
        ],
        en: &[
            "Open the calendar in Outlook on the web or in the new app for computers.",
            "Choose Add calendar and Subscribe from web.",
            "Paste the address, name the calendar and choose Import.",
        ],
        delay: (
            "Outlook hämtar nytt efter tre timmar eller mer, ibland efter ett dygn.",
            "Outlook fetches anew after three hours or more, sometimes after a day.",
        ),
    },
    Program {
        name: "Thunderbird",
        sv: &[
            "Öppna kalendern och välj Ny kalender.",
            "Välj På nätverket. Lämna användarnamnet tomt och klistra in adressen.",
            "Välj Sök kalendrar, kryssa för kalendern och välj Prenumerera.",
        ],
        en: &[
            "Open the calendar and choose New Calendar.",
            "Choose On the Network. Leave the user name empty and paste the address.",
            "Choose Find Calendars, tick the calendar and choose Subscribe.",
        ],
        delay: (
            "Thunderbird hämtar nytt var trettionde minut om du inte väljer något annat.",
            "Thunderbird fetches anew every thirty minutes unless you choose otherwise.",
        ),
    },
    Program {
        name: "ICSx5 (Android)",
        sv: &[
            "Installera ICSx5.",
            "Tryck på knappen här ovanför. Eller öppna ICSx5, tryck på plustecknet och klistra in adressen.",
            "Gå vidare och välj en färg. Kalendern syns sedan i telefonens vanliga kalenderapp.",
        ],
        en: &[
            "Install ICSx5.",
            "Press the button above. Or open ICSx5, press the plus sign and paste the address.",
            "Go on and choose a colour. The calendar then shows in the telephone's usual calendar app.",
        ],
        delay: (
            "Välj i ICSx5 hur ofta den hämtar nytt.",
            "Choose in ICSx5 how often it fetches anew.",
        ),
    },
];

pub(super) fn what(language: Language) -> &'static str {
    pick(
        language,
        "Lägg till schemat i din egen kalender. Ändringar följer med av sig själva.",
        "Add the schedule to your own calendar. Changes follow by themselves.",
    )
}

pub(super) fn one_tap(language: Language) -> &'static str {
    pick(language, "Lägg till i min kalender", "Add to my calendar")
}

pub(super) fn if_nothing_happens(language: Language) -> &'static str {
    pick(
        language,
        "Händer ingenting? Kopiera adressen och följ stegen för ditt kalenderprogram.",
        "Does nothing happen? Copy the address and follow the steps for your calendar program.",
    )
}

pub(super) fn secret(language: Language) -> &'static str {
    pick(
        language,
        "Den som har adressen kan läsa schemat, så visa den inte för andra. Har den kommit på avvägar kan den avslutas och bytas mot en ny.",
        "Whoever has the address can read the schedule, so do not show it to others. If it has gone astray, it can be ended and replaced by a new one.",
    )
}

pub(super) fn code(language: Language) -> &'static str {
    pick(
        language,
        "Rikta telefonens kamera mot koden. Den leder till den här sidan.",
        "Point your telephone's camera at the code. It leads to this page.",
    )
}

pub(super) fn printable(language: Language) -> &'static str {
    pick(
        language,
        "Schemat som en sida att läsa och skriva ut",
        "The schedule as a page to read and print",
    )
}

pub(super) fn ended(language: Language) -> &'static str {
    pick(
        language,
        "Kalenderadressen är avslutad. Skapa en ny prenumeration.",
        "The calendar address has ended. Make a new subscription.",
    )
}

pub(super) fn unknown(language: Language) -> &'static str {
    pick(
        language,
        "Det finns ingen kalender på den här adressen. Kontrollera att hela adressen har kommit med.",
        "There is no calendar at this address. Check that you have the whole address.",
    )
}

pub(super) fn later(language: Language) -> &'static str {
    pick(
        language,
        "Sidan kan inte visas just nu. Försök igen om en stund.",
        "The page cannot be shown just now. Try again in a while.",
    )
}
