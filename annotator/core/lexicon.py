"""Closed word lists for finding sentences. Data only; all in small letters, without the closing full stop."""


def words(listing: str) -> frozenset[str]:
    """The words of a listing separated by blanks."""
    return frozenset(listing.split())


# Abbreviations in front of a name or a reference: never the end of a sentence.
TITLES = words("""
    adm amb ald asst atty brig capt card cmdr col comm cpl dept det dir dr drs est ft fr gen gov hon insp jud lt maj
    messrs mlle mme mr mrs ms msgr mt mts mx ofc p pp pfc pres prof pvt rep reps rev rt sen sens sgt spc st supt surg
    ste univ viz vs v cf ca approx fig figs al ed eds trans e.g i.e
""")
# ... those that are abbreviations when written small, too.
SMALL_TITLES = words("vs v cf viz e.g i.e p pp al ca approx")

# Not the end before a figure: No. 5, Jan. 12, p. 7.
COUNTED = words("""
    no nos nr p pp vol vols art arts sec secs fig figs ch chap par para para nr op cit jan feb mar apr jun jul aug sep
    sept oct nov dec est c ca approx tel ext max min avg
""")

MONTHS = words("jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun")
MONTHS_THAT_ARE_WORDS = words("mar sat sun jun dec")

# The end only if a word follows that likes to begin a sentence: the U.S. The; Acme Inc. In.
PERHAPS = words("""
    inc ltd co corp cos jr sr esq bros llc plc etc ph.d m.d b.a m.a b.sc m.sc d.c u.s u.k u.n e.u a.m p.m rd blvd ave
    bldg dist assn mfg intl natl govt calif conn fla ill mass mich minn miss okla ore pa penn tenn tex va wash wis
    ariz ark colo del ga ind kan ky la md mo mont neb nev ala
""")

STARTERS = words("""
    a about according after all also although among an and another any as at back because before both but by despite
    during each earlier either even every few finally first following for former from further given he her here his
    how however i if in indeed instead is it its just last later like many maybe meanwhile more moreover most much my
    neither never nevertheless next no none nor not now of on once one only or other others our out over perhaps
    several she since so some soon still such than that the their then there these they this those though through thus
    to today together under unlike until we what when where whether which while who whoever why with without yes
    yesterday yet you your
""")

# What may follow a.m. and p.m. within a sentence.
CLOCK = words("""
    et est edt ct cst cdt mt mst mdt pt pst pdt gmt utc bst cet cest jst ist monday tuesday wednesday thursday friday
    saturday sunday eastern central pacific
""")

# --- figures ---------------------------------------------------------------------------------------------------------

ONES = words("one two three four five six seven eight nine")
TEENS = words("ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen")
TENS = words("twenty thirty forty fifty sixty seventy eighty ninety")
MAGNITUDES = words("hundred thousand million billion trillion dozen bn mn")
PARTS = words("half third quarter fifth sixth seventh eighth ninth tenth")
MONTH_NAMES = words("""
    january february march april may june july august september october november december jan feb mar apr jun jul aug
    sep sept oct nov dec
""")

WEEKDAYS = words("monday tuesday wednesday thursday friday saturday sunday")

# A number behind one of these, or behind a name, is a name itself: Article 5, Room 302, Fortune 500, Community 2.0.
DESIGNATORS = words("""
    no nos number page pages p pp chapter article articles section sections paragraph clause line step room flight
    route highway bus channel phase level grade class version figure fig table item rule question gate platform unit
    apartment suite box code id tel telephone phone fax ext hotline qq isbn volume vol issue resolution form area zone
    sector type model windows covid world
""")

# Words that begin with a capital at the start of a sentence and are no names.
NO_NAMES = words("""
    a about above across after again all almost already also an and another approximately are around as at because
    before below besides between beyond both but by can could during each either even every exactly few fewer first
    for from had has have he her his how i if in including into is it its just last less many may meanwhile more most
    my nearly next no not now of off on once only or other our out over past per plus roughly she since so some still
    such than that the their then there these they this those though through to today total under until up was we were
    what when where which while who with within without you your photo
""")

