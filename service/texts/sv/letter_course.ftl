# Breven till dem som går, leder eller lämnar en kurs. Det som alla brev säger står i letter.ftl.

# Grupper.
letter-cohort-subject = Din grupp
letter-cohort = Du är placerad i grupp { $cohort } på { $offered }.
letter-cohort-mix =
    Så många är ni i gruppen, efter yrkesområde:
    { $mix }
letter-cohort-first =
    Första gången ni ses:
    { $title }, { $span }
letter-cohort-other = Gruppen, schemat och kalendern finns på Min sida. Passar gruppen inte? Be om att byta där, eller svara på det här mejlet, så prövar vi det. En grupplacering är inte ett beslut som går att överklaga.
letter-calendar = Du kan få alla tider i din egen kalender. Logga in på { $url } och välj kalenderprenumeration.
letter-led-subject = Grupper du leder
letter-led = Du är handledare på { $offered }.
letter-led-cohorts =
    De här grupperna leder du nu:
    { $cohorts }
letter-led-other = Passar det inte? Svara på det här mejlet så snart du kan.
letter-led-none = Du leder inga grupper längre på { $offered }.
letter-led-none-thanks = Tack för din insats. Är det här ett misstag? Svara på det här mejlet.

# Schemat.
letter-news-published-subject = Schemat är publicerat
letter-news-course-subject = Ändringar i schemat
letter-news-courses-subject = Ändringar i dina scheman, bland annat
letter-news-published = Schemat är publicerat. Det här är dina tider:
letter-news = Det här är nytt i ditt schema:
letter-news-new = Nytt tillfälle
letter-news-changed = Ändrat
letter-news-time = Ny tid
letter-news-place = Ny plats
letter-news-cancelled = Inställt
letter-news-revived = Blir av ändå
letter-news-unsettled = Inte längre bestämt
letter-news-of-cohort = { $session }, grupp { $cohort }
letter-news-again = Om ett inställt tillfälle får en ny tid får du ett nytt mejl.
letter-news-whole = Hela ditt schema finns på { $url }
letter-news-delay = Prenumererar du på schemat i din kalender? Då kan det dröja upp till ett dygn innan ändringen syns där. Fram till dess är det mejlet som gäller.
letter-said-time = Tid: { $span }
letter-said-new-time = Ny tid: { $span }
letter-said-old-time = Tidigare tid: { $span }
letter-said-reason = Orsak: { $reason }
letter-said-old-title = Hette förut: { $title }
letter-said-place = Plats: { $place }
letter-said-new-place = Ny plats: { $place }
letter-said-old-place = Tidigare plats: { $place }
letter-said-teacher = Lärare: { $teacher }
letter-said-old-teacher = Tidigare lärare: { $teacher }
letter-said-nothing = inte angiven
letter-said-link = Länk: { $link }
letter-said-no-link = Länken är borttagen.
letter-said-mode = Form: { $mode }
letter-said-compulsory = Närvaro är obligatorisk.
letter-said-voluntary = Närvaro är inte längre obligatorisk.
letter-said-withheld = Var det är ser du när du är inloggad.

# Ett tillfälle i taget, som förr.
letter-session-place = { $title } på { $course } har fått en ny plats. Tiden är densamma: { $span }.
letter-session-time =
    { $title } på { $course } har fått en ny tid.

    Ny tid: { $after }
    Tidigare tid: { $before }
letter-session-where = Logga in på { $url } för att se var det är.
letter-session-cancelled =
    Det här är inställt på { $course }:
    { $title }, { $span }
letter-session-again = Om det blir en ny tid får du ett nytt mejl. Ditt schema finns på { $url }

