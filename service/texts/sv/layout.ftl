# Det som står runt varje sida.
layout-skip = Hoppa till innehållet
layout-menu = Huvudmeny
layout-courses = Kurser
layout-my-page = Min sida
layout-staff = Personal
layout-sign-in = Logga in
layout-language = Språk
# Det andra språket, på det språket.
layout-other-code = en
layout-other-name = English
layout-what = Samverkan: kurser där flera yrken möts.
layout-statement = Tillgänglighet
layout-about = Om tjänsten och dina uppgifter
layout-api = För programmerare
layout-fault = Fel:
