# Min sida: allt som är ens eget.
my-page-title = Min sida
my-page-meetings = Närmast i ditt schema
my-page-no-meetings = Du har inga möten framför dig. När tider är satta för en kurs där du har plats står de här.
my-page-cohort = Din grupp: { $codes }
my-page-all-meetings = Hela schemat och din grupp
my-page-more = Mer om dig

my-places-title = Dina anmälningar
my-places-none = Du har inte anmält dig till någon kurs. Har du blivit antagen på annat sätt syns det här så snart vi har fått veta det.
my-places-find = Se vilka kurser som finns
my-places-over = Du har ingen anmälan som gäller just nu.
my-places-ended = { $count ->
    [one] { $count } avslutad anmälan
   *[other] { $count } avslutade anmälningar
}

my-place-asks = Svara
my-place-yes = Ja, jag vill ha platsen
my-place-no = Nej, jag avstår
my-place-stay = Ja, jag vill stå kvar
my-place-leave-list = Nej, ta bort mig från listan
my-place-withdraw = Lämna återbud
my-place-receipt = Kvitto och beslut
my-place-awaiting = Din arbetsgivare har nominerat dig. Nu väntar vi på chefens svar, och du får mejl när det har kommit.
my-place-submitted-closes = Vi har tagit emot din anmälan. Platserna fördelas när anmälan har stängt, { $when }, och då får du mejl.
my-place-submitted = Vi har tagit emot din anmälan. Du får mejl när den är avgjord.
my-place-reserve = Du står på reservlistan. Blir en plats ledig och det är din tur kallar vi dig med mejl, och då behöver du svara snabbt.
my-place-interest = Du står på reservlistan, och vi undrar om du fortfarande vill ha en plats.
my-place-called = En plats har blivit ledig och den är din om du vill. Svara före { $when }, annars går den vidare till nästa.
my-place-called-over = Du kallades till en plats, men svarstiden är slut. Vi mejlar dig om hur det blev.
my-place-admitted-asked = Du är antagen. Svara om du vill ha platsen före { $when }, annars går den vidare till någon annan.
my-place-admitted-late = Du blev antagen, men svarstiden är slut. Vi mejlar dig om hur det blev.
my-place-admitted = Du är antagen och behöver inte svara. Kursen börjar { $day }. Du registreras när du kommer till uppropet eller på annat sätt visar att du börjar.
my-place-accepted = Du har tackat ja, och platsen är din. Kursen börjar { $day }. Du registreras när du kommer till uppropet eller på annat sätt visar att du börjar.
my-place-registered = Du är registrerad på kursen. Den började eller börjar { $day }.
my-place-completed = Du är klar med kursen.
my-place-declined = Du tackade nej till platsen. Är anmälan fortfarande öppen kan du anmäla dig på nytt, men då hamnar du sist.
my-place-struck = Anmälan ströks, för att svaret inte kom i tid eller genom ett beslut. Skälet står i kvittot.
my-place-not-started = Du påbörjade inte kursen.
my-place-deferred-to = Du har anstånd. Platsen finns kvar till { $term }, och vi hör av oss inför den terminen.
my-place-deferred = Du har anstånd. Vi hör av oss när det är dags.
my-place-withdrawn = Du har lämnat återbud. Är anmälan fortfarande öppen kan du anmäla dig på nytt, men då hamnar du sist.
my-place-withdrawn-early = Du lämnade kursen inom tre veckor från starten.
my-place-withdrawn-late = Du lämnade kursen senare än tre veckor efter starten.
my-place-refused = Du blev inte antagen. Skälet, och hur du överklagar om det går, står i kvittot.
my-place-superseded = Du har en annan plats på samma kurs, så den här anmälan behövs inte.
my-place-condition = Du är antagen med villkor: { $condition }.
my-place-condition-by = Du är antagen med villkor: { $condition }. Det ska vara uppfyllt senast { $day }.
my-place-condition-met = Villkoret är uppfyllt: { $condition }.

my-done-accepted = Platsen är din. Du får ett mejl som bekräftar det.
my-done-declined = Du har tackat nej, och platsen går vidare.
my-done-withdrawn = Du har lämnat återbud. Du får ett mejl som bekräftar det.

my-answer-yes-title = Vill du ha platsen?
my-answer-yes-means = Svarar du ja är platsen din, och du räknas med när grupper och tider planeras.
my-answer-no-title = Vill du avstå från platsen?
my-answer-no-means = Svarar du nej går platsen till nästa på listan. Du kan inte få tillbaka den.
my-answer-stay-title = Vill du stå kvar på reservlistan?
my-answer-stay-means = Du behåller ditt reservnummer, och vi kallar dig när det är din tur.
my-answer-leave-title = Vill du lämna reservlistan?
my-answer-leave-means = Du tas bort från listan och förlorar ditt reservnummer.

my-leave-application-title = Vill du ta tillbaka anmälan?
my-leave-application = Anmälan avslutas, och du är inte längre med när platserna fördelas.
my-leave-list-title = Vill du lämna reservlistan?
my-leave-list = Du tas bort från listan och förlorar ditt reservnummer.
my-leave-place-title = Vill du lämna din plats?
my-leave-place = Någon annan kan få platsen. Du är inte registrerad än, så det blir inget avbrott i studieregistret.
my-leave-course-title = Vill du lämna kursen?
my-leave-early = Det räknas som tidigt avbrott, för att du lämnar senast { $day }.
my-leave-late = Det räknas som sent avbrott, för att du lämnar efter { $day }. Ett sent avbrott kan göra att du får vänta om du söker kursen igen.
my-leave-cohort = Du lämnar också din grupp, och mötena försvinner ur din kalender.
my-leave-back = Det går inte att ångra. Är anmälan fortfarande öppen kan du anmäla dig på nytt, men då hamnar du sist.
my-leave-button = Lämna återbud
my-leave-changed = Det har ändrats vad det innebär att lämna. Läs igen innan du bestämmer dig.
my-confirm-back = Nej, gå tillbaka
my-back = Tillbaka till Min sida

