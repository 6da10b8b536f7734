# Breven. Vilka stycken ett brev har och i vilken ordning bestäms i service/src/mail/letter.
letter-greeting = Hej!
letter-greeting-name = Hej { $name }!
letter-questions = Har du frågor? Svara på det här mejlet eller skriv till { $address }
letter-weeded = Gallrat brev
letter-regards = Vänliga hälsningar

# Det som flera brev säger.
letter-fact-course = Kurs: { $course }
letter-fact-offering = Kurstillfälle: { $code }
letter-fact-channel = Antagning: { $channel }
letter-fact-application = Anmälans nummer: { $reference }
letter-fact-case = Ärendets nummer: { $reference }
letter-fact-employee = Medarbetare: { $employee }
letter-fact-employer = Arbetsgivare: { $employer }
letter-fact-contract = Avtal: { $contract }
letter-reasons =
    { $count ->
        [one] Skälet är:
       *[other] Skälen är:
    }
    { $reasons }
letter-no-appeal = Beslutet går inte att överklaga. Tycker du att något har blivit fel? Hör av dig till oss och ange ärendets nummer: { $reference }.
letter-begin = Du blir registrerad när kursen börjar, om du kommer till uppropet eller på annat sätt visar att du börjar. När grupperna är klara får du ett mejl om din grupp. Kursens tider kan du lägga i din kalender redan nu, på Min sida.
letter-reserves = Vi kallar reserver i turordning inom varje urvalsgrupp. Blir det din tur får du ett mejl där det står när du senast ska svara. Om du inte svarar i tid går platsen till nästa reserv.
letter-csn = Har du studiestöd från CSN? Då måste du själv anmäla avbrottet dit.
letter-leave = Kan du inte gå kursen? Lämna återbud på { $place } så snart du kan, så att någon annan kan få platsen.
letter-leave-list = Vill du inte stå kvar som reserv? Lämna återbud på { $url }
letter-condition = Antagningen har ett villkor: { $condition } Du måste uppfylla villkoret innan du kan bli registrerad.
letter-condition-then = Om du blir antagen gäller ett villkor: { $condition } Du måste uppfylla villkoret innan du kan bli registrerad.
letter-reserve-place = reservplats nummer { $position }
letter-reserve-place-in = reservplats nummer { $position } i urvalsgruppen { $group }
letter-on-reserve = Du är reserv till { $offered }. Du har { $place }.

# Frågor som besvaras med en länk.
letter-answer =
    { $question } Svara ja eller nej senast { $by }. Öppna länken för att svara:
    { $link }
letter-answer-signed-in = { $question } Logga in på { $url } och svara ja eller nej senast { $by }.
letter-want-place = Vill du ha platsen?
letter-once = Länken fungerar en gång och bara för det här svaret. Skicka den inte vidare.
letter-or-signed-in = Du kan också svara när du har loggat in på { $url }
letter-no-sign-in = Du behöver inte logga in.
letter-silence = Om du inte svarar i tid stryks du och förlorar platsen.

# Att logga in.
letter-code-subject = Din kod för att logga in
letter-code = Din kod är: { $code }
letter-code-valid =
    { $minutes ->
        [one] Koden gäller i { $minutes } minut och bara en gång. Skriv in den på sidan där du började logga in.
       *[other] Koden gäller i { $minutes } minuter och bara en gång. Skriv in den på sidan där du började logga in.
    }
letter-code-link =
    Läser du det här på den enhet där du började? Då räcker det att öppna länken och trycka på knappen:
    { $link }
letter-code-not-you = Har du inte försökt logga in? Då behöver du inte göra något. Ge inte koden till någon. Vi frågar aldrig efter den.

# Anmälan och antagning.
letter-received-subject = Vi har tagit emot din anmälan
letter-received = Vi tog emot din anmälan { $moment }.
letter-received-admitted = Du är antagen.
letter-received-reserve = Alla platser är upptagna just nu. Du har { $place }. Du får ett mejl om det blir din tur.
letter-review = Nu går vi igenom din anmälan. Du får ett mejl när det finns ett beslut.
letter-received-keep = Spara det här mejlet. Det är ditt kvitto på anmälan.
letter-received-link =
    Kvittot finns också på en sida, där du ser hur det går med din anmälan. Sidan är bara till för dig, så skicka inte länken vidare:
    { $link }
