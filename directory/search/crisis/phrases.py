"""Words of crisis, as people say them. Each line is one phrase, already in the plain form that
crisis.match_crisis() makes of a text: lower case, no punctuation, "dont", "cant", "im", "want to",
"going to", "anymore". Parentheses and | give choices; {name} stands for an entry of WORDS.

Categories stand in the order in which help is shown. A death that has happened (BEREAVED) stands apart. Where in doubt a phrase is included: help shown
to somebody who did not need it costs a glance, help not shown may cost a life.
"""

WORDS = {
    "who": (
        "he|she|they|hes|shes|theyre|husband|hubby|wife|missus|partner|boyfriend|bf|girlfriend|gf|fiance|"
        "ex|man|fella|bloke|dad|father|mum|mother|step ?dad|step ?mum|son|daughter|brother|sister|uncle|"
        "family|in ?laws|parents|carer|flatmate|somebody|someone"
    ),
    "hurts": (
        "hit|hits|hitting|beat|beats|beating|beaten|punch|punches|punched|punching|slap|slaps|slapped|"
        "slapping|kick|kicks|kicked|kicking|strangle|strangles|strangled|strangling|choke|chokes|choked|"
        "choking|hurt|hurts|hurting|batter|batters|battered|attack|attacks|attacked|attacking|threaten|"
        "threatens|threatened|threatening|abusive|push|pushes|pushed|pushing|burns|burned|bites|bit|bullies|"
        "knocks|knocked|throttles|throttled|rapes|raped"
    ),
    "me": "me|us|my mum|my kids|the kids|my children|the children|my baby|my son|my daughter|my sister",
    "other": (
        "son|daughter|mum|dad|mother|father|brother|sister|friend|mate|husband|wife|partner|boyfriend|"
        "girlfriend|child|kid|teenager|nan|neighbour|cousin|he|she|they"
    ),
    "pills": (
        "tablets?|pills?|paracetamol|ibuprofen|aspirin|meds|medication|medicine|antidepressants|sleepers|"
        "sleeping pills|painkillers|codeine|tramadol|insulin|diazepam|valium|sertraline|propranolol"
    ),
    # What "cannot go on" may be followed by: all else is about something in particular ("on holiday").
    "onwards": r" (?:like this|living|anymore|much|and|because|im?|with (?:life|this|it|everything)|today|without)\b|$",
    "many": (
        "too many|too much|all|all of|loads of|lots of|a lot of|a load of|a bunch of|a handful of|"
        "a packet of|a pack of|a box of|a whole|whole|the whole|20|30|40|50|60|100"
    ),
}

OVERDOSE = """
overdose
od d
(ive|i) od
(took|take|taken|taking|swallowed|swallow|had|ate|necked) {many} (of )?(my |the |his |her |their )?(mums |dads |nans |partners |sons )?(packet of |pack of |box of |bottle of )?{pills}
(took|taken|swallowed|had) (too many|too much|all of them|the lot)
(too many|too much) {pills}
how many {pills}
(lethal|fatal|deadly) (dose|amount)
(drank|drunk|drinking|drink|swallowed|swallow) (bleach|antifreeze|weed ?killer|poison|disinfectant|white spirit)
(poisoned|poison|poisoning) (myself|himself|herself|themselves)
"""

EMERGENCY = """
(cant|not|isnt|hardly|stopped|struggling to) (breathe|breathing)
chest pains?
(having|(think )?(ive|hes|shes|just) (just )?had|think i had) a (heart attack|stroke|seizure)
(heart attack|stroke|seizure) now
(unconscious|collapsed|passed out|wont wake up|cant wake (him|her|them)|not waking up)
bleeding (badly|a lot|heavily|to death|everywhere)
(been )?stabbed
(going to|about to|want to|might|afraid i will|scared i will) (hurt|harm|attack|kill|stab) (someone|somebody|him|her|them|people|another)
^(its an |this is an )?emergency( now| help| please)?$
^(im |i think im )?dying$
"""

