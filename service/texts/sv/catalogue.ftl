# Startsidan, kurslistan och sidorna om kurser och kurstillfällen.
front-title = Kurser där flera yrken möts
front-lead = Lärare, socionomer, elevhälsa och studenter läser samma kurs i blandade grupper.
front-description = Kurser där blivande och verksamma lärare, socionomer, specialpedagoger och elevhälsa läser i blandade grupper. Se datum, platser och hur du anmäler dig.
front-offered = Kurser nu
front-all = Alla kurser och kurstillfällen
front-steps = Så går det till
front-step-apply = Anmäl dig
front-step-apply-how = Hur du anmäler dig beror på om du studerar, är anmäld av din arbetsgivare eller söker själv. Kursens sida säger vad som gäller för dig.
front-step-answer = Få besked
front-step-answer-how = Du får ett kvitto direkt och ett besked med skäl. Är det fullt får du ett reservnummer, och ingen går före dig i kön.
front-step-cohort = Möt din grupp
front-step-cohort-how = Vi sätter ihop grupper där yrkena verkligen möts, och där ingen är ensam om sitt yrke om det går att undvika.
front-step-calendar = Följ schemat
front-step-calendar-how = Du får en kalender som du lägger i telefonen. När en tid ändras följer ändringen med.
front-families = Yrkena som möts
front-families-why = Grupperna blandas efter fem yrkesfamiljer. Studenter räknas till den familj de utbildar sig för.

courses-title = Kurser
courses-lead = Alla kurser och kurstillfällen. Välj ett tillfälle för att se datum, platser och hur du anmäler dig.
courses-description = Alla kurser och kurstillfällen, med datum, studietakt och lediga platser.
front-mine = Har du redan sökt, eller fått en plats? Gå till Min sida.
courses-none = Inga kurser än.
courses-none-what = När en kurs öppnar visas den här.
courses-other = Övriga kurser
courses-no-offerings = Inga kurstillfällen är planerade.
courses-package = Kurspaket

card-not-open = Ingen öppen anmälan här just nu
card-queue = { $waiting ->
    [0] Fullt, men du kan ställa dig först i kön
   *[other] Fullt, { $waiting } väntar i kön
}
card-seats = { $free ->
    [one] 1 ledig plats
   *[other] { $free } lediga platser
}
card-apply-by = { $free ->
    [one] 1 plats att söka
   *[other] { $free } platser att söka
} till { $when }
card-apply-to = till { $title }, { $when }
card-ended = Avslutat

credits = { $credits } hp
level-first = grundnivå
level-second = avancerad nivå
level-third = forskarnivå
pace = { $percent ->
    [100] Helfart
    [75] Tre fjärdedels fart
    [50] Halvfart
    [25] Kvartsfart
   *[other] { $percent } procents fart
}
teaching-distance = på distans
teaching-campus = på campus
teaching-mixed = delvis på distans

course-up = Alla kurser
course-facts = Om kursen
course-code = Kurskod
course-credits = Omfattning
course-level = Nivå
course-field = Huvudområde
course-package = Ingår i
course-syllabus-link = Läs kursplanen
course-offerings = Kurstillfällen
course-source = Källa: { $source }
course-description = { $title }, { $credits } högskolepoäng.

offering-description = { $title }, { $credits } högskolepoäng, { $from } till { $to }. Datum, krav, platser och hur du anmäler dig.
offering-brief = I korthet
offering-scope = Omfattning
offering-pace = Takt
offering-teaching = Form
offering-language = Språk
offering-language-sv = Svenska
offering-language-en = Engelska
offering-code = Tillfälle
offering-who-said = Kursen läses i grupper där flera yrken möts. Du kan komma in på något av de här sätten:
offering-ways = Platser och anmälan
offering-asks = Vad kursen kräver av dig
offering-asks-time = { $pace ->
    [100] Kursen går på helfart. Räkna med ungefär { $hours } timmar i veckan i { $weeks } veckor.
    [50] Kursen går på halvfart. Räkna med ungefär { $hours } timmar i veckan i { $weeks } veckor, så att du kan arbeta eller studera annat samtidigt.
   *[other] Kursen går på { $pace } procents fart. Räkna med ungefär { $hours } timmar i veckan i { $weeks } veckor.
}
offering-asks-distance = Undervisningen är på distans. Du behöver en dator eller telefon med kamera och mikrofon.
offering-asks-campus = Undervisningen är på plats.
offering-asks-mixed = Undervisningen är delvis på plats och delvis på distans.
offering-asks-swedish = Kursen ges på svenska.
offering-asks-english = Kursen ges på engelska.
offering-asks-compulsory = { $compulsory ->
    [0] Inget tillfälle är obligatoriskt.
    [one] Ett tillfälle är obligatoriskt.
   *[other] { $compulsory } tillfällen är obligatoriska.
}
offering-sessions = Tillfällen
offering-sessions-none = Tiderna är inte bestämda än. När de är det visas de här.
offering-sessions-note = Här står de tillfällen som hela kursen har gemensamt. Din grupp kan ha egna tider. Alla tider är svensk tid.
offering-compulsory = obligatoriskt
offering-preliminary = preliminärt
offering-cancelled = inställt
offering-online = på nätet
offering-hybrid = på plats eller på nätet

