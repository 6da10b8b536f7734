# När och hur man kan träffas, ändrat efter anmälan, och ens egen kalender.
my-place-times = När och hur du kan träffas
my-done-times = Det är sparat när och hur du kan träffas.
my-times-made = Grupperna är redan gjorda. Det du ändrar här räknas bara om de görs om.
my-times-no-cohort = Får du en plats väljer vi en grupp som träffas när och hur du kan.
my-calendar-title = Din egen kalender
my-calendar-address = Kalenderns adress
my-calendar-hint = Den adress som ditt kalenderprogram ger för att dela kalendern. Den börjar med https eller webcal.
my-calendar-read = Läs min kalender
my-calendar-done = Vi har läst din kalender.
my-calendar-stop = Sluta läsa min kalender
my-calendar-stop-means = Slutar vi glömmer vi genast allt som vi har läst i den, och adressen.
my-calendar-forgotten = Vi har slutat läsa din kalender, och glömt den.
