"""Occupations: the tree, its three languages, who may write, and how they are found."""

from collections import Counter
from unittest.mock import patch

from psycopg2.errors import CheckViolation, RestrictViolation, UniqueViolation

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import IpsCommon
from .common_queries import IpsQueriesCommon

LANGUAGES = ("en_US", "fi_FI", "sv_SE")
# Sub-major groups that have minor and unit groups
DETAILED = (
    "41 42 43 44 51 52 53 54 61 62 71 72 73 74 75 81 82 83 91 92 93 94 95 96".split()
)


class OccupationCommon(IpsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        languages = cls.env["res.lang"]
        for code in LANGUAGES:
            languages._activate_lang(code)
        module = cls.env["ir.module.module"].search([("name", "=", "ips_employer_crm")])
        module._update_translations()
        cls.Occupation = cls.env["ips.occupation"]
        data = cls.env["ir.model.data"].search(
            [("module", "=", "ips_employer_crm"), ("model", "=", "ips.occupation")]
        )
        cls.shipped = cls.Occupation.browse(data.mapped("res_id"))

    def occupation(self, code):
        return self.env.ref(f"ips_employer_crm.occupation_{code}")

    def found(self, text, lang="en_US", user=None, **kwargs):
        """Codes that a reader gets for the words, in their order."""
        model = self.Occupation.with_user(user or self.coach_a1).with_context(lang=lang)
        pairs = model.name_search(text, **kwargs)
        return self.Occupation.browse(pair[0] for pair in pairs).mapped("code")


@tagged("standard", "post_install", "-at_install")
class TestOccupationTree(OccupationCommon):
    def test_counts_by_level(self):
        levels = Counter(self.shipped.mapped("level"))
        self.assertEqual(levels, {"1": 10, "2": 43, "3": 65, "4": 222})

    def test_every_group_hangs_below_the_one_whose_code_it_continues(self):
        for occupation in self.shipped:
            parent = occupation.parent_id
            self.assertEqual(parent.code or "", occupation.code[:-1])
            self.assertEqual(
                occupation.parent_path, f"{parent.parent_path or ''}{occupation.id}/"
            )

    def test_detailed_groups_go_down_to_unit_groups(self):
        for code in DETAILED:
            group = self.occupation(code)
            self.assertTrue(group.child_ids, code)
            for minor in group.child_ids:
                self.assertTrue(minor.child_ids, minor.code)
                self.assertEqual(set(minor.child_ids.mapped("level")), {"4"})

    def test_xml_ids_and_esco_addresses_carry_the_code(self):
        for xml_id, occupation in zip(
            self.shipped.mapped(lambda it: it.get_external_id()[it.id]),
            self.shipped,
            strict=True,
        ):
            self.assertEqual(xml_id, f"ips_employer_crm.occupation_{occupation.code}")
            self.assertEqual(
                occupation.esco_uri,
                f"http://data.europa.eu/esco/isco/C{occupation.code}",
            )

    def test_children_are_found_by_the_tree(self):
        below = self.Occupation.search([("id", "child_of", self.occupation("51").id)])
        self.assertEqual({code[:2] for code in below.mapped("code")}, {"51"})
        self.assertIn(self.occupation("5132"), below)

    def test_code_is_unique(self):
        with self.assert_refused(UniqueViolation):
            self.Occupation.create(
                {
                    "code": "5132",
                    "name": "Twin",
                    "parent_id": self.occupation("513").id,
                }
            )

    def test_code_is_digits(self):
        for code in ("", "51a3", "51 3"):
            with (
                self.subTest(code),
                self.assert_refused(CheckViolation, ValidationError),
            ):
                self.Occupation.create(
                    {
                        "code": code,
                        "name": "Odd",
                        "parent_id": self.occupation("513").id,
                    }
                )

    def test_code_continues_the_parents(self):
        for code, parent in (("5133", "514"), ("5133", "51"), ("519", "5132")):
            with self.subTest(code=code, parent=parent):
                with self.assert_refused(ValidationError):
                    self.Occupation.create(
                        {
                            "code": code,
                            "name": "Astray",
                            "parent_id": self.occupation(parent).id,
                        }
                    )
        with self.assert_refused(ValidationError):
            self.occupation("5132").parent_id = False
        with self.assert_refused(ValidationError):
            self.occupation("5132").code = "5149"

    def test_recoding_a_group_does_not_leave_its_children_astray(self):
        with self.assert_refused(ValidationError):
            self.occupation("513").code = "519"

    def test_a_group_with_groups_below_stays(self):
        with self.assert_refused(RestrictViolation):
            self.occupation("513").unlink()

    def test_changes_of_the_administrator_survive_an_upgrade(self):
        data = self.env["ir.model.data"].search(
            [("module", "=", "ips_employer_crm"), ("model", "=", "ips.occupation")]
        )
        self.assertTrue(all(data.mapped("noupdate")))


@tagged("standard", "post_install", "-at_install")
class TestOccupationLanguages(OccupationCommon):
    def test_every_name_is_there_in_three_languages(self):
        self.env.cr.execute(
            "SELECT code FROM ips_occupation WHERE id = ANY(%s) AND NOT name ?& %s",
            [self.shipped.ids, list(LANGUAGES)],
        )
        self.assertFalse(self.env.cr.fetchall())

    def test_alternative_names_come_in_three_languages(self):
        named = self.shipped.filtered("alt_names")
        self.assertGreaterEqual(len(named), 120)
        self.assertEqual(set(named.mapped("level")), {"4"})
        for lang in LANGUAGES:
            for occupation in named.with_context(lang=lang):
                words = [word.strip() for word in occupation.alt_names.split(",")]
                with self.subTest(occupation.code, lang=lang):
                    self.assertIn(len(words), range(2, 7))
                    self.assertTrue(all(words))
                    self.assertEqual(len(set(words)), len(words))

    def test_alternative_names_are_translated(self):
        english = self.shipped.filtered("alt_names").with_context(lang="en_US")
        for lang in ("fi_FI", "sv_SE"):
            for occupation in english:
                self.assertNotEqual(
                    occupation.alt_names,
                    occupation.with_context(lang=lang).alt_names,
                    occupation.code,
                )

    def test_the_binding_names(self):
        for code, *names in (
            ("5", "Service and sales workers", "Palvelu- ja myyntityöntekijät"),
            ("41", "General and keyboard clerks", "Toimistotyöntekijät"),
            ("03", "Armed forces occupations, other ranks", "Sotilasammattihenkilöstö"),
        ):
            for lang, name in zip(LANGUAGES, names, strict=False):
                self.assertEqual(
                    self.occupation(code).with_context(lang=lang).name, name
                )

    def test_groups_named_alike_are_told_apart(self):
        unit, minor = self.occupation("5120"), self.occupation("512")
        for lang in LANGUAGES:
            unit, minor = unit.with_context(lang=lang), minor.with_context(lang=lang)
            self.assertEqual(unit.name, minor.name)
            self.assertEqual(unit.display_name, unit.name)
            self.assertEqual(minor.display_name, f"{minor.name} (512)")


@tagged("standard", "post_install", "-at_install")
class TestOccupationSearch(OccupationCommon):
    def assert_finds(self, words):
        """Each word finds its group first, whatever the reader's language."""
        for lang in LANGUAGES:
            for word, code in words.items():
                with self.subTest(word, lang=lang):
                    self.assertEqual(self.found(word, lang)[:1], [code])

    def test_words_of_three_languages(self):
        self.assert_finds(
            {
                "barista": "5132",
                "hyllyttäjä": "9334",
                "shelf stacker": "9334",
                "lokalvårdare": "9112",
                "siivooja": "9112",
                "cleaner": "9112",
                "keittiöapulainen": "9412",
                "diskare": "9412",
                "tarjoilija": "5131",
                "talonmies": "5153",
                "Varastotyöntekijä": "9333",
                "vaktmästare": "5153",
            }
        )

    def test_without_dots_and_rings(self):
        self.assert_finds(
            {
                "hyllyttaja": "9334",
                "lokalvardare": "9112",
                "keittioapulainen": "9412",
                "HYLLYTTÄJÄ": "9334",
                "hyllytta\u0308ja\u0308": "9334",
            }
        )

    def test_typing_errors(self):
        if not self.env.registry.has_trigram:
            self.skipTest("pg_trgm is not there")
        self.assert_finds(
            {
                "hyllytäjä": "9334",
                "baristta": "5132",
                "sivooja": "9112",
                "lokalvordare": "9112",
                "tarjoilja": "5131",
                "keitiöapulainen": "9412",
                "cleanner": "9112",
            }
        )

    def test_names_of_any_language(self):
        for lang in LANGUAGES:
            for name in ("Bartenders", "Baarimestarit", "Bartendrar"):
                self.assertEqual(self.found(name, lang)[:1], ["5132"])

    def test_by_code(self):
        self.assertEqual(self.found("5132"), ["5132"])
        codes = self.found("51", limit=None)
        self.assertEqual(codes[0], "51")
        self.assertEqual({code[:2] for code in codes}, {"51"})

    def test_exact_then_beginning_then_part_then_alike(self):
        create = self.Occupation.create
        parent = self.occupation("962").id
        for code, name in (
            ("9624", "Fooblers of bazzes"),
            ("9625", "Superqwixel"),
            ("9626", "Other qwixel workers"),
            ("9627", "Qwixels"),
            ("9628", "Qwixel"),
            ("9620", "Qwixle"),
        ):
            if code == "9624":
                self.occupation(code).name = name
            else:
                create({"code": code, "name": name, "parent_id": parent})
        self.assertEqual(self.found("qwixel")[:4], ["9628", "9627", "9626", "9625"])

    def test_the_most_specific_of_equals_comes_first(self):
        self.assertEqual(self.found("Cooks")[:2], ["5120", "512"])

    def test_what_is_only_alike_does_not_crowd_out_what_matches(self):
        self.assertEqual(self.found("lokalvårdare"), ["9112"])

    def test_nothing_alike(self):
        self.assertEqual(self.found("xyzxyzxyz"), [])

    def test_lists_find_the_same(self):
        Occupation = self.Occupation.with_user(self.coach_a1)
        found = Occupation.search([("display_name", "ilike", "lokalvardare")])
        self.assertEqual(found.mapped("code"), ["9112"])
        self.assertEqual(len(self.found("", limit=5)), 5)

    def test_imports_find_what_exports_wrote(self):
        for lang in LANGUAGES:
            for code in ("512", "5120", "5132", "1"):
                occupation = self.occupation(code).with_context(lang=lang)
                codes = self.found(occupation.display_name, "en_US", operator="=")
                self.assertEqual(codes[:1], [code])
        found = self.Occupation.search(
            [("display_name", "in", ["barista", "hyllyttäjä"])]
        )
        self.assertEqual(found.mapped("code"), ["5132", "9334"])

    def test_negation(self):
        barista = self.occupation("5132")
        others = self.Occupation.search([("display_name", "not ilike", "bartenders")])
        self.assertNotIn(barista, others)

    def test_signs_of_patterns_are_plain_characters(self):
        for text in ("%", "_____", "%%%%%", "\\", "'", "); --"):
            with self.subTest(text):
                self.assertFalse(
                    [c for c in self.found(text, limit=None) if c == "5132"]
                )

    def test_archived_ones_and_the_domain_are_respected(self):
        self.occupation("5132").active = False
        self.assertEqual(self.found("barista"), [])
        self.assertEqual(self.found("cook", domain=[("level", "=", "3")]), ["512"])
        self.assertEqual(len(self.found("cleaner", limit=3)), 3)

    def test_new_words_are_found_at_once(self):
        self.occupation("5132").with_context(lang="sv_SE").alt_names = "qvixelist"
        self.occupation("5131").update_field_translations(
            "name", {"fi_FI": "Zuxelöijät"}
        )
        self.assertEqual(self.found("qvixelist"), ["5132"])
        self.assertEqual(self.found("zuxeloijat", "sv_SE"), ["5131"])

    def test_without_pg_trgm_exact_words_and_parts_still_find(self):
        with patch.object(type(self.env.registry), "has_trigram", False, create=True):
            with patch.object(self.env.registry, "has_trigram", False):
                self.assertEqual(self.found("barista"), ["5132"])
                self.assertEqual(self.found("lokalvardare"), ["9112"])
                self.assertEqual(self.found("ullyttaja"), [])
                self.assertEqual(self.found("yllyttaja"), ["9334"])
                self.assertEqual(self.found("baristta"), [])


@tagged("standard", "post_install", "-at_install")
class TestOccupationAccess(OccupationCommon):
    def test_everyone_reads(self):
        for user in (self.coach_a1, self.leader_a, self.outsider, self.ips_admin):
            self.env.invalidate_all()
            barista = self.occupation("5132").with_user(user)
            self.assertTrue(barista.read(["name", "alt_names", "parent_id"]))
            self.assertEqual(self.found("barista", user=user), ["5132"])

    def test_the_portal_does_not_read(self):
        with self.assert_refused(AccessError):
            self.found("barista", user=self.portal)

    def test_only_the_administrator_writes(self):
        parent = self.occupation("513")
        vals = {"code": "5139", "name": "Runners", "parent_id": parent.id}
        for user in (self.coach_a1, self.leader_a, self.manager, self.privacy):
            Occupation = self.Occupation.with_user(user)
            with self.subTest(user.login):
                with self.assert_refused(AccessError):
                    Occupation.create(vals)
                with self.assert_refused(AccessError):
                    Occupation.browse(self.occupation("5132").id).name = "Mine"
                with self.assert_refused(AccessError):
                    Occupation.browse(self.occupation("5132").id).unlink()
        added = self.Occupation.with_user(self.ips_admin).create(vals)
        added.alt_names = "runner, blokkari"
        self.assertEqual(self.found("runner")[:1], ["5139"])
        added.unlink()


@tagged("standard", "post_install", "-at_install")
class TestOccupationQueries(OccupationCommon, IpsQueriesCommon):
    def test_a_search_costs_the_same_however_much_it_finds(self):
        Occupation = self.Occupation.with_user(self.coach_a1)
        few = self.cost(lambda: Occupation.name_search("barista"))
        many = self.cost(lambda: Occupation.name_search("työntekijä", limit=None))
        self.assertEqual(few, many)
        # The ranking and the names
        self.assertLessEqual(many, 2)
