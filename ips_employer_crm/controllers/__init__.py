from . import (
    client_profile,
    evidence_pack,
    kilometres,
    match_card,
    privacy,
    report,
    team_agenda,
)
