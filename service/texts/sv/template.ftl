# Vad som är fel med en brevmall, till den som skriver den.
template-at = Rad { $line }, tecken { $column }: { $what }
template-empty = Texten är tom.
template-too-long = Texten har { $length } tecken; högst { $most } får plats.
template-control = Här står ett tecken som inte syns. Ta bort det.
template-control-subject = Ämnet får inte ha radbrytningar eller tecken som inte syns.
template-stray = Här står en ensam { $brace }. Platshållare skrivs som {"{"}kurs{"}"}; dubbla tecknet om det ska synas i brevet.
template-unknown = Platshållaren { $given } finns inte. De som finns här är { $all }.
template-unknown-near = Platshållaren { $given } finns inte. Menade du { $nearest }? De som finns här är { $all }.
template-not-here = Det här brevet har ingen { $name }. De som finns här är { $all }.
template-not-in-subject = { $name } kan inte stå i ämnet, som syns på låsta skärmar. De som finns där är { $all }.
template-not-alone = { $name } är hela stycken och ska stå för sig själv, med en tom rad före och efter.
template-missing = Brevet måste innehålla { $name } ({ $means }), eller { $standard }.
template-hidden = { $name } står bara i ett stycke som utelämnas när { $other } saknas. Flytta { $other } till ett annat stycke.
