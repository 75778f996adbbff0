from . import client_profile, kilometres, privacy
