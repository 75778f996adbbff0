"""Words of the demo caseload: what people want, in their own words. No database.

Data, not interface: Finnish in every language. Nobody is named, and nothing is said
about anybody's health: people speak of work.
"""

# One person a paragraph. A line: how much it matters (3 a dream, 2 would like, 1 would
# do, x wants to avoid), ISCO-08 code, tail of the industry's xml id, own words.
# ":" is followed by conditions, "+" by licences: tails of xml ids
PEOPLE = """
3 5120 I Haluan oppia kokiksi ja tehdä lounasruokaa.
2 5246 I Kahvila käy myös, jos saan olla keittiön puolella.
x 9112 - Siivousta olen tehnyt jo tarpeeksi.
: team standing
+ hygiene

3 7234 G Pyörien korjaaminen. Olen aina purkanut ja koonnut niitä.
1 9334 G Hyllytys urheilukaupassa olisi alku.
x 5244 - En halua myydä puhelimessa.
: own_pace indoors

2 7512 C Leipomo: pidän siitä, että työ on valmis aamulla.
2 9412 I Aamuvuoro keittiössä sopisi minulle.
x - - En halua tehdä töitä yksin yöllä.
: team regular

2 5321 Q Vanhusten kanssa jutteleminen on minulle helppoa.
1 9412 Q Hoivakodin keittiö sopisi myös.
: team moving
+ hygiene first_aid

2 4224 I Hotellin vastaanotto, puhun kolmea kieltä.
2 5113 - Opas, kun ryhmiä tulee ulkomailta.
: customers

2 9333 H Varasto, ja trukkikortti olisi kiva saada.
1 4321 G Keräily käy, kunhan saa liikkua.
: moving lifting

3 26 - Valokuvaaminen, tuotekuvat ja tapahtumat.
2 7321 - Painossa näkisi, miten kuvasta tulee lehti.
: quiet screen

3 5164 - Koirien kanssa, trimmaamossa tai hoitolassa.
2 9212 A Eläinten ruokinta maatilalla.
: outdoors moving
+ driving_b

3 35 - Tietokoneiden korjaaminen ja asentaminen.
1 9612 S Kierrätyskeskuksessa laitteiden purkaminen.
x - G Ei kassalle jonon eteen.
: sitting quiet

2 4411 - Kirjasto, hyllyttäminen ja lainaustiski.
2 4415 - Arkistossa saisi järjestää rauhassa.
: quiet regular indoors

3 6113 A Oma puutarha on haave, taimitarha olisi hyvä alku.
2 9214 A Kasvihuoneella olin kesän ja viihdyin.
x 9321 - En halua seistä linjalla koko päivää.
: outdoors own_pace

3 5312 P Koulunkäynnin ohjaaja. Tulen toimeen lasten kanssa.
2 5311 P Päiväkodissa voisin aloittaa.
: team

3 7531 C Ompelija. Korjaan jo nyt ystävien vaatteita.
2 8153 C Ompelukone tehtaassakin on ompelukone.
x - - En halua vuoroja, jotka vaihtuvat joka viikko.
: quiet sitting regular

3 8331 H Bussikuskiksi. Tykkään ajaa ja tavata ihmisiä.
2 9621 H Jakelu omalla alueella.
+ driving_b

2 9112 N Pidän siivouksesta: näkee heti, mitä sai aikaan.
2 8157 S Pesula, siellä on lämmintä ja säännöllistä.
: own_pace alone

3 25 - Pelien testaaminen ja ohjelmointi.
2 25 - Verkkosivuja olen tehnyt kahdelle yhdistykselle.
x - I Ei ravintolaan.
: screen quiet

3 7522 C Puuseppä. Teen huonekaluja kotipajassa.
2 7115 F Kirvesmiehen apuna oppisi lisää.
: own_pace
+ safety

2 5223 G Kukkakauppa. Sidon kimppuja muutenkin.
1 5223 G Vaatekauppa, jos porukka on mukava.
: customers

3 26 R Musiikki, äänentoisto tai soitinten korjaus.
2 7312 - Soitinrakentajan oppipoikana.
x - - Aikaiset aamut ennen kuutta eivät ole minua varten.

2 9213 A Maatilan työt, olen kasvanut tilalla.
2 8341 A Traktorin ajo.
: outdoors alone
+ driving_b

3 5141 S Kampaamo. Hiukset ovat aina kiinnostaneet.
1 5142 S Kynsien laittamistakin olen opetellut.
: customers indoors

2 4311 - Kirjanpito: tykkään, kun luvut täsmäävät.
2 4110 - Toimistotyö, paperit ja sähköpostit.
x 4222 - Ei puhelinpalvelua.
: quiet sitting screen

3 6210 A Metsässä. Raivaussahan kanssa olen ollut töissä.
1 9215 A Istutustyöt keväällä.
: outdoors own_pace

2 5153 L Kiinteistönhuolto, lumityöt ja pienet korjaukset.
2 7131 F Maalaaminen, olen maalannut kaksi taloa.
: outdoors alone
+ driving_b safety

3 34 R Liikunnanohjaaja, sählyä lapsille.
1 5223 G Urheiluliikkeessä osaisin neuvoa.
: team

2 7212 C Hitsaus. Kurssi on käyty, haluan lisää tunteja.
1 8211 C Kokoonpano konepajassa.
: standing
+ hot_work safety

3 6123 A Mehiläiset. Hoidan naapurin pesiä.
2 9214 A Kasvimaan työt.
: outdoors quiet

2 5230 G Kassa. Pidän siitä, että asiakkaat vaihtuvat.
2 5246 I Kahvilan tiski.
x - - En halua olla yksin vuorossa.
: customers team
+ alcohol

3 26 - Kirjoitan. Lehden tai verkkosivun jutut.
2 4413 - Oikoluku onnistuu hyvin.
: quiet screen own_pace

2 7231 G Autokorjaamo, renkaat ja öljynvaihdot.
1 9122 G Autonpesu käy aluksi.
+ driving_b

3 7318 C Kudon ja värjään lankoja. Siitä työ, jos voisi.
2 8152 C Kutomo kiinnostaa.
x - H Ei kuljetusalaa.
: own_pace

2 9411 I Pikaruokapaikka, siellä on nuoria töissä.
2 5131 I Tarjoilijan työ, kun ensin opin.
: team moving

2 7411 F Sähköasentajan apuna, koulu jäi kesken.
2 7421 C Piirilevyjen juottaminen.
: sitting
+ safety

3 26 P Museossa, valvoja tai näyttelyiden rakentaja.
2 4225 - Neuvontatyö, kun saa tutustua aiheeseen.
: quiet indoors

2 9321 C Pakkaaminen. Tykkään, kun on selvä tahti.
1 9329 C Tehtaan aputyöt käyvät.
x - - En halua ilta- enkä yövuoroja.
: regular standing

3 5169 - Oma kahvila joskus. Nyt oppia kahvilasta.
2 5246 I Kahvilassa saisi leipoakin.
: customers team
+ hygiene

2 8160 C Meijeri tai muu elintarvike.
2 7511 C Lihatiskillä olin harjoittelussa.
+ hygiene

3 23 P Suomen opettaminen muille maahan tulleille.
2 5312 P Koululla omalla kielelläni.
: team

2 8322 H Tavaran kuljettaminen pakettiautolla.
2 8344 H Trukki, kortti on voimassa.
: alone
+ driving_b forklift

2 9121 S Pyykki ja silitys.
1 9112 N Siivous tutussa paikassa, ei joka päivä eri kohteessa.
: alone regular indoors

3 31 - Laboratorio. Kemia oli paras aine koulussa.
1 7543 C Laadun tarkastus tehtaalla.
: quiet standing

2 5414 N Vartija. Kurssi on puolivälissä.
x - - En halua työtä, jossa ei tapaa ketään.
: moving

3 34 I Keittiömestariksi asti, askel kerrallaan.
2 9412 I Tiskaamalla pääsee sisään.
: team standing
+ hygiene

2 9611 E Jäteauto tai lajittelu, ulkona liikkuminen.
2 9613 N Katujen ja puistojen kunnossapito.
: outdoors moving

2 33 - Palkat ja laskut, olen tehnyt niitä ennenkin.
2 4313 - Puolikas viikko toimistossa.
: quiet screen

3 7317 C Puukot ja puulusikat. Myyn torilla.
1 5211 G Torilla myyminen.
: own_pace alone

2 6121 A Navetalla. Lehmät ovat rauhallisia.
1 9212 A Lomittajan apuna.
: outdoors

2 9622 N Monenlaista: korjaan, kannan, haen.
1 7119 F Rakennuksella apuna.
x - J En halua istua ruudun ääressä.
: moving lifting

3 35 R Valo ja ääni tapahtumissa.
2 7412 - Sähkölaitteiden kokoaminen.
: team

2 5329 Q Päiväkeskuksessa ohjaajana.
2 5162 - Seurana vanhukselle kotona.
: regular
+ first_aid

3 7313 C Korut. Hopeatyön kurssi on käyty.
2 5223 G Korukaupassa myyjänä.
: quiet sitting

2 4412 H Postin lajittelu, olen aamuihminen.
1 9621 H Lehdet, kun pyörällä pääsee.
: regular alone
"""

