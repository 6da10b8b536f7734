# Grupper: förslag, tavlan, flytta, låsa, jämföra, fastställa.
board-offerings = Kurstillfällen
board-offerings-lead = Välj vad du vill göra i ett kurstillfälle.
board-no-offerings = Det finns inga kurstillfällen än.
board-plans-title = Grupper
board-plans-of = Förslag till grupper, { $code }
board-plans-lead = Här gör du förslag till grupper, jämför dem och fastställer ett. Ingen deltagare märker något förrän du har fastställt.
board-plans-there-are = Förslag
board-no-plans = Det finns inget förslag än. Gör ett här nedanför.

board-new-title = Gör ett nytt förslag
board-new-means = Tjänsten letar efter den bästa fördelningen i högst en halv minut. Du kan ändra i förslaget sedan.
board-start = Vad ska förslaget utgå från?
board-start-rebalance = Grupperna som gäller, med så få flyttar som blandningen tillåter
board-start-new = Ingenting: alla placeras på nytt
board-start-keep = Grupperna som gäller, ingen flyttas. Du flyttar för hand
board-start-late = Grupperna som gäller, bara nytillkomna placeras
board-start-undo = Tillbaka till det som gällde före
board-weight = Vad är viktigast?
board-weight-mix = Jämn blandning av yrken
board-weight-times = Tider och sätt att mötas
board-weight-moves = Att så få som möjligt byter grupp
board-open-codes = Grupper som är öppna för alla
board-open-codes-hint = Personer med skyddade personuppgifter placeras bara i dem. Skriv gruppernas koder, till exempel G01, G02.
board-propose = Gör ett förslag

board-state = Läge
board-state-proposed = förslag
board-state-committed = fastställt
board-state-discarded = kastat
board-score = Avvikelse
board-points = { $points } poäng
board-points-word = Poäng
board-quality = Hur bra
board-rules = Regler
board-no-rule-broken = Alla regler följs
board-rules-broken = { $count ->
    [one] En regel bryts
   *[other] { $count } regler bryts
}
board-moves = Byter grupp
board-would-move = { $count ->
    [0] ingen byter grupp
    [one] en person byter grupp
   *[other] { $count } personer byter grupp
}
board-people = { $count ->
    [0] ingen
    [one] 1 person
   *[other] { $count } personer
}
board-cohorts = { $count ->
    [one] 1 grupp
   *[other] { $count } grupper
}
board-number-of-cohorts = Grupper
board-problems = Det som inte blev som önskat
board-no-problems = Allt blev som önskat.
board-criteria = Vad poängen består av
board-criteria-what = Ju färre poäng, desto bättre. 0 är fullt ut som önskat.
board-criterion = Önskemål
board-criterion-mix = Jämn blandning av { $of }
board-criterion-spread = Spridning av { $of }
board-criterion-level = Jämn nivå i { $of }
board-criterion-clash = Tider som krockar
board-criterion-modality = Campus eller distans
board-criterion-wish = Kollegor tillsammans
board-criterion-size = Gruppernas storlek
board-criterion-move = Byten av grupp
board-of-family = yrkesfamiljer
board-of-workplace = arbetsplatser
board-of-municipality = kommuner
board-of-channel = antagningskanaler
board-of-programme = program

board-cohorts-title = Grupperna
board-how = Välj en person för att se varför hen är i gruppen, vad en annan grupp skulle kosta, och för att flytta eller låsa.
board-how-drag = Du kan också dra en person till en annan grupps rubrik för att flytta, eller till en person i gruppen för att låta de två byta plats.
board-uneven-mark = ! betyder fler eller färre än en jämn andel.
board-uneven = inte en jämn andel
board-mix = Yrkesfamiljer i gruppen
board-mix-of = Yrkesfamiljer i { $code }
board-family = Yrkesfamilj
board-meets = Möts { $times }
board-led-by = Leds av { $names }
board-locked = låst
board-from = från { $code }
board-drag-reads = Räknar ut vad det skulle kosta…
board-drag-lost = Det gick inte att räkna ut. Ladda om sidan och försök igen.
board-move = Flytta

board-not-explained = Varför personen är i gruppen visas inte. Du kan flytta och låsa som vanligt.
board-locked-means = Personen stannar i gruppen när du gör nya förslag.
board-other-cohorts = Flytta till en annan grupp
board-where-to = Vilken grupp?
board-what-cost = Visa vad det skulle kosta
board-lock-title = Hålla kvar
board-lock-means = Den som är låst stannar i sin grupp när förslaget räknas om. Låset gäller när förslaget har fastställts.
board-lock = Lås i gruppen
board-unlock = Lås upp
board-effect-title = Om personen flyttas till { $code }
board-effect = { $who }: { $points }.
board-effect-broken = { $who } går inte. { $why }
board-effect-alone = Ensam från sin yrkesfamilj blir { $names }.
board-effect-criteria = Poäng som ändras
board-from-to = Poängen går från { $before } till { $after }, { $points }.
board-just-as-good = lika bra
board-better = { $count } poäng bättre
board-worse = { $count } poäng sämre
board-before = Före
board-after = Efter
board-move-to = Flytta { $name } till { $code }
board-moved = { $name } är flyttad från { $from } till { $to }.
board-undo-move = Ångra flytten
board-done-locked = Personen är låst i sin grupp.
board-done-unlocked = Personen är inte låst längre.
board-done-committed = Grupperna gäller nu. De som berörs får mejl.
board-done-undone = Det som gällde före gäller igen. De som berörs får mejl.
board-done-discarded = Förslaget är kastat.