SUICIDE = """
suicide(?! (squad|first aid|awareness|prevention (training|course)))
(kill|killing|killed|kil|hang|hanging|drown|drowning|shoot|shooting|gas|gassing|suffocate|starve) (myself|himself|herself|themselves|themself)
(kms|kys|unalive|unaliving|ctb)
top (myself|himself|herself)
(topping|offing|off) myself
do (myself|himself|herself) in
(end|ending|finish|finishing) (it all|it now|it tonight|it today|my life|his life|her life|their life|my own life|my suffering|my pain)
(want to|going to|just|need to|thinking of|think about|feel like|i could|i should|i might) (end|ending) (it|things|everything)
(take|taking|took) (my|his|her|their) (own )?life(?! (back|forward|insurance|skills|into|in a|story|to))
(want to|rather|ready to|going to be|wish i could|wish i would|hope i|let me|please let me|deserve to|plan to|planning to|need to|i should|should just|might as well|feel like i could|im going to) (just )?(die|be dead|not exist|not wake up|cease to exist)
(feel|feeling|felt) like (dying|i want to die|im dying inside|ending it)
i dont want to (be here|be alive|live anymore|exist|wake up|do this anymore|be on this earth|be in this world)
dont want to (be here|be alive|exist|wake up|go on living|carry on living|be around anymore|be on this planet)
dont want to live(?! (in|with|at|here|there|alone|on my own|by|near|next|by myself|independ|like|together|far|close))
dont want my life
(dont|do) (see|have) (a|any) (reason to live|point in living|point living|future|way out)
no (reason|point|purpose|will|want) (to|in|of) (live|living|going on|carrying on|life|be here|being here|my life)
no point (living|carrying on|going on|anymore|being alive|in anything|to anything|me being here)
(whats|what is) the point (of|in) (living|life|being alive|going on|carrying on|anything|me)
nothing (left )?(to|worth) (live|living)( for)?
(not|isnt|never|aint) worth (living|it anymore|being alive|going on)
(want|got|have|had) nothing to live for
better off (dead|without me|if i (was|were|wasnt|werent)|if i (wasnt|werent) here)
(world|family|kids|everyone|everybody|they|people) (would|will|d|is|are|be)? ?(be )?(better|happier) (off )?without me
(no one|nobody|noone|nobody|who) would (miss|care if i|notice if i)
wish (i|he|she) (was|were|could be|am) dead
wish (i|id|i had|that i) (was|had|were|hadnt|wasnt|had been|wasnt ever|was)? ?(never|not|nt)? ?(been )?born
wish i (wasnt|werent|didnt) (here|alive|around|exist|wake up|born)
want to (go to sleep|sleep|fall asleep) (and|forever) ?(never|not|forever|dont)?( wake up)?
(never|not|dont want to) (to )?wake up( again| tomorrow| in the morning)?
(want to|could just|wish i could|rather) (just )?(disappear|vanish|not be here|stop existing|be gone|fade away)( forever)?
(cant|dont think i can|unable to|dont want to) (go on|carry on|keep going|keep on){onwards}
(cant|dont think i can|unable to) (live like this|live anymore|face another day|face tomorrow|see a way out)
(cant|dont think i can|unable to) (cope|take|do this|do it|take it|take this|take much|handle it|handle this|stand it|stand this|bear it|deal with it|live like this|fight|fight this|fight it)( much)? (anymore|more|longer)
(had|ive had|has had) enough of (life|living|everything|being alive|it all|this life)
(tired|sick|fed up|done|weary|bored) (of|with) (living|life|being alive|being here|this life|my life|existing|everything)
(give|giving|given|gave) up on (life|living|everything)
(want|wish|need) (it|this|everything|the pain|all this|it all|this all|my life) to (all )?(end|stop|be over|just end|just stop)
(make|want) (it|the pain|everything) (all )?(to )?(stop|end|go away) forever
want (a way )?out of (life|this life|it all)
(only|no other|no) way out
(my|a|the) (suicide|goodbye|good bye|final) (note|letter|message)
(say|saying|said) (my )?(last |final )?goodbyes?( to everyone| to everybody| forever)?
(jump|jumping|throw myself|step|walk|run) (off|from|in front of|under|into) (a|the|of)? ?(bridge|building|roof|car park|train|trains|traffic|lorry|cliff|balcony|window|motorway|tracks|bus)
(in front|under) (of )?a (train|bus|lorry)
(going to|want to) jump
(slit|slitting|slash|slashing|cut|cutting) (my|his|her|their) (wrists?|throat)
(rope|noose|ligature) (round|around) (my|his|her) neck
(painless|easy|easiest|quick|quickest|best|peaceful|fastest) (way|ways|method|methods) (to|of) (die|dying|go|end it|death|kill)
(ways?|how|where|methods?) (to|can i|do i|could i) (die|kill (myself|yourself)|end my life|hang)
painless death
(think|thinking|thought|thoughts|dream|dreaming|fantasise|obsessed) (a lot )?(about|of|with) (death|dying|being dead|killing|ending|not being here|not living)
(im|feel|feeling) (a burden|such a burden|better off dead|dead inside|worthless and want to die)
burden (to|on) (everyone|everybody|my family|my kids|people)
do(ing)? something (stupid|silly|to myself|drastic)
(not|isnt|arent|dont feel) safe (with|from|by|being|on my own|on his own|alone)( myself| my thoughts)?
(im|i am|is|are) (a )?(danger|risk) to (myself|himself|herself|themselves)
(no|lost all|losing all|lost|losing) hope(?! (of|for|that|in))
(no|lost|losing|without|lost all) (the |my |a |any )?will to live
hate (my life|being alive)
(cant|dont want to|dont know how to) live without (him|her|them|you|my {other})
(cant|dont want to) live with (this|the|all this|so much) (pain|guilt|shame|grief)
hopeless and (alone|want)
(attempted|attempt|try|tried|trying) (to )?(on )?(my|his|her|their) (own )?life
voices (tell|telling|are telling|told|say|saying)( me| him| her)? (to|i should)
(ready|time|want) to (leave this world|leave this earth|meet my maker|go for good|check out of life|be with (him|her|my mum|my dad) in heaven)
"""

