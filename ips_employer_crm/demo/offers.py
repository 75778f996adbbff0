"""What HR offered in the portal of the demo region, in words only: no database.

Texts are data, not interface: Finnish in every language.
"""

# By the tail of the user's xml id; days ago, which of the person's places, state
# (a stage, "paused", "withdrawn", "filled" or empty), values, tasks
OFFERS = {
    "portal_saarijarvi": [
        (
            2,
            0,
            "",
            {
                "name": "Aamun pakkausapu",
                "offered_kind": "job",
                "hours_min": 15,
                "hours_max": 20,
                "shift_day": "yes",
                "shift_night": "no",
                "is_hidden_job": True,
                "employer_words": "Työ alkaa kello 6. Perehdytämme rauhassa, ja"
                " tiimi on pieni.",
            },
            (),
        ),
        (
            16,
            1,
            "open",
            {
                "name": "Kahvilan aputehtävät",
                "offered_kind": "tasks",
                "hours_max": 8,
                "is_hidden_job": True,
                "employer_words": "Näihin ei kukaan meistä ehdi.",
            },
            ("Astioiden esitäyttö", "Hyllyjen järjestely", "Pöytien puhdistus"),
        ),
        (
            30,
            1,
            "paused",
            {
                "name": "Kokeilu kahvilassa",
                "offered_kind": "work_trial",
                "trial_weeks": 8,
                "hours_min": 10,
                "hours_max": 15,
                "shift_weekend": "no",
                "is_hidden_job": True,
            },
            (),
        ),
        (
            60,
            0,
            "filled",
            {
                "name": "Leivän lajittelija",
                "offered_kind": "job",
                "hours_max": 25,
                "is_hidden_job": False,
            },
            (),
        ),
        (
            45,
            0,
            "withdrawn",
            {
                "name": "Kesäapulainen",
                "offered_kind": "job",
                "hours_max": 37.5,
                "is_hidden_job": False,
            },
            (),
        ),
    ],
    "portal_kuokkala": [
        (
            5,
            0,
            "needs",
            {
                "name": "Verkkokaupan aputehtävät",
                "offered_kind": "tasks",
                "is_hidden_job": True,
            },
            ("Keräilyvaunujen järjestely", "Pahvien lajittelu"),
        ),
    ],
    "portal_pikkuharju": [
        (
            8,
            0,
            "open",
            {
                "name": "Keittiöapu, 12 tuntia",
                "offered_kind": "job",
                "hours_max": 12,
                "shift_day": "yes",
                "is_hidden_job": True,
            },
            (),
        ),
    ],
}
WITHDRAWN = "Tilanne muuttui, palaamme keväällä."
