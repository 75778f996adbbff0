"""Coach and person fill in the wishes together, on a phone and on a tablet."""

from odoo.tests import tagged

from .test_tours import TourCase


class WishesTourCase(TourCase):
    """The tour, and what it leaves behind."""

    touch_enabled = True

    def fill_in(self):
        client = (
            self.env["ips.client"].with_user(self.coach).create({"phase": "profiling"})
        )
        looks = [("client_id", "=", client.id), ("user_id", "=", self.coach.id)]
        looks_before = self.env["ips.client.access"].search_count(looks)
        self.assertFalse(looks_before)
        self.start_tour(
            f"/odoo/caseload/{client.id}", "ips_fill_in_wishes", login="tour.coach"
        )
        self.env.invalidate_all()
        ref = self.env.ref
        food = self.env["res.partner.industry"].with_context(lang="en_US")
        self.assertRecordValues(
            client.wish_ids.sorted("id"),
            [
                {
                    "kind": "wants",
                    "own_words": "Leipominen, mieluiten aamulla",
                    "strength": "1",
                    "occupation_id": self.env["ips.occupation"]
                    .search([("code", "=", "7512")])
                    .id,
                    "industry_id": False,
                },
                {
                    "kind": "wants",
                    "own_words": "",
                    "strength": "2",
                    "occupation_id": False,
                    "industry_id": food.search([("name", "=", "Food/Hospitality")]).id,
                },
                {
                    "kind": "wants",
                    "own_words": "Koirien hoito",
                    "strength": "2",
                    "occupation_id": False,
                    "industry_id": False,
                },
            ],
        )
        self.assertRecordValues(
            client,
            [
                {
                    "shift_day": "yes",
                    "shift_evening": "no",
                    "shift_night": False,
                    "shift_weekend": False,
                    "available_from": False,
                    "hours_min": 30,
                    "hours_max": 37.5,
                    "municipality_id": ref("ips_employer_crm.municipality_179").id,
                    "max_distance_km": 25,
                    "travel_mode": "bicycle",
                    "condition_ids": ref(
                        "ips_employer_crm.work_condition_own_pace"
                    ).ids,
                    "licence_ids": ref("ips_employer_crm.licence_hygiene").ids,
                    "language_ids": ref("ips_employer_crm.language_fi").ids,
                }
            ],
        )


@tagged("standard", "post_install", "-at_install")
class TestWishesOnPhone(WishesTourCase):
    browser_size = "360x740"

    def test_fill_in(self):
        self.fill_in()


@tagged("standard", "post_install", "-at_install")
class TestWishesOnTablet(WishesTourCase):
    browser_size = "768x1024"

    def test_fill_in(self):
        self.fill_in()
