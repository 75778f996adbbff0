"""Words of the demo log: what a contact was for, what came of it, what was noted;
and what the team and its leader wrote down together.

Keys are the tails of the xml ids in ``data/ips_contact_list_data.xml``. The notes are
data, not interface: Finnish in every language. Like those of a real log they speak of
the employer only, never of a person served.
"""

# What the contacts with an employer were for, in their order, by how far the
# relationship has come; the last three steps repeat
PATHS = {
    "prospect": ["introduction"],
    "introduced": ["introduction", "introduction", "thanks", "needs"],
    "needs_known": ["introduction", "needs", "thanks", "needs", "advert"],
    "candidate_discussed": [
        "introduction",
        "needs",
        "candidate",
        "advert",
        "candidate",
    ],
    "partner": ["needs", "candidate", "thanks", "advert", "candidate", "thanks"],
    "dormant": ["introduction", "needs", "thanks"],
    "declined": ["introduction", "introduction"],
}

OUTCOMES = {
    "introduction": ["appointment", "appointment", "later", "lead", "not_now"],
    "needs": ["appointment", "lead", "lead", "later"],
    "candidate": ["interview", "interview", "appointment", "offer", "later"],
    "advert": ["interview", "appointment", "lead", "not_now"],
    "thanks": ["lead", "later", "appointment"],
    "complaint": ["appointment", "later"],
}

SHARED_NOTES = {
    "introduction": [
        "Esittelin toimintamme ja jätin esitteen. Palaan asiaan sovitusti.",
        "Lyhyt esittäytyminen ruuhkan hellitettyä, kiinnostusta oli.",
        "Kävimme läpi, miten rekrytoinnin tuki toimii käytännössä.",
        "Sovittiin, että tulen toisen kerran, kun on enemmän aikaa.",
        "Kerroin työhönvalmennuksesta. Toiveena yksi tuttu yhteyshenkilö.",
        "Tutustuin tiloihin ja tapasin esihenkilön. Hyvä vastaanotto.",
        "Jätin yhteystiedot. Yritys miettii lähikuukausien tarvetta.",
    ],
    "needs": [
        "Kartoitettiin työvuorot: eniten kiirettä aamuisin klo 6–10.",
        "Tarvetta osa-aikaiselle avulle, noin 15 tuntia viikossa.",
        "Käytiin läpi tehtävät, joihin ammattilaisilla ei riitä aikaa.",
        "Tärkeintä on täsmällisyys. Tehtävään opastetaan rauhassa.",
        "Varastolla kaivataan apua hyllytykseen ja keräilyyn.",
        "Tulossa eläköitymisiä, paikkoja avautuu ensi vuonna.",
        "Puhuttiin tehtävien räätälöinnistä, yritys selvittää asiaa.",
        "Viikonloppuvuoroihin on vaikea saada tekijöitä.",
    ],
    "candidate": [
        "Keskusteltiin avoimesta tehtävästä ja sen vaatimuksista.",
        "Sovittiin haastattelupäivästä ja siitä, kuka ottaa vastaan.",
        "Yritys haluaa tavata hakijan työpaikalla ennen päätöstä.",
        "Käytiin läpi aloituksen käytännöt ja perehdytys.",
        "Työpaikkakäynti sovittu, yhteyshenkilönä esihenkilö.",
    ],
    "advert": [
        "Kysyin avoimesta paikasta: haku jatkuu kuun loppuun.",
        "Paikka täytettiin jo, uusi haku käynnistyy ensi kuussa.",
        "Ilmoituksen tehtävästä voisi erottaa kevyemmän osan.",
        "Hakuilmoitus tulossa, saamme sen ensimmäisten joukossa.",
    ],
    "thanks": [
        "Kiitoskäynti. Yhteistyö sujuu ja jatkuu.",
        "Vein kahvipullat ja kyselin kuulumiset.",
        "Kiitettiin hyvästä yhteistyöstä, seuraava käynti kuukauden päästä.",
        "Yritys vinkkasi naapurifirmasta, jossa on tarvetta avulle.",
    ],
    "complaint": [
        "Palaute: yhteyttä on otettu liian tiheästi. Sovittiin yksi soittaja.",
        "Toive: käynnit jatkossa vain sovittuina aikoina.",
    ],
}

NOTES_ELSEWHERE = {
    "phone": [
        "Soitto, sovittiin käynnin aika.",
        "Soitin, pyysi palaamaan ensi viikolla.",
    ],
    "email": ["Lähetin esitteen ja ehdotin tapaamisaikoja.", "Vahvistin käynnin ajan."],
    "remote": ["Lyhyt etäpalaveri aikatauluista."],
    "event": ["Juteltiin yrittäjäaamussa, sovittiin käynti."],
    "letter": ["Lähetin kiitoskortin."],
}