letter-admitted-subject = Du är antagen
letter-admitted = Du är antagen till { $offered }. Kursen börjar { $day }.
letter-copy-subject = Kopia av antagningsbesked
letter-copy = Beslutet är fattat i det nationella antagningssystemet. Det här mejlet är en kopia för din information. Det är beskedet på antagning.se som gäller.
letter-copy-answer = Svara på { $place } senast { $by }. Om du inte svarar i tid förlorar du platsen.
letter-on-reserve-subject = Du är reserv
letter-not-admitted-subject = Du är inte antagen
letter-not-admitted = Du är inte antagen till { $offered }.
letter-withdrawal-subject = Vi har tagit emot ditt återbud
letter-withdrawal = Vi tog emot ditt återbud { $moment }.
letter-withdrawal-waiting = Du är inte längre med i kön eller urvalet till kursen. Återbudet går inte att ångra. Är anmälan fortfarande öppen kan du anmäla dig på nytt, men då hamnar du sist.
letter-withdrawal-means = Du har inte längre någon plats på kursen. Platsen kan gå till någon annan, så återbudet går inte att ångra. Är anmälan fortfarande öppen kan du anmäla dig på nytt, men då hamnar du sist.
letter-leaving-subject = Vi har tagit emot ditt avbrott
letter-leaving = Vi tog emot ditt avbrott { $moment }.
letter-leaving-early = Det är ett tidigt avbrott: du slutar inom tre veckor från kursstarten och har inget godkänt resultat. Du kan anmäla dig till kursen igen.
letter-leaving-late = Det är ett sent avbrott: det har gått mer än tre veckor sedan kursstarten, eller så har du ett godkänt resultat. Resultat du redan har finns kvar. Du kan inte anmäla dig till kursen igen. Vill du gå klart den kan du bli omregistrerad i mån av plats.

# Urval, svar, strykning och anstånd.
letter-undecided-subject = Din anmälan är inte avgjord
letter-result-admitted = Urvalet är klart. Du är antagen till { $offered }.
letter-result-reserve = Urvalet är klart. Du är reserv till { $offered }. Du har { $place }.
letter-result-undecided = Urvalet till { $offered } är klart, men din anmälan är inte avgjord.
letter-result-later = Du får ett mejl när det finns ett beslut.
letter-result-grounds =
    Så här har vi kommit fram till det:
    { $grounds }
letter-result-record =
    Urvalet finns i ett offentligt protokoll. Där står inga namn. Din rad har beteckningen { $pseudonym }. Den som känner till beteckningen kan se vilken rad som är din, så behåll den för dig själv. Protokollet:
    { $url }

    Vem som helst kan kontrollera lottningen och räkna om hela urvalet. Talet som lotten bygger på låstes i förväg, och i protokollet står hur du gör.
letter-result-appeal = Ordningen i ett urval går inte att överklaga. Tycker du att något har blivit fel? Hör av dig till oss.
letter-accepted-subject = Du har tackat ja
letter-accepted = Vi har tagit emot ditt svar: du har tackat ja till platsen på { $offered }.
letter-declined-subject = Du har tackat nej
letter-declined = Vi har tagit emot ditt svar: du har tackat nej till platsen på { $offered }.
letter-declined-means = Du har inte längre någon plats på kursen. Platsen kan gå till någon annan, så svaret går inte att ångra. Vill du läsa kursen vid ett annat tillfälle får du anmäla dig på nytt.
letter-answer-reminder-subject = Påminnelse, vi väntar på ditt svar
letter-answer-reminder = Du är antagen till { $offered }, men vi har inte fått ditt svar.
letter-struck-subject = Du är struken
letter-struck = Du är struken från { $offered }. Du har inte längre någon plats eller reservplats där.
letter-struck-then = Vill du ändå läsa kursen? Du får anmäla dig på nytt när anmälan till kursen är öppen.
letter-deferred-subject = Du har fått anstånd
letter-deferred = Du har fått anstånd med att börja på { $offered }. Din plats är sparad.
letter-deferred-until = Du har fått anstånd med att börja på { $offered }. Din plats är sparad till { $term }.
letter-deferred-keep = Spara det här mejlet. Det visar att platsen är din. Ärendets nummer är { $reference }: ange det om du har frågor, eller om du inte längre vill ha platsen.
letter-not-deferred-subject = Du har inte fått anstånd
letter-not-deferred = Du har inte fått anstånd med att börja på { $offered }. Din plats på kurstillfället ändras inte av det beslutet.
letter-not-deferred-leave = Kan du inte gå kursen, och vill du inte överklaga? Lämna återbud på { $url } så snart du kan. Lämna inte återbud om du överklagar: den som har lämnat återbud kan inte få anstånd.

# Till reserver.
letter-called-subject = En plats är ledig, svara i tid
letter-called = En plats har blivit ledig på { $offered }, och det är din tur. Du har { $place }.
letter-called-why = Därför är det din tur: { $reason }
letter-called-silence = Om du inte svarar i tid går platsen till nästa reserv och du stryks från reservlistan.
letter-called-no = Om du svarar nej går platsen också till nästa reserv. Du är då inte längre reserv, och svaret går inte att ångra.
letter-called-reminder-subject = Påminnelse, en plats är ledig
letter-called-reminder = Vi har inte fått ditt svar. Det finns en ledig plats på { $offered }, och det är din tur. Du har { $place }.
letter-call-accepted = Du har tackat ja till platsen på { $offered }. Platsen är din.
letter-call-declined = Du har tackat nej till platsen på { $offered }. Platsen går till nästa reserv, och du är inte längre reserv.
letter-call-declined-means = Svaret går inte att ångra. Vill du läsa kursen vid ett annat tillfälle får du anmäla dig på nytt.
letter-call-expired-subject = Tiden att svara har gått ut
letter-call-expired = Du svarade inte i tid på frågan om en plats på { $offered }. Platsen går till nästa reserv, och du är struken från reservlistan.
letter-call-expired-means = Tycker du att något har blivit fel? Hör av dig till oss så snart du kan. Vill du läsa kursen vid ett annat tillfälle får du anmäla dig på nytt.
letter-call-cancelled-subject = Du behöver inte längre svara
letter-call-cancelled = Vi har tagit tillbaka frågan om en plats på { $offered }. Du behöver inte svara, och länken i vårt förra mejl gäller inte längre.
letter-call-cancelled-means = Du är kvar på reservlistan och behåller ditt reservnummer. Du får ett nytt mejl om det blir din tur.
letter-interest-subject = Fråga till dig som är reserv
letter-interest-question = Vill du fortfarande ha en plats?
letter-interest-means = Om du svarar nej tas du bort från reservlistan. Om du svarar ja noterar vi det, och du behåller din plats på listan. Om du inte svarar alls behåller du också din plats: vi stryker ingen som inte har svarat på den här frågan.
letter-swapped-subject = Du har fått platsen du väntade på
letter-swapped = Du har fått den plats du väntade på: { $offered }.
letter-swapped-left = Din tidigare plats, på kurstillfället { $left }, har du därmed lämnat. Den kan gå till någon annan, så bytet går inte att ångra.

# Arbetsgivarens anmälan.
letter-approval-subject = Ditt godkännande behövs
letter-approval = En medarbetare är anmäld till en kurs som arbetsgivaren betalar, och anmälan behöver godkännas.
letter-approval-reminder-subject = Påminnelse, ditt godkännande behövs
letter-approval-reminder = Vi har inte fått något svar på vår fråga om en medarbetare som är anmäld till en kurs som arbetsgivaren betalar.
letter-approval-head = Du får frågan som chef.
letter-approval-deputy = Du får frågan som chefens ersättare. Det svar som kommer först gäller, chefens eller ditt.
letter-approval-name-there = namnet finns på sidan där du svarar
letter-approval-question = Godkänner du anmälan?
letter-approval-means = Om svaret är ja går vi vidare med anmälan. Om svaret är nej, eller om ingen svarar i tid, avslutas anmälan och platsen i avtalet kan gå till någon annan. Medarbetaren får besked.
letter-approval-unknown = Känner du inte till anmälan? Hör av dig till oss innan du svarar.
letter-nomination-approved-subject = Din arbetsgivare har sagt ja
letter-nomination-approved = Din arbetsgivare har godkänt att du går { $offered }.
letter-nomination-refused-subject = Din arbetsgivare har sagt nej
letter-nomination-refused = Din arbetsgivare har inte godkänt att du går { $offered }.
letter-nomination-refused-means = Anmälan är därmed avslutad. Beslutet är din arbetsgivares. Tala med din chef om du undrar över det.
letter-nomination-expired-subject = Din arbetsgivare har inte svarat
letter-nomination-expired = Din arbetsgivare har inte svarat i tid på frågan om du får gå { $offered }.
letter-nomination-expired-means = Anmälan är därmed avslutad. Tala med din chef: arbetsgivaren kan anmäla dig på nytt, om det finns tid och plats kvar.
letter-nomination-open = Vill du söka på egen hand? På { $url } ser du om kursen också har en öppen anmälan.
letter-replaced-subject = Någon annan har fått din plats
letter-replaced = Din arbetsgivare har utsett någon annan till din plats på { $offered }. Du har inte längre någon plats på kursen.
letter-replaced-wrong = Stämmer det inte? Tala med din arbetsgivare. Det är arbetsgivaren som väljer vilka som får platserna.
letter-replaced-contact = Undrar du något annat? Hör av dig till oss och ange ärendets nummer: { $reference }.