SELF_HARM = """
self ?(harm|harms|harmed|harming|injury|injure|injuring|hurt|mutilat\\w*)
(cut|cuts|cutting|burn|burns|burning|burnt|harm|harms|harming|hurt|hurts|hurting|injure|injuring|stab|stabbing|scratch|scratching|hit|hitting|punish|punishing|starving) (myself|himself|herself|themselves|themself|yourself)
(cut|cuts|cutting|slice|slicing|carve|carving|burn|burning|scratch|scratching) (up )?(my|his|her|their) (own )?(arms?|legs?|wrists?|thighs?|skin|body|stomach|hands)
(bang|banging|hit|hitting|smash|smashing) (my|his|her) head( against| on)?
(urge|urges|want|need) to (cut|hurt|bleed|self)
(cant|couldnt) stop cutting
razor ?blades?
"""

DOMESTIC_ABUSE = """
{who} (who |that |has |have |had |is |are |was |keeps |keep |kept |always |just |will |might |would |nearly |s |been |has been |is always |started |starts |going to )*{hurts} {me}
(being|been|getting|get|got|im|was) (beaten|hit|battered|strangled|choked|abusive|attacked|threatened|slapped|punched|hurt) (up )?(by|at home|in my (home|relationship|marriage))
(beaten|hit|battered|strangled|slapped|punched|hurt|attacked) (up )?by (my |him|her|an? )
(being|getting|been|got) (beaten|beaten up|battered|abusive|knocked about)
{who} (is |are |s |was |can be |gets )?(abusive|violent|controlling|aggressive)( to| towards| with)?( me| us)?
(abusive|violent|controlling|aggressive|coercive|toxic) (partner|husband|wife|relationship|marriage|boyfriend|girlfriend|ex|man|family|home|son|daughter|dad|mum|parents?)
(domestic|family|emotional|physical|financial|honour|honor|elder|mental|psychological|economic) (abuse|abusive|violence|violent|based violence|based abuse)
(domestic|dv) (refuge|help|shelter)
coercive control
(womens|mens|women s|safe|find a|need a|a|to a|in a) refuge
refuge (place|space|for|near)
(scared|afraid|frightened|terrified|petrified) of (my )?({who}|him|her|them|what (he|she|they))
(scared|afraid|frightened|terrified|petrified) (to go home|to be at home|to be home|at home|in my own home)
{who} (will|is going to|s going to|going to|would|threatened to|threatens to|wants to|want to|tried to|says he will|said he would|said hell|says shell|says hell|keeps saying) ?(going )?(to )?kill {me}
(tried|trying|threatened|threatens|going|wants) to (kill|strangle|stab|choke) {me}
(threat|threats|threatening) to (my life|kill)
{who} (has |have |just )?(locked|locks|locking|trapped|traps|keeps) (me|us) (in|up|inside|here)
{who} (wont|doesnt|dont|never|refuses to) (let|lets|allow|allows) (me|us) (to )?(leave|go|out|have|see|work|use|talk|eat|sleep|any|speak|phone)
not allowed to (leave the house|go out|see my (family|friends)|have money|use my phone)
{who} (controls|takes|took|checks|watches|tracks|monitors|follows|stalks|spies on) (all )?(my|me|us|everything|where)( every move| money| phone| benefits| wages| i go)?
(controls|controlling) (me|my money|everything i do|what i (wear|eat|do))
(get away|run away|escape|escaping|flee|fleeing|leave|leaving|hide|hiding|safe) from (him|her|my (ex|husband|wife|partner|boyfriend|girlfriend|dad|mum|family|abuser))
(leave|leaving) (my )?(abuser|abusive \\w+|violent \\w+)
(forced|force|forcing) (me )?(marriage|to marry|into marriage|into marrying)
(fgm|female genital mutilation)
(stalking|stalked|stalker|being followed|following me)
(my|his|her) (ex|partner|husband|boyfriend) (wont leave me alone|keeps turning up|is outside|found (me|us))
(revenge porn|modern slavery|being exploited|county lines|trafficked|cuckoo(ed|ing))
(im|were) (in danger|not safe at home|not safe here|being hurt)
(unsafe|not safe|isnt safe|dont feel safe|not feeling safe) (at|in) (my |our |her |his )?(own )?(home|house)
(honour|honor) (killing|killings|crime)
"""

