# Kalendern: att prenumerera på den och att läsa den.
subscribe-title = Prenumerera på { $name }
subscribe-what = Lägg till schemat i din egen kalender. Ändringar följer med av sig själva.
subscribe-one-tap = Lägg till i min kalender
subscribe-if-nothing = Händer ingenting, som på många Android-telefoner? Kopiera adressen och följ stegen för ditt kalenderprogram.
subscribe-copy = Kopiera adressen
subscribe-copied = Adressen är kopierad.
subscribe-secret = Den som har adressen kan läsa schemat, så visa den inte för andra. Har den kommit på avvägar kan den avslutas och bytas mot en ny.
subscribe-programs = Steg för steg i ditt kalenderprogram
subscribe-telephone = På en annan enhet
subscribe-code = Rikta den andra enhetens kamera mot koden. Den leder till den här sidan.
subscribe-without = Utan kalenderprogram
subscribe-printable = Schemat som en sida att läsa och skriva ut

subscribe-google-name = Google Kalender
subscribe-google =
    Öppna calendar.google.com på en dator. I telefonens app går det inte.
    Tryck på plustecknet vid Andra kalendrar och välj Från webbadress.
    Klistra in adressen här ovanför och välj Lägg till kalender.
    Kalendern syns sedan i telefonen också, om den är ikryssad i appens inställningar.
subscribe-google-otherwise = Har du ingen dator? Öppna calendar.google.com i telefonens webbläsare, välj Datorversion i webbläsarens meny och fortsätt som ovan.
subscribe-google-delay = Google hämtar nytt ungefär var åttonde till tjugofjärde timme. Det går inte att ändra. Brådskande ändringar får du med e-post.
subscribe-apple-name = Apple Kalender
subscribe-apple =
    Tryck på knappen här ovanför på din iPhone, iPad eller Mac och välj Prenumerera.
subscribe-apple-otherwise =
    Händer inget på iPhone? Öppna Inställningar, Appar, Kalender, Kalenderkonton, Lägg till konto, Annat och Lägg till prenumererad kalender. Klistra in adressen.
    Händer inget på Mac? Öppna Kalender, välj Arkiv och Ny kalenderprenumeration, och klistra in adressen.
subscribe-apple-delay = Hur ofta Apple hämtar nytt väljer du själv. Välj varje timme.
subscribe-outlook-name = Outlook
subscribe-outlook =
    Öppna kalendern i Outlook på webben eller i den nya appen för dator.
    Välj Lägg till kalender och Prenumerera från webben.
    Klistra in adressen, ge kalendern ett namn och välj Importera.
subscribe-outlook-delay = Outlook hämtar nytt efter tre timmar eller mer, ibland efter ett dygn.
subscribe-thunderbird-name = Thunderbird
subscribe-thunderbird =
    Öppna kalendern och välj Ny kalender.
    Välj På nätverket. Lämna användarnamnet tomt och klistra in adressen.
    Välj Sök kalendrar, kryssa för kalendern och välj Prenumerera.
subscribe-thunderbird-delay = Thunderbird hämtar nytt var trettionde minut om du inte väljer något annat.
subscribe-icsx5-name = ICSx5 (Android)
subscribe-icsx5 =
    Installera ICSx5.
    Tryck på knappen här ovanför.
    Gå vidare och välj en färg. Kalendern syns sedan i telefonens vanliga kalenderapp.
subscribe-icsx5-otherwise = Händer inget? Öppna ICSx5, tryck på plustecknet och klistra in adressen.
subscribe-icsx5-delay = Välj i ICSx5 hur ofta den hämtar nytt.

subscribe-none-title = Ingen kalender här
subscribe-ended = Kalenderadressen är avslutad. Skapa en ny prenumeration.
subscribe-unknown = Det finns ingen kalender på den här adressen. Kontrollera att hela adressen har kommit med.
subscribe-later = Sidan kan inte visas just nu. Försök igen om en stund.

schedule-title = Schema: { $name }
schedule-label = Schema
schedule-subscribe = Prenumerera i stället
schedule-none = Inga tillfällen än.
schedule-times = Tiderna är klockslag i Sverige.
schedule-week = Vecka
schedule-day = Dag och tid
schedule-session = Tillfälle och plats