door-title = Så söker du
door-applied = Din anmälan
door-applied-done = Du har anmält dig
door-applied-how = På Min sida ser du var anmälan står och vad som händer sedan.
door-oneself = Du söker själv
door-national = Du är student
door-national-how = Sök på antagning.se. Du behöver inte anmäla dig här: vi tar emot beslutet därifrån.
door-employer = Din arbetsgivare betalar
door-employer-how = Fråga din chef, som anmäler dig. Du får ett mejl när du har en plats.

channel-imported = Sök på antagning.se. Platserna fördelas där, och vi tar emot beslutet.
channel-imported-link = Till antagning.se
channel-employers = Genom din arbetsgivare
channel-employer = Din arbetsgivare betalar och anmäler dig. Fråga din chef. Chefen kan behöva godkänna anmälan innan du får platsen.
channel-open = Du anmäler dig själv.
channel-first-come = Platserna ges i den ordning anmälningarna kommer in.
channel-lottery = Platserna lottas bland alla som har anmält sig i tid. Det spelar ingen roll när du anmäler dig.
channel-ranked = Platserna ges efter meriter. Har flera lika meriter avgör lotten.
channel-promise = Lottningens frötal är bestämt i förväg, så att vem som helst kan räkna om lottningen. Frötalets kontrollsumma:
channel-open-until = Anmälan är öppen till { $when }.
channel-open-from = Anmälan öppnar { $when }.
channel-closed = Anmälan stängde { $when }.
channel-open-always = Anmälan är öppen.
channel-answer = Får du en plats svarar du inom { $days ->
    [one] 1 arbetsdag
   *[other] { $days } arbetsdagar
}, annars går platsen vidare.
channel-seats = { $seats ->
    [one] { $taken } av 1 plats är tagen.
   *[other] { $taken } av { $seats } platser är tagna.
}
channel-reserves = { $reserves ->
    [0] Ingen står på reservlistan.
    [one] 1 står på reservlistan.
   *[other] { $reserves } står på reservlistan.
}
channel-full = Är det fullt kan du bli reserv. Reserver får plats i nummerordning.
channel-requires = Det här krävs:
channel-enrol = Anmäl dig
channel-queue = Ställ dig i kö
channel-enrol-ask = Anmäl dig genom att skriva till { $address }.

requirement-credits = minst { $credits } avklarade högskolepoäng
requirement-programme = att du läser något av programmen { $programmes }
requirement-degree = någon av examina { $degrees }
requirement-employment = att du arbetar i skolan eller med barn och unga
requirement-passed = att du har klarat kursen { $course }
requirement-not-passed = att du inte redan har klarat kursen { $course }
requirement-one-package = att du inte har en plats i ett annat kurspaket
requirement-load = högst { $credits } högskolepoäng samma termin, med den här kursen
requirement-all = allt av detta: { $list }
requirement-any = något av detta: { $list }
requirement-due = { $requirement } (senast { $date })

offering-next = Det här händer sedan
offering-next-receipt = Kvitto
offering-next-receipt-how = När din anmälan har kommit in får du ett kvitto med e-post. Där ser du alltid var anmälan står.
offering-next-decision = Besked
offering-next-decision-how = Du får veta om du har fått plats, med skäl. Blir någon plats ledig kallas reserverna i nummerordning.
offering-next-cohort = Grupp
offering-next-cohort-how = Du placeras i en grupp på ungefär { $size } personer med olika yrken. Passar den inte kan du be att få byta.
offering-next-calendar = Schema
offering-next-calendar-how = Du får en kalender att prenumerera på, med alla dina tider.
offering-next-start = Kursen börjar
offering-questions = Frågor om kursen? Skriv till { $address }.