board-commit = Fastställ
board-commit-title = Fastställa grupperna?
board-commit-means = Grupperna börjar gälla, i kalendrar och på Min sida.
board-commit-mail = De som får en grupp eller byter grupp får ett mejl.
board-discard = Kasta förslaget
board-discard-title = Kasta förslaget?
board-discard-means = Förslaget kan inte fastställas sedan. Grupperna som gäller påverkas inte.
board-undo = Ångra fastställandet
board-undo-title = Ångra fastställandet?
board-undo-means = Grupperna blir som de var före. Det går bara för det som fastställdes sist, och bara om deltagarna inte har ändrats sedan dess.
board-keep = Nej, gå tillbaka
board-moves-from = { $name }: { $from } → { $to }
board-comes-to = { $name }: → { $to }

board-stale-title = Förslaget har ändrats
board-stale = Någon har ändrat förslaget sedan du öppnade sidan. Gå tillbaka, se hur det är nu, och gör om det du ville göra.
board-refused-title = Det gick inte
board-busy = Tjänsten räknar redan på flera förslag. Vänta en liten stund och försök igen.
board-nothing-done = Inget har ändrats.
board-back = Till förslaget

board-compare = Jämför
board-compare-title = Jämför två förslag
board-compare-with = Jämför med
board-compare-rows = Förslagen sida vid sida
board-compare-moves = Vem som hamnar i en annan grupp
board-compare-same = Alla är i samma grupper i båda förslagen.
board-compare-twins = Grupper räknas som samma när de delar flest personer:
board-compare-open = Till det andra förslaget
board-compared = Det andra förslaget är { $points }.
board-only-first = { $name }: bara i det första
board-only-second = { $name }: bara i det andra
board-pairs = Av { $all } par som är i samma grupp i det första förslaget är { $kept } det i det andra också.

board-swap-title = Byta plats med någon
board-swap-choose = Välj vem personen ska byta plats med
board-swap-of = Byt plats: { $name }
board-swap-means = Två personer byter grupp med varandra, så att ingen grupp blir större eller mindre. Du ser vad det kostar innan något ändras.
board-swap-closed = Förslaget kan inte ändras längre.
board-swap-nobody = Ingen är i någon annan grupp.
board-swap-with = Byt plats med
board-swap-effect = Om { $name } byter plats med { $other }
board-swap-to = { $name } till { $to } och { $other } till { $from }
board-swap-do = Låt { $name } och { $other } byta plats
board-swapped = { $name } är nu i { $to } och { $other } i { $from }.
board-undo-swap = Ångra bytet
board-effect-to = { $name } till { $code }

board-weights-see = Se vad varje önskemål väger, och pröva andra vikter
board-weights-title = Vad önskemålen väger
board-weights-lead = Ju högre vikt, desto fler poäng kostar det när önskemålet inte blir uppfyllt. 0 är att det inte spelar någon roll.
board-weights-preset = Färdiga vikter
board-weights-preset-means = Fyll i en uppsättning vikter och se vad förslaget skulle få för poäng med dem.
board-weights-preset-now = Förslaget är gjort med { $preset }.
board-weights-own = Förslaget är gjort med egna vikter.
board-weights-each = Var vikt för sig
board-weights-more = Fler vikter
board-weights-try = Se vad förslaget skulle få för poäng
board-weights-wrong = Skriv ett heltal mellan 0 och { $most } för varje vikt.
board-weights-result = Förslaget med de här vikterna
board-weights-same = Det är vikterna som förslaget är gjort med.
board-weights-propose-title = Gör ett nytt förslag med de här vikterna
board-weights-propose-means = Det nya förslaget görs i övrigt som det här. Förslaget som du ser nu finns kvar, och du kan jämföra dem.
board-weight-out = { $of }: för många eller för få i en grupp
board-weight-alone = { $of }: ensam i gruppen
board-weight-spread = { $of }: fler än en jämn andel
board-weight-colleagues = Kollegor i samma grupp, eller isär, som förslaget önskar
board-weight-clash = Möte på en tid som någon helst undviker
board-weight-modality = Campus eller distans blir inte som någon önskar
board-weight-size = En person från önskad gruppstorlek
board-weight-move = En person som byter grupp
board-weights-points = Med förslagets egna vikter: { $before } poäng. Med de här vikterna: { $after } poäng.
