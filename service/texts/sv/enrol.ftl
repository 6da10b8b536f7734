# Att anmäla sig: en fråga i taget, granska, kvitto.
enrol-faults = Något behöver ändras
enrol-question = Fråga { $number } av { $of }
enrol-question-most = Fråga { $number } av högst { $of }
enrol-back = Tillbaka
enrol-onwards = Fortsätt
enrol-optional = Frivilligt
enrol-free = { $free ->
    [one] En plats är ledig just nu.
   *[other] { $free } platser är lediga just nu.
}
enrol-full = Alla platser är tagna just nu. Du kan anmäla dig som reserv; { $reserves } väntar före dig.

enrol-requires = Ett krav är { $requirement }.
enrol-way-title = Hur vill du söka?
enrol-way-lead = Det finns flera vägar till en plats. De har egna platser och egna krav, och du kan söka på en av dem.
enrol-way-legend = Välj väg
enrol-way-missing = Välj en väg.

enrol-person-title = Vem är du?
enrol-person-lead = Grupperna blandas efter yrke. Namnet står på ditt kvitto och i dina intyg.
enrol-name-kept = Svaren stannar i din webbläsare tills du skickar dem.
enrol-name-given = Förnamn
enrol-name-family = Efternamn
enrol-name-given-missing = Skriv ditt förnamn.
enrol-name-family-missing = Skriv ditt efternamn.
enrol-work-profession = Yrke
enrol-work-profession-hint = Saknas ditt? Välj det närmaste. Studerar du räcker programmet.
enrol-work-none = Välj yrke
enrol-work-programme = Program, om du studerar
enrol-work-none-programme = Välj program
enrol-work-missing = Välj ett yrke eller ett program.

enrol-workplace-title = Var arbetar du?
enrol-workplace-lead = Vi sprider arbetsplatser mellan grupperna.
enrol-workplace-search = Sök skola
enrol-workplace-search-hint = En del av namnet räcker.
enrol-workplace-search-button = Sök
enrol-workplace-found = { $count ->
    [one] En träff.
   *[other] { $count } träffar.
}
enrol-workplace-found-many = De { $shown } första av { $count } träffar. Skriv mer av namnet om din skola inte är med.
enrol-workplace-found-none = Ingen skola heter ”{ $sought }”. Prova en kortare del av namnet, eller välj att din arbetsplats är en annan.
enrol-workplace-legend = Din arbetsplats
enrol-workplace-other = En annan arbetsplats
enrol-workplace-none = Jag arbetar inte nu
enrol-workplace-missing = Välj din arbetsplats, eller att du inte arbetar nu.
enrol-employer = Arbetsgivare
enrol-employer-hint = Bara om du valde en annan arbetsplats.
enrol-employer-missing = Skriv vem som är din arbetsgivare.

enrol-studies-title = Hur mycket har du studerat?
enrol-studies-lead = Högskolepoängen avgör om du är behörig, och ibland i vilken ordning platserna ges.
enrol-studies-credits = Avklarade högskolepoäng
enrol-studies-credits-hint = Alla poäng sammanlagt, till exempel 180. Lämna tomt om du inte har några.
enrol-studies-wrong = Skriv poängen som ett tal, till exempel 180 eller 7,5.

enrol-times-title = När kan du träffas?
enrol-times-lead = Vi söker en tid som passar alla i din grupp.
enrol-times-change = Ändra bara de tider som inte passar dig. Du behöver inte säga varför.
enrol-times-all = Alla tider passar mig, fortsätt
enrol-times-can = Kan
enrol-times-rather-not = Helst inte
enrol-times-cannot = Kan inte
enrol-monday = Måndag
enrol-tuesday = Tisdag
enrol-wednesday = Onsdag
enrol-thursday = Torsdag
enrol-friday = Fredag
enrol-calendar-title = Eller låt oss läsa din kalender
enrol-calendar-what = Vi sparar bara när du är upptagen, aldrig vad du gör, var eller med vem. Du behöver inte göra det.
enrol-calendar = Kalenderns adress (frivilligt)
enrol-calendar-hint = Den adress som ditt kalenderprogram ger för att dela kalendern. Den börjar med https eller webcal. Vi läser den när du trycker på Fortsätt.
enrol-calendar-read = Din kalender lästes senast { $when }. En ny adress ersätter den.
enrol-calendar-wrong = Adressen går inte att läsa. Kontrollera den, eller lämna fältet tomt.

