"""Job openings of the demo region, in words only: no database.

Titles, tasks and adjustments are data, not interface: Finnish in every language. They
speak of workplaces, never of a person served.
"""

# By the tail of the industry's xml id in `base`; title, ISCO-08 code, hours a week,
# shifts that are known (d, e, n, w; capital: no), conditions, licences
JOBS = {
    "A": [
        ("Kasvihuoneapulainen", "9214", (20, 30), "dE", "standing indoors", ""),
        ("Maatilatyöntekijä", "9213", (15, 25), "dW", "outdoors moving", "driving_b"),
        ("Taimitarhan apulainen", "9214", (0, 20), "", "outdoors lifting", ""),
    ],
    "C": [
        ("Pakkaaja", "9321", (25, 37.5), "dN", "standing regular", "safety"),
        ("Leipomotyöntekijä", "7512", (20, 30), "nW", "standing team", "hygiene"),
        ("Kokoonpanija", "8219", (30, 37.5), "d", "sitting quiet regular", "safety"),
        ("Tuotannon apulainen", "9329", (15, 0), "", "standing no_customers", ""),
        ("Ompelijan apulainen", "8153", (10, 20), "dEW", "sitting quiet", ""),
    ],
    "F": [
        (
            "Rakennustyömaan apulainen",
            "9313",
            (30, 37.5),
            "d",
            "outdoors lifting",
            "safety",
        ),
        ("Maalarin apulainen", "7131", (20, 37.5), "dE", "indoors own_pace", "safety"),
    ],
    "G": [
        ("Hyllyttäjä", "9334", (15, 25), "de", "moving regular lifting", ""),
        ("Myyjä, kassa", "5230", (15, 30), "ew", "customers standing", "alcohol"),
        ("Kukkakaupan apulainen", "5223", (10, 15), "dW", "customers quiet", ""),
        ("Verkkokaupan keräilijä", "4321", (20, 30), "", "moving own_pace", ""),
    ],
    "H": [
        ("Varastotyöntekijä", "9333", (25, 37.5), "de", "lifting moving", "forklift"),
        ("Jakelija", "9621", (15, 20), "n", "alone outdoors", "driving_b"),
    ],
    "I": [
        ("Keittiöapulainen", "9412", (15, 25), "d", "standing team", "hygiene"),
        ("Kerroshoitaja", "9112", (15, 30), "dw", "moving regular", ""),
        ("Kahvilatyöntekijä", "5246", (10, 20), "W", "customers team", "hygiene"),
        ("Tiskaaja", "9412", (8, 15), "ew", "alone standing", ""),
    ],
    "N": [
        ("Siivooja", "9112", (10, 25), "deW", "alone own_pace moving", "safety"),
        ("Kiinteistönhoitaja", "5153", (25, 37.5), "d", "outdoors alone", "driving_b"),
    ],
    "Q": [
        ("Hoiva-avustaja", "5329", (20, 30), "dew", "team moving", "hygiene first_aid"),
        ("Ruokapalveluapulainen", "9412", (15, 20), "dN", "team regular", "hygiene"),
    ],
    "S": [
        ("Pesulatyöntekijä", "8157", (20, 30), "dE", "indoors regular", ""),
        ("Kierrätyskeskuksen lajittelija", "9612", (10, 20), "", "own_pace bus", ""),
    ],
}
# Where the company's name says what is done there: part of the name, title
BY_NAME = [
    ("leip", "Leipomotyöntekijä"),
    ("pakari", "Leipomotyöntekijä"),
    ("pesula", "Pesulatyöntekijä"),
    ("lanka", "Ompelijan apulainen"),
    ("tekstiili", "Ompelijan apulainen"),
    ("puu", "Kokoonpanija"),
    ("sarana", "Kokoonpanija"),
    ("pakkaamo", "Pakkaaja"),
    ("muovi", "Pakkaaja"),
    ("liha", "Pakkaaja"),
    ("kala", "Pakkaaja"),
    ("hirsimaja", "Kerroshoitaja"),
    ("lomakylä", "Kerroshoitaja"),
    ("hotelli", "Kerroshoitaja"),
    ("lounas", "Keittiöapulainen"),
    ("hoiva", "Hoiva-avustaja"),
    ("lähikauppa", "Hyllyttäjä"),
    ("kierrätys", "Kierrätyskeskuksen lajittelija"),
]
# Elsewhere, whatever the industry
OTHER_JOBS = [
    ("Toimistoapulainen", "4110", (10, 20), "dEW", "quiet sitting screen", ""),
    ("Aineiston syöttäjä", "4132", (5, 15), "", "screen quiet no_customers", ""),
    ("Vahtimestari", "5153", (20, 30), "de", "customers moving", ""),
]
SHIFTS = {"d": "day", "e": "evening", "n": "night", "w": "weekend"}

