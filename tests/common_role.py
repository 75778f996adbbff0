"""A record of each model of the table of roles, and its like."""

from datetime import timedelta

from odoo.exceptions import AccessError
from odoo.fields import Command

from .common import COACH, FRIDAY, LAST_MONDAY, MONDAY, TUESDAY
from .common_client import IpsClientCommon

# Who stands for each column of the table
CAST = {
    "Employee": "outsider",
    "Sales manager": "manager",
    "Coach: own": "coach_a1",
    "Coach: covering": "coach_a3",
    "Coach: other": "coach_a2",
    "Leader": "leader_a",
    "Deputy": "deputy_a",
    "Other leader": "leader_b",
    "Administrator": "ips_admin",
    "Data protection officer": "privacy",
    "HR in the portal": "portal",
    "Odoo's administrator": "system",
}
# What is written to try it; other models: the name
CHANGES = {
    "calendar.event": {"location": "Kahvila"},
    "crm.team": {"contact_target": 5},
    "crm.team.member": {"fte": 0.8},
    "ips.client": {"max_distance_km": 20},
    "ips.client.access": {"reason": "Changed"},
    "ips.client.cover": {"date_to": MONDAY + timedelta(days=3)},
    "ips.client.period": {"date_from": LAST_MONDAY},
    "ips.client.wish": {"strength": "3"},
    "ips.coach.week": {"absent_days": 1},
    "ips.fidelity.item": {"official_text": "Ours"},
    "ips.fidelity.review": {"reviewer": "Another"},
    "ips.fidelity.score": {"score": 3},
    "ips.fidelity.threshold": {"minimum": 3},
    "ips.contact.target": {"contact_target": 5},
    "ips.disclosure": {"purpose": "Kahvilan keittiö"},
    "ips.employer.contact": {"channel": "phone"},
    "ips.employer.contact.client": {"matches_wishes": "yes"},
    "ips.contact.report": {"counted": 1},
    "ips.employer.suggestion": {"score": 1000},
    "ips.field.mentoring": {"observed": "Listened well"},
    "ips.group.supervision": {"leads_shared": 3},
    "ips.funnel.report": {"step": "1_contact"},
    "ips.match": {"state": "agreed"},
    "ips.portal.link": {"expires_on": FRIDAY.date()},
    "ips.match.portal.log": {"text": "Changed"},
    "ips.match.suggestion": {"score": 1000},
    "ips.benefits.advice": {"occasion": "pay"},
    "ips.placement": {"agreement_name": "Kaupan ala"},
    "ips.placement.report": {"starts": 1},
    "ips.support.contact": {"channel": "phone"},
}