enrol-meeting-title = Hur kan du träffas?
enrol-meeting-lead = Så att din grupp träffas på ett sätt och på ett språk som fungerar för alla i den.
enrol-meeting-legend = Sätt att träffas
enrol-meeting-either = Det spelar ingen roll
enrol-meeting-campus = På campus
enrol-meeting-distance = På distans
enrol-meeting-strict = Jag kan bara delta på det sättet
enrol-meeting-strict-of-what = Välj campus eller distans, om du bara kan delta på ett sätt.
enrol-meeting-languages = Språk som du kan arbeta på
enrol-meeting-languages-hint = Lämna tomt om båda går bra.
enrol-meeting-swedish = Svenska
enrol-meeting-english = Engelska
enrol-languages-title = Vilka språk kan du arbeta på?
enrol-languages-lead = Så att din grupp träffas på ett språk som fungerar för alla i den.
enrol-languages-either = Båda språken
enrol-meeting-joint = Gemensamt ord (frivilligt)
enrol-meeting-joint-hint = För kollegor som vill antas tillsammans eller inte alls: bestäm ett ord och skriv samma ord i era anmälningar.
enrol-meeting-joint-long = Ordet får ha högst { $most } tecken.
enrol-meeting-no-reasons = Vi frågar inte varför, och sparar inga skäl.

enrol-review-title = Granska och skicka
enrol-review-lead = Inget är skickat än.
enrol-review-answers = Dina svar
enrol-review-change = Ändra
enrol-review-add = Lägg till
enrol-review-way = Väg
enrol-review-name = Namn
enrol-review-work = Yrke eller program
enrol-review-workplace = Arbetsplats
enrol-review-studies = Studier
enrol-review-times = Tider
enrol-review-not-given = Inget svar
enrol-review-any-time = Alla tider passar.
enrol-review-cannot = Kan inte: { $times }.
enrol-review-avoid = Helst inte: { $times }.
enrol-review-only = { $way }, bara så
enrol-review-joint = Gemensamt ord: { $word }
enrol-review-rules = Så prövade vi det
enrol-review-places = Så ges platserna
enrol-review-sending = Du får ett kvitto här och med mejl. Du kan lämna återbud när du vill före kursstarten.
enrol-send = Skicka anmälan

enrol-standing-eligible = Du är behörig.
enrol-standing-conditional = Du blir behörig på villkor: något behöver visas senare.
enrol-standing-not = Som svaren är nu är du inte behörig. Se vad som saknas, och ändra om något är fel.
enrol-rule-met = Uppfyllt
enrol-rule-stated = Uppfyllt enligt dig
enrol-rule-unmet = Inte uppfyllt
enrol-rule-unknown = Det vet vi inte än
enrol-insist-legend = Vill du ändå ha ett beslut?
enrol-insist-hint = Du får då ett skriftligt nej med skäl, som du kan överklaga.
enrol-insist = Ja, pröva min anmälan ändå
enrol-busy = Många anmäler sig just nu. Dina svar finns kvar: vänta en stund och tryck på Skicka anmälan igen.
enrol-key-reused = Anmälan hade ändrats sedan sidan visades. Se efter att allt stämmer, och skicka igen.

enrol-applied-title = Du har redan anmält dig
enrol-applied = Du har en anmälan till det här kurstillfället. Du behöver inte anmäla dig igen.
enrol-not-open-title = Det går inte att anmäla sig här just nu
enrol-refused-title = Anmälan kunde inte tas emot
enrol-stop-no-way = Det finns inga platser att söka än.
enrol-stop-instead = Det här kan du göra
enrol-stop-receipt = Se ditt kvitto
enrol-stop-course = Om kurstillfället
enrol-stop-others = Se kursens andra tillfällen
enrol-stop-contact = Undrar du något? Skriv till { $address }.

enrol-receipt-submitted = Vi har tagit emot din anmälan. Platserna är inte fördelade än.
enrol-receipt-reserve = Alla platser är tagna. Du får en plats om någon före dig lämnar återbud.
enrol-receipt-admitted = Du har en plats på kursen.
enrol-receipt-my-page = Följ din anmälan på Min sida
enrol-receipt-refused = Skälen står här nedanför.
enrol-next-title = Det här händer nu
enrol-next-letter = Besked med mejl
enrol-next-letter-how = Du får samma besked till din e-postadress.
enrol-next-selection = Platserna fördelas när anmälan har stängt
enrol-next-call = Om en plats blir ledig
enrol-next-call-how = Vi hör av oss med mejl. Där står hur länge du har på dig att svara.

enrol-review-company = Önskade gruppkamrater
enrol-review-with = Gärna med { $people }.
enrol-review-without = Helst inte med { $people }.
enrol-review-no-wish = Inga önskemål
enrol-review-needs = Praktiska behov
enrol-review-no-needs = Inga
