"""Words by which names of people are told from other words with a capital; all without accents, in small letters."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TITLES = _words("dr mr mrs ms mx miss prof professor sir dame lord lady baroness baron rev reverend cllr councillor")
ONLY_TITLES = _words("dr mr mrs ms mx prof sir dame cllr")
"""Titles after which a capital begins a name, even that of a word."""
SHORT_TITLES = _words("dr mr mrs")
"""Titles that people write in small letters, too."""
OFFICES = _words(
    "advocate chancellor chief commissioner emeritus emerita justice lieutenant mayor of president provost"
)
"""Words after which a title is that of an office: Lord Mayor."""
SAINTS = _words("st saint san santa")
"""Words before the names of places and colleges: St David's."""
PARTICLES = _words("van von der den de la le du di da dos del della ter ten zu af av wa bin ibn al el ap ab ni mac mc")
"""Small words within names."""
SURNAME_PARTICLES = _words("van von der den")
"""Those of them that are no words of English, so that what comes after is a name."""
LETTERED = _words(
    "annex appendix band category class figure grade group level option page part plan point section step table type"
)
"""Words after which a single letter is no initial: Annex B."""
GIVEN = _words(
    """
    aaron abdul abigail adam adrian agnes ahmed aidan aisha alan alasdair alastair albert alejandro alex alexander
    alice alison alistair amanda amelia amina amir amy andrea andreas andrew andy angela angus ann anna anne annie
    anthony antonio anwen ashley barbara beatrice belinda ben benjamin bernard bethan brian bridget bronwen bryony
    caitlin callum cameron camilla carlos caroline catherine catriona charles chloe chris christina christine
    christopher ciara claire clare colin connor daniel danielle daphne darren dave david deborah declan denise
    dennis derek diana diane dmitri donald donna dorothy douglas duncan dylan edward eileen eilidh elaine eleanor
    elena eleri elizabeth ella ellen elspeth emily emma eric erin esther ethan eva evan fatima fergus fiona fraser
    gareth gary gavin geoff geoffrey geraint gerald gillian giovanni gordon graham greg gregory gwen gwyneth
    hamish hannah harriet hassan helen helena henry hilary howard hugh hussein huw iain ian ibrahim imogen isabel
    isla ivan jacob jacqueline james jamie jan jane janet jasmine jason javier jean jeff jeffrey jennifer jeremy
    jessica jim joan joanna joanne joe johan johann john jonas jonathan jose joseph joshua juan judith julia
    julian julie justin karen karl kate katherine kathleen kathryn katie keith kenneth kerry kevin khalid kieran
    kirsty laura lauren lawrence leanne leila leo lesley leslie liam linda lisa liz lorna louis louise lucas lucia
    lucy luke lynn lynne maeve malcolm margaret maria marie marion martha martyn mary matthew maureen megan mei
    melanie melissa michael michelle miguel mike mohammad mohammed moira monica morag muhammad natalie natasha
    neil niall niamh nicholas nicola nigel noah nuala olga oliver olivia omar oscar owen pablo pamela patricia
    patrick paul paula pedro peggy philip philippa phoebe pierre priya rachel rafael rajesh raymond rebecca rhian
    rhiannon rhys richard robert rochelle roger roisin ronald rory rosemary ruairi rupert ruth ryan sally samantha
    samuel sandra sanjay sara sarah seamus sean sebastian sergei shaun sheila shirley sian simon sinead sofia
    sophia sophie stefan stella stephanie stephen steve steven stuart susan suzanne sylvia tariq teresa thomas tim
    timothy tom tracey tracy trevor ursula valerie vanessa veronica vivian wei wendy william yasmin yusuf yvonne
    zoe
    """
)
"""Given names that are not words as well, without accents."""
INSTITUTIONS = _words(
    """
    academy agency alliance assembly association authority bank board campaign center centre charity club
    coalition college commission committee company confederation consortium council department directorate embassy
    federation forum foundation fund government group hospital hub inspectorate institute institution laboratory
    library ministry museum network observatory office organisation parliament partnership party press project
    school senedd service society taskforce trust union unit university
    """
)
"""Words that make what stands before them an institution."""
ORDINARY = _words(
    """
    a able about above academic access across act action ad advice adviser advisor advisory after again ahead all
    almost already also although always among an analyse analysis analyst analytical and annual another any
    approach are area around arts as ask assistant associate at awareness back basic be because become before
    begin behind being below beside best better between beyond bid big board body book both brief briefing
    brilliant broad broker budget bureau but by call can career case certificate chair change charter check chief
    citizen civil clear close co code common communication community compare competence competency concordat
    conference consider consultant coordinator core could course cross culture current data day deep deeper degree
    delivery demanding deputy design desirable development diploma director disagree do doctor doctoral doctorate
    does done double down dr due during each early economic economics economist editor education eg eighth either
    engagement enough entry environment equality especially essential etc ethics evaluation even every evidence
    example exchange executive expect experience experienced expert external far fast fellow fellowship few field
    fifth final finance first five for four fourth framework from front full funder further future general
    generally get give global good governmental grade graduate great green guidance guide had half hard has have
    having he head health here hidden high higher highest his history hoc home honorary house how however human i
    idea ie if impact important in inclusion independent industry influence information innovation inside insight
    instead integrity inter internal international into introduction involvement is issue it its job join joint
    journal junior just keep key kingdom know knowledge language large last late law lead leader leadership learn
    learned learning least lecturer less let level library life like likely line link list little local long look
    low lower lowest magenta main major make management manager manual many master matter maximum maybe me mean
    media medical medium meeting member memorandum mentor mentoring method mid might ministerial mobilisation
    mobiliser mobilization mock model module monthly more most much multi must my name national need network new
    next nine ninth no non none nor normally not note nothing now number observer of off officer official often
    old on once one online only open opinion or orange order other our out outside over own page paper
    parliamentary part partner partnership people perhaps person personal phd place plain plan please point policy
    political politics post postdoctoral practice practitioner pre presentation president press prime principal
    principle private probably process profession professional professor profile programme progress project proper
    proposal prospectus provided provider public pure purple put qualification quality question quite rarely
    rather re read real reason record red reference register regulation relationship report research researcher
    resource responsible return review right role royal rule same say scale scheme science scientific scientist
    scrutiny second secretary sector see seldom select senior sense series service session seven seventh several
    shadow shall she should show side similar simple simply since single six sixth skill small so social some
    someone sometimes soon source special specialist staff stage stakeholder standard start state statement
    statistics statutory still strategic strategy strong strongly student study success successful such summer
    support sure survey synthesis system table take talent task teacher teaching team technical ten tenth than
    that the their them then theory there these they third this those though three through thus time title to
    today together too tool top total toward towards track training translation treasury true trust two under
    understanding unless unlike until up upper us use used useful usual usually value version very via view visit
    visiting voluntary vote vs was way we weak week weekly well were what when where whether which while white who
    whole why wide wider winter with within without word work worker working workshop world would writing wrong
    year yes yet you young your
    january february march july august september october november december monday tuesday wednesday thursday
    friday saturday sunday
    """
)
"""Words that may have a capital at the start of a sentence, in a heading or in the name of an office.

Those that are given names as well, such as "will" and "may", are left out: beside another name they are one.
"""
PLACES = _words(
    """
    aberdeen aberystwyth africa america asia atlantic australia bangor bath belfast birmingham bradford brighton
    bristol britain british brussels cambridge canada canadian cardiff celtic chester china cornwall coventry
    cymru denmark derby derry devon dublin dundee durham east eastern edinburgh england english essex eu europe
    european exeter france french german germany glasgow greater hague holyrood hull india ireland irish italy
    japan kent kingdom lancaster leeds leicester lincoln liverpool london londonderry manchester midlands
    netherlands newcastle newport north northern norway norwich nottingham oxford pacific paris plymouth
    portsmouth reading scotland scots scottish senedd sheffield south southampton southern spain stirling stormont
    sunderland surrey sussex swansea sweden thames tyne uk ulster united usa wales warwick welsh west western
    westminster whitehall wight winchester worcester york yorkshire zealand
    """
)
"""Nations, cities and parts of them."""
NO_NAMES = ORDINARY | PLACES | INSTITUTIONS | TITLES | OFFICES | SAINTS
"""Words that are no names of people, whatever they stand beside."""
