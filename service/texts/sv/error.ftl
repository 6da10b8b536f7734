# När något inte går. Rubrikerna är också problemens (RFC 9457).
error-400 = Begäran går inte att förstå
error-401 = Du är inte inloggad
error-403 = Du får inte göra det här
error-404 = Det finns inte
error-405 = Metoden går inte här
error-408 = Det tog för lång tid
error-409 = Det går inte i det här läget
error-410 = Det är avslutat
error-412 = Ändrat under tiden
error-413 = För stort
error-415 = Formatet går inte att läsa
error-422 = Uppgifterna stämmer inte
error-428 = Säg vad du har sett
error-429 = För många försök
error-503 = Tillfälligt otillgänglig
error-500 = Något gick fel hos oss

error-page-404 = Sidan finns inte
error-page-404-said = Adressen kan vara felskriven, eller så har sidan flyttat.
error-page-405-said = Sidan finns, men går inte att använda så.
error-page-home = Till startsidan
error-page-courses = Se alla kurser
error-page-number = Nummer att uppge om du hör av dig: { $number }

# Sidan om en sorts problem, för den som skriver program.
problem-title = Problem
problem-said = Så heter den här sortens problem i Samverkan. Vad som gick fel den här gången, och vad du kan göra, står i svarets fält detail och errors.
problem-docs = API-dokumentationen

# Problemens förklaringar.
problem-not-signed-in = Skicka en giltig åtkomstnyckel: Authorization: Bearer samverkan_pat_…
problem-not-permitted = Din roll får inte göra det här. Be en administratör.
problem-not-found = Det finns ingen sådan post ({ $what }), eller så är den inte din.
problem-changed-meanwhile = Någon har ändrat posten sedan du hämtade den. Hämta den igen och försök på nytt.
problem-precondition = Skicka If-Match med den ETag du senast fick.
problem-invalid = Rätta de fält som nämns.
problem-key-reused = Nyckeln har redan använts för en annan begäran. Använd en ny.
problem-too-many = För många försök. Vänta en stund.
problem-busy = Just nu är vi många som vill in och kön är full. Försök igen om en stund. Att skicka samma begäran igen är ofarligt: den räknas en gång.
problem-unavailable = Databasen kan inte nås just nu. Inget har ändrats. Försök igen om en stund.
problem-internal = Felet är vårt och har antecknats. Uppge begärans nummer om du hör av dig.
problem-no-address = Adressen finns inte. Se /api/docs.
problem-method = Adressen finns men tar inte den metoden. Se huvudet Allow.
problem-media-type = Skicka Content-Type: application/json, eller application/octet-stream för filer.
problem-parameter = En parameter går inte att läsa.
problem-parameter-why = Går inte att läsa: { $reason }
problem-body-why = Innehållet går inte att läsa: { $reason }
problem-request = Begäran går inte att läsa.
problem-too-large = Innehållet är för stort: högst 1 MiB, för importfiler 64 MiB.
problem-nul = Adressen innehåller ett nolltecken.
problem-not-whole = Innehållet kom inte fram helt.
problem-too-slow = Innehållet kom inte fram i tid.
