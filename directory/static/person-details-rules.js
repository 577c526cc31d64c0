window.personDetailsRules = {
 "messages": {
  "nhs_number": "This looks like an NHS number. Take it out: this record must not say who the person is.",
  "ni_number": "This looks like a National Insurance number.",
  "name": "This looks like a person's name.",
  "birth_date": "This looks like a date of birth.",
  "old_date": "This looks like a date of birth.",
  "email": "This looks like a personal e-mail address.",
  "address": "This looks like somebody's address. The town or district is enough.",
  "postcode": "This is a full postcode. The first half is enough.",
  "phone": "This looks like a personal telephone number."
 },
 "work_domains": [
  "nhs.net",
  "nhs.uk",
  "gov.uk",
  "police.uk",
  "ac.uk",
  "org.uk",
  "example.org"
 ],
 "words": {
  "NO_NAMES": [
   "a about act after again ago all also always an and and/or any appointment appointments are as ask asked asks",
   "at back bay because before bike but by called can can't chancellor chapel charities charity christmas class",
   "clinic club clubs could day days decided dementia did didn't do does doesn't don't down due each ever every",
   "feel few for friday from gardener gardeners gave general get gives got group had has hasn't have he he'd",
   "he's helps her here his hood hospital house houses how hub hydrotherapy i i'd i'm i've if in in-law into is",
   "isn't it it's its just key last later led letter lieutenant line list lot made manager may mayor mayoress",
   "men monday month months motivator my need needs never next no not note now nurse nurses off on once onto or",
   "our out over patient patients practice prescribed prescription really receptionist referral referrals",
   "referred refused said saturday saw says scan scans service services she she'd she's should sick since so",
   "society specialist still sufferers sunday superior support surgery team that the their then therapy there",
   "they they're think this thought thursday till time times to today told tomorrow too trust tuesday twice two",
   "unit until up very visit visits wait wants ward wards was we we're wednesday week weeks went were when where",
   "which who who's whose why will with without won't worker workers would year years yesterday you your"
  ],
  "NO_SURNAMES": [
   "a a&e abbey academy act adhd advice african aid an and appeal april arabic arena arms army asian association",
   "at august ave avenue award awards bangladeshi bank bengali borough bridge british brothers ca cafe café care",
   "caribbean cathedral catholic center centre centres chapel charity chinese christmas church church's cic city",
   "clinic close club clubs college community convent council county course court cpn crescent cross day day's",
   "december desk disease district diwali dla drive easter eid england english esa estate european faith farm",
   "farsi february field fields flats for foundation french friday friends fund funded gallery garden gardens",
   "german gp green group groups grove gujarati gurdwara hall has he helpdesk helpline hill hindu hospice",
   "hospital hotel house houses how hub i in indian infirmary inn institute international ireland irish is it",
   "italian january jewish july june kurdish lane leicester leicestershire library limited line ln lodge london",
   "loughborough ltd mandir march market may memorial method mews mission monday mosque museum muslim national",
   "network nhs november october of on only or pakistani parish park partnership pharmacy pip place plc polish",
   "portuguese practice practitioner prescriber priory programme project projects protocol punjabi ramadan rd recovery",
   "recreation road romanian russian rutland saturday scale scheme school schools science scotland scottish sen",
   "send september service services she sikh sisters society somali spanish square st stadium street street's",
   "sunday support surgery synagogue syndrome team temple terrace the theatre they thursday to tower towers town",
   "trust tuesday turkish uk ukrainian unit universal university urdu village wales walk ward was way we",
   "wednesday welsh what when where who wood woods you"
  ],
  "STREETS": [
   "street str road rd avenue ave crescent cres terrace lane ln"
  ],
  "STREETS_WITH_CAPITALS": [
   "street str road rd avenue ave crescent cres terrace lane ln st close drive way court ct gardens gdns grove",
   "mews square sq place walk rise hill view row green park parade end gate croft"
  ],
  "NO_STREETS": [
   "min mins minute minutes hour hours hr hrs mile miles day days week weeks month months year years yr yrs",
   "people metre metres meter meters km m steps step other more new big small busy different quiet main side in",
   "on at to of from the a an and or by off near along for with is was are per pm am"
  ],
  "SAYS": [
   "rang rings phoned phones came visited said says asked asks told tells lives lived wants wanted thinks thought",
   "feels felt cried hopes attended texted emailed"
  ],
  "RELATIONS": [
   "sister brother mother father mum mam mom dad husband wife son daughter stepson stepdaughter nephew niece",
   "cousin uncle aunt auntie aunty grandson granddaughter grandma grandad granny nan nana neighbour friend",
   "girlfriend boyfriend fiance fiancee"
  ],
  "ROLES": [
   "carer client patient lady gentleman lad baby partner imam rabbi cllr councillor nurse"
  ],
  "OWNED": [
   "house home flat gp doctor school benefits appointment family children kids care parents mental diagnosis",
   "medication landlord number address"
  ],
  "VERBS": [
   "came comes come wants wanted needs needed is isn't was wasn't has hasn't had said says asked asks lives",
   "lived rang rings called calls would wouldn't will won't feels felt likes liked told tells went goes does",
   "doesn't did didn't can can't could couldn't cannot thinks thought moved got gets visited phoned attended",
   "struggles stays stayed hopes enjoys enjoyed used drinks works worked who"
  ]
 },
 "given_names": [
  "aaliyah aarav aaron abbas abbie abdi abdiaziz abdirahman abdul abdullah abdullahi abena abid abigail abiola",
  "abraham abu adaeze adam adebayo adeel adele adil adnan adrian adriana adriano aftab agata agatha agnieszka",
  "ahmad ahmed aidan aiden aileen aimee aisha aishah aisling ajay akash akhtar akram akua alan alana alastair",
  "albert alberto aleena alejandro aleksander aleksandra alena alessandro alex alexander alexandra alexandru",
  "alfie alfred ali alia alice alicia alina alisha alison alistair aliyah allan allen alma alpa alpesh althea",
  "alyssa amanda amandeep amarjit amelia amina aminah aminata amir amira amit amna amrit amy anais anand",
  "anastasia andrea andreas andreea andrei andrew andrius andriy andrzej angela angelica angelina angus anika",
  "anil anila anisa anish anita anjali anjum ankit ann anna annabel annabelle anne annette annie anoushka",
  "anthony anton antonia antonio antony anwar aoife aqsa archie arif arjun armando arthur artur arun arvind",
  "asad asha ashfaq ashish ashok ashraf asif aslam asma atif audrey avani aya ayaan ayesha aylin ayse azad",
  "azhar aziz aziza babatunde baljinder baljit balraj balwinder barbara barry bartosz bashir beata beatrice",
  "beatrix begum belinda ben benjamin bernadette bernard bernice bertha beth bethan bethany betty bhanu bhavesh",
  "bhavika bhavna bhupinder bibi bilal bilkis bimal binta bogdan bogumila bonnie boris bozena bradley brenda",
  "brendan brian bridget bronwen bruce bryan bryony callum cameron camilla carina carl carla carlos carly",
  "carmel carmen carole caroline carolyn cassandra catalin catalina caterina catherine cathy catriona cecil",
  "cecilia cedric celia celine chandrika chantal charlene charles charlotte cheryl chetan chiara chidi chinedu",
  "chinwe chioma chipo chloe chris christa christina christine christopher chukwuma ciara cillian cindy claire",
  "clara clare claudia clifford clive colette colin colleen connie connor conor constance cora corinne courtney",
  "craig cristian cristina curtis cynthia cyril czeslaw dagmara daisuke daljit damian damien dana daniel",
  "daniela danielle danish danny danuta daphne darius darren daryl dave david dawid dawood debbie deborah debra",
  "declan deepa deepak deirdre delia delroy delyth demetrius denis denise dennis derek dermot desiree desmond",
  "devika dexter dhara dharmesh dhaval diane dianne diego dilip dimitri dina dinesh dipak dipali dipika dipti",
  "divya dmitri dmytro dolores dominic dominik dominika donald donna dora doreen doris dorota dorothea dorothy",
  "dougal douglas dragos duncan dylan eamon edgar edith edmund eduardo edward edwin edyta eileen eilidh elaine",
  "eleanor elena eleni eliza elizabeth ella ellen ellie elliot elliott elsa elsie elspeth elwyn emeka emil",
  "emilia emilie emily emine emma emmanuel emre enid enoch enrique eoin eric erica erik erin ernest ernie errol",
  "esme esmeralda esther ethan ethel eugene eugenia eunice eva evan evangeline evelyn ewa ewan ezra faduma",
  "fahad fahim fahmida faisal faiza faizal faizan farah farai faraz farhan farhana fariba farida faridah farooq",
  "farrah farzana fathima fatima fatimah fatma fatou faye felix femi ferdinand fergus fernanda fernando filip",
  "finlay finley finn fiona firoz florin florina folasade frances francesca francesco francisco franciszek",
  "franek frankie freda freddie frederick freya funmi funmilayo gabriel gabriela gabriella gabrielle gareth",
  "garry gary gaurav gavin gemma geoff geoffrey george georgina gerald geraldine gerard gert gertrude ghazala",
  "gheorghe ghulam gianni gideon gillian giovanni girish gladys glenda glenys gloria godfrey goran gordon",
  "graham grazyna greg gregor gregory greta gretchen grzegorz guillermo gulam gulnaz gurdeep gurdip gurinder",
  "gurjit gurmit gurpreet gurwinder gustav gwen gwendoline gwyneth habib habiba hafsa haider haleema halima",
  "halimo hamid hamish hamza hana hanif hanna hannah hansa harbhajan hardeep hardip harinder haris harish",
  "harjinder harjit harold haroon harpal harpreet harriet harry harsha harshad harshil harun harvey hasan",
  "hasina hasmukh hassan hayden hayley hector heena heidi helen helena helga hemant hemlata henrietta henry",
  "henryk herbert hetal hibo hilary hina hiren hitesh hiwa hodan horace hossein howard hubert hugh hugo hui",
  "humaira humphrey husain hussain hussein ian ibrahim ida idris ieuan ifeoma ifrah iftikhar ignacy igor ikram",
  "ilona imelda imogen imran imtiaz ina inderjit indira inga ingrid ioana iona ionela ionut iqbal iqra irena",
  "irene irfan irina iryna isaac isabel isabella isabelle ishaan ishaq isla ismael ismail isobel ivan ivana ivo",
  "iwona izabela jacek jack jackie jacob jacqueline jacquelyn jada jagdeep jagdish jagjit jagtar jaime jake",
  "jakub jalal jamal jameela james jamie jamila jamshed jane janet janette janice janina janine janusz jarek",
  "jaroslaw jasbir jashan jasmeet jasmin jasmine jason jaspal jasper jaspreet jasvir jaswinder javed javid",
  "javier jayant jayden jayesh jayne jayshree jaz jeanette jeanne jedrzej jeff jeffrey jemima jemma jenna",
  "jennie jennifer jenny jeremiah jeremy jerome jerzy jess jessica jessie jhanvi jigar jigna jignesh jill",
  "jillian jim jimmy jinal jing jitendra joan joana joann joanna joanne joao jocelyn jodie joe joel johan",
  "johanna john johnathan johnny jolanta jolene jon jonah jonas jonathan joop jorge jose josefina joseph",
  "josephine josh joshua josie joyce juan juana juanita judith judy julia julian juliana julie juliet juliette",
  "julita junaid justin justina justyna jyoti kabir kacper kai kaitlyn kalpana kalpesh kalsoom kamal kamala",
  "kamaljit kamila kamlesh kamran kanchan kanta karan karen karim karima karin karina karl karol karolina",
  "kartik kashif kasia katarina katarzyna kate katharine katherine kathleen kathryn kathy katie katrina katy",
  "kaur kauser kavita kay kayla kayleigh kazimierz keeley keisha keith kelechi kelly kelvin kemi ken kenneth",
  "kenny keshav ketan kevin khadija khadijah khalid khalida khalil kian kiera kieran kieron kimberley kimberly",
  "kinga kiran kirit kirsten kirsty kishan kishor kofi kokila komal konrad kristian kristina kristine kristof",
  "krupa krystian krystyna krzysztof kuldeep kuldip kulwant kulwinder kunal kusum kwabena kwame kwasi kyle",
  "kylie lachlan laila lakhbir lakhvir lalita lara larisa larissa laszlo latifa latoya laura lauren laurence",
  "lavinia lawrence layla leah leanne leena leila leland lena lenka lennox leon leona leonard leonie leonora",
  "leopold leroy leszek letitia lewis leyla liam liana libby lidia lilian liliana lillian lina linda lindsay",
  "lindsey lisa liudmila liviu liz lizzie lloyd lois lola loretta lorna lorraine lottie louisa louise luca",
  "lucas lucia lucian lucille lucinda lucja lucy ludmila luis luiza lukasz luke lydia lyn lynda lynette lynn",
  "lynne lynsey mabel maciej macy maddie madeleine madeline madhu magda magdalena magnus mahbub mahendra mahesh",
  "mahima mahir mahmood mahmoud mahmud maisie majid malachi malcolm malgorzata maliha malik mallory mandeep",
  "maninder manish manisha manjeet manjinder manjit manju manjula manoj manpreet mansoor mansur manuel manuela",
  "maqsood mara marc marcel marcela marcia marcin marco marcus marek margaret margarita margery margot maria",
  "mariam mariama mariana marianne marika marilyn mario marion marisa marissa mariusz marjorie marlene marlon",
  "marta martha martin martina marvin mary maryam maryann masood masuma mateo mateusz mathew mathilda matilda",
  "matteo matthew maud maureen maurice mavis maxim maxine maxwell mayur mayuri meena meera megan meghan mehboob",
  "mehdi mehmet mehreen mehul mei melanie melinda melissa melvin memoona meredith mervyn michael michaela",
  "michal michelle mick mieczyslaw miguel mihaela mihai mihail mihir mikael mike mikolaj mila mildred milena",
  "millicent millie milos mina minakshi minal ming miriam miroslaw mital mitchell mitesh mitul mohamed mohammad",
  "mohammed mohamud mohan mohinder mohsin moira monica monika monique montserrat morag morgan moses moshe",
  "mostafa muhammad muhammed mujahid mukesh mukhtar mumtaz munir munira muriel murtaza musa muskaan mustafa",
  "muzaffar myfanwy mykola myra myrtle nabeel nabila nadeem nadia nadine nafisa nagina naheed nahid naima najma",
  "nalini naomi narendra naresh nargis narinder naseem naseema nasir nasra nasreen nasrin natalia natalie",
  "nataliya natasha nathan nathaniel navdeep naveed navjot navneet nayan nazia nazir nazma nazmin nazneen neal",
  "neelam neena neeta neha neil nerys nesta ngozi nguyen nia niamh nicholas nicky nicola nicolae nicolas nicole",
  "nidhi nieves nigel nikesh nikhil nikita nikki nikola nikolai nilam nilesh nilufar nina ninel niraj nirav",
  "nirmal nirmala nisar nisha nishil nita nitesh nitin noah nobuhle nora norbert noreen norma norman nuala nuno",
  "nusrat nuzhat obinna octavia oksana olaf olamide oleg oleksandr olena olga oliver olivia olivier oluwaseun",
  "olwen omar omari onyeka oonagh orla oscar oskar osman oswald otis otto owain owen ozan pablo padma padraig",
  "pam pamela pankaj paolo paramjit paresh parisa parminder parul parveen parvin parvinder pascal patricia",
  "patrick patryk patsy paul paula paulette pauline paulo pawel payal pearse pedro peggy penelope perminder",
  "pete peter petra petronella petros philip philippa phillip phoebe phyllis pia pierre piers piotr polina",
  "polly prabhjot pradeep praful prakash pramod pranav prashant pratik praveen pravin preeti prem premila",
  "priscilla pritesh priti pritpal priya priyanka przemyslaw pushpa qasim quentin rabia rachael rachel radek",
  "radha radhika radoslaw rafael rafal rafiq raghu raheel rahim rahima rahman rahul raj rajan rajeev rajendra",
  "rajesh rajinder rajiv rajni rajnikant rajvinder rakesh rakhi ralph ramesh ramila ramon ramona randolph rania",
  "ranjan ranjit raphael rashid rashida rashmi ravi ravinder ravindra raymond rayyan razia razvan rebecca reece",
  "reena reginald rehan rehana rekha remi rena renata rene renee renuka reshma reuben reza rhian rhiannon rhona",
  "rhonda rhys ria ricardo richard richie rina rishi rita ritesh ritika riya riyad rizwan robert roberta",
  "roberto rochelle roderick rodney rodrigo roger rohan rohit roisin roksana roland rolf romana romina ron",
  "ronald ronan ronnie rory rosalie rosalind rosanna roshan rosie rosina ross roxana roxanne roy rozina ruaridh",
  "rubina rudolf rukhsana rukmini rupa rupal rupert rupinder russell ruta rutendo ruth rutvi ryan ryszard saad",
  "sabah sabina sabine sabir sabrina sachin sadia sadie sadiq safia safiya sagal sahil sahra saif saima saiqa",
  "saira sajid sajida sakina saleem saleh salim salima salma salman saman samantha samir samira samiya samuel",
  "sandeep sandip sandra sanjay sanjeev sanjiv sanna santosh sara sarah sarbjit sarfraz sarita sasha saskia",
  "satinder satish satwinder saul saurabh savita seamus sean sebastian seema sejal selena selina selma serena",
  "sergei sergio seth shabana shabir shabnam shafiq shagufta shah shahbaz shahid shahida shahin shahnaz shahzad",
  "shaila shailesh shaima shakeel shakila shakira shamim shamima shamsa shane shania shannon shantel sharda",
  "sharif sharmila sharon shaun shauna shayla shazia sheela sheila shelagh shereen sheri sherry sheryl shilpa",
  "shirin shirley shital shivani shobha shobhana shona shreya shriya shruti shubham sibusiso siddharth sidney",
  "sidra siegfried sigrid silvia simon simona simone simran sinead singh siobhan sipho slawomir smita sofia",
  "sohail solomon sonal sonali sonia sonja sonya sophia sophie soraya spencer stacey stanislaw stefan stefania",
  "stefano stella stephan stephanie stephen steve steven stuart sufia suhail sukhbir sukhdeep sukhdev sukhi",
  "sukhjinder sukhjit sukhvinder sukhwinder sulaiman suleiman sultana sumaira sumayyah sumita sunil sunita",
  "suraj surendra suresh surinder surjit susan susana susanna susannah susheela sushila sushma suzanne suzie",
  "svetlana svitlana swati sylvia sylvie sylwia szymon tabitha tadeusz tahir tahira tahmina talha tamara tamsin",
  "tania tanisha tanveer tanvi tanya tara tarek tariq tariro tarlochan tarun tasha taslima tasneem tatiana",
  "tayyab tayyaba tejal tejinder tendai terence teresa teri terri terry tess tessa tetiana thabo thandi",
  "thandiwe thelma theo theodora theodore theresa thomas tiago tiffany tilda tim timothy tinashe titus toby",
  "tolu tom tomas tomasz tommy toni tony tracey traci tracy travis trevor tricia trisha tristan trudy tunde",
  "tushar tyrone uche uday ujwala ulrich uma umair umar umesh ummul una ursula urszula urvashi usha usman",
  "vaishali valentina valeria valerie vanessa varsha varun vasanti vasile vernon veronica veronika vicki vickie",
  "vicky victor vihaan vijay vikas vikash vikesh vikram viktor viktoria vimal vimla vina vinay vincent vinesh",
  "vinod vipin vipul vishal vitaliy vivek vivian vivien vivienne vladimir volodymyr waheed wahid wahida",
  "waldemar wallace walter wanjiru waqar waqas warsame wasim wayne wei wendy wieslaw wilfred wilhelmina william",
  "wilma winifred winston wioletta wojciech wolfgang xavier xin yahya yaqub yash yasin yasir yasmeen yasmin",
  "yasmine yetunde yogesh yolanda yosef younis yousaf yousef youssef yulia yunus yuri yusra yusuf yvette yvonne",
  "zac zach zachary zafar zaheer zahid zahida zahir zahra zain zaina zainab zaira zakaria zakir zara zareena",
  "zarina zbigniew zdzislaw zeenat zeeshan zehra zeinab zelda zena zenab zenon zeynep zia zoe zofia zofija",
  "zohaib zohra zoya zsuzsanna zubaida zubair zuhra zulekha zulfiqar zuzanna zygmunt"
 ],
 "given_names_that_are_words": [
  "amber bill blessing bob carol daisy dan dawn dean don doug drew fay fran frank fred gail gay gene grace",
  "grant guy heather holly iris ivy jade jean joy kim kit leo les lily mark max mercy miles nick pat penny phil",
  "precious ray reg rex rich rick rob rose ruby russ sam sid stan sue sunny ted tina vic victoria viv warren",
  "wes will"
 ],
 "names_of_no_person": [
  "edith-weston anna-freud marie-curie jack-russell mark-twain martin-luther ryan-white margaret-mcmillan john-",
  "moore john-storer florence-nightingale mary-seacole richard-iii bob-marley father-christmas leonard-cheshire",
  "elizabeth-fry jo-cox john-lewis stephen-lawrence terrence-higgins samuel-smith emmanuel-carter charles-",
  "wilson charles-frears"
 ],
 "macros": {
  "S": "\\t-\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000",
  "U": "\\u00ad\\u0300-\\u036f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180b-\\u180f\\u200b-\\u200f\\u202a-\\u202e\\u2060-\\u206f\\u20d0-\\u20ff\\ufe00-\\ufe0f\\ufeff",
  "DASH": "\\-\\u2010-\\u2015\\u2212",
  "C": "[A-ZÀ-ÖØ-ÞĀĂĄĆĈĊČĎĐĒĔĖĘĚĜĞĠĢĤĦĨĪĬĮİĶĹĻĽŁŃŅŇŌŎŐŒŔŖŘŚŜŞŠŢŤŦŨŪŬŮŰŲŴŶŸŹŻŽȘȚ]",
  "START": "(?:^|[^{W}])",
  "END": "(?![{W}])",
  "REST": "[{W}'’-]{1,40}",
  "ENDNAME": "(?![{W}'’-])",
  "ALONE": "(?![{W}'’-])\\.?[{S}]{0,3}",
  "NOT_A_NAME": "(?!(?:{NO_NAMES}|{NO_NAMES^})(?![{W}'’-]))",
  "NOT_A_SURNAME": "(?!(?:{NO_SURNAMES}|{NO_SURNAMES^}|{NO_SURNAMES^^})(?:['’]s)?{END})",
  "NOT_AN_ORGANIZATION": "(?![{S}]{1,3}(?:{C}[{W}'’-]{1,40}[{S}]{1,3})?(?:{NO_SURNAMES^}|{NO_SURNAMES^^}){END})",
  "MONTH": "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)",
  "D31": "(?:0?[1-9]|[12][0-9]|3[01])",
  "Y4": "(?:(?:19|20)[0-9][0-9])",
  "Y": "(?:{Y4}|['’]?[0-9]{2})",
  "SLASH": "[{S}]?[/⁄∕][{S}]?",
  "DOT": "[{S}]?[.·•][{S}]?",
  "HYPHEN": "[{S}]?[{DASH}][{S}]?",
  "POINT": "[{S}]?[./{DASH}][{S}]?",
  "GAP": "[{S}.,/{DASH}]{1,3}",
  "DATE": "(?:{D31}{SLASH}{D31}{SLASH}{Y}|{D31}{DOT}{D31}{DOT}{Y}|{D31}{HYPHEN}{D31}{HYPHEN}{Y}|{D31}[{S}:|_]{D31}[{S}:|_]{Y4}|{Y4}{POINT}{D31}{POINT}{D31}|{Y4}[{S}]{D31}[{S}]{D31}|{Y4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])|{D31}(?:st|nd|rd|th)?(?:[{S}]{1,3}of)?{GAP}{MONTH}{GAP}(?:{Y4}|['’][0-9]{2}|[3-9][0-9])|{MONTH}[{S}.]{1,3}{D31}(?:st|nd|rd|th)?{GAP}{Y4})(?![{W}]|[./:{DASH}][0-9])",
  "BETWEEN": "[{S}{U}{DASH}()[\\].:·•_/]{0,3}"
 },
 "rules": [
  {
   "kind": "ni_number",
   "pattern": "{START}((?!bg|gb|kn|nk|nt|tn|zz)[abceghj-prstw-zq][{S}]?[abceghj-nprstw-zq][{S}{U}.,:;/_*{DASH}]{0,3}(?:[0-9][{S}{U}.,:;/_*{DASH}]{0,3}){6}[a-d]){END}",
   "flags": "i"
  },
  {
   "kind": "ni_number",
   "pattern": "{START}(?:n\\.?i\\.?|nino|national[{S}]{1,3}insurance)(?:[{S}]{1,3}(?:number|no\\.?|is)){0,2}[^{W}]{0,4}([a-z]{2}[{S}.{DASH}]{0,2}(?:[0-9]{2}[{S}.{DASH}]{0,2}){2}[0-9]{2}){END}",
   "flags": "i"
  },
  {
   "kind": "name",
   "pattern": "{START}((?:[Mm][Rr][Ss]?|[Mm]s|[Mm][Xx]|[Dd][Rr]|[Mm]ister|MISTER)(?:\\.?[{S}]{1,4}|\\.(?={C}))(?:{L}{ALONE}){0,3}{NOT_A_NAME}{L}{REST})"
  },
  {
   "kind": "name",
   "pattern": "{START}((?:[Mm]iss|MISS|MS|Master|MASTER|Doctor|Prof|Professor|Rev|Reverend|[Ss]ir|SIR|Lady|LADY|Dame|DAME|Lord|LORD|Baroness|Sister|SISTER|Brother|Father|Fr|Mother|Imam|Rabbi|Canon|Pastor|Bishop|Sheikh|Shaykh|Cllr|Councillor|Nurse|Sergeant|Sgt|Aunt|Auntie|Aunty|Uncle)(?:\\.?[{S}]{1,4}|\\.(?={C}))(?:{C}{ALONE}){0,3}{NOT_A_NAME}{NOT_A_SURNAME}{C}{REST}){ENDNAME}{NOT_AN_ORGANIZATION}"
  },
  {
   "kind": "name",
   "pattern": "(?:{START}(?:(?:[Ff]ore|[Ss]ur|[Mm]aiden[{S}]|[Ff]irst[{S}]|[Ll]ast[{S}]|[Ff]ull[{S}]|[Gg]iven[{S}]|[Ff]amily[{S}]|[Pp]atient(?:['’]s)?[{S}]|[Cc]lient(?:['’]s)?[{S}]|[Cc]aller(?:['’]s)?[{S}]|[Pp]erson(?:['’]s)?[{S}]|[Hh]is[{S}]|[Hh]er[{S}]|[Tt]heir[{S}]|[Mm]y[{S}])[Nn]ame|[Nn]amed)(?:[{S}]{1,3}(?:is|was))?[{S}]{0,3}[:=]?|(?:^|[\\n.;(][{S}]{0,2})[Nn]ame(?:[{S}]{1,3}(?:is|was)|[{S}]{0,3}[:=]))[{S}]{0,3}({NOT_A_NAME}{NOT_A_SURNAME}{C}{REST}(?:[{S}]{1,3}{C}{REST}){0,2}){ENDNAME}{NOT_AN_ORGANIZATION}"
  },
  {
   "kind": "name",
   "pattern": "{START}(?:{RELATIONS})[{S}]{1,3}({NOT_A_NAME}{NOT_A_SURNAME}{C}[{W}'’-]{1,40}){ENDNAME}{NOT_AN_ORGANIZATION}"
  },
  {
   "kind": "name",
   "pattern": "{START}(({C}[{W}’'-]{1,40})(?:[{S}]{1,3}{C}\\.?)?[{S}]{1,3}{NOT_A_NAME}{NOT_A_SURNAME}{C}[{W}’'-]{1,40}){ENDNAME}{NOT_AN_ORGANIZATION}",
   "check": "given_or_word",
   "not_after": "{START}(?:St|Saint|ST|st)\\.?[{S}]{1,3}$"
  },
  {
   "kind": "name",
   "pattern": "{START}(({L}[{W}-]{1,40})(?:['’][Ss])?)[{S}]{1,3}(?:{VERBS}){END}",
   "check": "given",
   "not_after": "{START}(?:St|Saint|ST|st|[Ii]n|[Nn]ear|[Aa]round|[Aa]t)\\.?[{S}]{1,3}$"
  },
  {
   "kind": "name",
   "pattern": "{START}(?:called|named|met|saw|visited|phoned|emailed|texted|helping|supporting|rang|known[{S}]{1,3}as|goes[{S}]{1,3}by|aka|(?:sp[oe]ak|spoke|spoken|speaking|talk|talked|talking|{RELATIONS}|{ROLES})(?:[{S}]{1,3}(?:to|with))?)[{S}]{1,3}(({L}[{W}-]{1,40})(?:[{S}]{1,3}{NOT_A_NAME}{NOT_A_SURNAME}{L}[{W}’'-]{1,40})?)",
   "check": "given",
   "flags": "i"
  },
  {
   "kind": "name",
   "pattern": "{START}(({L}[{W}-]{1,40})[{S}]{1,3}{NOT_A_NAME}{NOT_A_SURNAME}{L}[{W}’'-]{1,40})[{S}]{1,3}(?:{VERBS}){END}",
   "check": "given",
   "not_after": "{START}(?:St|Saint|ST|st|[Ii]n|[Nn]ear|[Aa]round|[Aa]t)\\.?[{S}]{1,3}$"
  },
  {
   "kind": "name",
   "pattern": "{START}(({L}[{W}-]{1,40})['’][Ss])[{S}]{1,3}(?:{RELATIONS}|{ROLES}|{OWNED}){END}",
   "check": "given",
   "not_after": "{START}(?:St|Saint|ST|st)\\.?[{S}]{1,3}$"
  },
  {
   "kind": "name",
   "pattern": "{START}({NOT_A_NAME}{NOT_A_SURNAME}{C}{REST},[{S}]{1,2}({C}[{W}’'-]{1,40})){ENDNAME}(?![{S}]{1,3}{C})",
   "check": "given"
  },
  {
   "kind": "name",
   "pattern": "{START}((?:{C}\\.[{S}]{0,2}|[B-HJ-Z][{S}])(?:{C}\\.?[{S}]{0,2}){0,2}{NOT_A_NAME}{NOT_A_SURNAME}{C}[{W}’'-]{1,40})[{S}]{1,3}(?:{SAYS}){END}"
  },
  {
   "kind": "name",
   "pattern": "{START}(({C}[{W}-]{1,40})(?:[{S}]{1,3}{C}[{W}’'-]{1,40})?)[{S}]{1,3}(?:{SAYS}){END}",
   "check": "given_or_word",
   "not_after": "{START}(?:St|Saint|ST|st|[Ii]n|[Nn]ear|[Aa]round|[Aa]t)\\.?[{S}]{1,3}$"
  },
  {
   "kind": "name",
   "pattern": "{START}(?:{RELATIONS})[{S}]{0,2}[,(:][{S}]{0,2}(({C}[{W}’'-]{1,40})){ENDNAME}",
   "check": "given_or_word"
  },
  {
   "kind": "name",
   "pattern": "(?:^|[\\n.;(][{S}]{0,2})({L}[{W}’'-]{1,40},[{S}]{0,2}([a-z][{W}’'-]{1,40})){ENDNAME}(?=[{S}]{0,2}(?:$|[\\n.;)]))",
   "check": "given",
   "flags": "i"
  },
  {
   "kind": "birth_date",
   "pattern": "{START}(?:d[{S}.]{0,2}o[{S}.]{0,2}b)[{S}.:]{1,3}({D31}[{S}./{DASH}]{1,2}{D31}[{S}./{DASH}]{1,2}{Y}){END}",
   "flags": "i"
  },
  {
   "kind": "birth_date",
   "pattern": "(?:^|[^{W}./{DASH}])({DATE}|[0-9]{6}|[0-9]{8})[{S},(:{DASH}]{1,3}(?:d\\.?o\\.?b|date[{S}]of[{S}]birth){END}",
   "flags": "i"
  },
  {
   "kind": "ni_number",
   "pattern": "{START}((?!BG|GB|KN|NK|NT|TN|ZZ|SC|OC|NC|NI|SK|SP|SJ|SO|SE|TF|TL)[ABCEGHJ-PRSTW-Z][ABCEGHJ-NPRSTW-Z][{S}]?(?:[0-9]{6}|[0-9]{2}[{S}][0-9]{2}[{S}][0-9]{2})){END}"
  },
  {
   "kind": "email",
   "pattern": "(?:^|[{S}(,:])(@[a-z](?=[{W}.-]{0,28}[0-9_.][{W}])[{W}.-]{2,30}){END}",
   "flags": "i"
  },
  {
   "kind": "email",
   "pattern": "{START}((?:facebook|instagram|tiktok|twitter|linkedin|snapchat)\\.com/(?!groups|pages|events|company)[{W}@./-]{2,60})",
   "flags": "i"
  },
  {
   "kind": "email",
   "pattern": "{START}([{W}.+-]{2,64}[{S}]{1,3}(?:at|@)[{S}]{1,3}(?:gmail|googlemail|hotmail|outlook|yahoo|icloud|live|aol|msn|btinternet|sky|talktalk|protonmail)[{S}]?(?:\\.|dot)[{S}]?(?:com|co|net|org|me)){END}",
   "flags": "i"
  },
  {
   "kind": "birth_date",
   "pattern": "{START}(?:d\\.?o\\.?b\\.?|date[{S}]{1,3}of[{S}]{1,3}birth)[{S}:.]{1,3}([0-9]{8}|[0-9]{6}){END}",
   "flags": "i"
  },
  {
   "kind": "birth_date",
   "pattern": "{START}(?:born|d\\.?o\\.?b\\.?|date[{S}]{1,3}of[{S}]{1,3}birth|birth[{S}-]?date|birthday)(?![{W}])[^\\n]{0,20}?(?:^|[^{W}])({DATE})",
   "flags": "i"
  },
  {
   "kind": "birth_date",
   "pattern": "{START}(?:born|d\\.?o\\.?b\\.?|date[{S}]{1,3}of[{S}]{1,3}birth)[{S}:]{1,3}(?:in[{S}]{1,3}|is[{S}]{1,3})?((?:{MONTH}[{S},]{1,3})?{Y4}){END}",
   "flags": "i"
  },
  {
   "kind": "old_date",
   "pattern": "(?:^|[^{W}./{DASH}])({DATE})",
   "flags": "i",
   "check": "old_date",
   "not_after": "(?:(?:^|[^{W}])[Oo]n|[Ss]ince|[Bb]egan|[Bb]egun|[Ss]tarted|[Ff]rom|[Ss]igned|[Dd]ated|[Ee]nded|[Uu]ntil|[Oo]pened|[Cc]losed|[Dd]ied|[Ll]eft|[Mm]arried|[Ff]ounded)(?:[{S}]on)?[{S}]{1,3}$"
  },
  {
   "kind": "email",
   "pattern": "(?:^|[^{W}.+-])([{W}.+-]{1,254}@([{W}-]{1,63}(?:\\.[{W}-]{1,63}){1,8}))",
   "check": "email"
  },
  {
   "kind": "email",
   "pattern": "{START}([{W}.+-]{2,64}[{S}]{1,3}[(\\[]?at[)\\]]?[{S}]{1,3}[{W}-]{2,63}[{S}]{1,3}[(\\[]?dot[)\\]]?[{S}]{1,3}(?:com|co|uk|net|org)){END}",
   "flags": "i"
  },
  {
   "kind": "address",
   "pattern": "(?:^|[^{W}:.£$])([0-9]{1,4}[a-zA-Z]?(?:[{S}]?[/&{DASH}][{S}]?[0-9]{1,4}[a-zA-Z]?)?,?[{S}]{1,3}(?:{C}[{W}'’.-]{0,30}[{S}]{1,3}){1,3}(?:{STREETS_WITH_CAPITALS^}|{STREETS_WITH_CAPITALS^^}|{STREETS})){END}",
   "not_after": "(?:[Ss]urgery|[Cc]entre|[Hh]all|[Dd]rop-in|[Cc]linic|[Gg]roup|[Cc]lub|[Cc]af[eé]|[Cc]hurch|[Ll]ibrary|[Oo]ffice|[Ss]hop|[Ss]ession|[Bb]ank|[Hh]ub|[Aa]dvice|[Bb]uilding|[Ss]ervice|[Ss]chool)(?:[{S}](?:is|are|meets|runs|held))?(?:,|[{S}](?:at|in|on))[{S}]{1,3}$"
  },
  {
   "kind": "address",
   "pattern": "(?:^|[^{W}:.£$])([0-9]{1,4}[a-z]?,?[{S}]{1,3}(?:(?!(?:{NO_STREETS}){END})[a-z][a-z'’.-]{1,30}[{S}]{1,3}){0,2}(?:(?!(?:{NO_STREETS}){END})[a-z][a-z'’.-]{1,30}[{S}]{1,3}(?:{STREETS})|high[{S}]{1,3}st)){END}",
   "flags": "i",
   "not_after": "(?:[Ss]urgery|[Cc]entre|[Hh]all|[Dd]rop-in|[Cc]linic|[Gg]roup|[Cc]lub|[Cc]af[eé]|[Cc]hurch|[Ll]ibrary|[Oo]ffice|[Ss]hop|[Ss]ession|[Bb]ank|[Hh]ub|[Aa]dvice|[Bb]uilding|[Ss]ervice|[Ss]chool)(?:[{S}](?:is|are|meets|runs|held))?(?:,|[{S}](?:at|in|on))[{S}]{1,3}$"
  },
  {
   "kind": "address",
   "pattern": "{START}((?:flat|apartment|apt)[{S}]{1,3}(?:no\\.?[{S}]{0,2})?[0-9]{1,4}[a-z]?,?[{S}]{1,3}(?:(?!(?:{NO_STREETS}){END})[a-z][a-z'’.-]{1,30}[{S}]{1,3}){1,3}(?:house|lodge|tower|towers|point|mansions|court|place)){END}",
   "flags": "i"
  },
  {
   "kind": "postcode",
   "pattern": "{START}([A-Z]{1,2}[0-9][A-Z0-9]?[{S}{U}.{DASH}]{0,3}[0-9][ABD-HJLNP-UW-Z]{2}){END}",
   "flags": "i"
  },
  {
   "kind": "phone",
   "pattern": "(?:^|[^{W}+./{DASH}]|[^0-9]\\.)((?:(?:\\+[{S}]?44|0044)(?:{BETWEEN}[0-9]){9,11}|(?:0|[Oo](?=[{S}{DASH}.]?7))(?:{BETWEEN}[0-9]){9,10}))(?![0-9])",
   "check": "phone",
   "not_after": "(?:[Oo]ffice|[Ss]urgery|[Ll]ine|[Hh]elpline|[Cc]entre|[Cc]ouncil|[Rr]eception|[Ss]ervice|[Tt]eam|[Dd]esk|[Cc]linic|[Hh]ospital|[Hh]all|[Ll]ibrary|[Ss]chool|[Pp]harmacy)(?:['’]s)?(?:[{S}](?:number|phone))?(?:[{S}](?:is|on)|:)?[{S}]{1,3}$"
  },
  {
   "kind": "phone",
   "pattern": "(?:^|[^{W}+])(\\+(?!44)[1-9](?:[{S}().{DASH}]{0,2}[0-9]){8,13})(?![0-9])"
  }
 ],
 "numbers": {
  "digits": [
   "b2:2:2 b9:1:1 660:0:10 6f0:0:10 7c0:0:10 966:0:10 9e6:0:10 a66:0:10 ae6:0:10 b66:0:10 be6:0:10 c66:0:10",
   "ce6:0:10 d66:0:10 de6:0:10 e50:0:10 ed0:0:10 f20:0:10 1040:0:10 1090:0:10 1369:1:9 17e0:0:10 1810:0:10",
   "1946:0:10 19d0:0:10 19da:1:1 1a80:0:10 1a90:0:10 1b50:0:10 1bb0:0:10 1c40:0:10 1c50:0:10 2070:0:1 2074:4:6",
   "2080:0:10 2460:1:9 2474:1:9 2488:1:9 24ea:0:1 24f5:1:9 24ff:0:1 2776:1:9 2780:1:9 278a:1:9 3007:0:1 3220:1:9",
   "3280:1:9 4e00:1:1 4e03:7:1 4e09:3:1 4e5d:9:1 4e8c:2:1 4e94:5:1 516b:8:1 516d:6:1 56db:4:1 96f6:0:1 a620:0:10",
   "a8d0:0:10 a900:0:10 a9d0:0:10 a9f0:0:10 aa50:0:10 abf0:0:10 ff10:0:10 10107:1:9 104a0:0:10 10a40:1:4",
   "10d30:0:10 10d40:0:10 10e60:1:9 11052:1:9 11066:0:10 110f0:0:10 11136:0:10 111d0:0:10 112f0:0:10 11450:0:10",
   "114d0:0:10 11650:0:10 116c0:0:10 116d0:0:10 116da:0:10 11730:0:10 118e0:0:10 11950:0:10 11bf0:0:10",
   "11c50:0:10 11d50:0:10 11da0:0:10 11f50:0:10 16a60:0:10 16ac0:0:10 16b50:0:10 16d70:0:10 1ccf0:0:10",
   "1d7ce:0:10 1d7d8:0:10 1d7e2:0:10 1d7ec:0:10 1d7f6:0:10 1e140:0:10 1e2f0:0:10 1e4f0:0:10 1e5f1:0:10",
   "1e950:0:10 1f100:0:1 1f101:0:10 1f10b:0:1 1f10c:0:1 1fbf0:0:10"
  ],
  "units": "zero:0 nought:0 naught:0 nil:0 oh:0 o:0 one:1 two:2 three:3 four:4 five:5 six:6 seven:7 eight:8 nine:9",
  "teens": "ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen",
  "tens": "twenty thirty forty fifty sixty seventy eighty ninety",
  "times": "double:2 triple:3 treble:3",
  "said_between": "dash hyphen dot slash comma space stroke underscore point then",
  "lookalike": "O:0 o:0 О:0 о:0 Ο:0 ο:0 I:1 l:1 i:1 І:1 і:1 Ӏ:1 ӏ:1 Ι:1 З:3 з:3",
  "tag": "<!--(?:[^-]|-(?!->)){0,300}-->|</?[a-z!][^<>]{0,300}>|&lt;/?[a-z!][^<>&]{0,100}&gt;|\\[/?[a-z]{1,10}(?:=[^\\[\\]]{0,60})?\\]|\\]\\([^()\\[\\]{S}]{0,300}\\)|(?:^|[\\n\\r])[{S}]{0,8}[0-9]{1,2}[.)][{S}]{1,3}(?=[0-9]{3})",
  "token": "(&(?:amp;){0,3}#x?[0-9a-f]{1,7};|&#(?:4[89]|5[0-7]|x3[0-9])(?![0-9a-f]))|(&(?:amp;){0,3}[a-z]{2,31};|&(?:nbsp|shy|ensp|emsp|thinsp|ndash|mdash|hyphen|zwj|zwnj)|&#(?:820[1-8]|821[12]|8239|8288|160|173|32|45|x(?:200[0-9a-f]|201[0-5]|202f|2060|feff|20|2d|a0|ad))|%(?:20|2[0-9a-f]|3a|0[9ad]|a0|c2%a0)|\\\\[nrt])|([0-9]\\.[0-9]{7,9}e\\+?0?9(?![{W}]))|((?:{L}|[0-9])+)|([£$€¥]|%(?![0-9]))|([{U}])|([{S}])|([^{W}])|(.)"
 }
};