# By the same industries: task, time of day, hours a week, surroundings, adjustment
TASKS = {
    "A": [
        ("Ruukkujen siirto", "morning", 4, "own_pace", "Oma järjestys, ei kiirettä"),
        ("Kasteluletkujen kelaus", "day", 2, "outdoors", ""),
    ],
    "C": [
        ("Laatikoiden taittelu valmiiksi", "morning", 6, "sitting quiet", "Kuulokkeet"),
        ("Tarrojen kiinnitys", "day", 5, "sitting", "Kirjallinen ohje kuvin"),
        ("Työpisteiden siivous", "day", 3, "own_pace", "Sama lista joka päivä"),
    ],
    "F": [("Työkalujen huolto ja lajittelu", "morning", 5, "indoors alone", "")],
    "G": [
        ("Päiväysten tarkistus", "morning", 5, "quiet alone", "Ennen aukioloa"),
        ("Pahvien litistys", "any", 3, "no_customers", ""),
        ("Hedelmähyllyn täyttö", "morning", 4, "standing", "Yksi osasto kerrallaan"),
    ],
    "H": [("Kuormalavojen lajittelu", "day", 6, "outdoors", "Parityönä aluksi")],
    "I": [
        ("Aamiaisen purku", "morning", 6, "team", "Aloitus klo 9"),
        ("Aterinten pakkaus", "any", 4, "sitting quiet", "Oma tila takahuoneessa"),
        ("Vihannesten pilkkominen", "morning", 5, "standing", "Lisää taukoja"),
    ],
    "N": [("Mattojen vaihto", "day", 4, "moving", "Tutut kohteet")],
    "Q": [
        ("Liinavaatteiden viikkaus", "day", 5, "quiet sitting", "Työ istuen"),
        ("Ulkoiluseura", "day", 4, "outdoors", ""),
    ],
    "S": [("Pyykin lajittelu", "morning", 6, "standing", "Sama työpari")],
}
OTHER_TASKS = [
    ("Postin jako ja arkistointi", "day", 3, "quiet", "Rauhallinen työpiste"),
    ("Kahvitilojen huolto", "any", 4, "own_pace", ""),
]

NOTES = [
    "Perehdytys kestää pari viikkoa, sama opastaja koko ajan.",
    "Työaikaa voi kasvattaa vähitellen.",
    "Haastattelun sijaan voi tulla kokeilemaan työtä aamupäiväksi.",
    "Bussipysäkki portin vieressä.",
    "Vuorot sovitaan kolmeksi viikoksi kerrallaan.",
]
WORDS_FOR_CARVED = "Räätälöity työ"

# Stage or reason why it went away, how many, days since the contact (from, to), days
# in the stage (from, to)
PLAN = [
    ("filled", 3, (35, 84), (3, 20)),
    ("lost_other", 1, (30, 84), (2, 20)),
    ("lost_withdrawn", 1, (30, 84), (2, 20)),
    ("lost_terms", 1, (25, 84), (2, 20)),
    ("lost_no_answer", 1, (40, 84), (2, 20)),
    # Stalled: longer in the stage than its limit
    ("interview", 1, (40, 84), (16, 24)),
    ("introduced", 1, (40, 84), (18, 26)),
    ("open", 2, (45, 84), (24, 40)),
    ("needs", 1, (40, 84), (25, 35)),
    ("lead", 2, (20, 45), (20, 45)),
    ("interview", 3, (20, 84), (1, 8)),
    ("introduced", 5, (18, 84), (1, 11)),
    ("open", 7, (12, 70), (2, 17)),
    ("needs", 5, (8, 50), (1, 16)),
    ("lead", 6, (0, 12), (0, 12)),
]