my-schedule-title = Ditt schema och din grupp
my-schedule-meetings = Kommande möten
my-schedule-subscribe = Få schemat i din kalender
my-schedule-cancelled = Inställt
my-schedule-preliminary = Preliminärt
my-schedule-changed = Ändrat { $day }
my-schedule-compulsory = Obligatoriskt
my-schedule-online = På nätet
my-schedule-join = Anslut till mötet
my-cohort-title = Din grupp
my-cohort-none = Du är inte i någon grupp än. Grupperna görs när alla platser är fördelade, och då får du mejl.
my-cohort-people = { $count ->
    [one] Du är ensam i gruppen.
   *[other] Ni är { $count } i gruppen, du medräknad.
}
my-cohort-others = { $count ->
    [one] { $count } som inte har uppgett yrke
   *[other] { $count } som inte har uppgett yrke
}
my-cohort-names = Vi visar yrkesområden men inga namn. Ni lär känna varandra på första mötet.

my-feeds-title = Kalendern i telefonen
my-feeds-what = Få schemat i din egen kalender, byt adress eller avsluta.
my-feeds-lead = Prenumerera på schemat i din egen kalender, så följer ändringar med.
my-feeds-have = Dina prenumerationer
my-feeds-none = Du har ingen prenumeration än. Skapa en här nedanför.
my-feed-used = Senast hämtad: { $when }
my-feed-unused = aldrig
my-feed-since = Skapad: { $when }
my-feed-new = Ny prenumeration
my-feed-what = Vad ska den visa?
my-feed-all = Alla mina möten
my-feed-cohort = Gruppen { $cohort } på { $offering }
my-feed-name = Namn
my-feed-name-hint = Så heter kalendern i din telefon.
my-feed-name-usual = Mitt schema
my-feed-quick = Lägg schemat i min kalender
my-feed-quick-waits = Kalendern fylls när du har en plats.
my-feed-empty = Du har inga möten än. Kalendern är tom till dess, och fylls sedan av sig själv.
my-feed-make = Skapa prenumeration
my-feed-made-title = Din kalender är klar
my-feed-made-lead = Lägg till kalendern nu: av säkerhetsskäl visas adressen bara i tio minuter. Kalendern fortsätter att fungera, och tappar du bort adressen kan du få en ny.
my-feed-lost = Ingen kalender har hämtat den än. Har du inte kvar adressen? Välj Byt adress, så får du en ny att lägga till.
my-feed-rotate = Byt adress
my-feed-rotate-title = Byta adress på { $name }?
my-feed-rotate-means = Den gamla adressen slutar att gälla direkt, överallt där den används.
my-feed-rotate-then = Du får en ny adress på nästa sida, och lägger till den i din kalender på nytt.
my-feed-end = Avsluta
my-feed-end-title = Avsluta { $name }?
my-feed-end-means = Adressen slutar att gälla direkt, och kalendern får inga fler ändringar.
my-feed-end-then = Du kan när som helst skapa en ny prenumeration.
my-feed-ended = Prenumerationen är avslutad.

my-messages-title = Meddelanden till dig
my-messages-what = Vad vi har mejlat dig, och om det kom fram.
my-messages-lead = Det här har vi mejlat dig, det senaste först. Koder för inloggning visas inte.
my-messages-none = Vi har inte mejlat dig något än.
my-messages-older = Äldre meddelanden
my-messages-missing = Saknar du ett mejl? Titta i skräpposten, och kontrollera att adressen bland dina uppgifter stämmer.
my-message-delivered = Lämnat till din e-post { $when }
my-message-failed = Kom inte fram
my-message-waiting = På väg

my-data-title = Dina uppgifter
my-data-what = Se, rätta och ladda ner det vi har om dig.
my-data-lead = Det här vet vi om dig. Rätta det som är fel.
my-data-saved = Dina uppgifter är sparade.
my-data-address = E-postadress
my-data-identity = Personnummer
my-data-fixed = Är något annat fel ändrar vi det åt dig: skriv till { $address }.
my-data-correct = Rätta
my-data-given = Förnamn
my-data-family = Efternamn
my-data-profession = Yrke
my-data-programme = Program som du läser
my-data-not-said = Inget
my-data-modality = Hur vill du helst delta?
my-data-campus = På plats
my-data-distance = På distans
my-data-language = Vilket språk ska vi skriva till dig på?
my-data-swedish = Svenska
my-data-english = English
my-data-back = Tillbaka till dina uppgifter
my-workplace-lead = Vi sprider arbetsplatser mellan grupperna.
my-workplace-none = Jag arbetar inte på en skola
my-workplace-missing = Välj din skola i listan, eller att du inte arbetar på en skola.
my-data-save = Spara
my-data-take = Ta med dig allt
my-data-take-what = Allt som vi har om dig: uppgifter, anmälningar, beslut, grupper, prenumerationer, meddelanden och inloggningar. Läs det på en sida, eller hämta det som en fil i formatet JSON, som andra program kan läsa.
my-data-all = Se allt vi har om dig
my-data-all-title = Allt vi har om dig
my-data-all-lead = Det här är allt som tjänsten har sparat om dig. Du kan skriva ut sidan.
my-data-download = Ladda ner allt som fil
my-data-more = Dina rättigheter
my-data-ask = Undrar du över något? Skriv till { $address }.
my-sign-ins-what = Var du är inloggad, och hur du loggar ut.
