# Registerutdraget.
extract-link = [länk borttagen]
extract-recipients = Vem som får del av uppgifterna
extract-recipients-said = De som administrerar kursen, och de som leder din grupp ser namn och närvaro. Namn, e-postadress och grupp kan ha lämnats till lärplattformen och till studieregistret; varje lista som har tagits ut står under rubriken Listor som har tagits ut. Är du nominerad av en arbetsgivare får arbetsgivarens kontaktperson veta hur det går med anmälan. Var och en kan begära ut allmänna handlingar; sekretess prövas innan något lämnas ut.
extract-how-long-said = Tiderna för de olika slagen av uppgifter står under rubriken Hur länge uppgifterna sparas. Det som inte har någon tid där sparas tills det finns ett beslut om gallring.
extract-rights = Vad du kan begära
extract-rights-said = Du kan begära att fel rättas (artikel 16), att uppgifter raderas (artikel 17) eller begränsas (artikel 18), och du kan invända mot behandlingen (artikel 21). Mycket rättar du själv på Min sida. Det som måste sparas enligt lag kan inte tas bort, men du får alltid ett beslut med skäl. Skriv till { $address }.
extract-complaint = Att klaga
extract-complaint-said = Du kan klaga hos Integritetsskyddsmyndigheten, IMY: imy.se.
extract-sources = Varifrån uppgifterna kommer
extract-sources-said = Från dig, när du anmäler dig eller ändrar på Min sida; från det nationella antagningssystemet, om platsen gavs där; från din arbetsgivare, om du är nominerad; från den som administrerar eller leder kursen, till exempel närvaro; och från kalendrar som du har lämnat. Varje anmälan säger vilken antagningskanal den kom genom, och loggen när den lästes in.
extract-automated = Automatiska beslut
extract-automated-said = Beslut om plats kan fattas automatiskt, efter antagningskanalens regler: i den ordning anmälningar kommer, efter meriter eller genom lottning med ett frö som har utlovats i förväg. Varje beslut säger om det var automatiskt och vad det bygger på. Ingen profilering görs. Du kan begära att en människa prövar beslutet.
extract-not-in = Vad som inte står här
extract-not-in-said = Andras uppgifter, till exempel vad andra kan ha önskat om vem de vill gå i grupp med (artikel 15.4). Hemligheter i länkar, koder och kalenderadresser. Ditt person- eller samordningsnummer lagras krypterat och visas här bara med sin sista siffra; säg till om du vill se det helt. Fråga { $address } om något är oklart.
