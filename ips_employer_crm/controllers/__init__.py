from . import client_profile, kilometres, match_card, privacy, team_agenda
