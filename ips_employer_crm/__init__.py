from . import controllers, models, report, wizard
from .demo import (
    ips_demo,
    ips_demo_candidates,
    ips_demo_clients,
    ips_demo_fidelity,
    ips_demo_matches,
    ips_demo_openings,
    ips_demo_placements,
    ips_demo_portal_openings,
    ips_demo_supervision,
    ips_demo_visits,
)
from .hooks import pre_init_hook
