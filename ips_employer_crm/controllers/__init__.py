from . import (
    client_profile,
    evidence_pack,
    kilometres,
    match_card,
    portal,
    portal_candidates,
    portal_link,
    portal_openings,
    portal_visits,
    privacy,
    report,
    team_agenda,
)