NOTES_NO_DECIDER = [
    "Päättäjä oli matkoilla, jätin esitteen tiskille.",
    "Esihenkilö vapaalla. Paras aika tavata on tiistaiaamu.",
    "Kukaan päättävä ei ehtinyt, sain puhelinnumeron.",
]

INTERNAL_NOTES = [
    "Pysäköinti takapihalla, ovikello lastauslaiturilla.",
    "Paras aika soittaa on ennen kymmentä.",
    "Suora ja mutkaton, ei kaipaa esitteitä.",
    "Toinen esihenkilö on varautuneempi, kannattaa tavata molemmat.",
    "Naapurin liike kuuluu samalle omistajalle.",
    "Ei käyntejä perjantaisin, silloin tulee kuorma.",
]

# Activity type, summary
NEXT_STEPS = [
    ("mail.mail_activity_data_call", "Soita"),
    ("mail.mail_activity_data_email", "Kiitosviesti"),
    ("mail.mail_activity_data_todo", "Palaa asiaan"),
    ("mail.mail_activity_data_call", "Sovi toinen käynti"),
    ("mail.mail_activity_data_todo", "Vie esite"),
    ("mail.mail_activity_data_email", "Vahvista haastatteluaika"),
]

REMARKS = [
    "Hyvä viikko, kiitos!",
    "Hienosti uusia yrityksiä mukaan.",
    "Jutellaan maanantaina, miten saadaan toisia käyntejä sovittua.",
    "Hyvä, että palaat samoihin paikkoihin.",
    "Kirjaathan jatkossa myös tavatun henkilön.",
    "Hyvin tehty lyhyellä viikolla.",
]

# What the group talked about: strategies with employers, never people
STRATEGIES = [
    "Ensikäynnille viedään yksi kysymys: mihin töihin kaipaisitte lisää käsiä?",
    "Toinen käynti sovitaan jo ensimmäisellä, muuten se jää.",
    "Tiistaiaamut ovat kaupoissa rauhallisimpia, iltapäivisin päättäjä ei ehdi.",
    "Kysytään tehtäviä, ei paikkoja: räätälöity työ löytyy tehtävistä.",
    "Kiitoskäynti myös silloin, kun vastaus oli ei.",
    "Palvelutaloilla on sama esihenkilö: sovittiin yksi yhteinen yhteyshenkilö.",
    "Kokeiltiin pareittain lyhyt esittely, joka mahtuu minuuttiin.",
    "Haastatteluun sovitaan etukäteen, kuka ottaa vastaan ja missä.",
    "Palkkatuesta kerrotaan vasta, kun tehtävä on selvä.",
    "Hiljaisiin yrityksiin otetaan yhteyttä kauden vaihtuessa.",
    "Yrittäjäaamuun mennään kaksin, ja uudet tutut jaetaan samana päivänä.",
    "Jaettiin vihjeet, jotka eivät sovi omille työnhakijoille.",
]

# What was seen at an employer, what was agreed next
MENTORING = [
    (
        "Kuunteli enemmän kuin puhui. Kysyi tarpeista ennen kuin esitteli palvelun.",
        "Sopii toisen käynnin ajan ennen lähtöä.",
    ),
    (
        "Hyvä alku, mutta päättäjä jäi tapaamatta.",
        "Varmistaa etukäteen, kuka päättää rekrytoinnista.",
    ),
    (
        "Esittely venyi, ja yrittäjällä oli kiire. Lopussa löytyi silti vihje.",
        "Harjoitellaan minuutin esittely.",
    ),
    (
        "Kulki työpaikan läpi ja löysi kaksi tehtävää, joita kukaan ei ehdi tehdä.",
        "Kirjaa tehtävät ja vie ehdotuksen ensi viikolla.",
    ),
    (
        "Luonteva ja rauhallinen. Kieltävä vastaus otettiin hyvin.",
        "Kysyy, milloin saa palata asiaan.",
    ),
    (
        "Puhui paljon tuista. Tarpeet jäivät kysymättä.",
        "Aloittaa seuraavalla kerralla tarpeista.",
    ),
    (
        "Toinen käynti samassa paikassa: luottamus näkyi, esihenkilö kertoi tulevasta.",
        "Sopii tutustumisen työtehtäviin.",
    ),
    (
        "Muisti, mitä viimeksi sovittiin, ja oli tehnyt sen.",
        "Ottaa yhteyttä myös toiseen toimipaikkaan.",
    ),
]
