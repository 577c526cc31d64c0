"""Different ways to write the same: one of each makes the phrases short. Each pattern is in the form without
punctuation, and is replaced in this order."""

import re

_KIN = (
    r"mum|dad|husband|wife|partner|boyfriend|girlfriend|ex|son|daughter|brother|"
    r"sister|nan|gran|grandad|uncle|kids|baby|bf|gf"
)
_BEFORE_MY = (
    r"and|because|when|if|of|on|with|from|by|about|that|cut|cutting|took|taken|hate|all|lost|at|is|end"
)
_OWN = r"life|arms|wrists|neck|pills|tablets|meds|drink|money|flat|head|own"
_DOING = (
    r"die|dee|dye|kill|end|hurt|harm|cut|hang|jump|be|live|go|do|get|take|od|overdose|leave|"
    r"disappear|sleep|stop|hit|"
    r"stab|drown|run|talk|wake|burn|smash|see|know"
)
_NUMBERS = {
    **{"a dozen": 12, "a hundred": 100, "ten": 10, "eleven": 11, "twelve": 12, "dozen": 12, "thirteen": 13},
    **{"fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18, "nineteen": 19},
    **{"twenty": 20, "thirty": 30, "forty": 40, "fourty": 40, "fifty": 50, "sixty": 60, "seventy": 70},
    **{"eighty": 80, "ninety": 90, "hundred": 100},
}

_TEXT_SPEECH = (
    (r"\b(can not|cannot|cnt|carnt|can t|cannae|canna|cant not)\b", "cant"),
    (r"\b(do|does|did|could|would|should|is|was|are|were|have|has|had) (?:not|nt)\b", r"\1nt"),
    (r"\b(do|does|did|could|would|should|is|was|are|has|had)na[ey]?\b", r"\1nt"),
    (r"\b(don t|dinnae|dinna|divvent|divent|divnt|dunt)\b", "dont"),
    (r"\b(will not|willnae|winna)\b", "wont"),
    (r"\b(tkn|tooken|takin|takn|tuk|tok)\b", "taken"),
    (r"\b(lyf|lyfe|lief)\b", "life"),
    (r"\bgna\b", "gonna"),
    (r"\b(pls|plz|plse|pleez|plis)\b", "please"),
    (r"\b(u|yu)\b", "you"),
    (r"\b(no ?1|noone|no one|nobdy|no body)\b", "nobody"),
    (r"\b(sum ?1|some1|sumone|some one|somone)\b", "someone"),
    (r"\b(every ?1|evry1|every one)\b", "everyone"),
    (r"\b(ded|deid)\b", "dead"),
    (r"\b(enuf|enuff|inuf|enugh|enouf|enogh)\b", "enough"),
    (r"\b(h8|h8s|hayt)\b", "hate"),
    (r"\b(av|avv|hav|hve|ave)\b", "ive"),
    (r"\bi ive\b", "ive"),
    (r"\bnae\b", "no"),
    (r"\b(nowt|nuthin|nuffin|nothin|nuthing|nuffink|nout)\b", "nothing"),
    (r"\b(summat|sumthing|sumfin|sumthin|somethin|summut)\b", "something"),
    (r"\b(shud|shuld)\b", "should"),
    (r"\b(wud|wuld)\b", "would"),
    (r"\b(cud|culd)\b", "could"),
    (r"\b(abt|abowt)\b", "about"),
    (r"\b(fink|finking|thinkin|finkin)\b", "thinking"),
    (r"\b(wiv|wif)\b", "with"),
    (r"\b(mam|mom|mummy|mommy|mammy)\b", "mum"),
    (r"\bdaddy\b", "dad"),
    (
        rf"(^|\b(?:{_BEFORE_MY}) )me (?=(?:{_KIN}|{_OWN})\b)",
        r"\1my ",
    ),
    (r"\b(bairn|wean|wain)\b", "child"),
    (r"\b(bairns|weans|wains)\b", "children"),
    (r"\b(ah|aw|aa) ", "i "),
    (r"^a (?=(want|wanna|wonna|cant|dont|took|hate|just)\b)", "i "),
    (
        r"^(am|ahm|um) (?=(going|gonna|gunna|scared|not|so|thinking|homeless|pregnant|suicidal|being)\b)",
        "im ",
    ),
    (r"\b(?:hell|shell) (?=(kill|hurt|hit|beat|find|stab|batter|hang|harm|end|smash|do)\b)", "he will "),
)
_WANTS = (
    (rf"\b(?:2|tae) (?=(?:{_DOING})\b)", "to "),
    (r"\b(wnat|wamt|watn|wat|wan|wont|wantt|wnt) to\b", "want to"),
    (r"\b(kil|kll|klil|kiill|kiil)\b", "kill"),
    (
        r"\b(wanna|wonna|wana|wunna|wona|wannae|wanta|wantae|wanting to|wants to|wanted to|want (?:too|"
        r"tae|ta|ti|2)|like to)\b",
        "want to",
    ),
    (r"\b(want|going) to (?:to|2)\b", r"\1 to"),
    (
        r"\b(gonna|gunna|gona|gonner|gunner|gonnae|gunnae|goin to|going (?:2|tae|ta)|gan to|gan tae|"
        r"bouta|boutta|about to)\b",
        "going to",
    ),
    (r"\bto (dei|dee|diee)\b", "to die"),
    (r"\bto dye(?=$| (now|tonight|please|so|and|because|cos|anymore|today|i|im)\b)", "to die"),
    (r"\b(dieing|dyeing inside)\b", "dying"),
    (r"\b(any more|no more|anymor|any longer|nae more|nae mair)\b", "anymore"),
    (r"\b(my ?self|me ?self|ma ?self|masel|masell|mysel|mesel|mysen|mesen|myslef|mysef)\b", "myself"),
    (r"\b(him self|hisself|himselve|hissel|himsel|himsen)\b", "himself"),
    (r"\b(her self|hersel|hersen)\b", "herself"),
    (r"\b(i am|i m)\b", "im"),
    (r"\b(he is|he s)\b", "hes"),
    (r"\b(she is|she s)\b", "shes"),
    (r"\b(they are|they re)\b", "theyre"),
)
_SPELT = (
    (r"\b(homless|homeles|homelss|hoemless|homelees|homlesss)\b", "homeless"),
    (r"\b(tonite|2nite|2night|2 night|2 nite|to night|tonigt|tonght|2nyt|tonyt)\b", "tonight"),
    (r"\b(2moro|2morrow|2moz|tomoz|tmrw|tomorow|tommorow|tomoro|2 morrow)\b", "tomorrow"),
    (r"\b(cos|cuz|coz|becos|bcos|bc|becuase)\b", "because"),
    (r"\b(su+i? ?cid|suicd|suisid|suicud|suacid|siucid|suecid|sewicid)\w*", "suicide"),
    (
        r"\b(sewer|suer|sui|soo|su|sooi|sue|sewi|sewa|seui|soui|sua|suo) ?[sc](ide|yde|ied|idal|ydal)d?s?\b",
        "suicide",
    ),
    (r"\b(over dose|overdoes|ovrdose|overdos|ova ?dose)(d|ed|ing|in)?\b", "overdose"),
    (r"\b(raip|raipe|raype|rayp|raep|r8pe)(d|ed)?\b", "raped"),
    (r"\brapped (?=(?:by|me|at)\b)", "raped "),
    (r"\b(abusive|abused|abuses|abusing|abuser)\b", "abusive"),
    (r"\b(lone|lown|loans?) ?sharks?\b", "loan shark"),
    (r"\b(paracetamols|paracetemol|parasetamol|paracetomol|paracets|paracetamal)\b", "paracetamol"),
    *((rf"\b{word}\b", str(number)) for word, number in _NUMBERS.items()),
    (r"\b([2-9]0) (?:and )?(?:one|two|three|four|five|six|seven|eight|nine)\b", r"\1"),
)
SAME = tuple((re.compile(pattern), form) for pattern, form in (*_TEXT_SPEECH, *_WANTS, *_SPELT))
