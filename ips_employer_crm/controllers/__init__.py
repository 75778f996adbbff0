from . import (
    client_profile,
    evidence_pack,
    kilometres,
    match_card,
    portal,
    privacy,
    team_agenda,
)