class IpsRoleCommon(IpsClientCommon):
    """Everyone of the table, and what belongs to coach A's client or to coach A.

    ``coach_a3``, Kaisa, covers for ``client_a1`` this week; ``system`` is Odoo's
    administrator. Clients have names, so that there is something to find.

    A model's method ``values_...`` gives the values of one more record of its kind;
    ``record_...`` the record that is meant, where it is there already; ``apply_...``
    opens a dialog and applies it; ``room_...`` makes room for one more, where a model
    has one of each kind.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.coach_a3, cls.newcomer, cls.system = cls.new_users(
            ("coach_a3", "Kaisa Coach", COACH),
            ("newcomer", "Niko Newcomer", COACH),
            ("system", "Sanna System", "base.group_system"),
        )
        cls.team_a.crm_team_member_ids = [Command.create({"user_id": cls.coach_a3.id})]
        cls.identify()
        cls.contact = cls.log(cls.coach_a1)
        cls.other_contact = cls.log(cls.coach_a1)
        cls.visit = cls.plan(cls.coach_a1)
        cls.opening = cls.env["crm.lead"].create(cls.values_crm_lead())

    @classmethod
    def method_of(cls, kind, model):
        """The method ``values_...`` or one of the others, of a model."""
        return getattr(cls, f"{kind}_{model.replace('.', '_')}", None)

    @classmethod
    def record_of(cls, model):
        """The record that is meant, made by a superuser if need be."""
        there = cls.method_of("record", model)
        if there:
            record = there()
            # Without one everybody would be refused, whatever the rules say
            record.ensure_one()
            return record
        return cls.env[model].create(cls.method_of("values", model)())

    @classmethod
    def is_computed(cls, model):
        """A query stands for its rows: there is no table to put one more into."""
        return not cls.env[model]._auto

    @classmethod
    def change_of(cls, model):
        return CHANGES.get(model, {"name": "Other"})

    # PEOPLE SERVED

    @classmethod
    def record_ips_client(cls):
        return cls.client_a1

    @classmethod
    def values_ips_client(cls):
        return {"user_id": cls.coach_a1.id, "team_id": cls.team_a.id}

    @classmethod
    def record_ips_client_period(cls):
        return cls.client_a1.period_ids

    @classmethod
    def values_ips_client_period(cls):
        return {
            "client_id": cls.client_a1.id,
            "phase": "waiting",
            "date_from": LAST_MONDAY,
            "date_to": MONDAY,
            "entry_date": LAST_MONDAY,
        }

    @classmethod
    def values_ips_client_cover(cls):
        return {
            "client_id": cls.client_a1.id,
            "user_id": cls.coach_a3.id,
            "date_from": MONDAY,
            "date_to": MONDAY + timedelta(days=6),
        }

    @classmethod
    def values_ips_client_wish(cls):
        return {"client_id": cls.client_a1.id, "own_words": "Leivän leipominen"}

    @classmethod
    def values_ips_disclosure(cls):
        return {"client_id": cls.client_a1.id, "level": "2"}

    @classmethod
    def record_ips_employer_contact_client(cls):
        return cls.new_line(cls.other_contact, cls.client_a1)

    @classmethod
    def values_ips_employer_contact_client(cls):
        return {"contact_id": cls.contact.id, "client_id": cls.client_a1.id}

    @classmethod
    def values_ips_client_access(cls):
        return {
            "client_id": cls.client_a1.id,
            "user_id": cls.coach_a1.id,
            "date": TUESDAY,
            "operation": "open",
            "ground": "own",
            "company_id": cls.env.company.id,
            "keep_until": "2037-03-05",
        }

    @classmethod
    def values_ips_client_close(cls):
        return {
            "client_ids": [Command.set(cls.client_a1.ids)],
            "end_reason_id": cls.env["ips.client.end.reason"].search([], limit=1).id,
        }

    @classmethod
    def apply_ips_client_close(cls, dialog):
        dialog.action_apply()

    @classmethod
    def values_ips_client_reassign(cls):
        return {
            "client_ids": [Command.set(cls.client_a1.ids)],
            "user_id": cls.coach_a2.id,
        }

    @classmethod
    def apply_ips_client_reassign(cls, dialog):
        dialog.action_apply()

    @classmethod
    def another_opening(cls):
        return cls.env["crm.lead"].create(
            {
                "name": "An opening",
                "employer_id": cls.workplace.id,
                "team_id": cls.team_a.id,
            }
        )

    @classmethod
    def values_ips_match(cls):
        return {"client_id": cls.client_a1.id, "lead_id": cls.another_opening().id}

    @classmethod
    def values_ips_match_portal_log(cls):
        match = cls.env["ips.match"].create(cls.values_ips_match())
        return {"match_id": match.id, "kind": "question"}

    values_ips_match_suggestion = values_ips_match

    @classmethod
    def record_ips_match_suggestion(cls):
        """The client with the opening: computed, for there are the two."""
        cls.env.flush_all()
        pair = [("client_id", "=", cls.client_a1.id), ("lead_id", "=", cls.opening.id)]
        return cls.env["ips.match.suggestion"].search(pair)

    @classmethod
    def values_ips_employer_suggestion(cls):
        return {"client_id": cls.client_a1.id, "employer_id": cls.company_e.id}

    @classmethod
    def record_ips_employer_suggestion(cls):
        """The client with the employer: computed, as with an opening."""
        cls.env.flush_all()
        Suggestion = cls.env["ips.employer.suggestion"]
        values = cls.values_ips_employer_suggestion()
        return Suggestion.search([(name, "=", value) for name, value in values.items()])

    @classmethod
    def values_ips_placement(cls):
        return {
            "client_id": cls.client_a1.id,
            "employer_id": cls.workplace.id,
            "start_date": MONDAY,
        }

    @classmethod
    def values_ips_placement_report(cls):
        return {"kind": "job"}

    @classmethod
    def record_ips_placement_report(cls):
        """A job of the client's: computed, for there is the job."""
        job = cls.env["ips.placement"].create(cls.values_ips_placement())
        cls.env.flush_all()
        return cls.env["ips.placement.report"].browse(job.id)

    @classmethod
    def values_ips_funnel_report(cls):
        return {"step": "5_start"}

    @classmethod
    def record_ips_funnel_report(cls):
        """The start of the same job."""
        job = cls.record_ips_placement_report()
        steps = cls.env["ips.funnel.report"].search([("step", "=", "5_start")])
        return steps.filtered(lambda step: step.id // 8 == job.id)

    @classmethod
    def values_ips_support_contact(cls):
        job = cls.env["ips.placement"].create(cls.values_ips_placement())
        return {"placement_id": job.id, "date": MONDAY}

    @classmethod
    def values_ips_benefits_advice(cls):
        return {"client_id": cls.client_a1.id}

    @classmethod
    def values_ips_placement_start(cls):
        return {"client_id": cls.client_a1.id, "employer_id": cls.workplace.id}

    @classmethod
    def apply_ips_placement_start(cls, dialog):
        dialog.action_apply()

    @classmethod
    def values_ips_placement_end(cls):
        job = cls.env["ips.placement"].create(cls.values_ips_placement())
        reason = cls.env["ips.placement.end.reason"].search([], limit=1)
        return {"placement_id": job.id, "end_reason_id": reason.id}

    @classmethod
    def apply_ips_placement_end(cls, dialog):
        dialog.action_apply()

    @classmethod
    def values_ips_match_coverage(cls):
        return {}

    @classmethod
    def apply_ips_match_coverage(cls, dialog):
        """The figures, and whoever was counted."""
        dialog.read()
        dialog.line_ids.read()
        for action in (dialog.action_view_silent(), dialog.action_view_untouched()):
            dialog.env[action["res_model"]].search(action["domain"])

    @classmethod
    def values_ips_match_coverage_line(cls):
        coverage = cls.env["ips.match.coverage"].with_user(cls.coach_a1).create({})
        return {"coverage_id": coverage.id, "name": "A question"}

    @classmethod
    def values_ips_territory(cls):
        return {}

    @classmethod
    def apply_ips_territory(cls, dialog):
        """The lines, and the employers behind one."""
        dialog.read()
        dialog.line_ids.read()
        action = dialog.line_ids[:1].action_view_employers()
        dialog.env[action["res_model"]].search(action["domain"])

    @classmethod
    def values_ips_territory_line(cls):
        territory = cls.env["ips.territory"].with_user(cls.coach_a1).create({})
        return {"territory_id": territory.id, "name": "A municipality"}

    @classmethod
    def values_ips_capacity(cls):
        return {}

    @classmethod
    def apply_ips_capacity(cls, dialog):
        """The figures, and whoever was counted."""
        dialog.read()
        dialog.line_ids.read()
        action = dialog.action_view_waiting()
        dialog.env[action["res_model"]].search(action["domain"])
        dialog.action_view_caseloads()

    @classmethod
    def values_ips_quarterly_report(cls):
        return {"team_id": cls.team_a.id}

    @classmethod
    def apply_ips_quarterly_report(cls, dialog):
        """The action, and what it prints."""
        dialog.action_print()
        printed = dialog.env["report.ips_employer_crm.quarterly_report"]
        printed._get_report_values(dialog.ids)

    @classmethod
    def values_ips_capacity_line(cls):
        capacity = cls.env["ips.capacity"].with_user(cls.leader_a).create({})
        return {"capacity_id": capacity.id, "name": "A coach"}

    @classmethod
    def record_ips_match_rule(cls):
        return cls.env["ips.match.rule"].search([("code", "=", "wish")])

    @classmethod
    def values_ips_match_rule(cls):
        return {"code": "wish", "name": "Once more"}

    @classmethod
    def room_ips_match_rule(cls):
        """Each rule is there once: without the first, only rights stand in the way."""
        cls.record_ips_match_rule().unlink()

    @classmethod
    def values_ips_privacy_request(cls):
        return {"reason": "Register 1/2026", "term": cls.client_a1.ref}

    @classmethod
    def apply_ips_privacy_request(cls, dialog):
        dialog.action_find()

    @classmethod
    def values_ips_privacy_request_line(cls):
        Request = cls.env["ips.privacy.request"].with_user(cls.privacy)
        request = Request.create(cls.values_ips_privacy_request())
        return {"request_id": request.id, "client_id": cls.client_a1.id}

    @classmethod
    def record_ips_privacy_request_line(cls):
        Request = cls.env["ips.privacy.request"].with_user(cls.privacy)
        request = Request.create(cls.values_ips_privacy_request())
        request.action_find()
        return request.sudo().line_ids

    # EMPLOYERS

    @classmethod
    def record_res_partner(cls):
        return cls.company_e

    @classmethod
    def values_res_partner(cls):
        return {"name": "Uusi Oy", "is_company": True, "is_employer": True}

    @classmethod
    def record_ips_employer_contact(cls):
        return cls.contact

    @classmethod
    def values_ips_employer_contact(cls):
        return {
            "employer_id": cls.workplace.id,
            "user_id": cls.coach_a1.id,
            "date": TUESDAY,
        }

    @classmethod
    def values_ips_contact_report(cls):
        return {"channel": "phone"}

    @classmethod
    def record_ips_contact_report(cls):
        """The contact's row: computed, for there is the contact."""
        cls.env.flush_all()
        return cls.env["ips.contact.report"].browse(cls.contact.id)

    @classmethod
    def record_calendar_event(cls):
        return cls.visit.event_id

    @classmethod
    def values_calendar_event(cls):
        return {
            "name": "Employer visit",
            "start": FRIDAY,
            "stop": FRIDAY + timedelta(hours=1),
            "privacy": "private",
            "user_id": cls.coach_a1.id,
            "partner_ids": [Command.set(cls.coach_a1.partner_id.ids)],
        }

    @classmethod
    def values_ips_employer_decline(cls):
        reason = cls.env.ref("ips_employer_crm.decline_reason_policy")
        return {"employer_id": cls.company_e.id, "reason_id": reason.id}

    @classmethod
    def apply_ips_employer_decline(cls, dialog):
        dialog.action_apply()

    @classmethod
    def values_ips_portal_link(cls):
        return {
            "employer_id": cls.workplace.id,
            "person_id": cls.decider.id,
            "user_id": cls.coach_a1.id,
        }

    @classmethod
    def values_ips_employer_merge(cls):
        twin = cls.new_employer("Testila Oy")
        return {
            "employer_ids": [Command.set((cls.company_e | twin).ids)],
            "keep_id": cls.company_e.id,
        }

    @classmethod
    def apply_ips_employer_merge(cls, dialog):
        dialog.action_merge()

    @classmethod
    def values_ips_evidence_pack(cls):
        return {
            "team_id": cls.team_a.id,
            "date_from": LAST_MONDAY,
            "date_to": TUESDAY.date(),
        }

    @classmethod
    def apply_ips_evidence_pack(cls, dialog):
        """Downloading takes HTTP, see test_evidence_pack: it makes this very file."""
        dialog.action_xlsx()
        dialog.env["ips.evidence.report"]._xlsx(dialog)

    @classmethod
    def values_ips_kilometre_list(cls):
        return {"user_id": cls.coach_a1.id}

    @classmethod
    def apply_ips_kilometre_list(cls, dialog):
        """Downloading takes HTTP, see test_kilometres: it asks this very method."""
        if dialog.user_id not in dialog._allowed_users():
            raise AccessError("Not a coach whose list the reader gets")
        dialog.action_download()

    # OPENINGS

    @classmethod
    def record_crm_lead(cls):
        return cls.opening

    @classmethod
    def values_crm_lead(cls):
        return {
            "name": "Kitchen help",
            "employer_id": cls.workplace.id,
            "user_id": cls.coach_a1.id,
            "team_id": cls.team_a.id,
        }

    @classmethod
    def values_ips_opening_what_if(cls):
        return {"lead_id": cls.opening.id}

    @classmethod
    def apply_ips_opening_what_if(cls, dialog):
        """The counts, and the text for the employer."""
        dialog.read()
        dialog.line_ids.read()

    @classmethod
    def values_ips_opening_what_if_line(cls):
        what_if = cls.env["ips.opening.what.if"].with_user(cls.coach_a1)
        what_if = what_if.create(cls.values_ips_opening_what_if())
        return {"what_if_id": what_if.id, "name": "A change"}

    @classmethod
    def values_ips_carved_task(cls):
        return {"name": "Laying tables", "lead_id": cls.opening.id}

    @classmethod
    def values_crm_stage(cls):
        return {"name": "Trial day", "is_job_opening": True}

    @classmethod
    def values_crm_lost_reason(cls):
        return {"name": "Moved away", "is_job_opening": True}

    # TEAMS AND WEEKS

    @classmethod
    def record_crm_team(cls):
        return cls.team_a

    @classmethod
    def values_crm_team(cls):
        return {
            "name": "Team C",
            "use_job_openings": True,
            "company_id": cls.env.company.id,
        }

    @classmethod
    def record_crm_team_member(cls):
        return cls.team_a.crm_team_member_ids.filtered(
            lambda member: member.user_id == cls.coach_a1
        )

    @classmethod
    def values_crm_team_member(cls):
        return {"crm_team_id": cls.team_a.id, "user_id": cls.newcomer.id}

    @classmethod
    def record_ips_coach_week(cls):
        return cls.week(cls.coach_a1)

    @classmethod
    def values_ips_coach_week(cls):
        return {
            "user_id": cls.coach_a1.id,
            "team_id": cls.team_a.id,
            "week_start": LAST_MONDAY - timedelta(weeks=30),
        }

    # QUALITY CRITERIA

    @classmethod
    def values_ips_fidelity_review(cls):
        return {
            "team_id": cls.team_a.id,
            "date_from": LAST_MONDAY,
            "date_to": MONDAY,
        }

    @classmethod
    def record_ips_fidelity_score(cls):
        Review = cls.env["ips.fidelity.review"]
        return Review.create(cls.values_ips_fidelity_review()).score_ids[:1]

    @classmethod
    def values_ips_fidelity_score(cls):
        score = cls.record_ips_fidelity_score()
        values = {"review_id": score.review_id.id, "item_id": score.item_id.id}
        # A review has each once: without it, only rights stand in the way
        score.unlink()
        return values

    @classmethod
    def record_ips_fidelity_item(cls):
        return cls.env.ref("ips_employer_crm.fidelity_item_5")

    @classmethod
    def values_ips_fidelity_item(cls):
        return {"number": 5, "name": "Again", "section": "services", "kind": "r"}

    @classmethod
    def room_ips_fidelity_item(cls):
        """Each is there once: without the first, only rights stand in the way."""
        item = cls.record_ips_fidelity_item()
        scores = cls.env["ips.fidelity.score"].search([("item_id", "=", item.id)])
        scores.unlink()
        item.unlink()

    @classmethod
    def record_ips_fidelity_threshold(cls):
        return cls.env.ref("ips_employer_crm.fidelity_threshold_1")

    @classmethod
    def values_ips_fidelity_threshold(cls):
        item = cls.record_ips_fidelity_item()
        return {"item_id": item.id, "valid_from": LAST_MONDAY}

    @classmethod
    def values_ips_contact_target(cls):
        return {
            "team_id": cls.team_a.id,
            "company_id": cls.env.company.id,
            "user_id": cls.coach_a1.id,
            "valid_from": LAST_MONDAY,
            "contact_target": 4,
        }

    @classmethod
    def record_ips_contact_target(cls):
        values = {**cls.values_ips_contact_target(), "valid_from": MONDAY}
        return cls.env["ips.contact.target"].create(values)

    @classmethod
    def values_ips_field_mentoring(cls):
        return {
            "user_id": cls.coach_a1.id,
            "mentor_id": cls.leader_a.id,
            "date": TUESDAY.date(),
        }

    @classmethod
    def values_ips_group_supervision(cls):
        return {"team_id": cls.team_a.id, "date": TUESDAY.date()}

    # LISTS

    @classmethod
    def values_ips_contact_rule(cls):
        return {"name": "Phone as well", "valid_from": "2030-01-01"}

    @classmethod
    def values_of_list(cls):
        return {"name": "Something else"}

    values_ips_contact_purpose = values_of_list
    values_ips_contact_outcome = values_of_list
    values_ips_week_reason = values_of_list
    values_ips_decline_reason = values_of_list
    values_ips_match_reason = values_of_list
    values_ips_placement_end_reason = values_of_list
    values_ips_client_end_reason = values_of_list
    values_ips_referral_source = values_of_list
    values_ips_work_condition = values_of_list
    values_ips_licence = values_of_list
    values_ips_language = values_of_list
    values_ips_sensitive_word = values_of_list

    @classmethod
    def values_ips_municipality(cls):
        codes = (f"{number:03d}" for number in range(1000))
        return {"name": "Uusikunta", "code": cls._free("ips.municipality", codes)}

    @classmethod
    def values_ips_occupation(cls):
        group = cls.env["ips.occupation"].search([("level", "=", "3")], limit=1)
        codes = (f"{group.code}{digit}" for digit in range(10))
        return {
            "name": "Something new",
            "code": cls._free("ips.occupation", codes),
            "parent_id": group.id,
        }

    @classmethod
    def _free(cls, model, codes):
        """The first of the codes that no record of the model has."""
        records = cls.env[model].with_context(active_test=False).search([])
        taken = set(records.mapped("code"))
        return next(code for code in codes if code not in taken)
