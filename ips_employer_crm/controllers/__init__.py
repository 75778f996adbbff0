from . import (
    client_profile,
    evidence_pack,
    kilometres,
    match_card,
    portal,
    portal_candidates,
    privacy,
    team_agenda,
)
