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
