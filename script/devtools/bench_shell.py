"""The steps that script/bench times: run by `odoo shell`, which defines `env`."""
# ruff: noqa: F821  `env` is odoo shell's

import os
import statistics
import time
import uuid

ROUNDS = int(os.environ["BENCH_ROUNDS"])
coach = env["res.users"].search([("login", "=", "minna.aho")], limit=1)
assert coach, "the demo data is not in this database"
Contact = env["ips.employer.contact"].with_user(coach)
Week = env["ips.coach.week"].with_user(coach)
screen = Contact.get_log_screen()
employer = screen["recent"][0]


def log():
    """Save a contact as the log screen does."""
    return Contact.log_contact(
        {
            "request_uuid": str(uuid.uuid4()),
            "employer_id": employer["id"],
            "person_ids": employer["proposed"],
            "channel": "in_person",
            "purpose_id": screen["purposes"][0]["id"],
            "outcome_id": screen["outcomes"][0]["id"],
            "next_step": "Call back",
            "next_step_date": "2030-01-07",
            "over_limit_reason": "bench",
        }
    )


def peer():
    """Save a lead as Odoo's own form does."""
    values = {"name": "bench", "type": "opportunity"}
    return env["crm.lead"].web_save(values, {"name": {}, "stage_id": {}})


STEPS = {
    "open the log (get_log_screen)": Contact.get_log_screen,
    "search an employer while typing": lambda: Contact.search_log_employers("leipmo"),
    "save a contact (log_contact)": log,
    "My week (get_my_week)": Week.get_my_week,
    "peer: save a lead (crm.lead web_save)": peer,
}
times = {name: [] for name in STEPS}
for number in range(ROUNDS + 1):
    for name, step in STEPS.items():
        env.flush_all()
        env.cr.execute("SAVEPOINT bench")
        env.invalidate_all()
        start = time.perf_counter()
        step()
        env.flush_all()
        if number:  # the first round fills the caches
            times[name].append((time.perf_counter() - start) * 1000)
        env.cr.execute("ROLLBACK TO SAVEPOINT bench")
        env.clear()
for name, values in times.items():
    values.sort()
    p95 = values[int(len(values) * 0.95)]
    print(
        f"BENCH {name:40}"
        f" median {statistics.median(values):6.1f} ms   p95 {p95:6.1f} ms"
    )
env.cr.rollback()
