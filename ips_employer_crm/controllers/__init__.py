from . import (
    client_profile,
    evidence_pack,
    kilometres,
    match_card,
    portal,
    portal_openings,
    privacy,
    team_agenda,
)
