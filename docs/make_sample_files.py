"""Make the two files of made-up employers to try the import with.

Run it with the Python of the development environment from the repository's root:
``.odoo/venv/bin/python docs/make_sample_files.py``. The same rows come out every
time. Business IDs start with 92: they pass the check and are far above any that has
been given out, and none is in the demo data, where they start with 91.
"""

import csv
from pathlib import Path

from openpyxl import Workbook
from stdnum.fi import ytunnus

FOLDER = Path(__file__).parent
HEADINGS = [
    "Nimi",
    "Y-tunnus",
    "Toimiala",
    "Katuosoite",
    "Postinumero",
    "Postitoimipaikka",
    "Kunta",
    "Puhelin",
    "Sähköposti",
    "Verkkosivu",
]
ROOTS = (
    "Hopeakiven Lumivaaran Kotkanpesän Sinikallion Oravanmäen Karpalosuon "
    "Tervakosken Villaniityn Pöllökorven Mäyräharjun Käpylammen Kielorannan "
    "Vadelmapolun Hiirenhaudan Ketunkolon Majavajoen Lepikkörannan Syreenipihan"
).split()
# Line of business, form, industry as Odoo names it in Finnish
TRADES = [
    ("Leipä", "Oy", "Tuotanto"),
    ("Rakennus", "Oy", "Rakentaminen"),
    ("Siivouspalvelu", "Ky", "Hallinnolliset/Julkiset"),
    ("Lounastupa", "Tmi", "Ruoka/ravintola"),
    ("Kuljetus", "Oy", "Kuljetuslogistiikka"),
    ("Hoivapalvelu", "Osk", "Terveys/sosiaalinen"),
]
SWEDISH = [
    ("Åbrandts Måleri Ab", "Rakentaminen"),
    ("Bröderna Sjöblom Ab", "Kuljetuslogistiikka"),
    ("Ängsbackens Trädgård Ab", "Maatalous"),
    ("Åströms Bageri Kb", "Tuotanto"),
    ("Källhagens Café Ab", "Ruoka/ravintola"),
    ("Grönåkers Bokföring Ab", "Tieteellinen"),
    ("Strandgårdens Vårdhem Ab", "Terveys/sosiaalinen"),
    ("Nygårds Plåt och Rör Ab", "Rakentaminen"),
    ("Lillåns Tvätteri Ab", "Muut palvelut"),
    ("Höglunds Fönsterputs", "Hallinnolliset/Julkiset"),
    ("Skärgårdens Rökeri Ab", "Tuotanto"),
    ("Månssons Cykel och Åk Ab", "Tukku/vähittäismyynti"),
]
# Municipality, postal code, place
TOWNS = [
    ("Jyväskylä", "40100", "Jyväskylä"),
    ("Jyväskylä", "40630", "Jyväskylä"),
    ("Jyväskylä", "40800", "Vaajakoski"),
    ("Äänekoski", "44100", "Äänekoski"),
    ("Äänekoski", "44200", "Suolahti"),
    ("Jämsä", "42100", "Jämsä"),
    ("Laukaa", "41340", "Laukaa"),
    ("Saarijärvi", "43100", "Saarijärvi"),
    ("Keuruu", "42700", "Keuruu"),
    ("Muurame", "40950", "Muurame"),
    ("Viitasaari", "44500", "Viitasaari"),
    ("Petäjävesi", "41900", "Petäjävesi"),
    ("Kyyjärvi", "43700", "Kyyjärvi"),
    ("Kivijärvi", "43800", "Kivijärvi"),
]
STREETS = ["Pihlajakuja", "Kärrytie", "Jyrkänmäentie", "Öljymäenkuja", "Kauppapiha"]


def business_ids():
    """Yield business IDs that pass the check, unevenly spaced."""
    for number in range(9200151, 9299999, 137):
        for digit in "0123456789":
            if ytunnus.is_valid(f"{number}{digit}"):
                yield ytunnus.format(f"{number}{digit}")


def employers():
    """Return the names and industries of 120 employers."""
    finnish = [
        (f"{root} {trade} {form}", industry)
        for trade, form, industry in TRADES
        for root in ROOTS
    ]
    return SWEDISH + finnish


def rows():
    """Return the rows of both files."""
    plain = str.maketrans("åäöé", "aaoe")
    result = []
    for index, ((name, industry), number) in enumerate(
        zip(employers(), business_ids(), strict=False)
    ):
        town, postal_code, place = TOWNS[index * 5 % len(TOWNS)]
        words = name.lower().translate(plain).split()
        domain = "".join(words[:2]) + ".example"
        result.append(
            [
                name,
                number,
                industry,
                f"{STREETS[index % len(STREETS)]} {index % 37 + 1}",
                postal_code,
                place,
                town,
                f"+358 14 555 {7000 + index * 7}",
                f"info@{domain}" if index % 3 else "",
                f"https://www.{domain}" if index % 2 else "",
            ]
        )
    return result


def main():
    """Write both files: the CSV as Excel writes it in Finland, with a BOM."""
    path = FOLDER / "sample-employers.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, delimiter=";", lineterminator="\n")
        writer.writerows([HEADINGS, *rows()])
    book = Workbook()
    book.active.title = "Työnantajat"
    for row in [HEADINGS, *rows()]:
        book.active.append([value or None for value in row])
    book.save(FOLDER / "sample-employers.xlsx")


if __name__ == "__main__":
    main()