# What ends a noun phrase: prepositions, conjunctions, auxiliaries, pronouns, determiners, question words, adverbs.
STOPS = words("""
    a about above according across after afterwards again against ago ahead all almost alone along already also
    although am amid among an and another any are around as at away back be because been before behind being below
    beneath beside besides between beyond both but by can cannot could daily despite did do does down due during each
    early earlier either else elsewhere even ever every except few first following for from further had has have he
    hence her here hers him his how however i if in including inside instead into is it its itself just last late
    later least less like longer many may maybe me might mine more moreover most much must my near nearby neither
    never next no nor not now nowadays of off often on once only onto opposite or other others otherwise our out
    outside over overall own past per perhaps plus previously rather respectively same shall she should since so some
    sometimes soon still such than that the their them then there therefore these they this those though through
    throughout thus till to today together tomorrow tonight too toward towards under unless unlike until up upon us
    versus very via was we well were what when where whereas whether which while who whom whose why will with within
    without worldwide would yesterday yet you your nationwide annually monthly weekly yearly apiece combined vs
""")

# Verbs that like to follow a counted noun; forms in -ed and -ing are told by their ending.
VERBS = words("""
    became become becomes began begin begins bought break broke brought build built came catch caught chose come comes
    cost costs cut dealt did died done drew drive drove eat face faced fall fell felt fight fled flew fought found
    gave get gets give gives go goes gone got grew grow grows held help hit hold join keep kept knew know known lack
    lead leave led left let lie lived lost made make makes mean meant meet met need now paid pass pay pays play put
    ran read receive remain remains resign rise rose run runs said sang sat saw say says see seek seem seems seen sell
    send sent serve set shot show shows shut sold sought spent spoke stand stands stay stood strive support take takes
    taken taught tell tend think thought threw told took travel tried try turn understood use vote want wear went win
    won work wore write wrote yield
""")

# Plurals without -s, and words in -s that come before a noun rather than end the phrase.
PLURALS = words("""
    people men women children staff sheep fish aircraft police cattle personnel deer series species feet teeth mice
    media data criteria phenomena troops crew dead wounded injured yuan yen won baht rand renminbi offspring fishermen
    policemen firemen businessmen businesswomen policewomen spokesmen workmen servicemen infantry poultry livestock
    vermin alumni fungi bacteria cacti nuclei stimuli radii households poor elderly unemployed
""")
ATTRIBUTIVE = words("""
    headquarters grassroots sports sales news arms goods savings politics rights systems operations communications
    services affairs customs series species works economics physics mathematics athletics overseas business access
    process press class grass glass mass cross express wireless homeless jobless address bus campus virus census
    status gas previous various serious religious famous dangerous numerous continuous indigenous prosperous
""")

# Units of measurement, time and money; what they name ends the figure.
UNITS = words("""
    meter meters metre metres kilometer kilometers kilometre kilometres centimeter centimeters centimetre centimetres
    millimeter millimeters millimetre millimetres mile miles foot feet inch inches yard yards acre acres hectare
    hectares mu ton tons tonne tonnes kilogram kilograms kilo kilos gram grams pound pounds lb lbs ounce ounces liter
    liters litre litres gallon gallons barrel barrels watt watts kilowatt kilowatts megawatt megawatts gigawatt
    gigawatts volt volts hertz megahertz gigahertz calorie calories degree degrees second seconds minute minutes hour
    hours day days week weeks weekend weekends fortnight month months year years decade decades century centuries yuan
    dollar dollars euro euros cent cents pence yen rupee rupees ruble rubles rouble roubles won franc francs peso
    pesos krona kronor krone kroner rand dirham dirhams riyal riyals baht renminbi rmb usd eur gbp cny point points
    percent times km kms cm mm m kg g mg t ha sqm kw mw gw kwh mwh gwh mph kph gb tb mb kb hz khz mhz ghz ft
""")
LENGTHS = words("square cubic nautical metric light long short")
RATE_UNITS = words("""
    second minute hour day week month year decade night head person capita share barrel ton tonne kilo kilogram
    kilometer kilometre mile hectare acre litre liter gallon piece unit household pound ounce square
""")
RISE = words("""
    increase rise growth jump gain surge decrease decline drop fall reduction cut loss slump share stake majority
""")