# Närvaro och avbrott.
letter-follow-up-subject = Läser du kursen?
letter-follow-up = Under kursens tre första veckor ser vi efter vilka som deltar. Vi har inte sett att du deltar i { $offered }.
letter-follow-up-yes = Läser du kursen? Svara på det här mejlet senast { $day }, så att vi vet.
letter-follow-up-no = Läser du den inte? Gör ett tidigt avbrott på { $url } senast { $day }.
letter-follow-up-means = Ett tidigt avbrott kan du göra till och med den dagen, om du inte har något godkänt resultat. Då kan du anmäla dig till kursen igen. Slutar du senare är det ett sent avbrott. Då kan du inte anmäla dig till kursen igen, men du kan bli omregistrerad i mån av plats. Resultat du redan har finns kvar.
letter-late = Vi går igenom vilka som deltar. Vi har inte sett att du deltar i { $offered }.
letter-late-yes = Läser du kursen? Svara på det här mejlet senast { $day }, så att vi vet.
letter-late-no = Läser du den inte? Gör ett avbrott på { $url } senast { $day }.
letter-late-means = Det har gått mer än tre veckor sedan kursstarten, så det blir ett sent avbrott. Då kan du inte anmäla dig till kursen igen, men du kan bli omregistrerad i mån av plats. Resultat du redan har finns kvar.
letter-not-started-subject = Du har inte börjat kursen
letter-not-started = Du kom inte till uppropet till { $offered } och har inte hört av dig. Därför har du inte längre någon plats på kursen.
letter-not-started-anew = Vill du läsa kursen vid ett annat tillfälle får du anmäla dig på nytt.
letter-not-started-wrong = Har något blivit fel? Hör av dig till oss så snart du kan och ange ärendets nummer: { $reference }.
letter-package-subject = Du har lämnat kurspaketet
letter-package = Du har lämnat kurspaketet { $package }.
letter-package-means =
    Det här betyder det för kurserna i paketet:
    { $courses }
letter-package-wrong = Stämmer något inte? Hör av dig till oss så snart du kan. Dina kurser finns på { $url }

# Svaren på det som deltagare ber om på sina egna sidor.
letter-reason = Så här skriver den som har bestämt: { $reason }
letter-transfer-approved-subject = Du har bytt grupp
letter-transfer-approved = Du bad om att få byta grupp på { $course }. Nu är du flyttad från { $from } till { $to }.
letter-transfer-approved-then = Mötena i din kalender följer med. Logga in på { $url } och välj Min sida, så ser du dina tider.
letter-transfer-refused-subject = Du är kvar i din grupp
letter-transfer-refused = Du bad om att få byta grupp på { $course }. Det gick inte, och du är kvar i { $from }.
letter-transfer-refused-then = Beslutet går inte att överklaga. Har något ändrats kan du be om ett byte igen: logga in på { $url } och välj Min sida.

letter-erasure-subject = Beslut om att ta bort uppgifter
letter-erasure-granted = Du har begärt att vi tar bort uppgifter om dig. Vi har beslutat att göra det.
letter-erasure-partly = Du har begärt att vi tar bort uppgifter om dig. Vi har beslutat att ta bort en del av dem.
letter-erasure-refused = Du har begärt att vi tar bort uppgifter om dig. Vi har beslutat att inte göra det.
letter-erasure-ground = Grunden för beslutet: { $ground }.
letter-erasure-granted-then = Uppgifterna tas bort vid nästa gallring, inte samma dag. Beslutet sparas.
letter-erasure-appeal = Du kan överklaga till förvaltningsrätten. Skriv då till oss, tala om vilket beslut det gäller och hur du vill att det ändras. Vi måste ha fått ditt brev inom tre veckor från den dag då du fick beslutet.
letter-erasure-watch = Du kan också klaga hos Integritetsskyddsmyndigheten (imy.se).

# Till oss själva: det som någon har skrivit på sidan om tillgänglighet.
letter-site-subject = Meddelande om tillgängligheten
letter-site-begin = Någon har skrivit till oss på sidan om tillgänglighet.
letter-site-about = Det gäller: { $about }
letter-site-text = Meddelandet: { $text }
letter-site-answer-to = Svar önskas till: { $address }
letter-site-no-answer = Den som skrev har inte lämnat någon adress.

# Påminnelser som administratörernas regler skickar.
letter-remind-enrolment-subject = Påminnelse, anmälan stänger snart
letter-remind-enrolment = Anmälan till { $offered } stänger { $moment }.
letter-remind-enrolment-then = Vill du ändra något i din anmälan? Logga in på { $url } före dess.
letter-remind-start-subject = Påminnelse, kursen börjar snart
letter-remind-start = { $offered } börjar { $day }.
letter-remind-meeting-subject = Påminnelse om ett möte
letter-remind-meeting =
    Snart är det dags för ett möte på { $offered }:
    { $title }, { $span }
letter-remind-schedule = Hela ditt schema finns på Min sida. Logga in på { $url }
letter-remind-end-subject = Påminnelse, kursen slutar snart
letter-remind-end = { $offered } slutar { $day }.
letter-remind-end-then = Har du något kvar att göra? Titta i schemat på { $url } eller hör av dig till oss.
letter-unsubscribe =
    Vill du inte ha fler påminnelser? Öppna länken och tryck på knappen. Beslut, kallelser och ändrade tider skickas ändå:
    { $link }