SEXUAL_VIOLENCE = """
(?<!oilseed )(?<!seed )(rape|raped|raping|rapist)(?! (seed|oil|field))
(sexual|sexually|sex) (assault|assaulted|abuse|abusive|attacked|attack|violence|exploitation|exploited|harassed|harassment)
(molested|groomed|grooming by|indecently assaulted|indecent assault)
(touched|touches|touching) (me|my (child|son|daughter|private))( {who})?( down there| inappropriately| when i)?
(forced|forces|forcing|made|makes) (me )?(to )?(have sex|into sex|have unprotected sex)
(spiked my drink|drink (was )?spiked)
"""

BEREAVED = """
(bereave\\w*|lost|grief|grieving|loss|death|died|mourning)( (by|to|through|from|after|of|a|my|our|someone|somebody|{other}|because))* suicide
suicide (bereave\\w*|loss|grief|survivors?|death)
(support|help|groups?|life|living|coping|feelings) after (a |the )?suicide
survivors? of (bereavement by )?suicide
({other}|someone|somebody|who) (took|ended) (his|her|their) (own )?life
({other}|someone|somebody|who) (killed|hung|hanged) (himself|herself|themselves)
"""

CRISIS = """
mental (health )?(crisis|emergency|breakdown|break down)
crisis (team|line|care|help|support|house|cafe|number|service)
in (a )?crisis
at (my |the )?(breaking point|limit|rock bottom|wits end|end of my tether|end of the line)
(im|feel|feeling|ive) (in crisis|desperate|at breaking point|losing my mind|losing control|going mad|going crazy|falling apart|so desperate)
(having|had|heading for|near) a (mental |nervous )?(breakdown|break down|melt ?down)
nervous breakdown
(panic attack|panicking) (now|right now|help)
(hearing|hear|hears) voices(?! of)
(psychosis|psychotic|paranoid|manic episode|section(ed)? (me|under))
(need|want) (urgent|emergency|immediate) (help|mental health|support)
(urgent|emergency|immediate) mental health
^(please )?(help|help me|somebody help|someone help|urgent help|emergency help)( me)?( please| now)*$
i? ?need help (right )?now
samaritans
"""

HARMLESS = """
kill(ing|s)? (some |a bit of )?(time|weeds?|mould|mold|germs|ants|slugs|moss|rats|mice|two birds|the lights?|the engine|bugs|fleas|nits|flies|wasps)
(feet|back|knees?|head|legs?|shoes|neck|teeth|tooth|bills?|heat|arms?|hips?|shoulder) (is|are|r) killing me
dressed to kill
pain ?killers? (advice|addiction|dependence|dependency|service|clinic|support)
(to die for|die ?cast|die cutting|die hard|dying to (see|meet|know|try|go|learn|join)|dying art|dyeing|dying (my|your) hair)
suicide squad
overdose (of|on) (sugar|sweets|chocolate|cake|telly|tv|christmas|news|work|fun|cuteness|football)
(sugar|chocolate|christmas|vitamin) overdose
shoot (myself|himself|herself|yourself) in the foot
cut (myself|himself|herself) (shaving|off|some slack|a slice|cooking)
(hurt|injured|burnt|burned|cut|hit) (myself|himself|herself) (at work|at the gym|playing|lifting|falling|fell|gardening|running|cooking|on the (oven|cooker|hob|iron))
(bungee|parachute|charity|sponsored|long|high|show|star|base|puddle) jump\\w*( (off|from) (a|the) (bridge|building|cliff))?
jump(ing)? (on|into) (the|a) (bandwagon|trampoline|bus|pool)
(cutting|cut) (down|back|costs|grass|hair|my hair|hedges|out)
(he|she|they|boys|girls|kids|son|daughter) (hit|hits|kick|kicks|punch|punches) (a|the) (ball|bag|target)
(end|ending) (it|things) (with (him|her|them|my (boyfriend|girlfriend|partner|husband|wife|ex|landlord))|between us)
(end of life|assisted dying) (care|law|bill|debate)
no (other|only)? ?way out of (debt|my contract|the contract|a contract|my tenancy)
heart attack (recovery|group|support|rehab|club)
stroke (club|group|support|association|recovery)
"""

CATEGORIES = {
    "overdose": OVERDOSE,
    "emergency": EMERGENCY,
    "suicide": SUICIDE,
    "self_harm": SELF_HARM,
    "domestic_abuse": DOMESTIC_ABUSE,
    "sexual_violence": SEXUAL_VIOLENCE,
    "crisis": CRISIS,
}
