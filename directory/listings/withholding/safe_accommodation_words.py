"""The words by which accommodation for people who are abused is recognized, as pieces of regular
expressions."""

# One of these is in every text that can be about it.
SEARCH_WORDS = (
    "refuge", "safe house", "safehouse", "safe-house", "abus", "violen", "aid", "coerci",
    "controlling", "perpetrator", "marriage", "honour", "honor", "traffick", "slavery", "exploit",
    "rape", "fgm", "genital", "batter", "stalk", "survivor", "flee", "fled", "escap", "partner",
    "shelter", "hostel", "accommodation", "referral mechanism",
    "groom", "maltreat", "mistreat", "hurt", "beat", "unsafe", "not safe", "lloches", "loches", "refugio",
    "secret", "confidential", "live here", "re-fuge",
)  # fmt: skip
# Somebody is harmed by others.
ABUSE = (
    r"abus(?:e|ed|es|ive)",
    r"domestic violence",
    r"violen(?:ce|t)",
    r"dv",
    r"dva",
    r"vawg",
    r"women'?s aid",
    r"coercive control",
    r"controlling (?:partner|relationship|behaviour)",
    r"perpetrators?",
    r"forced marriages?",
    r"honou?r[- ](?:based|abuse|killing)",
    r"so-called honou?r",
    r"traffick(?:ing|ed)",
    r"modern slavery",
    r"slavery",
    r"sexual(?:ly)? exploit(?:ation|ed)",
    r"rape",
    r"fgm",
    r"female genital mutilation",
    r"battered",
    r"stalk(?:ing|ed)",
    r"survivors?",
    r"groom(?:ed|ing)",
    r"(?:mal|mis|ill-)treat(?:ed|ment)",
    r"(?:partners?|husbands?|wi(?:fe|ves)|boyfriends?|girlfriends?|parents?|family|ex) (?:\w+ ){0,3}"
    r"(?:hurts?|hits?|beats?|controls?|threatens?|violent|abus\w+|harms?|scares?)",
    r"(?:hurt|harmed|beaten|hit|threatened|controlled|scared|frightened|unsafe|not safe|in danger) "
    r"(?:\w+ ){0,3}(?:by|at home|of (?:a|your|their|her|his)) ?(?:partners?|husbands?|family|parents?|home)?",
    r"(?:unsafe|not safe|danger) (?:at home|in (?:your|their|her|his) (?:own )?homes?)",
    r"cam-?drin",
    r"trais",
    r"violencia",
    r"fle(?:e|eing|d)",
    r"escaping",
    r"intimate partner",
    r"nrm",
    r"national referral mechanism",
)
# A place to live in that is one for people who are abused whatever else is said.
OWN_WORDS = (
    (
        r"(?:women'?s?|womans|woman's|female|ladies|girls'?|mothers'?|men'?s|male|family|families"
        r"|domestic|abuse|violence|dv|asian|black|bme|bame|minoritised|lgbt\S*|specialist|emergency"
        r"|complex needs|first stage|second stage) refuges?"
    ),
    (
        r"refuges? (?:accommodation|provision|spaces?|places?|beds?|rooms?|housing|units?|flats?"
        r"|homes?|workers?|for (?:women|men|girls|families|survivors|victims|people fleeing"
        r"|those fleeing|anyone fleeing))"
    ),
    r"women'?s aid (?:accommodation|housing|refuges?|shelter|house)",
    r"battered (?:women|persons?|wives)\S* shelters?",
    r"(?:domestic (?:violence|abuse)|dv|women'?s|violence|abuse) (?:emergency )?shelters?",
    r"(?:domestic (?:violence|abuse)|women'?s) (?:hostels?|safe ?houses?|accommodation)",
    (
        r"safe accommodation for (?:victims|survivors|women|men|people|those|anyone|families|adults"
        r"|children|girls)\b"
    ),
    r"(?:victims?|survivors?) of (?:human )?(?:trafficking|modern slavery)[^.]{0,40} accommodation",
    (
        r"safe[- ]?houses? (?:[\w,]+ ){0,4}for (?:\w+ ){0,2}(?:women|girls|men|boys|families"
        r"|victims|survivors"
        r"|people|adults)"
    ),
    r"we run one (?:ourselves|too|of our own|as well)",
    (
        r"(?:houses?|flats?|homes?|rooms|beds|lodgings|apartments|hostels?"
        r"|accommodation) (?:in [\w ]{2,30})?for "
        r"(?:\w+ ){0,3}(?:victims|survivors) of (?:\w+ ){0,2}(?:violence|abuse|slavery|trafficking)"
    ),
    (
        r"(?:ll|l)oches(?:au)? (?:[\w']+ ){0,4}(?:menywod|merched|plant|cam-?drin|trais|ferched"
        r"|fenywod|women)"
        r"|(?:menywod|merched|cam-?drin|trais)[^.]{0,40} (?:ll|l)oches(?:au)?"
    ),
    r"refugios? (?:para |de )?(?:\w+ ){0,2}(?:mujeres|violencia|v[ií]ctimas|women)",
)
# A place to live in that is one for people who are abused where that is said too.
ACCOMMODATION = (
    r"refuges?",
    r"safe[- ]?houses?",
    r"sanctuary house",
    r"(?:a|the|our|this|women'?s|emergency|safe|secure|night) (?:\w+ )?shelters?",
    r"shelters? (?:for|with)",
    (
        r"(?:emergency|safe|temporary|secure|supported|crisis|transitional|confidential|secret"
        r"|undisclosed|dispersed|communal|residential|specialist|move-on|second[- ]stage|shared"
        r"|short[- ]term) (?:\w+ )?(?:accommodation|housing|lodging|hous(?:e|es)|homes?|flats?"
        r"|apartments?|beds?|bedspaces|rooms?)"
    ),
    (
        r"(?:bed ?spaces?|safe rooms?|place to live|places to live|somewhere safe to (?:stay|live)"
        r"|safe place to (?:stay|live))"
    ),
    (
        r"(?:offers?|provides?|providing|offering|provision of|have|has|runs?"
        r"|running) (?:[\w,]+ ){0,4}(?:accommodation|bedrooms|beds)"
    ),
    (
        r"(?:accommodation|housing|hostels?|homes?|flats) (?:is |are )?for (?:\w+ ){0,2}(?:women|men"
        r"|girls|boys|people|families|mothers|adults|children|survivors|victims|those|anyone|lgbt\S*)"
    ),
    r"hostels?(?= for| with)|(?:women's|men's|girls'|supported) hostels?",
    r"(?:ll|l)oches(?:au)?|refugios?",
    (
        r"(?:live|stay|sleep)(?:ing|s)? (?:here|with us|in safety|safely)|move in(?:to)? (?:here|with us|our)"
        r"|(?:rooms|flats|somewhere|a place|houses?|homes?) (?:\w+ ){0,4}(?:to|can) (?:live|stay|sleep)"
    ),
    r"(?:a |our |the |\d+[- ]bed(?:room)? )?houses? (?:with|of) (?:\w+ ){0,2}(?:bed)?rooms",
    (
        r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten"
        r"|twelve) (?:[\w-]+ ){0,2}(?:bed)?(?:rooms|flats|beds"
        r"|houses|bedsits|apartments|units) (?:\w+ )?(?:for|where)"
    ),
    (
        r"(?:address|location|whereabouts|place) (?:is |are )?(?:kept |stays )?(?:not (?:given"
        r"|published|shown|public"
        r"|shared|told|disclosed)|secret|confidential|undisclosed|withheld)"
        r"|(?:secret|confidential|undisclosed) (?:address|location|place)"
    ),
    r"(?:survivors?'?|victims?'?|women'?s|abuse|violence) (?:housing|houses?|accommodation|flats|homes)",
    r"accommodation \((?:domestic|sexual)",
)
# The word is about something else.
OTHER_REFUGES = (
    r"(?:is|are|staying|living|live|lives) in (?:a|the) (?:refuge|shelter|hostel)s?",
    r"with (?:the|a|your) (?:refuge|shelter|hostel)s?",
    (
        r"(?:wild ?life|wildfowl|bird|animal|nature|national|seal|donkey|horse|pony|cat|dog|hedgehog"
        r"|swan|bat|bee|owl|marine|waterfowl|primate|reptile|rabbit|traffic|pedestrian|mountain"
        r"|alpine|climate|cool|heat|storm|flood) (?:\w+ )?(?:refuges?|sanctuary house|shelters?)"
    ),
    (
        r"refuges? (?:temperance|hall|chapel|church|temple|island|recovery|cottage pub|inn|cafe"
        r"|coffee|bar|worship|centre of worship|assurance|ministries|ministry|fellowship|harbour pub)"
    ),
    (
        r"(?:take|takes|taking|took|seek|seeks|seeking|sought|find|finding) refuge in (?:god"
        r"|the (?:buddha|three jewels|lord)|nature|music|art|books|reading)"
    ),
    r"(?:house|city|rock|haven|mountain|church) of refuge",
    r"(?:buddhist|dharma) refuge",
    r"(?:women|people|those|children|anyone|families|men|girls|live|lives|living"
    r"|stay) in (?:\w+ )?(?:refuges|hostels|shelters)",
    r"(?:meeting|therapy|counselling|training|consulting|interview|play|craft|treatment|hire"
    r"|function|tea) rooms?",
    r"(?:air[- ]raid|bus|tax|smoking|cycle|bike) shelters?",
    r"(?:cats?|dogs?|pets?|animals?) (?:\w+ )?shelters?",
)
# Whatever comes behind these in the sentence is spoken of, not offered.
SPOKEN_OF = (
    r"(?:advice|information|guidance|help|support|talks?|training|courses?) (?:on|about|with"
    r"|to find|into|for finding)",
    r"(?:refers?|signposts?|referr(?:ed|ing)|signpost(?:ed|ing)|referrals?"
    r"|links?) (?:\w+ ){0,3}(?:to|on|into)",
    r"applications? (?:for|to)",
)
# These are about the refuge only where it follows at once.
ELSEWHERE = (
    r"refer(?:s|red|ring|rals?)?",
    r"signpost(?:s|ed|ing)?",
    r"access(?:es|ing)?(?: to)?",
    r"(?:find|finding|finds|look(?:ing)? for|search(?:ing)? for|apply(?:ing)? for|get|getting)",
    r"(?:do(?:es)? not|don'?t|doesn'?t|cannot|not|never|no longer) (?:have|offer|provide|run|a|an|need|any)",
    r"(?:no|without|instead of)",
    (
        r"(?:before|after|leaving|left|from|moved? (?:on )?from|out of|living in|staying in|people in"
        r"|women in|residents of|moving into|moving on from)"
    ),
    r"(?:local|other|nearest|all|different|national)",
    r"train(?:ing|s)? (?:for|in|at)",
    r"donat(?:e|es|ed|ions?)(?: to)?",
    r"fundrais\w+(?: for)?",
    r"(?:lawyers?|legal \w+|injunctions?) (?:for|in|at)",
    r"visit(?:s|ing)?",
    r"(?:works?|links?|liaises?|partners?|together) with",
)
# It is their own, whatever stands before.
OWN_PLACE = (
    r"our", r"we (?:also )?(?:run|have|own|provide|offer|manage)", r"runs?", r"provides?", r"providing",
    r"can (?:stay|come|live)", r"stay in", r"come to", r"move into",
)  # fmt: skip
# Behind it, the word is what is spoken of.
EXPLAINED = (
    r"explained",
    r"advice",
    r"enquiries",
    r"options",
    r"rights",
    r"law",
    r"applications?",
    r"forms?",
    r"officers?",
)
# Not about people who are abused by others.
OTHER_ABUSE = (
    (
        r"(?:drugs?|alcohol|substances?|solvents?|steroids?|prescription|medication|tobacco)"
        r"(?:,? (?:and|or|&) (?:\w+ )?\w+|/\w+)? (?:ab|mis)us(?:e|er|ers|ing)"
    ),
    r"(?:ab|mis)us(?:e|ing) (?:of )?(?:drugs?|alcohol|substances?)",
    (
        r"(?:no|zero[- ]tolerance|not (?:tolerate|accept|allow)|never tolerate|against|refuse"
        r"|unacceptable|bann?(?:ed)?)"
        r"[^.;]{0,60}(?:violen\w+|abus\w+|aggress\w+)(?: (?:or|and) \w+)*(?: (?:behaviou?r|language"
        r"|conduct|people|"
        r"customers|visitors))?"
    ),
    r"(?:violent|abusive|aggressive)(?:,? (?:or|and) \w+)* (?:behaviou?r|language|conduct|calls)",
    (
        r"(?:cancer|stroke|suicide|bereavement|brain injury|heart \w+|holocaust|covid|polio|sepsis"
        r"|disaster|war"
        r"|tumou?r|accident|burns?)[- ](?:\w+[- ])?survivors?"
    ),
    (
        r"survivors? of (?:\w+ ){0,2}(?:suicide|cancer|strokes?|bereavement|sepsis|covid|polio|war"
        r"|disasters?|accidents?)"
    ),
    r"report(?:s|ing)? (?:any |all )?(?:\w+ )?abuse",
    r"safeguarding[^.;]{0,60}abuse",
    r"(?:animal|power|elder law|self)[- ]abuse",
)