# What may be told for what, by level of telling
PURPOSES = {
    "0": [
        "Haen itse. Kerron itse, jos haluan.",
        "En halua vielä, että minusta puhutaan.",
    ],
    "1": [
        "Saat kertoa, mitä osaan, mutta et vielä, kuka olen.",
        "Kysy ensin, onko työtä. Nimen kerron haastattelussa.",
    ],
    "2": [
        "Nimeni saa kertoa, kun sovitaan haastattelusta.",
        "Nimi, puhelinnumero ja ansioluettelo.",
    ],
    "3": [
        "Esihenkilön on hyvä tietää, että valmentaja on alussa mukana.",
        "Saa kertoa, että kirjalliset ohjeet auttavat minua.",
    ],
    "4": [
        "Saa kertoa myös, että opiskelen iltaisin.",
        "Saa kertoa, missä kaikkialla olen ollut töissä.",
    ],
}
PURPOSE_EMPLOYER = [
    "Tähän paikkaan haluan. Kerro, että olen kiinnostunut.",
    "Olen käynyt siellä, minut tunnetaan jo.",
    "Heille voi kertoa enemmän kuin muille.",
]

# On the line of a contact: read by those who may see the person only
NOTES = [
    "Kerroin osaamisesta, kiinnostuivat. Nimestä ei puhuttu.",
    "Paikka kuulosti sopivalta, sovitaan tutustuminen.",
    "Tunnit sopisivat, matka on pitkähkö.",
    "Kävimme yhdessä, tunnelma oli hyvä.",
    "Ei juuri tätä työtä, mutta toinen osasto voisi kiinnostaa.",
    "Haluaa miettiä viikon.",
    "Rauhallinen paikka, juuri sellainen kuin toivottiin.",
]
NOTES_CLIENT = [
    "Kävi itse kysymässä, jätti yhteystietonsa.",
    "Oli yhteydessä itse, pyydettiin tulemaan uudelleen.",
]

# Next steps with a person
TO_DO = [
    "Sovi tapaaminen",
    "Käykää toiveet läpi uudelleen",
    "Soita ja kysy kuulumiset",
    "Harjoitelkaa haastattelua",
    "Tehkää ansioluettelo yhdessä",
    "Lähetä ehdotus työpaikoista",
    "Sovi tutustuminen työpaikkaan",
    "Puhukaa siitä, mitä työnantajalle kerrotaan",
]


def people():
    """Return the people: [(wishes, conditions, licences)].

    A wish is (strength or "x", occupation code, industry, own words), where "" stands
    for what was not said.
    """
    drawn = []
    for paragraph in PEOPLE.strip().split("\n\n"):
        wishes, more = [], {":": "", "+": ""}
        for line in paragraph.splitlines():
            mark, rest = line.split(" ", 1)
            if mark in more:
                more[mark] = rest
            else:
                code, industry, words = rest.split(" ", 2)
                wishes.append((mark, code.strip("-"), industry.strip("-"), words))
        drawn.append((wishes, more[":"], more["+"]))
    return drawn
